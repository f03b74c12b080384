using Microsoft.Data.Sqlite;

namespace Assay.Store;

/// <summary>
/// What Assay keeps between runs: inspections by key, files by digest, first-seen digests, decisions, the guard's own state. One
/// folder, closed to other users, used by any number of processes at once. Nothing is opened before it is needed.
/// </summary>
public sealed class AssayStore : IDisposable
{
    private static readonly TimeSpan UseIsNoted = TimeSpan.FromHours(1);

    private readonly StoreDatabase _database;
    private readonly BlobFolder _blobs;
    private readonly TimeProvider _time;
    private readonly Lock _cleaning = new();
    private bool _cleaned;

    /// <param name="folder">Full path, from <see cref="StoreFolder.Locate"/>; made when first needed.</param>
    /// <param name="wrap">Stands between writers and files of the content folder; null: nothing does.</param>
    public AssayStore(string folder, TimeProvider time, Func<Stream, Stream>? wrap = null)
    {
        Folder = folder;
        _time = time;
        _database = new StoreDatabase(folder);
        _blobs = new BlobFolder(folder, wrap);
    }

    public string Folder { get; }

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The stored inspection for a key, or null.</summary>
    public byte[]? FindInspection(InspectionKey key) =>
        _database.Query(
            "SELECT json FROM inspection WHERE sha256 = $sha AND file = $file AND limits = $limits AND build = $build",
            static row => row.GetFieldValue<byte[]>(0),
            ("$sha", key.Sha256), ("$file", key.FileName), ("$limits", key.LimitsDigest), ("$build", key.EngineBuild)).FirstOrDefault();

    /// <summary>Stored inspections of a file's bytes by this engine build, whatever its name and limits were; newest first.</summary>
    public IReadOnlyList<byte[]> FindInspections(string sha256, string engineBuild) =>
        _database.Query(
            "SELECT json FROM inspection WHERE sha256 = $sha AND build = $build ORDER BY at DESC, file",
            static row => row.GetFieldValue<byte[]>(0),
            ("$sha", sha256), ("$build", engineBuild));

    public void KeepInspection(InspectionKey key, byte[] json) =>
        _database.Execute(
            "INSERT OR REPLACE INTO inspection VALUES($sha, $file, $limits, $build, $json, $at)",
            ("$sha", key.Sha256), ("$file", key.FileName), ("$limits", key.LimitsDigest), ("$build", key.EngineBuild), ("$json", json), ("$at", Now));

    /// <summary>Begins to take a file in.</summary>
    public IncomingBlob CreateBlob()
    {
        StoreFolder.Prepare(Folder);
        RemoveAbandonedOnce();
        return new IncomingBlob(this, _blobs.Create());
    }

    /// <summary>Opens a stored file at its start, its bytes checked against the digest; null where the store does not have it.</summary>
    /// <param name="sha256">Lower-case hex.</param>
    public Stream? OpenBlob(string sha256)
    {
        StoreFolder.Prepare(Folder);
        FileStream? stream = _blobs.OpenVerified(sha256);
        if (stream is null)
        {
            _database.Execute("DELETE FROM blob WHERE sha256 = $sha", ("$sha", sha256));
            return null;
        }

        NoteUse(sha256, stream.Length);
        return stream;
    }

    /// <summary>True where the store has a file of this name; its bytes are not looked at.</summary>
    /// <param name="sha256">Lower-case hex.</param>
    public bool HasBlob(string sha256) => File.Exists(_blobs.PathOf(sha256));

    /// <summary>Opens a stored file without a look at its bytes, for a reader that hashes them itself; null where the store does not have it.</summary>
    /// <param name="sha256">Lower-case hex.</param>
    public FileStream? OpenBlobUnchecked(string sha256)
    {
        StoreFolder.Prepare(Folder);
        FileStream? stream = _blobs.Open(sha256);
        if (stream is not null)
        {
            NoteUse(sha256, stream.Length);
        }

        return stream;
    }

    /// <summary>Drops a file, for instance because it is blocked now.</summary>
    public void DropBlob(string sha256)
    {
        _database.Execute("DELETE FROM blob WHERE sha256 = $sha", ("$sha", sha256));
        _blobs.Delete(sha256);
    }

    private void NoteUse(string sha256, long size)
    {
        long now = Now;
        _database.Execute(
            "INSERT INTO blob VALUES($sha, $size, $now) ON CONFLICT(sha256) DO UPDATE SET used = $now WHERE used < $noted",
            ("$sha", sha256), ("$size", size), ("$now", now), ("$noted", now - (long)UseIsNoted.TotalMilliseconds));
    }

    /// <summary>Remembers under which digest a place offered a file first, unless it is known already; the stored one is the answer.</summary>
    /// <param name="place">The index's address without credentials.</param>
    public FirstSeen RememberFirstSeen(string place, string fileName, string sha256)
    {
        _database.Execute(
            "INSERT INTO first_seen VALUES($place, $file, $sha, $at) ON CONFLICT DO NOTHING",
            ("$place", place), ("$file", fileName), ("$sha", sha256), ("$at", Now));
        return FindFirstSeen(place, fileName)!;
    }

