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

    public List<Refusal> Refusals { get; } = [];

    public List<string> Notices { get; } = [];

    public List<string> Locks { get; } = [];

    public List<string> TrustedHosts { get; } = [];

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
        (RequirementReading reading, RewrittenText? rewritten) =
            RequirementText.ReadArgument(text, input, folder ?? input.WorkingDirectory, origin, editable);
        Take(reading);
        return rewritten;
    }

    /// <summary>Reads a requirements file with all that it includes; gives the copy's path as text, or null where it is read as it is.</summary>
    public RewrittenText? RequirementsFile(string path, string origin, string? folder = null) =>
        new RequirementsCopies(this, input).Of(path, origin, folder ?? input.WorkingDirectory) is { } copy
            ? RewrittenText.Of(new Piece.OfCopy(copy))
            : null;

    /// <summary>Adds what a requirement names.</summary>
    public void Take(RequirementReading reading)
    {
        if (reading.Direct is { } direct && !_direct.Contains(direct))
        {
            _direct.Add(direct);
        }

        if (reading.Local is { } local && !_local.Contains(local))
        {
            _local.Add(local);
        }

        if (reading.VersionControl is { } source && !_versionControl.Contains(source))
        {
            _versionControl.Add(source);
        }
    }

    /// <summary>Adds a lock that is mapped in place, with the indexes and addresses that it names.</summary>
    public void Lock(string path)
    {
        Locks.Add(path);
        if (input.Files.Read(path) is { } bytes && LockText.Read(path, Encoding.UTF8.GetString(bytes)) is { } reading)
        {
            Take(reading);
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
    }

    public InstallerPlan Build(Uri? userProxy, string? certificateBundle, string? clientCertificate) =>
        new(installer, true, [.. _indexes], [.. _direct], [.. _local], [.. _versionControl], [.. Locks], [.. Refusals], [.. Notices],
            userProxy, certificateBundle, clientCertificate, ChildEnvironment.NoProxy(input), [.. TrustedHosts])
        {
            LockedFiles = [.. _locked],
        };
}
