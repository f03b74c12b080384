using System.Collections.Immutable;
using Assay.Engine.Comparison;
using Assay.Engine.Findings;
using Assay.Engine.Verdicts;
using Assay.Packaging.Distributions;

namespace Assay.Reports;

/// <summary>Two releases with everything that is new in the second, ready to be written.</summary>
/// <param name="Findings">New findings, weighed by the policy.</param>
/// <param name="Texts">The texts that differ, by name; empty where lines are not wanted.</param>
public sealed record ReleaseDifference(
    ComparedSide Old, ComparedSide New, ReleaseComparison Comparison, ImmutableArray<Reason> Findings, ImmutableArray<ChangedText> Texts);

/// <summary>One side as it is named in reports.</summary>
/// <param name="What">As the user named it.</param>
/// <param name="FileName">The file's or folder's own name.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Size">Bytes.</param>
/// <param name="BlindGaps">What could run and was not read.</param>
public sealed record ComparedSide(
    string What, string FileName, string Sha256, long Size, DistributionKind Kind, bool IsComplete, ImmutableArray<Gap> BlindGaps);

/// <summary>A text that is new or changed.</summary>
/// <param name="Name">As in <see cref="ComparedMember.Name"/>.</param>
/// <param name="IsCut">True where not all of it was compared.</param>
public sealed record ChangedText(string Name, ImmutableArray<LineHunk> Hunks, bool IsCut)
{
    /// <summary>Lines that only the new one has.</summary>
    public int Added => Hunks.Sum(static hunk => hunk.New.Length);

    /// <summary>Lines that only the old one has.</summary>
    public int Removed => Hunks.Sum(static hunk => hunk.Old.Length);
}
