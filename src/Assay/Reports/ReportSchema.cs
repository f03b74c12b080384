using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Assay.Engine;
using Assay.Engine.Findings;
using Assay.Engine.Verdicts;

namespace Assay.Reports;

/// <summary>The document of <c>--format json</c>: schema <c>assay.scan/1</c>.</summary>
/// <param name="Schema">Name and version of this shape; a reader checks it first.</param>
/// <param name="Created">UTC, to the second; <c>SOURCE_DATE_EPOCH</c> where set.</param>
public sealed record ReportedScan(string Schema, string Created, ReportedTool Tool, ReportedCounts Summary, ImmutableArray<ReportedFile> Files)
{
    public const string CurrentSchema = "assay.scan/1";
}

/// <summary>What wrote the report.</summary>
/// <param name="Engine">Stands for the code that looked; inspections of another one are never reused.</param>
public sealed record ReportedTool(string Name, string Version, string Engine);

/// <summary>How many files got which verdict; <see cref="Error"/> counts those without one.</summary>
public sealed record ReportedCounts(int Allow, int Warn, int Hold, int Block, int Error);

/// <summary>One file: an element of the document, and one line of <c>--format jsonl</c>.</summary>
/// <param name="File">Path as scanned.</param>
/// <param name="Sha256">Lower-case hex; null only where the file could not be read.</param>
/// <param name="Verdict"><c>allow</c>, <c>warn</c>, <c>hold</c> or <c>block</c>; null only with an error.</param>
/// <param name="Seconds">Wall time for this file alone; null where reports must not differ between runs.</param>
/// <param name="Until">When a hold ends by time alone.</param>
/// <param name="ValidUntil">When time alone would change the verdict next.</param>
/// <param name="Policy">Digest of the policy that judged.</param>
public sealed record ReportedFile(
    string File, string? Sha256, string? Verdict, double? Score, double? Seconds, string? Error,
    string? Kind, string? Pin, long? Size, int? Members, string? Until, string? ValidUntil, string? Policy,
    ImmutableArray<ReportedFinding> Findings, ImmutableArray<ReportedGap> Gaps)
{
    public static ReportedFile Of(AssayedFile file)
    {
        Inspection? inspection = file.Inspection;
        Verdict? verdict = file.Verdict;
        ImmutableArray<Reason> reasons = verdict?.Reasons ?? [];
        return new(
            file.Path, inspection?.Sha256 ?? verdict?.Sha256, verdict is null ? null : Ink.Word(verdict.Ruling), verdict?.Score, file.Seconds, file.Error,
            inspection?.Kind.ToString().ToLowerInvariant(), file.Pin, inspection?.Size, inspection?.MemberCount,
            ReportedFinding.Time(verdict?.Until), ReportedFinding.Time(verdict?.ValidUntil), verdict?.PolicyDigest,
            [.. reasons.Where(static reason => reason.Finding is not null).Select(ReportedFinding.Of)],
            [.. reasons.Where(static reason => reason.Gap is not null).Select(ReportedGap.Of)]);
    }
}

/// <summary>A finding and how policy weighed it.</summary>
/// <param name="Ruling">What it alone leads to.</param>
/// <param name="By">What decided that: the table, or a line of the policy.</param>
/// <param name="Path">The place: member names joined by <c>!/</c>, or the place in words where it is none of a member.</param>
/// <param name="Line">From 1; in the innermost of <paramref name="Layers"/>, where there are any.</param>
/// <param name="Column">In characters, from 1.</param>
/// <param name="Offset">First byte of the part meant.</param>
/// <param name="Layers">Texts within the member that it decodes and runs, outermost first; empty: the member's own text.</param>
public sealed record ReportedFinding(
    string Rule, string Severity, string Confidence, string Audience, string Context, string Ruling, string By, string? Until,
    string Path, int? Line, int? Column, long? Offset, string Message, ImmutableArray<string> Trail, ImmutableArray<ReportedEvidence> Evidence,
    ImmutableArray<string> Layers)
{
    public static ReportedFinding Of(Reason reason)
    {
        Finding finding = reason.Finding!;
        (string path, int? line, int? column, long? offset) = Split(finding.Place);
        return new(
            finding.Rule, Lower(finding.Severity), Lower(finding.Confidence), Lower(finding.Audience), Lower(finding.Context),
            Ink.Word(reason.Ruling), reason.PolicyLine, Time(reason.Until), path, line, column, offset, finding.Message,
            finding.Trail, [.. finding.Evidence.Select(static evidence => new ReportedEvidence(evidence.Label, evidence.Text))],
            LayersOf(finding.Place));
    }

    internal static ImmutableArray<string> LayersOf(Place place) => place is MemberPlace member ? member.Layers : [];

    internal static (string Path, int? Line, int? Column, long? Offset) Split(Place place) => place switch
    {
        MemberPlace member => (string.Join("!/", member.Path), member.Line, member.Column, member.Offset),
        InputPlace input => (input.File, input.Line, input.Column, null),
        _ => (place.Describe(), null, null, null),
    };

    internal static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    internal static string? Time(DateTimeOffset? time) => time is DateTimeOffset at ? ReasonText.Time(at) : null;
}

/// <summary>One checkable fact behind a finding.</summary>
public sealed record ReportedEvidence(string Label, string Text);

/// <summary>Something that could not be looked at, and how policy weighed that.</summary>
public sealed record ReportedGap(
    string Kind, string Weight, string Ruling, string By, string Path, int? Line, long? Offset, string? Limit, string Reason,
    ImmutableArray<string> Layers)
{
    public static ReportedGap Of(Reason reason)
    {
        Gap gap = reason.Gap!;
        (string path, int? line, _, long? offset) = ReportedFinding.Split(gap.Place);
        return new(gap.Id, ReportedFinding.Lower(gap.Weight), Ink.Word(reason.Ruling), reason.PolicyLine, path, line, offset, gap.Limit, gap.Detail,
            ReportedFinding.LayersOf(gap.Place));
    }
}

/// <summary>How JSON reports are written: only plain ASCII goes out as it is, so package text can neither act nor reorder.</summary>
internal static class ReportJson
{
    // '#' begins the log commands of some CI systems wherever it stands in a line.
    private static readonly JavaScriptEncoder Encoder = MakeEncoder();

    public static JsonWriterOptions Writer(bool indented) => new() { Indented = indented, IndentSize = 1, NewLine = "\n", Encoder = Encoder };

    public static ReportSchema Compact { get; } = new(new JsonSerializerOptions(ReportSchema.Default.Options) { Encoder = Encoder });

    public static ReportSchema Indented { get; } = new(new JsonSerializerOptions(ReportSchema.Default.Options) { Encoder = Encoder, WriteIndented = true, NewLine = "\n" });

    private static JavaScriptEncoder MakeEncoder()
    {
        TextEncoderSettings settings = new(UnicodeRanges.BasicLatin);
        settings.ForbidCharacters('#');
        return JavaScriptEncoder.Create(settings);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReportedScan))]
[JsonSerializable(typeof(ReportedFile))]
[JsonSerializable(typeof(ReportedProfiles))]
[JsonSerializable(typeof(ReportedDifference))]
internal sealed partial class ReportSchema : JsonSerializerContext;
