using System.Collections.Immutable;

namespace Assay.Packaging.Distributions;

/// <summary>The wheel tags that fit one platform, the best first.</summary>
public sealed class CompatibleTags
{
    private readonly Dictionary<WheelTag, int> _ranks = [];

    private CompatibleTags(ImmutableArray<WheelTag> tags)
    {
        Tags = tags;
        foreach (WheelTag tag in tags)
        {
            _ranks.Add(tag, _ranks.Count);
        }
    }

    public ImmutableArray<WheelTag> Tags { get; }

    /// <summary>Computes them; keep the result, it is some hundred to two thousand tags.</summary>
    public static CompatibleTags Of(TargetPlatform target) => new([.. Compute(target).Distinct()]);

    /// <summary>How well a wheel fits: 0 is best; null where it does not fit at all.</summary>
    public int? Rank(WheelFileName wheel)
    {
        int? best = null;
        foreach (WheelTag tag in wheel.Tags)
        {
            if (_ranks.TryGetValue(tag, out int rank) && (best is null || rank < best))
            {
                best = rank;
            }
        }

        return best;
    }

    private static IEnumerable<WheelTag> Compute(TargetPlatform target)
    {
        int major = (int)target.Python.Release[0];
        int minor = (int)target.Python.Release[1];
        ImmutableArray<string> platforms = [.. PlatformTags.Of(target.System, target.Machine.ToLowerInvariant(), target.Libc, target.SystemVersion)];
        string interpreter = target.Implementation switch
        {
            "cpython" => $"cp{major}{minor}",
            "pypy" => $"pp{major}{minor}",
            _ => $"{target.Implementation}{major}{minor}",
        };
        IEnumerable<WheelTag> own = target.Implementation == "cpython" ? CPython(target, interpreter, major, minor, platforms) : Other(target, interpreter, platforms);
        return own.Concat(Pure(target.Implementation == "pypy" ? $"pp{major}" : interpreter, major, minor, platforms));
    }

    private static IEnumerable<WheelTag> CPython(TargetPlatform target, string interpreter, int major, int minor, ImmutableArray<string> platforms)
    {
        // The letters of the binary interface: t free-threaded; m and u of builds before 3.8 and 3.3.
        string flags = target.IsFreeThreaded ? "t" : major == 2 ? (target.System == TargetSystem.Windows ? "m" : "mu") : minor < 8 ? "m" : "";
        string? stable = (major, minor) switch
        {
            (3, >= 2) => target.IsFreeThreaded ? "abi3t" : "abi3",
            _ => null,
        };
        List<string> abis = [$"cp{major}{minor}{flags}"];
        if (stable is not null)
        {
            abis.Add(stable);
        }

        abis.Add("none");
        IEnumerable<WheelTag> tags = abis.SelectMany(abi => platforms.Select(platform => new WheelTag(interpreter, abi, platform)));
        return stable is null
            ? tags
            : tags.Concat(Enumerable.Range(2, Math.Max(0, minor - 2)).Reverse()
                .SelectMany(older => platforms.Select(platform => new WheelTag($"cp{major}{older}", stable, platform))));
    }

    private static IEnumerable<WheelTag> Other(TargetPlatform target, string interpreter, ImmutableArray<string> platforms)
    {
        string? abi = target.Implementation == "pypy" && target.ImplementationVersion.Release.Length > 1
            ? $"pypy{target.Python.Release[0]}{target.Python.Release[1]}_pp{target.ImplementationVersion.Release[0]}{target.ImplementationVersion.Release[1]}"
            : null;
        IEnumerable<string> abis = abi is null ? ["none"] : [abi, "none"];
        return abis.SelectMany(a => platforms.Select(platform => new WheelTag(interpreter, a, platform)));
    }

    private static IEnumerable<WheelTag> Pure(string interpreter, int major, int minor, ImmutableArray<string> platforms)
    {
        List<string> versions = [$"py{major}{minor}", $"py{major}", .. Enumerable.Range(0, minor).Reverse().Select(older => $"py{major}{older}")];
        return versions.SelectMany(version => platforms.Select(platform => new WheelTag(version, "none", platform)))
            .Append(new WheelTag(interpreter, "none", "any"))
            .Concat(versions.Select(version => new WheelTag(version, "none", "any")));
    }
}
