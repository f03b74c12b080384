using System.Collections.Immutable;
using System.Text;
using Assay.Index;
using Assay.Packaging.Names;

namespace Assay.Installers;

/// <summary>Collects what a plan says while a command is read; an index that is named twice is kept once.</summary>
internal sealed class PlanBuilder(string installer, InstallerInput input)
{
    private readonly List<IndexSource> _indexes = [];
    private readonly List<DirectAddress> _direct = [];
    private readonly List<LocalTarget> _local = [];
    private readonly List<NamedSource> _versionControl = [];
    private readonly List<LockedFile> _locked = [];
    private readonly HashSet<string> _ofFiles = new(StringComparer.Ordinal);
    private readonly ProjectReading _projects = new(input);

    public List<Refusal> Refusals { get; } = [];

    public List<string> Notices { get; } = [];

    public List<string> Locks { get; } = [];

    public List<string> TrustedHosts { get; } = [];

    /// <summary>True where the command is read as uv reads it.</summary>
    public bool IsUv => installer == "uv";

    /// <summary>Adds an index, or gives the one with the same address; what the later naming knows beyond the earlier one is taken over.</summary>
    public IndexSource Add(IndexSource index)
    {
        int at = _indexes.FindIndex(known => known.Address == index.Address && known.IsFindLinks == index.IsFindLinks);
        if (at < 0)
        {
            if (!Uri.TryCreate(index.Address, UriKind.Absolute, out _) || !index.Address.Contains("://", StringComparison.Ordinal))
            {
                Refusals.Add(new Refusal($"{index.Address} ({index.Origin})", "It is no address of an index.", "Write it as https://HOST/PATH, or as a folder's path."));
            }

            _indexes.Add(index);
            return index;
        }

        IndexSource merged = _indexes[at] with
        {
            Name = _indexes[at].Name ?? index.Name,
            Credentials = _indexes[at].Credentials ?? index.Credentials,
            OnlyFor = Both(_indexes[at].OnlyFor, index),
        };
        _indexes[at] = merged;
        return merged;
    }

    /// <summary>The index that a requirements file puts in the default one's place; null where none does.</summary>
    public IndexSource? MainOfFiles { get; private set; }

    /// <summary>Adds an index that a requirements file names.</summary>
    public IndexSource AddOfFile(IndexSource index, bool isMain)
    {
        IndexSource added = Add(index);
        _ofFiles.Add(added.Address);
        MainOfFiles = isMain ? added : MainOfFiles;
        return added;
    }

    /// <summary>Leaves out an index that is not asked after all: no name is to be told to it.</summary>
    public void Drop(IndexSource index) => _indexes.RemoveAll(known => known.Address == index.Address && !_ofFiles.Contains(known.Address));

    /// <summary>Leaves out every index that no requirements file names.</summary>
    public void KeepIndexesOfFiles() => _indexes.RemoveAll(known => !known.IsFindLinks && !_ofFiles.Contains(known.Address));

    // An index in a lock adds no name to what an explicit one may answer: whatever stands in the lock was asked there by rule.
    private static ImmutableHashSet<ProjectName>? Both(ImmutableHashSet<ProjectName>? known, IndexSource later) =>
        known is null || later.OnlyFor is not { } more
            ? later.Origin.Contains(".lock:", StringComparison.Ordinal) ? known : null
            : known.Union(more);

    /// <summary>Reads one requirement; gives the text that takes its place, or null where it stays.</summary>
    public RewrittenText? Requirement(string text, string origin, bool editable = false, string? folder = null)
    {
        string beside = folder ?? input.WorkingDirectory;
        (RequirementReading reading, RewrittenText? rewritten) =
            RequirementText.ReadArgument(IsUv ? LocalNames.Expanded(text, input, beside) : text, input, beside, origin, editable);
        Take(reading);
        return rewritten;
    }

    /// <summary>Reads a requirements file with all that it includes; gives the copy's path as text, or null where it is read as it is.</summary>
    public RewrittenText? RequirementsFile(string path, string origin, string? folder = null) =>
        new RequirementsCopies(this, input, folder ?? input.WorkingDirectory).Of(path, origin) is { } copy
            ? RewrittenText.Of(new Piece.OfCopy(copy))
            : null;

