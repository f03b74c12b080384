using System.Collections.Immutable;
using System.Text.Json;
using Assay.Engine.Artifacts;
using Assay.Engine.Capabilities;
using Assay.Engine.Comparison;
using Assay.Engine.Findings;

namespace Assay.Reports;

/// <summary>The document of <c>assay diff --format json</c>: schema <c>assay.diff/1</c>.</summary>
/// <param name="Created">UTC, to the second; <c>SOURCE_DATE_EPOCH</c> where set.</param>
public sealed record ReportedDifference(
    string Schema, string Created, ReportedTool Tool, ReportedSide Old, ReportedSide New,
    ImmutableArray<ReportedFinding> Findings, ImmutableArray<ReportedHook> Hooks, ImmutableArray<ReportedCapability> Capabilities,
    ImmutableArray<string> Hosts, ImmutableArray<ReportedDependency> Dependencies, ImmutableArray<ReportedMember> Members)
{
    public const string CurrentSchema = "assay.diff/1";

    /// <summary>Writes the document.</summary>
    /// <param name="lines">Most lines of text to write, of all members together.</param>
    public static void Write(TextWriter output, ReportStyle style, ReleaseDifference difference, int lines)
    {
        ReleaseComparison comparison = difference.Comparison;
        ReportedDifference document = new(
            CurrentSchema, ReasonText.Time(style.Created), new ReportedTool("assay", style.Version, style.EngineBuild),
            ReportedSide.Of(difference.Old), ReportedSide.Of(difference.New),
            [.. difference.Findings.Select(ReportedFinding.Of)],
            [.. comparison.Hooks.Select(static hook => new ReportedHook(ReportedFinding.Lower(hook.Context), hook.What, hook.IsAdded ? "added" : "changed"))],
            [.. comparison.Capabilities.Select(static one => ReportedCapability.Of(one.Entry, one.Host == HostClass.None ? null : WordOf(one.Host)))],
            comparison.Hosts,
            [.. comparison.Dependencies.Select(static one => new ReportedDependency(one.Text, one.Was, one.IsOfBuild))],
            MembersOf(comparison.Members, difference.Texts, lines));
        output.Write(JsonSerializer.Serialize(document, ReportJson.Indented.ReportedDifference));
        output.Write('\n');
    }

    /// <summary>A class of hosts in kebab-case: <c>raw-address</c>.</summary>
    public static string WordOf(HostClass host) =>
        string.Concat(host.ToString().Select(static (c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));

    private static ImmutableArray<ReportedMember> MembersOf(ImmutableArray<ComparedMember> members, ImmutableArray<ChangedText> texts, int lines)
    {
        Dictionary<string, ChangedText> byName = [];
        foreach (ChangedText text in texts)
        {
            byName.TryAdd(text.Name, text);
        }

        int left = lines;
        ImmutableArray<ReportedMember>.Builder reported = ImmutableArray.CreateBuilder<ReportedMember>(members.Length);
        foreach (ComparedMember member in members)
        {
            ImmutableArray<ReportedHunk>.Builder hunks = ImmutableArray.CreateBuilder<ReportedHunk>();
            ChangedText? text = member.New is null ? null : byName.GetValueOrDefault(member.Name);
            bool isCut = text is { IsCut: true };
            foreach (LineHunk hunk in text?.Hunks ?? [])
            {
                isCut |= hunk.Old.Length + hunk.New.Length > left;
                if (left > 0)
                {
                    int removed = Math.Min(hunk.Old.Length, left);
                    int added = Math.Min(hunk.New.Length, left - removed);
                    hunks.Add(new ReportedHunk(hunk.OldStart, hunk.NewStart, hunk.Old[..removed], hunk.New[..added]));
                    left -= removed + added;
                }
            }

            reported.Add(new ReportedMember(
                member.Name, member.Old is null ? "added" : member.New is null ? "removed" : "changed", MemberList.Word((member.New ?? member.Old)!.Kind),
                Path(member.Old), Path(member.New), Digest(member.Old), Digest(member.New), text?.Added, text?.Removed, hunks.ToImmutable(), isCut));
        }

        return reported.ToImmutable();
    }

    private static string? Path(Member? member) => member is null ? null : string.Join("!/", member.Path);

    private static string? Digest(Member? member) => string.IsNullOrEmpty(member?.Sha256) ? null : member.Sha256;
}

/// <summary>One side of the comparison.</summary>
/// <param name="IsComplete">False where something that can run could not be read.</param>
public sealed record ReportedSide(string What, string File, string Sha256, string Kind, long Size, bool IsComplete, ImmutableArray<ReportedProfileGap> Gaps)
{
    public static ReportedSide Of(ComparedSide side) => new(
        side.What, side.FileName, side.Sha256, ReportedFinding.Lower(side.Kind), side.Size, side.IsComplete, [.. side.BlindGaps.Select(ReportedProfileGap.Of)]);
}

/// <summary>Content that runs or is called without being asked for.</summary>
/// <param name="Change"><c>added</c> or <c>changed</c>.</param>
public sealed record ReportedHook(string Context, string What, string Change);

/// <summary>A requirement that is new or says something else.</summary>
/// <param name="Was">What the old one required of the same project; null where it did not.</param>
public sealed record ReportedDependency(string Requirement, string? Was, bool Build);

/// <summary>A member that is not the same in both.</summary>
/// <param name="Name">Its path without what only the version puts into it.</param>
/// <param name="Change"><c>added</c>, <c>removed</c> or <c>changed</c>.</param>
/// <param name="Added">Lines that only the new one has; null where lines were not compared.</param>
/// <param name="Removed">Lines that only the old one has.</param>
/// <param name="IsCut">True where <paramref name="Hunks"/> are not all there is.</param>
public sealed record ReportedMember(
    string Name, string Change, string Kind, string? OldPath, string? NewPath, string? OldSha256, string? NewSha256, int? Added, int? Removed,
    ImmutableArray<ReportedHunk> Hunks, bool IsCut);

/// <summary>A stretch of lines in place of another.</summary>
/// <param name="OldStart">Line from 1.</param>
/// <param name="NewStart">Line from 1.</param>
public sealed record ReportedHunk(int OldStart, int NewStart, ImmutableArray<string> Removed, ImmutableArray<string> Added);
