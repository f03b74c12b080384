using System.Collections.Concurrent;
using Assay.Engine;
using Assay.Engine.Findings;
using Assay.Engine.Rules;
using Assay.Engine.Verdicts;
using Assay.Index;
using Assay.Office;
using Assay.Packaging.Indexes;
using Assay.Store;

namespace Assay.Guard;

/// <summary>What the desk has to say about a file that was asked for.</summary>
public abstract record DeskAnswer
{
    private DeskAnswer()
    {
    }

    /// <summary>It may be handed out; the store has its bytes.</summary>
    public sealed record Ready(FileRuling Ruling, Inspection Inspection) : DeskAnswer;

    /// <summary>It is not handed out.</summary>
    public sealed record Refused(FileRuling Ruling) : DeskAnswer;

    /// <summary>It could not be had.</summary>
    public sealed record Failed(string Why) : DeskAnswer;
}

/// <summary>Gets files for installers: each is fetched once, checked against the index's digest, inspected, and stored only if it may pass.</summary>
public sealed class FileDesk(
    IndexClient client, AssayOffice office, AssayStore store, Rulings rulings, Ledger ledger, GuardProgress progress, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<DeskAnswer>>> _underWay = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _servedMetadata = new(StringComparer.Ordinal);

    /// <summary>Remembers the digest of the <c>.metadata</c> that the index served for a file: the file must agree with it.</summary>
    public void RememberMetadata(ListedFile listed, string sha256) => _servedMetadata[listed.File.Url] = sha256;

    /// <summary>Writes down that a file left the guard, so that it can be audited when more is known.</summary>
    public void RememberHandedOut(ListedFile listed, string sha256) =>
        store.KeepHandedOut(new HandedOut(listed.Project.Normalized, listed.Version, listed.File.FileName, sha256, listed.Index, time.GetUtcNow()));

    /// <summary>What is known about a file without fetching it.</summary>
    public (FileRuling Ruling, Inspection? Inspection) Look(ListedFile listed, ListingContext knowledge)
    {
        Inspection? known = listed.File.Hashes.Sha256 is string sha256 ? office.Find(sha256, listed.File.FileName) : null;
        return (rulings.Of(listed, WithMetadata(listed, knowledge), known), known);
    }

    /// <summary>Gets a file; requests for one that is under way wait for the same answer.</summary>
    public async Task<DeskAnswer> GetAsync(ListedFile listed, ListingContext knowledge)
    {
        Lazy<Task<DeskAnswer>> work = _underWay.GetOrAdd(listed.File.Url, _ => new Lazy<Task<DeskAnswer>>(() => ObtainAsync(listed, knowledge)));
        try
        {
            return await work.Value.ConfigureAwait(false);
        }
        finally
        {
            // The next request judges anew: time and policy may have moved, and the store makes it cheap.
            _underWay.TryRemove(new KeyValuePair<string, Lazy<Task<DeskAnswer>>>(listed.File.Url, work));
        }
    }

    private async Task<DeskAnswer> ObtainAsync(ListedFile listed, ListingContext knowledge)
    {
        knowledge = WithMetadata(listed, knowledge) with { FirstSeenSha256 = store.FindFirstSeen(listed.Index, listed.File.FileName)?.Sha256 };
        (FileRuling early, Inspection? known) = Look(listed, knowledge);
        if (early.IsRefused)
        {
            return Refuse(listed, early);
        }

        if (known is not null && store.HasBlob(known.Sha256))
        {
            return Allow(listed, knowledge, early, known);
        }

        using IncomingBlob incoming = store.CreateBlob();
        progress.Begin(listed.File.FileName, listed.File.Size);
        FileAnswer answer = await FetchAsync(listed, incoming).ConfigureAwait(false);
        if (answer.Outcome is not (FileOutcome.Fetched or FileOutcome.DigestMismatch))
        {
            string why = answer.Failure ?? $"{listed.File.FileName} could not be fetched";
            ledger.Fail(why);
            ledger.Add(Gap.Of(GapKind.Unreachable, new ListingPlace(listed.Index, listed.Project.Normalized, listed.File.FileName), why));
            return new DeskAnswer.Failed(why);
        }

        string sha256 = incoming.Complete();

        // Bytes that are not the published ones say nothing about what this index offered first.
        if (answer.Mismatch is null)
        {
            knowledge = knowledge with { FirstSeenSha256 = store.RememberFirstSeen(listed.Index, listed.File.FileName, sha256).Sha256 };
        }

        Inspection inspection;
        Stream content = incoming.OpenRead();
        await using (content.ConfigureAwait(false))
        {
            inspection = office.Inspect(content, sha256, listed.File.FileName, CancellationToken.None);
        }

        FileRuling ruling = rulings.Of(listed, knowledge with { Mismatch = answer.Mismatch }, inspection);
        if (ruling.IsRefused)
        {
            return Refuse(listed, ruling);
        }

        incoming.Keep();
        return Allow(listed, knowledge, ruling, inspection);
    }

    private async Task<FileAnswer> FetchAsync(ListedFile listed, IncomingBlob incoming)
    {
        Stream writer = incoming.AsStream();
        await using (writer.ConfigureAwait(false))
        {
            return await client.FetchFileAsync(
                listed.Source, listed.File.Url, writer, listed.File.Hashes, office.Limits.Archives.MaxArchiveBytes, progress: null, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private ListingContext WithMetadata(ListedFile listed, ListingContext knowledge) =>
        knowledge with { ServedMetadataSha256 = _servedMetadata.GetValueOrDefault(listed.File.Url) };

    private DeskAnswer.Ready Allow(ListedFile listed, ListingContext knowledge, FileRuling ruling, Inspection inspection)
    {
        ledger.Record(Rulings.Entry(Outcome.Allowed, listed, ruling));
        if (knowledge.Fix is not null && ruling.Verdict.Reasons.FirstOrDefault(static reason => reason.Id == TooYoung.RuleId) is Reason lifted)
        {
            ledger.Note($"{listed.File.FileName}: {lifted.Message}");
        }

        return new DeskAnswer.Ready(ruling, inspection);
    }

    private DeskAnswer.Refused Refuse(ListedFile listed, FileRuling ruling)
    {
        rulings.Keep(listed, ruling);
        ledger.Record(Rulings.Entry(Outcome.Refused, listed, ruling));
        return new DeskAnswer.Refused(ruling);
    }
}
