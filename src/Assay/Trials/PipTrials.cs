using System.Collections.Immutable;
using Assay.Installers;

namespace Assay.Trials;

/// <summary>pip: a download, and every spelling by which it is led elsewhere.</summary>
internal static class PipTrials
{
    // Wheels only and nothing installed: no code of the probe runs.
    private static readonly ImmutableArray<string> s_download = ["download", "--no-deps", "--only-binary", ":all:", "--dest", "into"];

    public static ImmutableDictionary<string, string> Variables(TrialPlaces places) => InstallerKind.Of(
        ("PIP_INDEX_URL", places.Probe.Index),
        ("PIP_CONFIG_FILE", OperatingSystem.IsWindows() ? "nul" : "/dev/null"),
        ("PIP_DISABLE_PIP_VERSION_CHECK", "1"),
        ("PIP_NO_INPUT", "1"),
        ("PIP_NO_CACHE_DIR", "1"),
        ("PIP_RETRIES", "0"));

    public static ImmutableArray<Trial> All(TrialPlaces places)
    {
        WatchedAddresses outside = places.Outside;
        return
        [
            Trial.Of(TrialAim.Guarded, "download", [.. s_download, ProbePackage.Name]),
            WayRound("--index-url", ["--index-url", outside.Index]),
            WayRound("--extra-index-url", ["--extra-index-url", outside.Index]),
            WayRound("--extra-index-u (abbreviated)", [$"--extra-index-u={outside.Index}"]),
            WayRound("PIP_EXTRA_INDEX_URL", []).With("PIP_EXTRA_INDEX_URL", outside.Index),
            WayRound("--find-links", ["--find-links", outside.Links]),
            WayRound("PIP_FIND_LINKS", []).With("PIP_FIND_LINKS", outside.Links),
            Trial.Of(TrialAim.WayRound, "--index-url in a requirements file", [.. s_download, "-r", "needs.txt"])
                .WithFile("needs.txt", $"--index-url {outside.Index}\n{ProbePackage.Name}\n"),
            Trial.Of(TrialAim.WayRound, "name @ URL", [.. s_download, $"{ProbePackage.Name} @ {outside.File}"]),
            WayRound("extra-index-url in pip's configuration", [])
                .With("PIP_CONFIG_FILE", Path.Combine(places.Folder, InstallerFolders.PipFileName(InstallerFolders.CurrentPlatform)))
                .WithFile(InstallerFolders.PipFileName(InstallerFolders.CurrentPlatform), $"[global]\nextra-index-url = {outside.Index}\n"),
            WayRound("--proxy", ["--proxy", outside.Address]),
            WayRound("HTTP_PROXY set to another proxy", []).With("HTTP_PROXY", outside.Address).With("http_proxy", outside.Address),
            WayRound("NO_PROXY set", ["--extra-index-url", outside.Index]).With("NO_PROXY", "*").With("no_proxy", "127.0.0.1,localhost"),
            WayRound("--no-proxy-env", ["--no-proxy-env", "--extra-index-url", outside.Index]),
            Trial.Of(TrialAim.WayRound, "--isolated", ["--isolated", .. s_download, "--index-url", outside.Index, ProbePackage.Name]),
        ];
    }

    private static Trial WayRound(string check, ReadOnlySpan<string> arguments) =>
        Trial.Of(TrialAim.WayRound, check, [.. s_download, .. arguments, ProbePackage.Name]);
}
