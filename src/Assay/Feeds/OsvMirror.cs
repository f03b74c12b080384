using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Assay.Index;

namespace Assay.Feeds;

/// <summary>Limits of an update.</summary>
/// <param name="MaxArchiveBytes">Bytes of <c>all.zip</c>.</param>
/// <param name="MaxListBytes">Bytes of the list of changes.</param>
/// <param name="MaxChanges">Records fetched one by one; where more changed, the whole archive is fetched.</param>
/// <param name="Tries">How often a broken transfer goes on from where it ended, within one update.</param>
/// <param name="AtOnce">Records fetched at a time.</param>
public sealed record MirrorLimits(long MaxArchiveBytes = 2L << 30, int MaxListBytes = 64 << 20, int MaxChanges = 400, int Tries = 4, int AtOnce = 8)
{
    public static MirrorLimits Default { get; } = new();
}

/// <summary>What an update found. Nothing of it counts before <see cref="OsvMirror.Keep"/>.</summary>
/// <param name="Sources">What to build the index from; empty where nothing is new.</param>
/// <param name="Date">The day the data is of, by the server; null where it does not say.</param>
/// <param name="Summary">One clause for people.</param>
public sealed record MirrorNews(ImmutableArray<NamedSource> Sources, DateOnly? Date, string Summary)
{
    internal MirrorState? State { get; init; }
}

/// <summary>An update that cannot be made; the message is one sentence, unescaped.</summary>
public sealed class MirrorException(string message) : Exception(message);

/// <summary>
/// The user's copy of OSV's records about PyPI: <c>all.zip</c>, and the records that changed since by <c>modified_id.csv</c>. What is
/// fetched lies beside what is there until it has become an index.
/// </summary>
public sealed class OsvMirror(string folder, Uri address, DocumentClient client, MirrorLimits limits)
{
    private const string Archive = "all.zip";
    private const string List = "modified_id.csv";
    private const string Changes = "changes.jsonl";
    private const string New = ".new";

    private string StatePath => PathOf("state.json");

    /// <summary>Fetches what is new.</summary>
    /// <param name="full">Fetch the whole archive even where single records would do.</param>
    /// <param name="hasIndex">Whether there is an index made of what is here; else it is made anew though nothing changed.</param>
    /// <exception cref="MirrorException">It could not be fetched, or is older than what is here.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    public async Task<MirrorNews> FetchAsync(bool full, bool hasIndex, Action<long>? progress, CancellationToken cancellation)
    {
        MirrorState? known = MirrorState.Load(StatePath);
        known = known?.Address == address.AbsoluteUri && File.Exists(PathOf(Archive)) ? known : null;
        using MemoryStream body = new();
        FetchedDocument list = await client.FetchAsync(At(List), known?.ListETag, body, null, limits.MaxListBytes, null, cancellation);
        if (list.Outcome == DocumentOutcome.Unchanged && !full)
        {
            return new MirrorNews(hasIndex ? [] : Sources(Archive, Changes), Day(known!.Date), "nothing has changed since the last update") { State = known };
        }

        if (list.Outcome is DocumentOutcome.Cut or DocumentOutcome.Failed)
        {
            throw new MirrorException(list.Failure!);
        }

        // A plain mirror may hold the archive alone.
        ModifiedList? now = list.Outcome == DocumentOutcome.Fetched ? ModifiedList.Read(body.GetBuffer().AsSpan(0, (int)body.Length)) : null;
        if (now?.Problem is string problem)
        {
            throw new MirrorException($"{SecretFree.Describe(At(List))} cannot be used: {problem}");
        }

        RefuseOlder(known?.Date, list.LastModified);
        ImmutableArray<string>? changed = known is null || now is null ? null : Changed(now);
        if (now is not null)
        {
            await File.WriteAllBytesAsync(PathOf(List + New), body.ToArray(), cancellation);
        }

        if (!full && changed is { } ids && ids.Length <= limits.MaxChanges)
        {
            await FetchChangesAsync(ids, progress, cancellation);
            return new MirrorNews(Sources(Archive, Changes + New), Day(list.LastModified), $"{ids.Length} changed records fetched")
            {
                State = known! with { ListETag = list.ETag, Date = list.LastModified ?? known.Date },
            };
        }

        FetchedDocument archive = await FetchArchiveAsync(known?.ETag, progress, cancellation);
        RefuseOlder(known?.Date, archive.LastModified);
        File.Delete(PathOf(Changes + New));
        bool isSame = archive.Outcome == DocumentOutcome.Unchanged;
        return new MirrorNews(
            isSame && hasIndex && now is null ? [] : isSame ? Sources(Archive) : Sources(Archive + New),
            Day(archive.LastModified ?? list.LastModified ?? (isSame ? known!.Date : null)),
            isSame ? "the archive has not changed since the last update" : "the whole archive fetched")
        {
            State = new MirrorState(address.AbsoluteUri, archive.ETag, list.ETag, Later(archive.LastModified, list.LastModified) ?? known?.Date),
        };
    }

