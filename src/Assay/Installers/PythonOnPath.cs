using System.ComponentModel;
using System.Diagnostics;

namespace Assay.Installers;

/// <summary>Finds the interpreter and the programs that the user's own shell would start.</summary>
public static class PythonOnPath
{
    /// <summary>The interpreter of <c>VIRTUAL_ENV</c>, else <c>python3</c> or <c>python</c> of <c>PATH</c>; null where there is none.</summary>
    public static string? Find(InstallerInput input)
    {
        if (input.FilledVariable("VIRTUAL_ENV") is { } environment && OfEnvironment(environment, input) is { } own)
        {
            return own;
        }

        return input.Folders.Platform == InstallerPlatform.Windows
            ? FindProgram("python", input) ?? FindProgram("py", input)
            : FindProgram("python3", input) ?? FindProgram("python", input);
    }

    /// <summary>The interpreter of an environment's folder; null where it has none.</summary>
    public static string? OfEnvironment(string folder, InstallerInput input)
    {
        string absolute = input.Absolute(folder);
        string[] candidates =
        [
            Path.Combine(absolute, "bin", "python"), Path.Combine(absolute, "bin", "python3"), Path.Combine(absolute, "Scripts", "python.exe"),
        ];
        return Array.Find(candidates, candidate => input.Files.FileExists(candidate));
    }

    /// <summary>A program of <c>PATH</c> that is no shim of Assay's; null where there is none.</summary>
    public static string? FindProgram(string name, InstallerInput input)
    {
        string file = input.Folders.Platform == InstallerPlatform.Windows ? name + ".exe" : name;
        return FoldersOf(input)
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(candidate => input.Files.FileExists(candidate) && !ShimMark.IsOn(candidate, input.Files));
    }

    /// <summary>Every file that a shell would start under this name, shims included, in the order of <c>PATH</c>: the first one wins.</summary>
    public static IEnumerable<string> Programs(string name, InstallerInput input)
    {
        string[] files = input.Folders.Platform == InstallerPlatform.Windows ? [name + ".exe", name + ".cmd"] : [name];
        return FoldersOf(input)
            .SelectMany(folder => files.Select(file => Path.Combine(folder, file)))
            .Where(input.Files.FileExists)
            .Distinct(StringComparer.Ordinal);
    }

    /// <summary>The folders of <c>PATH</c>, absolute, in order.</summary>
    public static IEnumerable<string> FoldersOf(InstallerInput input)
    {
        bool windows = input.Folders.Platform == InstallerPlatform.Windows;
        return (input.FilledVariable(windows ? "Path" : "PATH") ?? input.FilledVariable("PATH") ?? "")
            .Split(windows ? ';' : ':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => input.Absolute(folder));
    }

    /// <summary>
    /// Asks an interpreter for its <c>sys.prefix</c>, which a path does not tell where it is a launcher of another one (pyenv's shims);
    /// null where it does not answer.
    /// </summary>
    public static string? AskPrefix(string python)
    {
        var start = new ProcessStartInfo(python, ["-I", "-S", "-c", "import sys; print(sys.prefix)"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start) ?? throw new InvalidOperationException("a process is always started anew");
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            string answer = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 && answer.Length > 0 ? answer : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>
    /// The interpreter's <c>sys.prefix</c> as far as its path tells it: the environment whose <c>pyvenv.cfg</c> stands beside its folder,
    /// else the parent of its <c>bin</c>.
    /// </summary>
    public static string PrefixOf(string python, InstallerInput input)
    {
        string folder = Path.GetDirectoryName(python) ?? "/";
        string parent = Path.GetDirectoryName(folder) ?? folder;
        return input.Files.FileExists(Path.Combine(folder, "pyvenv.cfg"))
            || (input.Folders.Platform == InstallerPlatform.Windows && !input.Files.FileExists(Path.Combine(parent, "pyvenv.cfg")))
            ? folder
            : parent;
    }
}
