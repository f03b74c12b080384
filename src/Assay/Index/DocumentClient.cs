using System.Net;

namespace Assay.Index;

/// <summary>How asking for a document ended.</summary>
public enum DocumentOutcome
{
    /// <summary>All of it is there.</summary>
    Fetched,

    /// <summary>It is the version that the caller has (304).</summary>
    Unchanged,

    /// <summary>404 or 410.</summary>
    NotFound,

    /// <summary>The bytes end before their announced end; asking again from there may bring the rest.</summary>
    Cut,

    /// <summary>Anything else.</summary>
    Failed,
}

/// <summary>A server's answer to the request for a document.</summary>
/// <param name="ETag">The version, as sent; null where the server names none.</param>
/// <param name="LastModified">What the server says; null where it does not.</param>
/// <param name="Failure">Sentences that name the address and the next step, free of secrets; null where it was fetched or is unchanged.</param>
public sealed record FetchedDocument(DocumentOutcome Outcome, string? ETag, DateTimeOffset? LastModified, string? Failure);

/// <summary>Fetches documents from one server, conditionally and from where an earlier try ended. Redirects may not leave the server.</summary>
public sealed class DocumentClient(IndexClientOptions options, TimeProvider time) : IDisposable
{
    private readonly Transport _transport = new(options, time);

    /// <summary>Fetches a document into a stream.</summary>
    /// <param name="etag">The version that the caller has; null: none.</param>
    /// <param name="destination">Bytes that stand in it are kept where the server goes on from there, else overwritten.</param>
    /// <param name="partial">The version that those bytes are of; null: they are of no use.</param>
    /// <param name="maxBytes">Most bytes of the whole document.</param>
    /// <param name="progress">Told the bytes so far.</param>
    public async Task<FetchedDocument> FetchAsync(
        Uri address, string? etag, Stream destination, string? partial, long maxBytes, Action<long>? progress, CancellationToken cancellation)
    {
        long from = partial is null ? 0 : destination.Length;
        using Patience patience = new(options.IdleTimeout, null, time, cancellation);
        Ask ask = new("*/*", "identity", StaysAtOrigin: true, etag, From: from, FromETag: partial);
        using Reply reply = await _transport.GetAsync(null, address, ask, patience, cancellation);
        if (reply.Response is not { } response)
        {
            return Failed(DocumentOutcome.Failed, address, reply.Trouble!);
        }

        string? version = response.Headers.NonValidated.TryGetValues("ETag", out var tags) ? tags.ToString() : null;
        DateTimeOffset? modified = response.Content.Headers.LastModified;
        int status = (int)response.StatusCode;
        bool goesOn = response.StatusCode == HttpStatusCode.PartialContent && from > 0 && response.Content.Headers.ContentRange?.From == from;
        switch (response.StatusCode)
        {
            case HttpStatusCode.NotModified when etag is not null:
                return new(DocumentOutcome.Unchanged, version ?? etag, modified, null);
            case HttpStatusCode.OK or HttpStatusCode.PartialContent when response.Content.Headers.ContentEncoding.Count > 0:
                return Failed(DocumentOutcome.Failed, address, new(FileOutcome.Refused, "it came with a Content-Encoding that was not asked for", "Ask whoever runs the server."));
            case HttpStatusCode.OK:
                destination.SetLength(0);
                from = 0;
                break;
            case HttpStatusCode.PartialContent when goesOn:
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when from > 0:
                destination.SetLength(0);
                return Failed(DocumentOutcome.Cut, address, new(FileOutcome.Truncated, "what was here of it is not its beginning", "Try again."));
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                return Failed(DocumentOutcome.NotFound, address, new(FileOutcome.NotFound, $"it answered {status}", "Check the address."));
            default:
                return Failed(
                    DocumentOutcome.Failed, address,
                    new(FileOutcome.Failed, status >= 500 ? $"it answered {status}, a fault of its own" : $"it answered {status}", status >= 500 ? "Try again later." : "Check the address."));
        }

        destination.Position = from;
        long soFar = from;
        (_, Trouble? trouble) = await BodyReader.ReadAsync(
            response,
            maxBytes - from,
            async piece =>
            {
                await destination.WriteAsync(piece, cancellation);
                soFar += piece.Length;
                progress?.Invoke(soFar);
            },
            patience,
            cancellation);
        return trouble is null
            ? new(DocumentOutcome.Fetched, version, modified, null)
            : Failed(trouble.Outcome == FileOutcome.Truncated ? DocumentOutcome.Cut : DocumentOutcome.Failed, address, trouble) with { ETag = version };
    }

    public void Dispose() => _transport.Dispose();

    private static FetchedDocument Failed(DocumentOutcome outcome, Uri address, Trouble trouble) =>
        new(outcome, null, null, $"{SecretFree.Describe(address)} could not be fetched: {trouble.Reason}. {trouble.NextStep}");
}
