using System.Collections.Frozen;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>Names of files that Windows starts when somebody opens them.</summary>
internal static class ProgramFileName
{
    private static readonly FrozenSet<string> s_extensions = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, ".exe", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".hta", ".msi", ".jar", ".lnk");

    /// <summary>True where a path or an address ends in such a name.</summary>
    public static bool IsIn(string path) => s_extensions.Contains(ExtensionOf(path));

    /// <summary>The last segment of a path, as far as it is known.</summary>
    public static string FileOf(string path) => path[(path.LastIndexOfAny(['/', '\\', TextValue.Hole]) + 1)..];

    /// <summary>The extension with its dot; empty where there is none.</summary>
    public static string ExtensionOf(string path)
    {
        string file = FileOf(path);
        int dot = file.LastIndexOf('.');
        return dot < 0 ? "" : file[dot..];
    }
}
