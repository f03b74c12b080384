using System.Collections.Immutable;
using Assay.Engine.Findings;

namespace Assay.Engine.Verdicts;

/// <summary>What is to be done with an artifact, from best to worst.</summary>
public enum Ruling
{
    Allow,
    Warn,

    /// <summary>Not now: until a time or an approval.</summary>
    Hold,
    Block,
}

/// <summary>One finding or gap, and how the policy weighed it.</summary>
/// <param name="Finding">The finding; null for a gap.</param>
/// <param name="Gap">The gap; null for a finding.</param>
/// <param name="Ruling">What it alone would lead to.</param>
/// <param name="PolicyLine">What decided: <c>table</c>, <c>time</c> (a hold that ends), <c>weight</c>, <c>unknown</c> (policy's word on blind gaps), <c>[[rule]] ID</c>, <c>[[waiver]] …</c>, <c>score N</c> (all behaviours together), with the file's name and line where there is one.</param>
/// <param name="Until">Until when, for a hold that time ends.</param>
/// <param name="WaivedBy">The waiver that took its effect away; null where none counts.</param>
public sealed record Reason(
    Finding? Finding, Gap? Gap, Ruling Ruling, string PolicyLine, DateTimeOffset? Until, Waiver? WaivedBy = null)
{
    /// <summary>The rule's or the gap's id.</summary>
    public string Id => Finding?.Rule ?? Gap!.Id;

    public Place Place => Finding?.Place ?? Gap!.Place;

    public string Message => Finding?.Message ?? Gap!.Detail;
}

/// <summary>The judgement on one artifact: the worst of its reasons, with all of them.</summary>
/// <param name="Subject">Pin or file name as shown to people.</param>
/// <param name="Sha256">The artifact's digest; null where only a listing was judged.</param>
/// <param name="Reasons">Worst first, of equals those of the gravest severity and the greatest weight, then by rule and place.</param>
/// <param name="Score">Natural log-odds that the content is hostile, by all behaviours together (<see cref="ScoreTable"/>); null where no content was looked at.</param>
/// <param name="Until">When a hold ends by time alone; null where it does not.</param>
/// <param name="ValidUntil">The next moment at which time alone would change the verdict; null: never.</param>
/// <param name="PolicyDigest">Identifies the policy that judged.</param>
public sealed record Verdict(
    string Subject,
    string? Sha256,
    Ruling Ruling,
    ImmutableArray<Reason> Reasons,
    double? Score,
    DateTimeOffset? Until,
    DateTimeOffset? ValidUntil,
    string PolicyDigest)
{
    /// <summary>The reason that made the ruling; null when there is nothing to say.</summary>
    public Reason? Lead => Reasons.IsEmpty ? null : Reasons[0];

    /// <summary>The first gap, not waived, that left something unread that can run, or null.</summary>
    public Gap? FirstBlindGap =>
        Reasons.FirstOrDefault(static reason => reason.Gap?.Weight == GapWeight.Blind && reason.WaivedBy is null)?.Gap;
}
