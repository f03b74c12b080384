using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;

namespace Assay.Reports;

/// <summary>The document of <c>assay scan --profile --format json</c>: schema <c>assay.profile/1</c>.</summary>
/// <param name="Created">UTC, to the second; <c>SOURCE_DATE_EPOCH</c> where set.</param>
public sealed record ReportedProfiles(string Schema, string Created, ReportedTool Tool, ImmutableArray<ReportedProfile> Files)
{
    public const string CurrentSchema = "assay.profile/1";

    /// <summary>Writes the document.</summary>
    public static void Write(TextWriter output, ReportStyle style, IReadOnlyList<ProfiledFile> files)
    {
        ReportedProfiles document = new(
            CurrentSchema, ReasonText.Time(style.Created), new ReportedTool("assay", style.Version, style.EngineBuild), [.. files.Select(ReportedProfile.Of)]);
        output.Write(JsonSerializer.Serialize(document, ReportJson.Indented.ReportedProfiles));
        output.Write('\n');
    }
}

/// <summary>One file's profile.</summary>
/// <param name="Error">Kind, a colon, a sentence; null where it was read.</param>
/// <param name="Modules">Python files read.</param>
/// <param name="Unread">Python files not read.</param>
/// <param name="Layers">Decoded texts that are run.</param>
public sealed record ReportedProfile(
    string File, string? Sha256, string? Kind, long? Size, string? Error, int? Modules, int? Unread, int? Layers,
    ImmutableArray<ReportedCapability> Capabilities, ImmutableArray<ReportedProfileGap> Gaps)
{
    public static ReportedProfile Of(ProfiledFile file) => new(
        file.Path, file.Sha256, file.Kind is { } kind ? ReportedFinding.Lower(kind) : null, file.Size, file.Error,
        file.Profile?.Modules, file.Profile?.Unread, file.Profile?.Layers,
        [.. (file.Profile?.Entries ?? []).Select(static entry => ReportedCapability.Of(entry))],
        [.. file.Gaps.Select(ReportedProfileGap.Of)]);
}

/// <summary>One thing that the code does on one occasion.</summary>
/// <param name="Host">The kind of host it is aimed at; null where no address is involved, or it is not told apart.</param>
/// <param name="Count">Places at which it does so.</param>
/// <param name="Places">The first of them.</param>
/// <param name="OtherTargets">How many targets are not listed.</param>
public sealed record ReportedCapability(
    string Capability, string Context, string? Host, int Count, ImmutableArray<ReportedPlace> Places, ImmutableArray<string> Apis,
    ImmutableArray<string> Targets, int OtherTargets)
{
    public static ReportedCapability Of(ProfileEntry entry, string? host = null) => new(
        CapabilityNames.IdOf(entry.Capability), ReportedFinding.Lower(entry.Context), host, entry.Count,
        [.. entry.First.Select(ReportedPlace.Of)], entry.Apis, entry.Targets, entry.OtherTargets);
}

/// <summary>A place in a member.</summary>
/// <param name="Path">Member names joined by <c>!/</c>.</param>
/// <param name="Line">From 1, in the innermost of <paramref name="Layers"/>.</param>
/// <param name="Column">In characters, from 1.</param>
/// <param name="Layers">Decoded texts around it, outermost first.</param>
public sealed record ReportedPlace(string Path, int? Line, int? Column, ImmutableArray<string> Layers)
{
    public static ReportedPlace Of(Place place)
    {
        (string path, int? line, int? column, _) = ReportedFinding.Split(place);
        return new(path, line, column, ReportedFinding.LayersOf(place));
    }
}

/// <summary>Something that could not be looked at; nothing weighs it here.</summary>
public sealed record ReportedProfileGap(string Kind, string Weight, ReportedPlace Place, string? Limit, string Reason)
{
    public static ReportedProfileGap Of(Gap gap) => new(gap.Id, ReportedFinding.Lower(gap.Weight), ReportedPlace.Of(gap.Place), gap.Limit, gap.Detail);
}
