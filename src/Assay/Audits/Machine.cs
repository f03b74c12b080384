using System.Collections.Immutable;
using Assay.Installers;
using Assay.Packaging.Environments;

namespace Assay.Audits;

/// <summary>What decides where environments are looked for.</summary>
/// <param name="Variable">Reads an environment variable; null where it is not set.</param>
/// <param name="WorkingFolder">Full path.</param>
public sealed record Machine(FolderView Disk, Func<string, string?> Variable, string WorkingFolder, InstallerPlatform Platform)
{
    /// <summary>Folders on which other file systems are mounted, which a sweep leaves out.</summary>
    public ImmutableHashSet<string> MountPoints { get; init; } = [];

    /// <summary>A variable that is set and not empty.</summary>
    public string? Filled(string variable) => Variable(variable) is { Length: > 0 } value ? value : null;

    /// <summary>The user's home folder; null where the variables do not tell.</summary>
    public string? Home => Filled(Platform == InstallerPlatform.Windows ? "USERPROFILE" : "HOME") is { } home ? Absolute(home) : null;

    /// <summary>A path as it stands in a variable, full; null where it is none.</summary>
    public string? Absolute(string path) => path.Contains('\0', StringComparison.Ordinal) ? null : Path.GetFullPath(path, WorkingFolder);

    /// <summary>The folder that a variable names, full; null where it is not set.</summary>
    public string? Folder(string variable) => Filled(variable) is { } path ? Absolute(path) : null;

    /// <summary>A folder below the user's home; null where that is unknown.</summary>
    public string? BelowHome(params ReadOnlySpan<string> parts) => Home is { } home ? Path.Combine([home, .. parts]) : null;
}
