using System.Collections.Immutable;
using Assay.Audits;
using Assay.Engine.Advisories;
using Assay.Engine.Audits;
using Assay.Installers;
using Assay.Packaging.Environments;
using Assay.Packaging.Lockfiles;
using Lockfiles = Assay.Packaging.Lockfiles.Catalogue;
using Assay.Reports;
using Assay.Store;

namespace Assay.Commands;

/// <summary>From the words behind <c>assay audit</c> to what is asked about.</summary>
internal static class AuditTargets
{
    /// <summary>Collects everything that the options name; with nothing named, the active environment.</summary>
    /// <exception cref="UserException">Something named is not there, cannot be read, or is of no known format.</exception>
    public static AuditInputs Collect(Session session, AuditOptions options)
    {
        // What a script's unset variable leaves behind must not stand for the folder at hand.
        if (options.Targets.Concat(options.RequirementsFiles).Concat(options.Paths).Any(string.IsNullOrWhiteSpace))
        {
            throw new UserException("one of the names given is empty; name a file or a folder");
        }

        if (options.Fix && options.Targets.Concat(options.RequirementsFiles).FirstOrDefault(name => NamedInput.IsStream(Path.GetFullPath(name, session.Folder), name)) is string stream)
        {
            throw new UserException($"--fix edits files, and {TerminalText.Escape(stream)} is none: it is read through a pipe");
        }

        AuditInputs inputs = InputsOf(session, options, ReadFile);
        foreach (string target in options.Targets)
        {
            AddTarget(inputs, session, options, target);
        }

        foreach (string file in options.RequirementsFiles)
        {
            AddFile(inputs, session, file, new RequirementsFormat());
        }

        foreach (string path in options.Paths)
        {
            AddEnvironments(inputs, EnvironmentFinder.At(MachineOf(session), Path.GetFullPath(path, session.Folder)), $"{path} holds no installed packages; name an environment or a folder with .dist-info folders");
        }

        if (options.All)
        {
            AddEnvironments(inputs, EnvironmentFinder.All(MachineOf(session), SweepLimits.Default), "no environment was found on this machine");
        }

        if (options.ThroughGuard)
        {
            using AssayStore store = session.OpenStore() ?? throw new UserException("--installed-through-guard reads the store: leave out --no-store");
            GuardHistory.Add(inputs, store);
        }

        if (inputs.IsEmpty)
        {
            AddEnvironments(inputs, EnvironmentFinder.Active(MachineOf(session)), "no environment is active and none lies here; name a file, an environment (--path), or --all");
        }

        return inputs;
    }

    /// <summary>Compares a report with what an earlier file or revision would have yielded, held against the same index.</summary>
    /// <exception cref="UserException">Nothing earlier can be read.</exception>
    public static AuditComparison CompareWith(
        string since, Session session, AuditOptions options, AuditReport now, AdvisoryIndex index, AdvisoryPolicy policy)
    {
        bool isFile = Path.Exists(Path.GetFullPath(since, session.Folder));
        AuditInputs earlier = InputsOf(session, options, isFile ? ReadFile : path => EarlierFile.ReadIncluded(path, since, ListLimits.Default.MaxBytes));
        if (isFile)
        {
            AddTarget(earlier, session, options, since);
        }
        else
        {
            AddRevision(earlier, session, options, since);
        }

        AuditReport before = Auditor.Audit(earlier.Question(options.AsOf), index, policy, session.Time.GetUtcNow());
        return AuditComparer.Compare(before, now, since);
    }

    private static void AddRevision(AuditInputs inputs, Session session, AuditOptions options, string revision)
    {
        IEnumerable<(string Name, LockfileFormat? Format)> files =
            options.Targets.Select(static target => (target, (LockfileFormat?)null)).Concat(options.RequirementsFiles.Select(static file => (file, (LockfileFormat?)new RequirementsFormat())));
        foreach ((string name, LockfileFormat? known) in files)
        {
            string path = Path.GetFullPath(name, session.Folder);
            IEnumerable<ProjectFile> found = Directory.Exists(path) ? ProjectFolder.Files(path) : [new ProjectFile(path, known)];
            foreach ((string file, LockfileFormat? form) in found)
            {
                byte[] content = EarlierFile.Read(file, revision, ListLimits.Default.MaxBytes, out string? reason)
                    ?? throw new UserException(TerminalText.Escape(reason!));
                if (content.Length == 0)
                {
                    inputs.AddItems("nothing", $"{name} at {revision}", static _ => []);
                    continue;
                }

                LockfileFormat format = form ?? options.As ?? Lockfiles.Find(Path.GetFileName(file), content) ?? throw NoFormat(name);
                inputs.AddList(format, content, file, $"{name} at {revision}");
            }
        }

        if (inputs.IsEmpty)
        {
            throw new UserException("--since a revision compares files: name a lock file or requirements file to audit");
        }
    }

