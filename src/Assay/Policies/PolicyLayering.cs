using System.Collections.Immutable;
using Assay.Engine.Verdicts;

namespace Assay.Policies;

/// <summary>How far a policy file's word goes.</summary>
public enum PolicyStanding
{
    /// <summary>The system's, the user's, or one that the user named: it may tighten and loosen.</summary>
    Own,

    /// <summary>A project's, which the user trusts as it is: it may loosen, and that is said.</summary>
    Trusted,

    /// <summary>A project's: it can only tighten.</summary>
    Project,

    /// <summary>Any that stands beside a locked one: it can only tighten.</summary>
    Bound,
}

/// <summary>
/// Merges the layers of policy. Later layers win over earlier ones, statement by statement; what a project's untrusted file says is
/// weighed after all others and only where it tightens. Pure.
/// </summary>
public sealed partial class PolicyLayering
{
    private const string BuiltIn = "built in";

    private readonly SortedDictionary<string, OwnedName> _owned = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, RuleSetting> _rules = new(StringComparer.Ordinal);
    private readonly List<Waiver> _waivers = [];
    private readonly List<Stated<string>> _hosts = [];
    private readonly List<string> _notices = [];
    private Stated<TimeSpan> _age = new(Policy.Default.DefaultAge, BuiltIn);
    private Stated<UnknownTreatment> _unknown = new(Policy.Default.Unknown, BuiltIn);
    private Stated<ImmutableArray<string>> _indexes = new([], BuiltIn);
    private Stated<bool>? _lockedBy;

    private PolicyLayering()
    {
    }

    /// <summary>The merged policy, what has to be said about it, and its lines with their origins.</summary>
    /// <param name="layers">Lowest first.</param>
    public static (Policy Policy, ImmutableArray<string> Notices, ImmutableArray<EffectiveLine> Lines) Merge(
        ImmutableArray<(PolicyLayer Layer, PolicyStanding Standing)> layers)
    {
        PolicyLayering merged = new();
        PolicyLayer? lockedBy = layers.FirstOrDefault(static layer => IsLocked(layer)).Layer;

        // A stable sort: what is locked comes first, and what can only tighten has the last word, so that no trusted file takes it back.
        foreach ((PolicyLayer layer, PolicyStanding standing) in layers
            .OrderByDescending(static layer => IsLocked(layer)).ThenBy(static layer => layer.Standing == PolicyStanding.Project))
        {
            merged._lockedBy = lockedBy?.Locked;
            merged.Apply(layer, lockedBy is null || ReferenceEquals(layer, lockedBy) ? standing : PolicyStanding.Bound);
        }

        Policy policy = new(
            merged._age.Value,
            merged._unknown.Value,
            merged._indexes.Value,
            merged._owned.ToImmutableSortedDictionary(static owned => owned.Key, static owned => owned.Value.Index, StringComparer.Ordinal),
            [.. merged._rules.Values],
            [.. merged._waivers],
            [.. merged._hosts.Select(static host => host.Value)],
            [.. layers.Select(static layer => layer.Layer.File)])
        {
            Advisories = merged.Advisories(),
        };
        return (policy, [.. merged._notices], merged.Lines());
    }

    // A project has no say in who may loosen.
    private static bool IsLocked((PolicyLayer Layer, PolicyStanding Standing) one) =>
        one is { Standing: PolicyStanding.Own, Layer.Locked.Value: true };

    private void Apply(PolicyLayer layer, PolicyStanding standing)
    {
        if (layer.DefaultAge is Stated<TimeSpan> age
            && Counts(age.Value < _age.Value, standing, age.Origin, $"default-age = \"{PolicyValues.Describe(age.Value)}\""))
        {
            _age = age;
        }

        if (layer.Unknown is Stated<UnknownTreatment> unknown
            && Counts(unknown.Value > _unknown.Value, standing, unknown.Origin, $"unknown = \"{PolicyValues.Describe(unknown.Value)}\""))
        {
            _unknown = unknown;
        }

        if (layer.Indexes is Stated<ImmutableArray<string>> indexes
            && Counts(!indexes.Value.SequenceEqual(_indexes.Value), standing, indexes.Origin, "'indexes'"))
        {
            _indexes = indexes;
        }

        foreach (OwnedName owned in layer.Owned)
        {
            // A name without an owner gets one: fewer places to come from. A name that has one could only be given to somebody else.
            bool taken = _owned.Values.Any(other => other.Index != owned.Index && OwnedPattern.Overlap(other.Pattern, owned.Pattern));
            if (Counts(taken, standing, owned.Origin, $"another owner for '{owned.Pattern}'"))
            {
                _owned[owned.Pattern] = owned;
            }
        }

        foreach (RuleSetting rule in layer.Rules)
        {
            Apply(rule, standing);
        }

        foreach (Waiver waiver in layer.Waivers)
        {
            string what = $"the waiver of '{waiver.Rule}' for {waiver.Project?.Normalized ?? "sha256:" + waiver.Sha256}";
            if (Counts(true, standing, waiver.Origin, what))
            {
                _waivers.Add(waiver);
            }
        }

        Apply(layer.Audit, standing);
        foreach (Stated<string> host in layer.Hosts)
        {
            bool isNew = _hosts.TrueForAll(other => other.Value != host.Value);
            if (Counts(isNew, standing, host.Origin, $"the host '{host.Value}'") && isNew)
            {
                _hosts.Add(host);
            }
        }
    }

