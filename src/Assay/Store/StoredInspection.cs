using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Assay.Engine;
using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Distributions;

namespace Assay.Store;

/// <summary>An inspection as the store writes it: a schema of its own, so that the engine's types may move.</summary>
internal sealed record StoredInspection(
    int Schema,
    string FileName,
    string Sha256,
    long Size,
    DistributionKind Kind,
    int MemberCount,
    MetadataFacts? Metadata,
    byte[]? CoreMetadata,
    ImmutableArray<StoredFinding> Findings,
    ImmutableArray<StoredGap> Gaps)
{
    private const int Current = 1;

    public static byte[] ToJson(Inspection inspection) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new StoredInspection(
                Current, inspection.FileName, inspection.Sha256, inspection.Size, inspection.Kind, inspection.MemberCount, inspection.Metadata,
                inspection.CoreMetadata is ImmutableArray<byte> bytes ? [.. bytes] : null,
                [.. inspection.Findings.Select(StoredFinding.Of)],
                [.. inspection.Gaps.Select(StoredGap.Of)]),
            StoredJson.Default.StoredInspection);

    /// <summary>Reads one back; null where it is of another schema or damaged, which means: look at the file again.</summary>
    public static Inspection? TryRead(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, StoredJson.Default.StoredInspection) is { Schema: Current } stored ? stored.ToInspection() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Inspection ToInspection() =>
        new(FileName, Sha256, Size, Kind, MemberCount, Metadata, CoreMetadata is null ? null : [.. CoreMetadata],
            [.. Findings.Select(static finding => finding.ToFinding())],
            [.. Gaps.Select(static gap => gap.ToGap())]);
}

/// <summary>A finding as the store writes it.</summary>
internal sealed record StoredFinding(
    string Rule,
    Severity Severity,
    Confidence Confidence,
    Audience Audience,
    CodeContext Context,
    StoredPlace Place,
    string Message,
    ImmutableArray<string> Trail,
    ImmutableArray<Evidence> Evidence)
{
    public static StoredFinding Of(Finding finding) =>
        new(finding.Rule, finding.Severity, finding.Confidence, finding.Audience, finding.Context, StoredPlace.Of(finding.Place),
            finding.Message, finding.Trail, finding.Evidence);

    public Finding ToFinding() => new(Rule, Severity, Confidence, Audience, Context, Place.ToPlace(), Message, Trail, Evidence);
}

/// <summary>A gap as the store writes it.</summary>
internal sealed record StoredGap(GapKind Kind, GapWeight Weight, StoredPlace Place, string? Limit, string Detail)
{
    public static StoredGap Of(Gap gap) => new(gap.Kind, gap.Weight, StoredPlace.Of(gap.Place), gap.Limit, gap.Detail);

    public Gap ToGap() => new(Kind, Weight, Place.ToPlace(), Limit, Detail);
}

/// <summary>A place of any sort in one shape; <see cref="Sort"/> says which fields count.</summary>
internal sealed record StoredPlace(
    string Sort,
    ImmutableArray<string>? Path = null,
    long? Offset = null,
    long? Length = null,
    int? Line = null,
    int? Column = null,
    string? Index = null,
    string? Project = null,
    string? File = null,
    string? Version = null,
    ImmutableArray<string>? Layers = null)
{
    public static StoredPlace Of(Place place) => place switch
    {
        MemberPlace member => new("member", member.Path, member.Offset, member.Length, member.Line, member.Column,
            Layers: member.Layers.IsEmpty ? null : member.Layers),
        ListingPlace listing => new("listing", Index: listing.Index, Project: listing.Project, File: listing.File),
        InputPlace input => new("input", File: input.File, Line: input.Line, Column: input.Column),
        PinPlace pin => new("pin", Project: pin.Project, Version: pin.Version),
        _ => throw new ArgumentException($"the store does not know places of type {place.GetType().Name}", nameof(place)),
    };

    /// <exception cref="JsonException">The sort is not known.</exception>
    public Place ToPlace() => Sort switch
    {
        "member" => new MemberPlace(Path ?? [], Offset, Length, Line, Column) { Layers = Layers ?? [] },
        "listing" => new ListingPlace(Index ?? "", Project ?? "", File ?? ""),
        "input" => new InputPlace(File ?? "", Line, Column),
        "pin" => new PinPlace(Project ?? "", Version),
        _ => throw new JsonException($"place of sort '{Sort}'"),
    };
}

[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(StoredInspection))]
[JsonSerializable(typeof(StoredDecision))]
internal sealed partial class StoredJson : JsonSerializerContext;
