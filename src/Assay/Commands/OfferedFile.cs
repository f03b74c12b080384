using Assay.Index;
using Assay.Packaging.Archives;
using Assay.Store;

namespace Assay.Commands;

/// <summary>The bytes of a file that an index offers: from the store where it has them, else fetched.</summary>
/// <param name="Content">Null where there are none.</param>
/// <param name="Blob">On its way into the store; dropped unless it is kept.</param>
/// <param name="Mismatch">A published digest that the bytes do not have: they are looked at all the same, and the rules say so.</param>
/// <param name="Problem">Its kind before the first colon; null where there is content.</param>
internal sealed record OfferedFile(Stream? Content, IncomingBlob? Blob, DigestMismatch? Mismatch, string? Problem) : IDisposable
{
    /// <summary>Gets them, checked against every published digest that can be computed.</summary>
    /// <param name="store">Null: nothing is kept or reused.</param>
    public static async Task<OfferedFile> FetchAsync(ScanItem.Offered offered, IndexClient client, AssayStore? store, CancellationToken cancellation)
    {
        if (offered.Entry.Hashes.Sha256 is string sha256 && store?.OpenBlob(sha256) is Stream stored)
        {
            return new OfferedFile(stored, null, null, null);
        }

        IncomingBlob? blob = store?.CreateBlob();
        Stream destination = blob?.AsStream() ?? TemporaryFile();
        FileAnswer answer = await client.FetchFileAsync(
            offered.Index, offered.Entry.Url, destination, offered.Entry.Hashes, ArchiveLimits.Default.MaxArchiveBytes, null, cancellation);
        if (answer.Outcome is FileOutcome.Fetched or FileOutcome.DigestMismatch)
        {
            return new OfferedFile(blob?.OpenRead() ?? destination, blob, answer.Mismatch, null);
        }

        blob?.Dispose();
        await destination.DisposeAsync();
        string kind = answer.Outcome switch
        {
            FileOutcome.NotFound => "not-found",
            FileOutcome.TooLarge => "too-large",
            _ => "upstream",
        };
        return new OfferedFile(null, null, null, $"{kind}: {answer.Failure}");
    }

    public void Dispose()
    {
        Content?.Dispose();
        Blob?.Dispose();
    }

    private static FileStream TemporaryFile() =>
        new(
            Path.Combine(Path.GetTempPath(), $"assay-{Path.GetRandomFileName()}"),
            FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16, FileOptions.DeleteOnClose);
}
