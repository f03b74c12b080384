using System.Collections.Immutable;
using Assay.Packaging.Indexes;

namespace Assay.Index;

/// <summary>How asking an index for a page ended.</summary>
public enum PageOutcome
{
    /// <summary>There is a page.</summary>
    Found,

    /// <summary>The index does not know the project, or may not answer for it.</summary>
    NotFound,

    /// <summary>Anything else; nothing is known about the project.</summary>
    Failed,
}

/// <summary>An index's answer about one project.</summary>
/// <param name="Page">There if and only if <paramref name="Outcome"/> is <see cref="PageOutcome.Found"/>.</param>
/// <param name="Problems">What was wrong with the page or its files.</param>
/// <param name="Status">The HTTP status; null where there was no answer.</param>
/// <param name="Failure">For <see cref="PageOutcome.Failed"/>: sentences that name index, project and next step, free of secrets.</param>
/// <param name="WasUnchanged">True where the index confirmed a page that was already here.</param>
public sealed record PageAnswer(
    PageOutcome Outcome,
    SimplePage? Page,
    ImmutableArray<PageProblem> Problems,
    int? Status,
    string? Failure,
    bool WasUnchanged = false);

/// <summary>A find-links source's answer.</summary>
/// <param name="Page">Null where there is none; <paramref name="Failure"/> says why.</param>
public sealed record LinksAnswer(LinkPage? Page, ImmutableArray<PageProblem> Problems, int? Status, string? Failure);

/// <summary>How fetching a file ended.</summary>
public enum FileOutcome
{
    /// <summary>All bytes are there and every published digest that can be computed is right.</summary>
    Fetched,

    /// <summary>404 or 410, or no such local file.</summary>
    NotFound,

    /// <summary>Assay would not fetch it: address, redirect or encoding.</summary>
    Refused,

    /// <summary>All bytes are there, and a published digest is wrong.</summary>
    DigestMismatch,

    /// <summary>The bytes end before their announced end.</summary>
    Truncated,

    /// <summary>More bytes than the caller's cap.</summary>
    TooLarge,

    /// <summary>Another status, no connection, or silence.</summary>
    Failed,
}

/// <summary>An index's answer to the request for a file.</summary>
/// <param name="Bytes">Bytes written to the destination, 0 or more; after a failure it holds as many that mean nothing.</param>
/// <param name="Sha256">Of those bytes, lower-case hex; null where no body was read.</param>
/// <param name="Mismatch">For <see cref="FileOutcome.DigestMismatch"/>: what differs.</param>
/// <param name="Unchecked">Algorithms of published digests that cannot be computed here.</param>
/// <param name="Status">The HTTP status; null where there was no answer.</param>
/// <param name="Failure">Null if and only if <see cref="FileOutcome.Fetched"/>; otherwise sentences that name index, file and next step, free of secrets.</param>
public sealed record FileAnswer(
    FileOutcome Outcome,
    long Bytes,
    string? Sha256,
    DigestMismatch? Mismatch,
    ImmutableArray<string> Unchecked,
    int? Status,
    string? Failure);

/// <summary>A published digest that the bytes do not have; both as lower-case hex.</summary>
public sealed record DigestMismatch(string Algorithm, string Published, string Actual);

/// <summary>An index's answer to the request for a file's core metadata, or another small document.</summary>
/// <param name="Body">The bytes; empty unless <see cref="FileOutcome.Fetched"/>.</param>
/// <param name="File">How it went.</param>
public sealed record DocumentAnswer(ReadOnlyMemory<byte> Body, FileAnswer File);
