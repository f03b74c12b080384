using System.Collections.Immutable;
using System.Text;
using Assay.Installers;

namespace Assay.Shims;

/// <summary>What stands under a shim's name in a folder.</summary>
public enum ShimState
{
    /// <summary>Nothing.</summary>
    Absent,

    /// <summary>A shim that starts this program.</summary>
    Own,

    /// <summary>A shim that starts another copy of Assay, or one that is gone.</summary>
    Other,

    /// <summary>A file, folder or link that Assay did not write and does not touch.</summary>
    Foreign,
}

/// <summary>One name in a folder of shims.</summary>
/// <param name="Path">Where it stands or would stand.</param>
public sealed record ShimEntry(Shim Shim, string Path, ShimState State);

/// <summary>A folder of the user's choice that holds shims; nothing in it that is none is ever changed.</summary>
/// <param name="path">Full path.</param>
/// <param name="program">Assay's own program, full path.</param>
public sealed class ShimFolder(string path, string program)
{
    private static readonly InstallerPlatform s_platform = InstallerFolders.CurrentPlatform;

    /// <summary>Every shim's name and what stands there.</summary>
    public ImmutableArray<ShimEntry> Look() =>
        [.. Shim.All.Select(shim => Path.Combine(path, shim.FileName(s_platform))).Zip(Shim.All, (file, shim) => new ShimEntry(shim, file, StateOf(shim, file)))];

    /// <summary>Writes every shim that is not there yet or starts another program; all of them or none.</summary>
    /// <returns>What stood there before; with a <see cref="ShimState.Foreign"/> among them nothing was written.</returns>
    /// <exception cref="IOException">The folder cannot be made or written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public ImmutableArray<ShimEntry> Install()
    {
        ImmutableArray<ShimEntry> before = Look();
        if (before.Any(static entry => entry.State == ShimState.Foreign))
        {
            return before;
        }

        Directory.CreateDirectory(path);
        foreach (ShimEntry entry in before.Where(static entry => entry.State != ShimState.Own))
        {
            Write(entry);
        }

        return before;
    }

    /// <summary>Removes the shims.</summary>
    /// <returns>What stood there before.</returns>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public ImmutableArray<ShimEntry> Remove()
    {
        ImmutableArray<ShimEntry> before = Look();
        foreach (ShimEntry entry in before.Where(static entry => entry.State is ShimState.Own or ShimState.Other))
        {
            File.Delete(entry.Path);
        }

        return before;
    }

    /// <summary>True where other users may put programs into the folder: whatever stands first on <c>PATH</c> runs as you.</summary>
    public bool IsOpenToOthers() =>
        !OperatingSystem.IsWindows() && Directory.Exists(path) && File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherWrite);

    private void Write(ShimEntry entry)
    {
        // The finished file takes the name in one step: a shell that starts the shim meanwhile reads the old one or the new one.
        string unfinished = $"{entry.Path}.{Environment.ProcessId}.new";
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        }

        using (FileStream stream = new(unfinished, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(entry.Shim.Script(program, s_platform)));
        }

        File.Move(unfinished, entry.Path, overwrite: entry.State == ShimState.Other);
    }

    private ShimState StateOf(Shim shim, string file)
    {
        // A link is never taken for a shim: writing through it would change a file elsewhere.
        FileInfo info = new(file);
        return info.LinkTarget is not null || Directory.Exists(file) ? ShimState.Foreign
            : !info.Exists ? ShimState.Absent
            : !ShimMark.IsOn(file, InstallerFiles.Disk) ? ShimState.Foreign
            : File.ReadAllText(file) == shim.Script(program, s_platform) ? ShimState.Own
            : ShimState.Other;
    }
}
