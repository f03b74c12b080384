using System.Diagnostics;
using System.Globalization;

namespace Assay.Demo;

/// <summary>
/// A throwaway environment that Assay lays out itself (PEP 405): a <c>pyvenv.cfg</c> and a link to the interpreter are all that
/// <c>pip --python</c> needs, and Debian's Python has no venv module.
/// </summary>
public static class DemoEnvironment
{
    /// <summary>Lays out the environment.</summary>
    /// <param name="python">The base interpreter.</param>
    /// <param name="folder">A new folder.</param>
    public static void LayOut(PythonOfMachine python, string folder)
    {
        bool windows = OperatingSystem.IsWindows();
        string programs = Path.Combine(folder, windows ? "Scripts" : "bin");
        string packages = windows
            ? Path.Combine(folder, "Lib", "site-packages")
            : Path.Combine(folder, "lib", string.Create(CultureInfo.InvariantCulture, $"python{python.Major}.{python.Minor}"), "site-packages");
        Directory.CreateDirectory(programs);
        Directory.CreateDirectory(packages);
        File.WriteAllText(
            Path.Combine(folder, "pyvenv.cfg"),
            $"home = {Path.GetDirectoryName(python.Executable)}\ninclude-system-site-packages = false\nversion = {python.Major}.{python.Minor}\n");
        string link = Path.Combine(programs, windows ? "python.exe" : "python");
        if (windows)
        {
            File.Copy(python.Executable, link);
        }
        else
        {
            File.CreateSymbolicLink(link, python.Executable);
        }
    }
}

/// <summary>The Python that this machine has, and its pip.</summary>
/// <param name="Command">How it is called, <c>python3</c>.</param>
/// <param name="Executable">Its full path, links resolved by itself.</param>
/// <param name="PipVersion">pip's version; null where it has no pip.</param>
public sealed record PythonOfMachine(string Command, string Executable, int Major, int Minor, Version? PipVersion)
{
    // Prints what is needed in one start; nothing of the machine is imported beyond pip's own version.
    private const string Question = """
        import sys
        try:
            import pip
            pip = pip.__version__
        except ImportError:
            pip = ""
        print(getattr(sys, "_base_executable", None) or sys.executable, sys.version_info[0], sys.version_info[1], pip, sep="\n")
        """;

    /// <summary>Asks the interpreter about itself; null where there is none of that name.</summary>
    public static PythonOfMachine? Find(string command)
    {
        ProcessStartInfo start = new(command) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Question);
        try
        {
            using Process process = Process.Start(start)!;
            string[] lines = process.StandardOutput.ReadToEnd().ReplaceLineEndings("\n").Split('\n');
            process.WaitForExit();
            if (process.ExitCode != 0 || lines.Length < 4)
            {
                return null;
            }

            string digits = new([.. lines[3].TakeWhile(static c => char.IsAsciiDigit(c) || c == '.')]);
            return new PythonOfMachine(
                command, lines[0],
                int.Parse(lines[1], CultureInfo.InvariantCulture), int.Parse(lines[2], CultureInfo.InvariantCulture),
                Version.TryParse(digits.TrimEnd('.'), out Version? pip) ? pip : null);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
