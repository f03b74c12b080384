using System.Text;
using Assay.Installers;
using Assay.Packaging.Environments;
using Assay.Packaging.Versions;

namespace Assay.Audits;

/// <summary>The environment of the <c>python3</c> that a shell would start, told from its place and never by running it.</summary>
/// <param name="Root">Full path.</param>
/// <param name="Python">Its version as far as the program's name tells, such as <c>3.11</c>; null where it does not.</param>
internal sealed record InterpreterOnPath(string Root, string? Python)
{
    private const int ScriptHead = 2;

    /// <summary>Null where there is none; <paramref name="lookedAt"/> tells every program that was passed over.</summary>
    public static InterpreterOnPath? Find(Machine machine, List<LookedAtPlace> lookedAt)
    {
        bool windows = machine.Platform == InstallerPlatform.Windows;
        string[] folders = (machine.Filled(windows ? "Path" : "PATH") ?? machine.Filled("PATH") ?? "").Split(windows ? ';' : ':', StringSplitOptions.RemoveEmptyEntries);
        foreach (string name in (string[])(windows ? ["python.exe", "python3.exe"] : ["python3", "python"]))
        {
            foreach (string folder in folders)
            {
                if (machine.Absolute(folder) is not { } full || Path.Combine(full, name) is var program && machine.Disk.Resolve(program) is null)
                {
                    continue;
                }

                if (Of(machine, program, lookedAt) is { } interpreter)
                {
                    return interpreter;
                }
            }

            lookedAt.Add(new LookedAtPlace("PATH", $"no {name} that could be followed to an environment"));
        }

        return null;
    }

    private static InterpreterOnPath? Of(Machine machine, string program, List<LookedAtPlace> lookedAt)
    {
        if (machine.Disk.Head(program, ScriptHead) is not { Length: > 0 } head)
        {
            lookedAt.Add(new LookedAtPlace(program, "a program that cannot be read"));
            return null;
        }

        if (head.AsSpan().SequenceEqual("#!"u8))
        {
            return OfShim(machine, program, lookedAt);
        }

        // An interpreter that is a link belongs to the environment in which the link lies (PEP 405), not to the one it points to.
        string folder = Path.GetDirectoryName(program) ?? program;
        foreach (string? candidate in (string?[])[folder, Path.GetDirectoryName(folder)])
        {
            if (candidate is not null && machine.Disk.Resolve(Path.Combine(candidate, "pyvenv.cfg")) is not null)
            {
                return new InterpreterOnPath(candidate, null);
            }
        }

        string real = machine.Disk.Resolve(program) ?? program;
        string programs = Path.GetDirectoryName(real) ?? real;
        return new InterpreterOnPath(
            Path.GetFileName(programs) is "bin" or "Scripts" ? Path.GetDirectoryName(programs) ?? programs : programs, VersionIn(Path.GetFileName(real)));
    }

    /// <summary>pyenv starts its interpreters through scripts, and chooses by a variable and by files of the project.</summary>
    private static InterpreterOnPath? OfShim(Machine machine, string program, List<LookedAtPlace> lookedAt)
    {
        string folder = Path.GetDirectoryName(program) ?? program;
        string root = Path.GetDirectoryName(folder) ?? folder;
        string versions = Path.Combine(root, "versions");
        if (Path.GetFileName(folder) != "shims" || machine.Disk.Resolve(versions) is null)
        {
            lookedAt.Add(new LookedAtPlace(program, "a script that starts an interpreter elsewhere"));
            return null;
        }

        (string chosen, string by) = Chosen(machine, root);
        foreach (string version in chosen.Split([':', '\n', '\r', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (version != "system" && Installed(machine.Disk, versions, version) is { } installed)
            {
                return new InterpreterOnPath(Path.Combine(versions, installed), null);
            }
        }

        lookedAt.Add(new LookedAtPlace(program, $"a shim of pyenv, for which {by} chooses {(chosen.Length == 0 ? "nothing" : chosen)}"));
        return null;
    }

    private static (string Version, string By) Chosen(Machine machine, string root)
    {
        if (machine.Filled("PYENV_VERSION") is { } variable)
        {
            return (variable, "PYENV_VERSION");
        }

        for (string? folder = machine.WorkingFolder; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Text(Path.Combine(folder, ".python-version")) is { } local)
            {
                return (local, Path.Combine(folder, ".python-version"));
            }
        }

        string shared = Path.Combine(root, "version");
        return (Text(shared) ?? "", shared);

        string? Text(string path) => machine.Disk.Head(path, 4_096) is { } bytes && Encoding.UTF8.GetString(bytes).Trim() is { Length: > 0 } text ? text : null;
    }

    /// <summary>The folder of a version, or of the newest that begins with it.</summary>
    private static string? Installed(FolderView disk, string versions, string wanted)
    {
        (string Name, PackageVersion? Version)[] found =
        [
            .. (disk.List(versions) ?? []).Where(static entry => entry.IsFolder)
                .Select(static entry => (entry.Name, Version: PackageVersion.TryParse(entry.Name, out PackageVersion? version) ? version : null)),
        ];
        return found.FirstOrDefault(entry => entry.Name == wanted).Name
            ?? found.Where(entry => entry.Version is not null && entry.Name.StartsWith(wanted + ".", StringComparison.Ordinal)).OrderByDescending(static entry => entry.Version).FirstOrDefault().Name;
    }

    private static string? VersionIn(string program)
    {
        string version = program.TrimStart("pythonPYTHON".ToCharArray()).TrimEnd('t');
        return version.Contains('.', StringComparison.Ordinal) && version.All(static c => char.IsAsciiDigit(c) || c == '.') ? version : null;
    }
}