    public FirstSeen? FindFirstSeen(string place, string fileName) =>
        _database.Query(
            "SELECT sha256, at FROM first_seen WHERE place = $place AND file = $file",
            static row => new FirstSeen(row.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1))),
            ("$place", place), ("$file", fileName)).FirstOrDefault();

    /// <summary>Writes down that the guard handed a file out; of one file, digest and index the last time stays.</summary>
    public void KeepHandedOut(HandedOut file) =>
        _database.Execute(
            "INSERT OR REPLACE INTO handed_out VALUES($place, $file, $sha, $project, $version, $at)",
            ("$place", file.Index), ("$file", file.File), ("$sha", file.Sha256), ("$project", file.Project), ("$version", file.Version ?? ""),
            ("$at", file.When.ToUnixTimeMilliseconds()));

    /// <summary>Every file that the guard handed out, by project, file name, index and digest.</summary>
    public IReadOnlyList<HandedOut> HandedOut() =>
        _database.Query(
            "SELECT project, version, file, sha256, place, at FROM handed_out ORDER BY project, file, place, sha256",
            static row => new HandedOut(
                row.GetString(0), row.GetString(1) is { Length: > 0 } version ? version : null, row.GetString(2), row.GetString(3), row.GetString(4),
                DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5))));

    /// <summary>Keeps a decision so that it can be explained later; the newest under an id stays.</summary>
    public void KeepDecision(Decision decision) =>
        _database.Execute(
            "INSERT OR REPLACE INTO decision VALUES($id, $json, $at)",
            ("$id", decision.Id), ("$json", StoredDecision.ToJson(decision)), ("$at", decision.When.ToUnixTimeMilliseconds()));

    /// <summary>The decision with an id; null where there is none, or another version of Assay wrote it in a form unknown here.</summary>
    public Decision? FindDecision(string id) =>
        _database.Query("SELECT json FROM decision WHERE id = $id", static row => row.GetFieldValue<byte[]>(0), ("$id", id))
            .Select(StoredDecision.TryRead).FirstOrDefault();

    /// <summary>A value of the guard, or null.</summary>
    public string? FindState(string key) =>
        _database.Query("SELECT value FROM guard_state WHERE key = $key", static row => row.GetString(0), ("$key", key)).FirstOrDefault();

    public void KeepState(string key, string value) =>
        _database.Execute("INSERT OR REPLACE INTO guard_state VALUES($key, $value)", ("$key", key), ("$value", value));

    /// <summary>Keeps a value unless there is one; the stored one is the answer.</summary>
    public string StateOrKeep(string key, string value)
    {
        _database.Execute("INSERT INTO guard_state VALUES($key, $value) ON CONFLICT DO NOTHING", ("$key", key), ("$value", value));
        return FindState(key)!;
    }

    /// <summary>What is in the store.</summary>
    public StoreInfo Describe()
    {
        (long blobs, long bytes) = _database.Query(
            "SELECT count(*), coalesce(sum(size), 0) FROM blob", static row => (row.GetInt64(0), row.GetInt64(1))).Single();
        return new StoreInfo(Folder, blobs, bytes, Count("inspection"), Count("decision"), Count("first_seen"));
    }

    /// <summary>
    /// Frees space: inspections of other engine builds, half-written files, files the database does not know, then files least
    /// recently used first, until those left fit.
    /// </summary>
    /// <param name="maxBytes">Bytes of files that may stay; 0 or more.</param>
    public GcResult CollectGarbage(long maxBytes, string engineBuild)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        StoreFolder.Prepare(Folder);
        _blobs.RemoveAbandoned();
        int inspections = _database.Execute("DELETE FROM inspection WHERE build <> $build", ("$build", engineBuild));

        List<(string Sha256, long Size)> known = _database.Query(
            "SELECT sha256, size FROM blob ORDER BY used DESC, sha256", static row => (row.GetString(0), row.GetInt64(1)));
        long left = 0;
        HashSet<string> stays = [];
        List<(string Sha256, long Size)> goes = [];
        foreach ((string sha256, long size) in known)
        {
            if (goes.Count == 0 && left + size <= maxBytes)
            {
                left += size;
                stays.Add(sha256);
            }
            else
            {
                goes.Add((sha256, size));
            }
        }

        // A file without a row may be in the middle of being kept by another process; an old one is not.
        DateTimeOffset old = _time.GetUtcNow() - UseIsNoted;
        HashSet<string> listed = [.. known.Select(static blob => blob.Sha256)];
        goes.AddRange(_blobs.List().Where(blob => !listed.Contains(blob.Sha256) && blob.Written < old).Select(static blob => (blob.Sha256, blob.Size)));
        foreach ((string sha256, _) in goes)
        {
            DropBlob(sha256);
        }

        return new GcResult(goes.Count, goes.Sum(static blob => blob.Size), inspections, stays.Count, left);
    }

    public void Dispose() => _database.Dispose();

    internal void Keep(IncomingFile file, string sha256, long size)
    {
        try
        {
            file.File.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Of(Folder, e);
        }

        _blobs.Keep(file, sha256);
        _database.Execute(
            "INSERT INTO blob VALUES($sha, $size, $now) ON CONFLICT(sha256) DO UPDATE SET size = $size, used = $now",
            ("$sha", sha256), ("$size", size), ("$now", Now));
    }

    private void RemoveAbandonedOnce()
    {
        lock (_cleaning)
        {
            if (!_cleaned)
            {
                _blobs.RemoveAbandoned();
                _cleaned = true;
            }
        }
    }

    private long Count(string table) => _database.Query($"SELECT count(*) FROM {table}", static row => row.GetInt64(0)).Single();
}
