using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Assay.Policies;

/// <summary>A project configuration that the user read and trusts, as long as its bytes stay the same.</summary>
/// <param name="File">Absolute path.</param>
/// <param name="Sha256">Lower-case hex of its bytes when it was trusted.</param>
/// <param name="Since">When it was trusted.</param>
public sealed record TrustedFile(string File, string Sha256, DateTimeOffset Since);

/// <summary>The user's list of trusted project configurations.</summary>
internal static class TrustedFiles
{
    /// <summary>Reads the list; empty, with the reason, where it is broken: then nothing is trusted.</summary>
    /// <param name="notice">One sentence, or null.</param>
    public static ImmutableArray<TrustedFile> Read(string? path, out string? notice)
    {
        notice = null;
        if (path is null)
        {
            return [];
        }

        PolicyText? text = PolicyDisk.Read(path, out string? problem);
        if (text is null)
        {
            notice = problem is null ? null : $"{path} {problem}; no folder counts as trusted";
            return [];
        }

        try
        {
            TrustedFile[]? files = JsonSerializer.Deserialize(text.Text, PolicyJson.Default.TrustedFileArray);
            return [.. (files ?? []).Where(static file => file?.File is not null && file.Sha256 is not null)];
        }
        catch (JsonException)
        {
            notice = $"{path} is damaged, so no folder counts as trusted; remove it and trust your folders anew";
            return [];
        }
    }

    /// <summary>Writes the list, sorted by path.</summary>
    /// <inheritdoc cref="PolicyDisk.Replace" path="/exception"/>
    public static void Write(string path, IEnumerable<TrustedFile> files)
    {
        TrustedFile[] sorted = [.. files.OrderBy(static file => file.File, StringComparer.Ordinal)];
        PolicyDisk.Replace(path, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(sorted, PolicyJson.Default.TrustedFileArray) + "\n"));
    }
}

/// <summary>One line in the log of waivers.</summary>
/// <param name="When">When it was written.</param>
/// <param name="Who">The user that wrote it.</param>
/// <param name="Expires">First day on which it no longer counts, <c>yyyy-MM-dd</c>, UTC.</param>
/// <param name="File">The policy file that it was written to.</param>
internal sealed record WaiverLogLine(
    DateTimeOffset When, string Who, string Rule, string? Project, string? Versions, string? Sha256,
    string Reason, string Owner, string Expires, string File);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TrustedFile[]))]
[JsonSerializable(typeof(WaiverLogLine))]
internal sealed partial class PolicyJson : JsonSerializerContext;
