using System.Collections.Immutable;

namespace Assay.Trials;

/// <summary>uv: an installation into a folder, and every spelling by which it is led elsewhere.</summary>
internal static class UvTrials
{
    public static ImmutableDictionary<string, string> Variables(TrialPlaces places)
    {
        ImmutableDictionary<string, string> variables = InstallerKind.Of(
            ("UV_DEFAULT_INDEX", places.Probe.Index),
            ("UV_CONFIG_FILE", Path.Combine(places.Folder, "uv.toml")),
            ("UV_CACHE_DIR", Path.Combine(places.Folder, "cache")),
            ("UV_TOOL_DIR", Path.Combine(places.Folder, "tools")),
            ("UV_PYTHON_DOWNLOADS", "never"),
            ("UV_NO_PROGRESS", "1"),
            ("UV_HTTP_RETRIES", "0"));
        return places.Python is string python ? variables.SetItem("UV_PYTHON", python) : variables;
    }

    public static ImmutableArray<Trial> All(TrialPlaces places)
    {
        WatchedAddresses outside = places.Outside;
        return
        [
            Install(TrialAim.Guarded, "pip install --target", []),
            WayRound("--default-index", ["--default-index", outside.Index]),
            WayRound("--index-url", ["--index-url", outside.Index]),
            WayRound("--index", ["--index", outside.Index]),
            WayRound("--extra-index-url", ["--extra-index-url", outside.Index]),
            WayRound("UV_INDEX", []).With("UV_INDEX", outside.Index),
            WayRound("UV_EXTRA_INDEX_URL", []).With("UV_EXTRA_INDEX_URL", outside.Index),
            WayRound("--find-links", ["--find-links", outside.Links]),
            Trial.Of(TrialAim.WayRound, "--extra-index-url in a requirements file", "pip", "install", "--no-deps", "--target", "into", "-r", "needs.txt")
                .WithFile("uv.toml", "").WithFile("needs.txt", $"--extra-index-url {outside.Index}\n{ProbePackage.Name}\n"),
            Trial.Of(TrialAim.WayRound, "name @ URL", "pip", "install", "--no-deps", "--target", "into", $"{ProbePackage.Name} @ {outside.File}").WithFile("uv.toml", ""),
            WayRound("an index in uv's settings", []).WithFile("uv.toml", $"[[index]]\nname = \"outside\"\nurl = \"{outside.Index}\"\n"),
            WayRound("http-proxy in uv's settings", ["--index", outside.Index]).WithFile("uv.toml", $"http-proxy = \"{outside.Address}\"\nhttps-proxy = \"{outside.Address}\"\n"),
            WayRound("http-proxy in a project", []).WithFile("pyproject.toml", $"[project]\nname = \"trial\"\nversion = \"0\"\n\n[tool.uv]\nhttp-proxy = \"{outside.Address}\"\n"),
            WayRound("HTTP_PROXY set to another proxy", []).With("HTTP_PROXY", outside.Address).With("http_proxy", outside.Address),
            WayRound("NO_PROXY set", ["--index", outside.Index]).With("NO_PROXY", "*").With("no_proxy", "127.0.0.1,localhost"),
        ];
    }

    /// <summary>What a plain <c>uvx</c> is told: the probe's own program prints a word.</summary>
    public static Trial Tool { get; } = Trial.Of(TrialAim.Guarded, "tool run", "--from", ProbePackage.Name, ProbePackage.Name).WithFile("uv.toml", "");

    private static Trial WayRound(string check, ReadOnlySpan<string> arguments) => Install(TrialAim.WayRound, check, arguments);

    private static Trial Install(TrialAim aim, string check, ReadOnlySpan<string> arguments) =>
        Trial.Of(aim, check, ["pip", "install", "--no-deps", "--target", "into", .. arguments, ProbePackage.Name]).WithFile("uv.toml", "");
}
