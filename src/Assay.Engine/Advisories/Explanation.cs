using System.Collections.Immutable;
using System.Globalization;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;

namespace Assay.Engine.Advisories;

/// <summary>
/// Evaluates one record for one version as the OSV schema writes it down (section "Evaluation"), event by event, on versions and not on keys: for
/// people, and to hold the compiled spans against.
/// </summary>
internal static class Explanation
{
    public static Evaluation Of(AdvisoryRecord record, ProjectName project, string version)
    {
        List<EvaluationStep> steps = [];
        ImmutableArray<AffectedProject> affected = [.. record.Affected.Where(entry => entry.Project == project)];
        bool? outcome;
        if (record.Withdrawn is { } withdrawn)
        {
            steps.Add(new EvaluationStep($"{record.Id} was withdrawn on {Day(withdrawn)}: it affects nothing.", false));
            outcome = false;
        }
        else if (affected.IsEmpty)
        {
            steps.Add(new EvaluationStep($"{record.Id} says nothing about {project}.", false));
            outcome = false;
        }
        else if (PackageVersion.TryParse(version, out PackageVersion? asked))
        {
            outcome = Evaluate(affected, asked, steps);
        }
        else
        {
            outcome = EvaluateText(affected, version, steps);
        }

        return new Evaluation(record.Id, project, version, outcome, [.. steps]);
    }

    private static bool? Evaluate(ImmutableArray<AffectedProject> affected, PackageVersion asked, List<EvaluationStep> steps)
    {
        bool? outcome = EvaluateExactly(affected, asked, steps);
        if (outcome == true || asked.Local is null)
        {
            return outcome;
        }

        steps.Add(new EvaluationStep($"{asked} is a build of {asked.Public}, so that what holds for {asked.Public} holds for it.", outcome));
        return EvaluateExactly(affected, asked.Public, steps);
    }

    private static bool? EvaluateExactly(ImmutableArray<AffectedProject> affected, PackageVersion asked, List<EvaluationStep> steps)
    {
        bool? outcome = false;
        foreach (AffectedProject entry in affected)
        {
            foreach (AffectedRange range in entry.Ranges)
            {
                bool? held = EvaluateRange(range, asked, steps);
                if (held == true)
                {
                    return true;
                }

                outcome = held is null ? null : outcome;
            }

            if (entry.Versions.FirstOrDefault(listed => PackageVersion.TryParse(listed, out PackageVersion? one) && one == asked) is { } same)
            {
                steps.Add(new EvaluationStep($"{asked} is listed among the affected versions, as '{same}'.", true));
                return true;
            }

            if (!entry.Versions.IsEmpty)
            {
                steps.Add(new EvaluationStep($"{asked} is not among the {entry.Versions.Length} versions listed.", outcome));
            }
        }

        if (steps.Count == 0)
        {
            steps.Add(new EvaluationStep("The record has neither ranges nor versions of this project.", false));
        }

        return outcome;
    }

    private static bool? EvaluateRange(AffectedRange range, PackageVersion asked, List<EvaluationStep> steps)
    {
        List<(PackageVersion? At, RangeEvent Event)> events = [];
        foreach (RangeEvent step in range.Events)
        {
            bool isOpen = step is { Kind: RangeEventKind.Introduced, Version: "0" } or { Kind: RangeEventKind.Limit, Version: "*" };
            PackageVersion? at = null;
            if (!isOpen && !PackageVersion.TryParse(step.Version, out at))
            {
                steps.Add(new EvaluationStep($"{Word(step.Kind)} '{step.Version}' is no version of PEP 440: the range is undecided.", null));
                return null;
            }

            events.Add((at, step));
        }

        ImmutableArray<(PackageVersion? At, RangeEvent Event)> limits = [.. events.Where(static step => step.Event.Kind == RangeEventKind.Limit)];
        if (!limits.IsEmpty && limits.All(limit => limit.At is { } at && asked >= at))
        {
            steps.Add(new EvaluationStep($"{asked} is not below the limit {string.Join(", ", limits.Select(static limit => limit.Event.Version))}: the range says nothing of it.", false));
            return false;
        }

        foreach ((PackageVersion? at, RangeEvent step) in limits)
        {
            string place = at is null ? "is no bound" : asked < at ? $"is above {asked}" : $"is not above {asked}, but another limit is";
            steps.Add(new EvaluationStep($"limit {step.Version} {place}: the range speaks of it.", false));
        }

        bool isAffected = false;
        foreach ((PackageVersion? at, RangeEvent step) in events.Where(static step => step.Event.Kind != RangeEventKind.Limit).Order(Comparer<(PackageVersion? At, RangeEvent Event)>.Create(static (a, b) =>
            a.At is null || b.At is null ? (a.At is null ? 0 : 1) - (b.At is null ? 0 : 1) : a.At.CompareTo(b.At))))
        {
            int order = at is null ? 1 : asked.CompareTo(at);
            bool applies = step.Kind == RangeEventKind.LastAffected ? order > 0 : order >= 0;
            isAffected = applies ? step.Kind == RangeEventKind.Introduced : isAffected;
            string place = at is null ? "is below every version" : order < 0 ? $"is above {asked}" : order == 0 ? $"is {asked}" : $"is below {asked}";
            steps.Add(new EvaluationStep($"{Word(step.Kind)} {step.Version} {place}: {(applies ? "it applies" : "it does not apply")}, {(isAffected ? "affected" : "not affected")}.", isAffected));
        }

        return isAffected;
    }

    private static bool? EvaluateText(ImmutableArray<AffectedProject> affected, string version, List<EvaluationStep> steps)
    {
        steps.Add(new EvaluationStep($"'{version}' is no version of PEP 440: it has no place among versions.", null));
        if (affected.Any(entry => entry.Versions.Contains(version, StringComparer.Ordinal)))
        {
            steps.Add(new EvaluationStep("The same text is listed among the affected versions.", true));
            return true;
        }

        AffectedSpans spans = SpanCompiler.Compile(affected);
        bool? outcome = spans.HoldsText(version);
        steps.Add(new EvaluationStep(outcome switch
        {
            true => "The ranges hold every version.",
            false => "No range holds a version, and the text is not listed.",
            null => $"Whether the ranges ({string.Join(" or ", spans.Bounds)}) hold it can't be said.",
        }, outcome));
        return outcome;
    }

    private static string Word(RangeEventKind kind) => kind switch
    {
        RangeEventKind.Introduced => "introduced",
        RangeEventKind.Fixed => "fixed",
        RangeEventKind.LastAffected => "last affected",
        _ => "limit",
    };

    private static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
