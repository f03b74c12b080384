using Assay.Engine.Advisories;
using Assay.Engine.Verdicts;

namespace Assay.Policies;

/// <content>What layers say about known vulnerabilities.</content>
public sealed partial class PolicyLayering
{
    private readonly List<AdvisoryIgnore> _ignores = [];
    private Stated<AuditThreshold> _failOn = new(AdvisoryPolicy.Default.Threshold, BuiltIn);
    private Stated<DisputeTreatment> _disputed = new(AdvisoryPolicy.Default.Disputed, BuiltIn);
    private Stated<TimeSpan> _maxAge = new(AdvisoryPolicy.Default.MaxAge, BuiltIn);

    private AdvisoryPolicy Advisories() => new(_failOn.Value, _disputed.Value, _maxAge.Value, [.. _ignores]);

    private void Apply(AuditLayer audit, PolicyStanding standing)
    {
        if (audit.FailOn is Stated<AuditThreshold> failOn
            && Counts(failOn.Value > _failOn.Value, standing, failOn.Origin, $"fail-on = \"{PolicyValues.Describe(failOn.Value)}\""))
        {
            _failOn = failOn;
        }

        if (audit.Disputed is Stated<DisputeTreatment> disputed
            && Counts(disputed.Value > _disputed.Value, standing, disputed.Origin, $"disputed = \"{PolicyValues.Describe(disputed.Value)}\""))
        {
            _disputed = disputed;
        }

        if (audit.MaxAge is Stated<TimeSpan> maxAge
            && Counts(maxAge.Value > _maxAge.Value, standing, maxAge.Origin, $"max-db-age = \"{PolicyValues.Describe(maxAge.Value)}\""))
        {
            _maxAge = maxAge;
        }

        foreach (AdvisoryIgnore ignore in audit.Ignores)
        {
            if (Counts(true, standing, ignore.Origin, $"ignoring {ignore.Id}"))
            {
                _ignores.Add(ignore);
            }
        }
    }

    private IEnumerable<EffectiveLine> AuditLines()
    {
        yield return new EffectiveLine("", null);
        yield return new EffectiveLine("[audit]", null);
        yield return new EffectiveLine($"fail-on = {TomlText.Quote(PolicyValues.Describe(_failOn.Value))}", _failOn.Origin);
        yield return new EffectiveLine($"disputed = {TomlText.Quote(PolicyValues.Describe(_disputed.Value))}", _disputed.Origin);
        yield return new EffectiveLine($"max-db-age = {TomlText.Quote(PolicyValues.Describe(_maxAge.Value))}", _maxAge.Origin);
        foreach (AdvisoryIgnore ignore in _ignores)
        {
            yield return new EffectiveLine("", null);
            yield return new EffectiveLine("[[ignore]]", ignore.Origin);
            foreach (string key in TomlText.Keys(ignore))
            {
                yield return new EffectiveLine(key, null);
            }
        }
    }
}