    private void Apply(RuleSetting rule, PolicyStanding standing)
    {
        RuleSetting? before = _rules.GetValueOrDefault(rule.Id);
        string what = $"'{rule.Id}' = {PolicyValues.Describe(rule.Ruling)}";
        if (standing < PolicyStanding.Project)
        {
            // Without an earlier setting the table decides, place by place: anything below block may be less than it.
            Counts(rule.Ruling < (before?.Ruling ?? Ruling.Block), standing, rule.Origin, what);
            _rules[rule.Id] = rule;
        }
        else if (Counts(rule.Ruling < (before?.Ruling ?? Ruling.Warn), standing, rule.Origin, what) && rule.Ruling > (before?.Ruling ?? Ruling.Allow))
        {
            _rules[rule.Id] = rule with { AtLeast = before?.AtLeast ?? true };
        }
    }

    // Whether a statement counts; where its loosening is ignored, or counts by trust, that is said.
    private bool Counts(bool loosens, PolicyStanding standing, string origin, string what)
    {
        if (!loosens || standing == PolicyStanding.Own)
        {
            return true;
        }

        if (standing == PolicyStanding.Trusted)
        {
            _notices.Add($"{origin}: {what} loosens and counts, because you trust this file");
            return true;
        }

        if (standing == PolicyStanding.Bound)
        {
            _notices.Add($"{origin}: {what} would loosen and is ignored: the policy is locked ({_lockedBy!.Origin}), so other files can only tighten");
            return false;
        }

        _notices.Add($"{origin}: {what} would loosen and is ignored: a project's configuration can only tighten, unless you trust its folder ('assay policy trust')");
        return false;
    }

    private ImmutableArray<EffectiveLine> Lines()
    {
        List<EffectiveLine> lines =
        [
            new("[policy]", null),
            new($"default-age = {TomlText.Quote(PolicyValues.Describe(_age.Value))}", _age.Origin),
            new($"unknown = {TomlText.Quote(PolicyValues.Describe(_unknown.Value))}", _unknown.Origin),
        ];
        if (!_indexes.Value.IsEmpty)
        {
            lines.Add(new EffectiveLine($"indexes = [{string.Join(", ", _indexes.Value.Select(TomlText.Quote))}]", _indexes.Origin));
        }

        if (_lockedBy is not null)
        {
            lines.Add(new EffectiveLine("locked = true", _lockedBy.Origin));
        }

        if (_owned.Count > 0)
        {
            lines.Add(new EffectiveLine("", null));
            lines.Add(new EffectiveLine("[policy.owned]", null));
            lines.AddRange(_owned.Values.Select(static owned =>
                new EffectiveLine($"{TomlText.Quote(owned.Pattern)} = {TomlText.Quote(owned.Index)}", owned.Origin)));
        }

        foreach (RuleSetting rule in _rules.Values)
        {
            lines.Add(new EffectiveLine("", null));
            lines.Add(new EffectiveLine("[[rule]]", rule.Origin + (rule.AtLeast ? ", at least: it cannot loosen" : "")));
            lines.Add(new EffectiveLine($"id = {TomlText.Quote(rule.Id)}", null));
            lines.Add(new EffectiveLine($"verdict = {TomlText.Quote(PolicyValues.Describe(rule.Ruling))}", null));
        }

        foreach (Waiver waiver in _waivers)
        {
            lines.Add(new EffectiveLine("", null));
            lines.Add(new EffectiveLine("[[waiver]]", waiver.Origin));
            lines.AddRange(TomlText.Keys(waiver).Select(static key => new EffectiveLine(key, null)));
        }

        lines.AddRange(AuditLines());
        if (_hosts.Count > 0)
        {
            lines.Add(new EffectiveLine("", null));
            lines.Add(new EffectiveLine("[hosts]", null));
            lines.Add(new EffectiveLine("allow = [", null));
            lines.AddRange(_hosts.Select(static host => new EffectiveLine($"    {TomlText.Quote(host.Value)},", host.Origin)));
            lines.Add(new EffectiveLine("]", null));
        }

        return [.. lines];
    }
}
