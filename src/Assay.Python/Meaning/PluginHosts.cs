using System.Collections.Immutable;

namespace Assay.Python.Meaning;

/// <summary>What programs call in a module that an entry point of theirs names: they know its functions by name, or by the marker before them.</summary>
public static class PluginHosts
{
    /// <summary>Stands for every function before which a host's marker stands: <c>@hookimpl</c>, a fixture that is used without being asked for.</summary>
    public const string Marked = "@";

    /// <summary>As names of <see cref="ModuleSource.EntryPoints"/>.</summary>
    /// <param name="group">The group of the entry point.</param>
    public static ImmutableArray<string> HooksOf(string group) => group switch
    {
        "pytest11" => ["pytest_*", Marked],
        "tox" => ["tox_*", Marked],
        "hatch" => ["hatch_register_*", Marked],
        "conda" => ["conda_*", Marked],
        "sphinx.builders" or "sphinx.html_themes" => ["setup"],
        "xonsh.xontribs" => ["_load_xontrib_"],
        _ => [Marked],
    };

    /// <summary>The first step of a trail from there.</summary>
    public static string WhyOf(string group) => $"programs that look for {group} call it";
}
