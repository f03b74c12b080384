using System.Collections.Immutable;

namespace Assay.Packaging.Environments;

/// <summary>One folder of modules of an environment.</summary>
/// <param name="Python">The version in the path, such as <c>3.11</c>; empty where it tells none.</param>
internal readonly record struct SitePlace(string Path, string Python);

/// <summary>Where an environment keeps what is installed in it, as its folders tell.</summary>
/// <param name="Sites">In the order in which its interpreter searches them.</param>
/// <param name="VirtualEnvironment">What <c>pyvenv.cfg</c> says; null where there is none.</param>
/// <param name="CondaRecords">The folder <c>conda-meta</c>; null where there is none.</param>
internal sealed record EnvironmentLayout(
    EnvironmentKind Kind,
    ImmutableArray<SitePlace> Sites,
    VirtualEnvironmentFile? VirtualEnvironment,
    string? CondaRecords,
    bool IsExternallyManaged,
    ImmutableArray<EnvironmentProblem> Problems)
{
    private static readonly string[] s_siteNames = ["site-packages", "dist-packages"];

    /// <summary>Looks at a folder: one of modules itself, or the root of an environment.</summary>
    /// <param name="python">Leaves out the libraries of other versions; null: all.</param>
    public static EnvironmentLayout Of(FolderView disk, string root, string? python)
    {
        List<EnvironmentProblem> problems = [];
        FolderEntry[] entries = Listed(disk, root, problems);
        string? configuration = Find(entries, VirtualEnvironmentFile.FileName, isFolder: false);
        string? conda = Find(entries, "conda-meta", isFolder: true);
        if (configuration is null && conda is null && (SiteFolder.IsOne(entries) || s_siteNames.Contains(Path.GetFileName(root), StringComparer.Ordinal)))
        {
            string version = PythonFolder.VersionOf(Path.GetFileName(Path.GetDirectoryName(root)) ?? "") ?? "";
            return new EnvironmentLayout(EnvironmentKind.Folder, [new SitePlace(root, version)], null, null, false, [.. problems]);
        }

        VirtualEnvironmentFile? virtualEnvironment = null;
        if (configuration is not null)
        {
            if (disk.Read(Path.Combine(root, configuration)) is { } bytes)
            {
                virtualEnvironment = VirtualEnvironmentFile.Parse(bytes);
            }
            else
            {
                problems.Add(new EnvironmentProblem(
                    Path.Combine(root, configuration), "this file cannot be read, so that it is unknown whether the environment sees its base's packages", IsGap: true));
            }
        }

        SiteSearch search = new(disk, python, problems);
        search.Root(root, entries);
        EnvironmentKind kind = configuration is not null ? EnvironmentKind.VirtualEnvironment
            : conda is not null ? EnvironmentKind.Conda
            : EnvironmentKind.System;
        return new EnvironmentLayout(
            kind, search.Sites, virtualEnvironment, conda is null ? null : Path.Combine(root, conda), search.IsExternallyManaged, [.. problems]);
    }

    private static FolderEntry[] Listed(FolderView disk, string path, List<EnvironmentProblem> problems)
    {
        if (disk.Sorted(path) is { } entries)
        {
            return entries;
        }

        problems.Add(new EnvironmentProblem(path, "this folder cannot be listed, so that nothing is known of what it holds", IsGap: true));
        return [];
    }

    private static string? Find(FolderEntry[] entries, string name, bool isFolder) =>
        entries.Any(entry => entry.IsFolder == isFolder && string.Equals(entry.Name, name, StringComparison.Ordinal)) ? name : null;

    /// <summary>Walks down the few folders in which interpreters look.</summary>
    private sealed class SiteSearch(FolderView disk, string? python, List<EnvironmentProblem> problems)
    {
        private readonly List<SitePlace> _sites = [];
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

        public ImmutableArray<SitePlace> Sites => [.. _sites];

        public bool IsExternallyManaged { get; private set; }

        public void Root(string root, FolderEntry[] entries)
        {
            // Debian and Fedora put what the administrator installs there, before their own.
            if (Find(entries, "local", isFolder: true) is { } local)
            {
                string path = Path.Combine(root, local);
                Libraries(path, Listed(disk, path, problems));
            }

            Libraries(root, entries);
            Modules(root, entries, "");
        }

        private void Libraries(string root, FolderEntry[] entries)
        {
            foreach (FolderEntry library in entries)
            {
                if (!library.IsFolder || library.Name is not ("lib" or "lib64" or "Lib"))
                {
                    continue;
                }

                string path = Path.Combine(root, library.Name);
                FolderEntry[] inside = Listed(disk, path, problems);
                if (Find(inside, "site-packages", isFolder: true) is not null)
                {
                    IsManagedIn(path);
                    Modules(path, inside, "");
                }

                foreach (FolderEntry folder in inside)
                {
                    if (folder.IsFolder && PythonFolder.VersionOf(folder.Name) is { } version && (python is null || PythonFolder.Serves(version, python)))
                    {
                        string versioned = Path.Combine(path, folder.Name);
                        IsManagedIn(versioned);
                        Modules(versioned, null, version);
                    }
                }
            }
        }

        private void IsManagedIn(string library) => IsExternallyManaged |= disk.Head(Path.Combine(library, "EXTERNALLY-MANAGED"), 1) is not null;

        private void Modules(string folder, FolderEntry[]? entries, string version)
        {
            foreach (string name in s_siteNames)
            {
                string path = Path.Combine(folder, name);
                bool isThere = entries is null ? disk.Resolve(path) is not null : Find(entries, name, isFolder: true) is not null;
                if (isThere && _seen.Add(disk.Resolve(path) ?? path))
                {
                    _sites.Add(new SitePlace(path, version));
                }
            }
        }
    }
}
