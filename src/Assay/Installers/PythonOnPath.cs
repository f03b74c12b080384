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

    /// <summary>A program of <c>PATH</c>; null where there is none.</summary>
    public static string? FindProgram(string name, InstallerInput input)
    {
        bool windows = input.Folders.Platform == InstallerPlatform.Windows;
        string[] folders = (input.FilledVariable(windows ? "Path" : "PATH") ?? input.FilledVariable("PATH") ?? "")
            .Split(windows ? ';' : ':', StringSplitOptions.RemoveEmptyEntries);
        string file = windows ? name + ".exe" : name;
        return folders.Select(folder => Path.Combine(input.Absolute(folder), file)).FirstOrDefault(input.Files.FileExists);
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