    /// <summary>What was fetched takes the place of what was here; called once the index is written.</summary>
    public void Keep(MirrorNews news)
    {
        foreach (string name in (ReadOnlySpan<string>)[Archive, List, Changes])
        {
            if (File.Exists(PathOf(name + New)))
            {
                File.Move(PathOf(name + New), PathOf(name), overwrite: true);
                if (name == Archive)
                {
                    File.Delete(PathOf(Changes));
                }
            }
        }

        news.State?.Save(StatePath);
    }

    /// <summary>What was fetched is thrown away; the part of an archive whose transfer broke stays.</summary>
    public void Forget()
    {
        foreach (string name in (ReadOnlySpan<string>)[Archive, List, Changes])
        {
            File.Delete(PathOf(name + New));
        }
    }

    // Ids whose time is not the one that is here; null where only the whole archive tells: records are gone, or the list was never here.
    private ImmutableArray<string>? Changed(ModifiedList now)
    {
        if (!File.Exists(PathOf(List)) || ModifiedList.Read(File.ReadAllBytes(PathOf(List))) is not { Problem: null } before)
        {
            return null;
        }

        Dictionary<string, DateTimeOffset> times = new(StringComparer.Ordinal);
        foreach (ModifiedEntry entry in now.Entries)
        {
            times.TryAdd(entry.Id, entry.Modified);
        }

        bool areGone = false;
        foreach (ModifiedEntry entry in before.Entries)
        {
            if (!times.TryGetValue(entry.Id, out DateTimeOffset time))
            {
                areGone = true;
            }
            else if (time < entry.Modified)
            {
                throw new MirrorException(
                    $"{SecretFree.Describe(At(List))} is older than the data that is here: it has {entry.Id} as it was before; nothing was changed. Ask another mirror, or make the index anew with 'assay db build'.");
            }
            else if (time == entry.Modified)
            {
                times.Remove(entry.Id);
            }
        }

        return areGone ? null : [.. times.Keys.Order(StringComparer.Ordinal)];
    }

    private void RefuseOlder(DateTimeOffset? known, DateTimeOffset? offered)
    {
        if (offered < known)
        {
            throw new MirrorException(
                $"{SecretFree.Describe(address)} is older than the data that is here ({Time(offered)}, here {Time(known)}); nothing was changed. Ask another mirror, or make the index anew with 'assay db build'.");
        }
    }

