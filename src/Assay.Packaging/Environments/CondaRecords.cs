using System.Collections.Immutable;
using System.Text.Json;

namespace Assay.Packaging.Environments;

/// <summary>One package of conda's.</summary>
/// <param name="Name">conda's own, which need not be that of a project on an index.</param>
/// <param name="Channel">As written; may hold a token.</param>
/// <param name="Record">Full path of the JSON file.</param>
/// <param name="Claims">Full paths of the <c>.dist-info</c> and <c>.egg-info</c> records that came with it.</param>
internal sealed record CondaPackage(string Name, string? Version, string? Channel, string Record, ImmutableArray<string> Claims);

/// <summary>Reads <c>conda-meta</c>: one JSON file for each package of a conda environment.</summary>
internal static class CondaRecords
{
    private static readonly string[] s_recordEndings = [".dist-info/METADATA", ".egg-info/PKG-INFO", ".egg-info"];

    /// <param name="root">Of the environment; the files of a package are given from there.</param>
    public static ImmutableArray<CondaPackage> Read(FolderView disk, string root, string folder, List<EnvironmentProblem> problems)
    {
        if (disk.Sorted(folder) is not { } entries)
        {
            problems.Add(new EnvironmentProblem(folder, "this folder cannot be listed, so that conda's packages are unknown", IsGap: true));
            return [];
        }

        ImmutableArray<CondaPackage>.Builder packages = ImmutableArray.CreateBuilder<CondaPackage>();
        foreach (FolderEntry entry in entries)
        {
            if (entry.IsFolder || !entry.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            string path = Path.Combine(folder, entry.Name);
            if ((disk.Read(path) is { } bytes ? Parse(bytes, root, path) : null) is { } package)
            {
                packages.Add(package);
            }
            else
            {
                problems.Add(new EnvironmentProblem(path, "this record of conda's cannot be read", IsGap: true));
            }
        }

        return packages.DrainToImmutable();
    }

    private static CondaPackage? Parse(ReadOnlySpan<byte> json, string root, string path)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            string? name = null;
            string? version = null;
            string? channel = null;
            SortedSet<string> claims = new(StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isName = reader.ValueTextEquals("name"u8);
                bool isVersion = reader.ValueTextEquals("version"u8);
                bool isChannel = reader.ValueTextEquals("channel"u8);
                bool isFiles = reader.ValueTextEquals("files"u8);
                reader.Read();
                if (isFiles && reader.TokenType == JsonTokenType.StartArray)
                {
                    ReadFiles(ref reader, root, claims);
                }
                else if (isName || isVersion || isChannel)
                {
                    string? text = JsonValue.TextOrSkip(ref reader);
                    name = isName ? text : name;
                    version = isVersion ? text : version;
                    channel = isChannel ? text : channel;
                }
                else
                {
                    reader.Skip();
                }
            }

            return name is { Length: > 0 } ? new CondaPackage(name, version, channel, path, [.. claims]) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void ReadFiles(ref Utf8JsonReader reader, string root, SortedSet<string> claims)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            // Nearly all of tens of thousands of files are none, which their bytes tell.
            if (reader.TokenType == JsonTokenType.String && !reader.HasValueSequence && !IsRecord(reader.ValueSpan))
            {
                continue;
            }

            if (JsonValue.TextOrSkip(ref reader) is { } file && Array.Find(s_recordEndings, ending => file.EndsWith(ending, StringComparison.Ordinal)) is { } found)
            {
                string record = file[..^(found.Length - (found.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? slash : found.Length))];
                claims.Add(Path.Combine([root, .. record.Split('/')]));
            }
        }
    }

    private static bool IsRecord(ReadOnlySpan<byte> path) => path.EndsWith("METADATA"u8) || path.EndsWith("PKG-INFO"u8) || path.EndsWith(".egg-info"u8);
}
