using System.Collections.Immutable;
using System.Text.Json;

namespace Assay.Trials;

/// <summary>What the guard's own report says of a trial (schema <c>assay.guard/1</c>).</summary>
/// <param name="Allowed">Files that it served.</param>
/// <param name="Refused">What it refused: files, and hosts that were not reached.</param>
/// <param name="RefusedHosts">The hosts alone.</param>
/// <param name="Failures">What failed in it or upstream of it.</param>
public sealed record GuardRecord(ImmutableArray<string> Allowed, ImmutableArray<string> Refused, ImmutableArray<string> RefusedHosts, ImmutableArray<string> Failures)
{
    /// <summary>No report was written: the command did not come as far as a guard.</summary>
    public static GuardRecord None { get; } = new([], [], [], []);

    /// <summary>Reads a report; <see cref="None"/> where there is no such file.</summary>
    /// <exception cref="JsonException">The file is none of the guard's.</exception>
    public static GuardRecord Read(string path)
    {
        if (!File.Exists(path))
        {
            return None;
        }

        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(path));
        JsonElement root = report.RootElement;
        ImmutableArray<string> hosts = [.. root.GetProperty("refused_hosts").EnumerateArray().Select(static host => host.GetProperty("host").GetString()!)];
        return new GuardRecord(
            Files(root, "allowed"),
            [.. root.GetProperty("refused").EnumerateArray().Select(static entry => $"{entry.GetProperty("file").GetString()}: {entry.GetProperty("message").GetString()}"), .. hosts],
            hosts,
            [.. root.GetProperty("failures").EnumerateArray().Select(static failure => failure.GetString()!)]);
    }

    private static ImmutableArray<string> Files(JsonElement root, string name) =>
        [.. root.GetProperty(name).EnumerateArray().Select(static entry => entry.GetProperty("file").GetString()!)];
}
