using System.Collections.Immutable;
using System.Text.Json;
using Assay.Engine.Verdicts;
using Assay.Packaging.Names;

namespace Assay.Store;

/// <summary>A decision with its verdict as the store writes it.</summary>
internal sealed record StoredDecision(
    int Schema, string Id, string Pin, string File, string? Sha256, string? Address, DateTimeOffset When,
    string Subject, Ruling Ruling, double? Score, DateTimeOffset? Until, DateTimeOffset? ValidUntil, string PolicyDigest,
    ImmutableArray<StoredReason> Reasons)
{
    private const int Current = 1;

    public static byte[] ToJson(Decision decision)
    {
        Verdict verdict = decision.Verdict;
        return JsonSerializer.SerializeToUtf8Bytes(
            new StoredDecision(
                Current, decision.Id, decision.Pin, decision.File, decision.Sha256, decision.Address, decision.When,
                verdict.Subject, verdict.Ruling, verdict.Score, verdict.Until, verdict.ValidUntil, verdict.PolicyDigest,
                [.. verdict.Reasons.Select(StoredReason.Of)]),
            StoredJson.Default.StoredDecision);
    }

    public static Decision? TryRead(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, StoredJson.Default.StoredDecision) is { Schema: Current } stored
                ? new Decision(
                    stored.Id, stored.Pin, stored.File, stored.Sha256, stored.Address, stored.When,
                    new Verdict(
                        stored.Subject, stored.Sha256, stored.Ruling, [.. stored.Reasons.Select(static reason => reason.ToReason())],
                        stored.Score, stored.Until, stored.ValidUntil, stored.PolicyDigest))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>One reason of a verdict as the store writes it.</summary>
internal sealed record StoredReason(
    StoredFinding? Finding, StoredGap? Gap, Ruling Ruling, string PolicyLine, DateTimeOffset? Until, StoredWaiver? WaivedBy)
{
    public static StoredReason Of(Reason reason) =>
        new(reason.Finding is null ? null : StoredFinding.Of(reason.Finding), reason.Gap is null ? null : StoredGap.Of(reason.Gap),
            reason.Ruling, reason.PolicyLine, reason.Until, reason.WaivedBy is null ? null : StoredWaiver.Of(reason.WaivedBy));

    public Reason ToReason() => new(Finding?.ToFinding(), Gap?.ToGap(), Ruling, PolicyLine, Until, WaivedBy?.ToWaiver());
}

/// <summary>A waiver as the store writes it.</summary>
internal sealed record StoredWaiver(
    string Rule, string? Project, string? Versions, string? Sha256, string Reason, string Owner, DateOnly Expires, string Origin)
{
    public static StoredWaiver Of(Waiver waiver) =>
        new(waiver.Rule, waiver.Project?.Normalized, waiver.Versions, waiver.Sha256, waiver.Reason, waiver.Owner, waiver.Expires, waiver.Origin);

    public Waiver ToWaiver() =>
        new(Rule, Project is not null && ProjectName.TryParse(Project, out ProjectName name) ? name : null, Versions, Sha256, Reason, Owner, Expires, Origin);
}
