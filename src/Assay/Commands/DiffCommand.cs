using System.Collections.Immutable;
using System.CommandLine;
using Assay.Engine;
using Assay.Engine.Artifacts;
using Assay.Engine.Comparison;
using Assay.Engine.Findings;
using Assay.Engine.Verdicts;
using Assay.Reports;

namespace Assay.Commands;

/// <summary><c>assay diff A B</c>: what is new in one release against another, without installing either.</summary>
public sealed class DiffCommand : ParsedVerb
{
    private const int DefaultLines = 200;
    private const int ComparedBytes = 1 << 20;
    private const long ComparedBytesInAll = 128 << 20;

    public override string Name => "diff";

    public override string Summary => "what is new in a release: files, lines, capabilities, hooks, dependencies";

    public override Command Build(Session session)
    {
        Argument<string> old = new("A") { Description = "a file, a folder, NAME or NAME==VERSION" };
        Argument<string> now = new("B") { Description = "the same, newer" };
        Option<int> lines = new("--lines") { Description = "most lines of text shown; 0: none", HelpName = "N", DefaultValueFactory = static _ => DefaultLines };
        Option<string> failOn = new("--fail-on") { Description = "the mildest verdict on a new finding that makes the exit code 1: warn, hold, block", HelpName = "VERDICT", DefaultValueFactory = static _ => "hold" };
        Option<string> format = new("--format") { Description = "text or json", HelpName = "FORMAT", DefaultValueFactory = static _ => "text" };
        Option<string?> index = new("--index-url") { Description = "the index that projects are looked for on", HelpName = "URL" };
        Command command = new(Name, Summary) { old, now, lines, failOn, format, index };
        command.SetAction((parsed, cancellation) => RunAsync(
            session, parsed.GetValue(old)!, parsed.GetValue(now)!, parsed.GetValue(lines), ScanOptions.ReadThreshold(parsed.GetValue(failOn)!),
            parsed.GetValue(format)!, parsed.GetValue(index), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        Session session, string old, string now, int lines, Ruling threshold, string format, string? indexUrl, CancellationToken cancellation)
    {
        if (lines < 0)
        {
            throw new UserException("--lines takes a number of 0 or more");
        }

        if (format is not ("text" or "json"))
        {
            throw new UserException($"--format takes text or json, not '{TerminalText.Escape(format)}'");
        }

        Policy policy = PolicyOfSession.Load(session, readProject: false);
        using OpenedDistribution before = await OpenedDistribution.OpenAsync(session, old, indexUrl, file: null, like: NameOfFile(now), cancellation);
        using OpenedDistribution after = await OpenedDistribution.OpenAsync(session, now, indexUrl, file: null, like: before.FileName, cancellation);
        ComparedArtifact one = Look(before);
        ComparedArtifact other = Look(after);
        ReleaseComparison comparison = ReleaseComparison.Of(one, other);
        Verdict verdict = Judge.Decide(Case.OfFile(other.Inspection, after.Pin), policy, session.Time.GetUtcNow());
        ReleaseDifference difference = new(
            Side(before, one), Side(after, other), comparison,
            [.. verdict.Reasons.Where(reason => reason.Finding is not null && comparison.Findings.Contains(reason.Finding, ReferenceEqualityComparer.Instance))],
            lines == 0 ? [] : LinesOf(comparison, before, after));
        if (format == "json")
        {
            ReportedDifference.Write(session.Output, session.StyleOfReport(several: false), difference, lines);
        }
        else
        {
            DifferenceText.Write(session.Output, session.StyleOfReport(several: false), difference, lines);
        }

        int code = CodeOf(difference, threshold);
        if (code != ExitCodes.Fine)
        {
            session.Error.WriteLine($"assay: exit code {code}: {(code == ExitCodes.Incomplete ? "a side was not read to its end" : $"new are {Counted(difference, threshold)}")}");
        }

        return code;
    }

    /// <summary>1 where something new counts, else 3 where a side was not read to its end, else 0.</summary>
    private static int CodeOf(ReleaseDifference difference, Ruling threshold) =>
        NewOnes(difference, threshold) != (0, 0, 0) ? ExitCodes.Found
        : !difference.Old.IsComplete || !difference.New.IsComplete ? ExitCodes.Incomplete
        : ExitCodes.Fine;

    private static (int Capabilities, int Hooks, int Findings) NewOnes(ReleaseDifference difference, Ruling threshold) => (
        difference.Comparison.Capabilities.Count(static capability => capability.Entry.Context > CodeContext.Test),
        difference.Comparison.Hooks.Count(static hook => hook is { IsAdded: true, Context: > CodeContext.Main }),
        difference.Findings.Count(reason => reason.Ruling >= threshold));

    private static string Counted(ReleaseDifference difference, Ruling threshold)
    {
        (int capabilities, int hooks, int findings) = NewOnes(difference, threshold);
        string[] parts =
        [
            .. capabilities > 0 ? [capabilities == 1 ? "1 capability" : $"{capabilities} capabilities"] : Array.Empty<string>(),
            .. hooks > 0 ? [ReasonText.Count(hooks, "hook")] : Array.Empty<string>(),
            .. findings > 0 ? [$"{ReasonText.Count(findings, "finding")} of {Ink.Word(threshold)} or worse"] : Array.Empty<string>(),
        ];
        return string.Join(", ", parts);
    }

    private static string? NameOfFile(string what) => File.Exists(what) ? Path.GetFileName(what) : null;

    private static ComparedArtifact Look(OpenedDistribution opened) =>
        new(opened.Reading, Assayer.Conclude(opened.Reading, Engine.Rules.Catalogue.Rules, ImmutableSortedSet<string>.Empty));

    private static ComparedSide Side(OpenedDistribution opened, ComparedArtifact read) => new(
        opened.What, opened.FileName, opened.Reading.Sha256, opened.Reading.Size, opened.Reading.Subject.Kind, read.IsComplete,
        [.. read.Inspection.Gaps.Where(static gap => gap.Weight == GapWeight.Blind)]);

    private static ImmutableArray<ChangedText> LinesOf(ReleaseComparison comparison, OpenedDistribution before, OpenedDistribution after)
    {
        ComparedMember[] texts = [.. comparison.Members.Where(static member => member.New is { IsOutermost: true } now && MayBeText(now) && !IsRecord(member.Name))
            .OrderByDescending(static member => member.New!.Context)
            .ThenByDescending(static member => member.New!.Kind == MemberKind.PythonSource)];
        Dictionary<string, MemberContent> old = before.FindAll(
            texts.Select(static member => member.Old).OfType<Member>().Where(static member => member.IsOutermost).Select(static member => member.Name).ToHashSet(StringComparer.Ordinal),
            ComparedBytes, ComparedBytesInAll);
        Dictionary<string, MemberContent> now = after.FindAll(
            texts.Select(static member => member.New!.Name).ToHashSet(StringComparer.Ordinal), ComparedBytes, ComparedBytesInAll);
        ImmutableArray<ChangedText>.Builder changed = ImmutableArray.CreateBuilder<ChangedText>();
        foreach (ComparedMember member in texts)
        {
            if (now.GetValueOrDefault(member.New!.Name) is { Text: string text } content)
            {
                MemberContent? was = member.Old is Member earlier ? old.GetValueOrDefault(earlier.Name) : null;
                changed.Add(new ChangedText(member.Name, LineDifference.Of(was?.Text ?? "", text), content.IsCut || was is { IsCut: true }));
            }
            else
            {
                changed.Add(new ChangedText(member.Name, [], IsCut: true));
            }
        }

        return changed.ToImmutable();
    }

    // RECORD only repeats the digests of what is compared already.
    private static bool IsRecord(string name) => name.EndsWith(".dist-info/RECORD", StringComparison.Ordinal);

    private static bool MayBeText(Member member) =>
        member.Kind is MemberKind.PythonSource or MemberKind.StartupFile or MemberKind.Script or MemberKind.Text;
}
