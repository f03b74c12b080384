using System.Collections.Immutable;

namespace Assay.Trials;

/// <summary>Installers that have no verb of their own and run behind the guard by <c>assay run --</c>: what they take from the environment, and what their projects add.</summary>
internal static class ProjectTrials
{
    private const string Project = $"[project]\nname = \"trial\"\nversion = \"0\"\nrequires-python = \">=3.9\"\ndependencies = [\"{ProbePackage.Name}\"]\n";

    public static ImmutableDictionary<string, string> PoetryVariables(TrialPlaces places) => PipTrials.Variables(places).AddRange(InstallerKind.Of(
        ("POETRY_CONFIG_DIR", Path.Combine(places.Folder, "configuration")),
        ("POETRY_CACHE_DIR", Path.Combine(places.Folder, "cache")),
        ("POETRY_NO_INTERACTION", "1"),
        ("POETRY_KEYRING_ENABLED", "false"),
        ("POETRY_VIRTUALENVS_CREATE", "false")));

    public static ImmutableArray<Trial> Poetry(TrialPlaces places) =>
    [
        Trial.Of(TrialAim.Guarded, "lock", "lock").WithFile("pyproject.toml", PoetryProject("")),
        PoetrySource(TrialAim.WayRound, "a source in the project", places.Outside.Index),
        PoetrySource(TrialAim.WayRound, "an https source in the project", places.Outside.TlsIndex),
    ];

    /// <summary>Poetry takes no index from the environment: only a project's source leads it to a server of the trial.</summary>
    public static Trial PoetrySource(TrialAim aim, string check, string index) =>
        Trial.Of(aim, check, "lock").WithFile("pyproject.toml", PoetryProject($"\n[[tool.poetry.source]]\nname = \"server\"\nurl = \"{index}\"\npriority = \"primary\"\n"));

    public static ImmutableDictionary<string, string> PdmVariables(TrialPlaces places)
    {
        ImmutableDictionary<string, string> variables = PipTrials.Variables(places).AddRange(InstallerKind.Of(
            ("PDM_CONFIG_FILE", Path.Combine(places.Folder, "pdm.toml")),
            ("PDM_CACHE_DIR", Path.Combine(places.Folder, "cache")),
            ("PDM_LOG_DIR", Path.Combine(places.Folder, "log")),
            ("PDM_CHECK_UPDATE", "0"),
            ("PDM_NON_INTERACTIVE", "1"),
            ("PDM_PYPI_URL", places.Probe.Index)));
        return places.Python is string python ? variables.SetItem("PDM_PYTHON", python) : variables;
    }

    public static ImmutableArray<Trial> Pdm(TrialPlaces places) =>
    [
        Trial.Of(TrialAim.Guarded, "lock", "lock").WithFile("pyproject.toml", Project),
        PdmSource("a source in the project", places.Outside.Index),
        PdmSource("an https source in the project", places.Outside.TlsIndex),
    ];

    private static Trial PdmSource(string check, string index) =>
        Trial.Of(TrialAim.WayRound, check, "lock").WithFile("pyproject.toml", $"{Project}\n[[tool.pdm.source]]\nname = \"outside\"\nurl = \"{index}\"\n");

    public static ImmutableDictionary<string, string> PipxVariables(TrialPlaces places)
    {
        ImmutableDictionary<string, string> variables = PipTrials.Variables(places).AddRange(InstallerKind.Of(
            ("UV_DEFAULT_INDEX", places.Probe.Index),
            ("UV_CACHE_DIR", Path.Combine(places.Folder, "cache")),
            ("UV_PYTHON_DOWNLOADS", "never"),
            ("PIPX_HOME", Path.Combine(places.Folder, "pipx")),
            ("PIPX_BIN_DIR", Path.Combine(places.Folder, "programs")),
            ("PIPX_MAN_DIR", Path.Combine(places.Folder, "manuals"))));
        return places.Python is string python ? variables.SetItem("PIPX_DEFAULT_PYTHON", python) : variables;
    }

    public static ImmutableArray<Trial> Pipx(TrialPlaces places) =>
    [
        Trial.Of(TrialAim.Guarded, "install", "install", ProbePackage.Name),
        Trial.Of(TrialAim.WayRound, "--index-url", "install", "--index-url", places.Outside.Index, ProbePackage.Name),
        Trial.Of(TrialAim.WayRound, "--index-url with https", "install", "--index-url", places.Outside.TlsIndex, ProbePackage.Name),
    ];

    private static string PoetryProject(string more) => $"{Project}\n[tool.poetry]\npackage-mode = false\n{more}";
}
