namespace Assay.Packaging.Environments;

/// <summary>Versions in the names of the folders that hold an interpreter's library, such as <c>python3.11</c>.</summary>
internal static class PythonFolder
{
    /// <summary>The version in a folder's name: <c>3.11</c> of <c>python3.11</c>, <c>pypy3.11</c> and <c>python3.11t</c>, empty for <c>python</c>; null where it is no such folder.</summary>
    public static string? VersionOf(string name)
    {
        string? rest = name.StartsWith("python", StringComparison.Ordinal) ? name["python".Length..]
            : name.StartsWith("pypy", StringComparison.Ordinal) ? name["pypy".Length..]
            : null;
        string? version = rest?.TrimEnd('t');
        return version is not null && version.All(static c => char.IsAsciiDigit(c) || c == '.') ? version : null;
    }

    /// <summary>True where the library of one version may serve an interpreter of the other: <c>3</c> and <c>3.11.2</c>, but not <c>3.1</c> and <c>3.11</c>.</summary>
    public static bool Serves(string library, string interpreter) =>
        library.Length == 0 || interpreter.Length == 0 || Extends(interpreter, library) || Extends(library, interpreter);

    private static bool Extends(string longer, string shorter) =>
        longer.StartsWith(shorter, StringComparison.Ordinal) && (longer.Length == shorter.Length || longer[shorter.Length] == '.');
}
