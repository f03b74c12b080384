using System.IO.Compression;
using System.Text.Json;

namespace Assay.Tests.Packaging.Versions;

/// <summary>Answers of the reference implementation to random input, by kind.</summary>
internal static class StandardsVectors
{
    /// <summary>All vectors of one kind; the test is skipped where the data is missing, and fails where it holds none.</summary>
    public static List<JsonElement> Of(string kind)
    {
        string path = Path.Combine(SharedData.Require("versions"), "standards-vectors.jsonl.gz");
        List<JsonElement> found = [];
        using GZipStream stream = new(File.OpenRead(path), CompressionMode.Decompress);
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            if (document.RootElement.GetProperty("kind").ValueEquals(kind))
            {
                found.Add(document.RootElement.Clone());
            }
        }

        Assert.NotEmpty(found);
        return found;
    }

    /// <summary>Fails with the first few disagreements and their number.</summary>
    public static void AssertNone(List<string> disagreements) =>
        Assert.True(disagreements.Count == 0, $"{disagreements.Count} disagree:\n{string.Join('\n', disagreements.Take(20))}");

    public static bool IsInvalid(JsonElement expected) =>
        expected.ValueKind == JsonValueKind.Null || (expected.ValueKind == JsonValueKind.String && expected.ValueEquals("invalid"));

    public static string? Text(this JsonElement element, string property) => element.GetProperty(property).GetString();

    public static string Input(this JsonElement element) => element.GetProperty("input").GetString()!;
}