    private async Task FetchChangesAsync(ImmutableArray<string> ids, Action<long>? progress, CancellationToken cancellation)
    {
        ConcurrentDictionary<string, byte[]> lines = new(StringComparer.Ordinal);
        await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = limits.AtOnce, CancellationToken = cancellation }, async (id, token) =>
        {
            using MemoryStream body = new();
            FetchedDocument answer = await client.FetchAsync(ModifiedEntry.AddressOf(address, id), null, body, null, FeedLimits.Default.MaxRecordBytes, null, token);
            lines[id] = answer.Outcome == DocumentOutcome.Fetched ? OneLine(id, body.GetBuffer().AsMemory(0, (int)body.Length)) : throw new MirrorException(answer.Failure!);
            progress?.Invoke(lines.Count);
        });
        string target = PathOf(Changes + New);
        if (File.Exists(PathOf(Changes)))
        {
            File.Copy(PathOf(Changes), target, overwrite: true);
        }
        else
        {
            File.Delete(target);
        }

        await using FileStream stream = new(target, FileMode.Append);
        foreach (string id in ids)
        {
            stream.Write(lines[id]);
            stream.Write("\n"u8);
        }
    }

    private byte[] OneLine(string id, ReadOnlyMemory<byte> json)
    {
        FeedReading reading = OsvRecord.Read($"{id}.json", "", json, FeedLimits.Default);
        if (reading.Elsewhere == 0 && (reading.Records.Length != 1 || reading.Records[0].Id != id))
        {
            string why = reading.Problems.FirstOrDefault(static problem => problem.LosesRecord)?.ToString() ?? "it is another record.";
            throw new MirrorException($"{SecretFree.Describe(ModifiedEntry.AddressOf(address, id))} cannot be used: {why}");
        }

        using MemoryStream line = new();
        using (Utf8JsonWriter writer = new(line))
        using (JsonDocument document = JsonDocument.Parse(json))
        {
            document.WriteTo(writer);
        }

        return line.ToArray();
    }

    // The part that lies here from an earlier try, of the version that stands beside it, is gone on with.
    private async Task<FetchedDocument> FetchArchiveAsync(string? etag, Action<long>? progress, CancellationToken cancellation)
    {
        string part = PathOf(Archive + ".part");
        string version = part + ".etag";
        for (int attempt = 1; ; attempt++)
        {
            string? partial = File.Exists(part) && File.Exists(version) ? await File.ReadAllTextAsync(version, cancellation) : null;
            FetchedDocument answer;
            await using (FileStream stream = new(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            {
                answer = await client.FetchAsync(At(Archive), etag, stream, partial, limits.MaxArchiveBytes, progress, cancellation);
            }

            if (answer.Outcome == DocumentOutcome.Cut && answer.ETag is { Length: > 0 } named && !named.StartsWith("W/", StringComparison.Ordinal))
            {
                await File.WriteAllTextAsync(version, named, Encoding.UTF8, cancellation);
            }
            else
            {
                File.Delete(version);
            }

            switch (answer.Outcome)
            {
                case DocumentOutcome.Fetched:
                    File.Move(part, PathOf(Archive + New), overwrite: true);
                    return answer;
                case DocumentOutcome.Unchanged:
                    File.Delete(part);
                    return answer;
                case DocumentOutcome.Cut when attempt < limits.Tries:
                    continue;
                default:
                    throw new MirrorException(answer.Failure!);
            }
        }
    }

    private ImmutableArray<NamedSource> Sources(params ReadOnlySpan<string> names)
    {
        ImmutableArray<NamedSource>.Builder sources = ImmutableArray.CreateBuilder<NamedSource>();
        foreach (string name in names)
        {
            if (File.Exists(PathOf(name)))
            {
                // The name without ".new" tells its form.
                sources.Add(new NamedSource(PathOf(name), name.EndsWith(New, StringComparison.Ordinal) ? name[..^New.Length] : name, null));
            }
        }

        return sources.ToImmutable();
    }

    private Uri At(string name) => new(address, name);

    private string PathOf(string name) => Path.Combine(folder, name);

    private static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) => right is null || left > right ? left : right;

    private static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";

    private static DateOnly? Day(DateTimeOffset? time) => time is DateTimeOffset moment ? DateOnly.FromDateTime(moment.UtcDateTime) : null;
}