    private static AuditInputs InputsOf(Session session, AuditOptions options, Func<string, byte[]?> read) =>
        new(options.Environment, options.MainOnly, new ListSurroundings(read, session.Environment, ListLimits.Default));

    private static void AddTarget(AuditInputs inputs, Session session, AuditOptions options, string target)
    {
        string path = Path.GetFullPath(target, session.Folder);
        if (Directory.Exists(path))
        {
            AddFolder(inputs, session, target, path);
        }
        else if (options.As is null && DistributionItems.IsOne(Path.GetFileName(path)))
        {
            Reading(target, () => inputs.AddDistribution(path, target));
        }
        else
        {
            AddFile(inputs, session, target, options.As);
        }
    }

    // A folder is an environment if packages are installed in it, else a project.
    private static void AddFolder(AuditInputs inputs, Session session, string target, string path)
    {
        EnvironmentSearch search = EnvironmentFinder.At(MachineOf(session), path);
        if (!search.Environments.IsEmpty)
        {
            AddEnvironments(inputs, search, target);
            return;
        }

        ImmutableArray<ProjectFile> files = [];
        Reading(target, () => files = ProjectFolder.Files(path));
        if (files.IsEmpty && ProjectFolder.BuildFile(path) is string build)
        {
            throw new UserException(TerminalText.Escape($"{target} says what it needs in {build}, which only building tells; audit the environment that it is installed in, or a wheel of it"));
        }

        if (files.IsEmpty)
        {
            throw new UserException(TerminalText.Escape($"{target} holds neither installed packages nor a file that lists dependencies; name the file, or -r FILE for a requirements file of another name"));
        }

        foreach (ProjectFile file in files)
        {
            AddFileOf(inputs, file, Path.Combine(target, Path.GetRelativePath(path, file.Path)));
        }
    }

    // What comes through a pipe has no name that could tell its format.
    private static void AddFile(AuditInputs inputs, Session session, string file, LockfileFormat? known) =>
        Reading(file, () =>
        {
            string path = Path.GetFullPath(file, session.Folder);
            byte[] content = NamedInput.Read(path, file, ListLimits.Default.MaxBytes);
            LockfileFormat format = known ?? Lockfiles.Find(Path.GetFileName(path), content)
                ?? (NamedInput.IsStream(path, file) ? new RequirementsFormat() : throw NoFormat(file));
            inputs.AddList(format, content, path, file);
        });

    private static void AddFileOf(AuditInputs inputs, ProjectFile file, string shown) =>
        Reading(shown, () =>
        {
            byte[] content = NamedInput.ReadPlain(file.Path, ListLimits.Default.MaxBytes);
            inputs.AddList(file.Format ?? Lockfiles.Find(Path.GetFileName(file.Path), content) ?? throw NoFormat(shown), content, file.Path, shown);
        });

    private static UserException NoFormat(string file) =>
        new($"{TerminalText.Escape(file)} is of no format that is known ({string.Join(", ", Lockfiles.All.Select(static format => format.Id))}); name its format with --as");

    private static void AddEnvironments(AuditInputs inputs, EnvironmentSearch search, string whenNone)
    {
        if (search.Environments.IsEmpty)
        {
            string places = string.Concat(search.LookedAt.Select(static place => $"\n  {TerminalText.Escape(place.Place)}: {TerminalText.Escape(place.Answer)}"));
            throw new UserException(TerminalText.Escape(whenNone) + places);
        }

        foreach (InstalledEnvironment environment in search.Environments)
        {
            inputs.AddEnvironment(environment);
        }

        inputs.AddProblems(search.Problems);
    }

    internal static Machine MachineOf(Session session) =>
        new(MachineFolders.View(), session.Environment, session.Folder, InstallerFolders.CurrentPlatform) { MountPoints = MachineFolders.MountPoints() };

    private static void Reading(string shown, Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserException($"there is no file or folder {TerminalText.Escape(shown)}; check the path");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserException($"{TerminalText.Escape(shown)} cannot be read: {TerminalText.Escape(e.Message)}");
        }
    }

    // What a file includes: one that is missing is reported by the reader, at the line that names it.
    internal static byte[]? ReadFile(string path)
    {
        try
        {
            return NamedInput.ReadPlain(path, ListLimits.Default.MaxBytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
