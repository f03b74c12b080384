using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Assay.Engine;
using Assay.Engine.Artifacts;
using Assay.Store;

namespace Assay.Office;

/// <summary>
/// Where inspections come from: stored under the same key, or made now and stored. Two callers that ask about the same bytes at once get
/// one inspection. Verdicts are never kept here: they depend on policy and time.
/// </summary>
/// <param name="store">Null: nothing is kept or reused.</param>
/// <param name="without">Ids of rules that are not asked; such inspections are kept under a key of their own.</param>
public sealed class AssayOffice(AssayStore? store, InspectionLimits limits, ImmutableSortedSet<string> without)
{
    private readonly ConcurrentDictionary<InspectionKey, Lazy<Inspection>> _underWay = new();
    /// <summary>The limits of every inspection.</summary>
    public InspectionLimits Limits { get; } = limits;

    private readonly string _limitsKey = without.IsEmpty ? limits.Key : $"{limits.Key} without {string.Join(',', without)}";

    /// <summary>Inspects a file on the disk under its own name.</summary>
    /// <exception cref="IOException">It cannot be read, or it changed while it was.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="StoreException">The store fails.</exception>
    public Inspection InspectFile(string path, CancellationToken cancellation)
    {
        using FileStream stream = OpenFile(path);
        return Inspect(stream, Path.GetFileName(path), cancellation);
    }

    /// <summary>Inspects a file from a stream that can seek; it is left open.</summary>
    /// <param name="fileName">The name under which it was offered, without folders.</param>
    /// <param name="cancellation">Ends the look for everybody who waits for these bytes.</param>
    public Inspection Inspect(Stream seekable, string fileName, CancellationToken cancellation)
    {
        if (store is null)
        {
            return Assayer.Inspect(seekable, fileName, Limits, without, cancellation);
        }

        seekable.Position = 0;
        return Inspect(seekable, Convert.ToHexStringLower(SHA256.HashData(seekable)), fileName, cancellation);
    }

    /// <summary>Inspects a file whose digest the caller has just computed from this stream.</summary>
    /// <param name="sha256">Lower-case hex.</param>
    public Inspection Inspect(Stream seekable, string sha256, string fileName, CancellationToken cancellation)
    {
        InspectionKey key = new(sha256, fileName, _limitsKey, EngineBuild.Identity);
        Lazy<Inspection> mine = new(() => Find(key) ?? Make(seekable, key, cancellation));
        try
        {
            return _underWay.GetOrAdd(key, mine).Value;
        }
        finally
        {
            _underWay.TryRemove(KeyValuePair.Create(key, mine));
        }
    }

    /// <summary>The stored inspection of these bytes under this name, by this build and under these limits; null where there is none.</summary>
    /// <param name="sha256">Lower-case hex.</param>
    public Inspection? Find(string sha256, string fileName) => Find(new InspectionKey(sha256, fileName, _limitsKey, EngineBuild.Identity));

    /// <summary>Inspects a folder of sources; trees change and are never stored.</summary>
    /// <param name="besides">Full paths of files to leave out.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public Inspection InspectTree(string folder, ImmutableHashSet<string> besides, CancellationToken cancellation)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        string name = Path.GetFileName(full) is { Length: > 0 } last ? last : full;
        return Assayer.InspectTree(name, SourceTree.Walk(full, besides), Limits, without, cancellation);
    }

    /// <summary>Stored inspections of these bytes by this build; newest first.</summary>
    /// <param name="sha256">Lower-case hex.</param>
    public static Inspection? FindStored(AssayStore store, string sha256) =>
        store.FindInspections(sha256, EngineBuild.Identity).Select(StoredInspection.TryRead).FirstOrDefault(static found => found is not null);

    private Inspection? Find(InspectionKey key) => store?.FindInspection(key) is byte[] json ? StoredInspection.TryRead(json) : null;

    private Inspection Make(Stream seekable, InspectionKey key, CancellationToken cancellation)
    {
        Inspection made = Assayer.Inspect(seekable, key.FileName, Limits, without, cancellation);
        if (made.Sha256 != key.Sha256)
        {
            throw new IOException($"{key.FileName} changed while it was read; look at it again");
        }

        store?.KeepInspection(key, StoredInspection.ToJson(made));
        return made;
    }

    /// <summary>Opens a plain file for reading.</summary>
    /// <exception cref="IOException">It cannot be read, or is a pipe, a socket or a device.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream OpenFile(string path) =>
        Directory.Exists(path)
            ? throw new IOException($"{path} is a folder")
            : !UnixFile.IsPlain(path)
            ? throw new IOException($"{path} is a pipe, a socket or a device; save it as a file first")
            : new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1, FileOptions.None);
}
