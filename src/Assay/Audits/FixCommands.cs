using System.Collections.Immutable;
using Assay.Engine.Audits;

namespace Assay.Audits;

/// <summary>What to run where a file belongs to an installer that writes it itself, as the shell of this system takes it.</summary>
internal static class FixCommands
{
    /// <summary>The command, or a sentence where there is none; null for what is edited in place. Unescaped.</summary>
    public static string? Of(FixInput input, ImmutableArray<FixChange> changes, bool isWindows)
    {
        // Names and versions are written normalised, so that nothing of a file or an index stands in a command as it came.
        string pins = string.Join(' ', changes.Select(change => Quote($"{change.Pin.Project}=={change.To}", isWindows, always: true)));
        string names = string.Join(' ', changes.Select(static change => change.Pin.Project.Normalized));
        string upgrades = string.Join(' ', changes.Select(change => $"--upgrade-package {Quote($"{change.Pin.Project}=={change.To}", isWindows, always: true)}"));
        string folder = Quote(Path.GetDirectoryName(input.Path) ?? "", isWindows, always: false);
        return input.Format switch
        {
            null => $"{Quote(Path.Combine(input.Path, isWindows ? @"Scripts\python.exe" : "bin/python"), isWindows, always: false)} -m pip install {pins}",
            "requirements" or "pyproject.toml" => null,
            "uv.lock" => $"uv lock --directory {folder} {upgrades}",
            "poetry.lock" => $"poetry --directory {folder} update {names}",
            "pdm.lock" => $"pdm update --project {folder} {names}",
            "Pipfile.lock" => $"cd {folder} && pipenv upgrade {pins}",
            "script" => $"uv add --script {Quote(input.Path, isWindows, always: false)} {pins}",
            "pylock.toml" => $"lock again with what it was made by, with {pins} (uv pip compile takes {upgrades})",
            _ => $"change it where it is made, to {pins}",
        };
    }

    /// <summary>One word for the shell.</summary>
    internal static string Quote(string word, bool isWindows, bool always)
    {
        bool isPlain = word.Length > 0 && word.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '+' or ':' or '\\') && (isWindows || !word.Contains('\\', StringComparison.Ordinal));
        return isPlain && !always ? word
            : isWindows ? $"\"{word.Replace("\"", "", StringComparison.Ordinal)}\""
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }
}