    /// <summary>Adds what a requirement names.</summary>
    public void Take(RequirementReading reading)
    {
        if (reading.Direct is { } direct && !_direct.Contains(direct))
        {
            _direct.Add(direct);
        }

        if (reading.Refusal is { } refusal && !Refusals.Contains(refusal))
        {
            Refusals.Add(refusal);
        }

        Take(reading.Local);
        if (reading.VersionControl is { } source && !_versionControl.Contains(source))
        {
            _versionControl.Add(source);
        }
    }

    /// <summary>Adds local archives and folders; what a folder's own settings name follows when all is read.</summary>
    public void Take(ImmutableArray<LocalTarget> local)
    {
        _local.AddRange(local.ExceptBy(_local.Select(known => known.Path), target => target.Path));
        foreach (LocalTarget folder in local.Where(target => !target.IsArchive))
        {
            _projects.Add(folder.Path);
        }
    }

    /// <summary>Reads what a project's settings name, without naming its folder: the user works in it.</summary>
    public void Project(string folder) => _projects.AddOwn(folder);

    /// <summary>Reads the project whose dependency group is named: <c>GROUP</c>, or <c>PATH:GROUP</c> with the path of a pyproject.toml or its folder.</summary>
    public void Group(string text, string folder)
    {
        int colon = text.LastIndexOf(':');
        string path = colon < 0 ? folder : LocalNames.PathOf(text[..colon], input, folder) ?? folder;
        _projects.Add(Path.GetFileName(path) == "pyproject.toml" ? Path.GetDirectoryName(path) ?? "/" : path);
    }

    /// <summary>Reads the script whose metadata block names requirements.</summary>
    public void Script(string path)
    {
        if (LocalNames.PathOf(path, input, input.WorkingDirectory) is { } absolute && UvProject.OfScript(absolute, input) is { } metadata)
        {
            Settings(metadata);
        }
        else
        {
            Refusals.Add(new Refusal(path, "It has no metadata block that can be read.", "Name a local script with a block that starts with # /// script."));
        }
    }

    /// <summary>Adds what the metadata block of a script, or one of uv's settings files, names.</summary>
    /// <param name="onlyLimits">True where nothing but constraints and overrides counts.</param>
    public void Settings(UvConfiguration settings, bool onlyLimits = false) => Take(_projects.Names(settings.Path, settings.Leaves, onlyLimits));

    /// <summary>Adds a lock that is mapped in place, with the indexes and addresses that it names.</summary>
    public void Lock(string path)
    {
        Locks.Add(path);
        if (input.Files.Read(path) is { } bytes && LockText.Read(path, Encoding.UTF8.GetString(bytes)) is { } reading)
        {
            Take(reading);
        }
        else if (input.Files.FileExists(path))
        {
            Refusals.Add(ProjectReading.Unreadable(path));
        }
    }

    /// <summary>Adds what a lock names.</summary>
    public void Take(LockReading reading)
    {
        foreach (IndexSource index in reading.Indexes)
        {
            Add(index);
        }

        _direct.AddRange(reading.Direct.Except(_direct));
        _locked.AddRange(reading.Files.Except(_locked));
        foreach (LockedPath local in reading.Local)
        {
            Take(LocalNames.Find(local.Text, input, local.Origin, local.Folders.AsSpan()));
        }
    }

    public InstallerPlan Build(Uri? userProxy, string? certificateBundle, string? clientCertificate)
    {
        while (_projects.Next() is { } reading)
        {
            Take(reading);
        }

        return new InstallerPlan(installer, true, [.. _indexes], [.. _direct], [.. _local.Where(local => local.IsArchive || !_projects.IsOwn(local.Path))], [.. _versionControl], [.. Locks], [.. Refusals], [.. Notices],
            userProxy, certificateBundle, clientCertificate, ChildEnvironment.NoProxy(input), [.. TrustedHosts])
        {
            LockedFiles = [.. _locked],
        };
    }
}
