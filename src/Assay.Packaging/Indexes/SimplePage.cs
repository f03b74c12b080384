using System.Collections.Immutable;
using Assay.Packaging.Names;

namespace Assay.Packaging.Indexes;

/// <summary>What an index says about one project: its files (PyPA specification "Simple repository API", project detail).</summary>
/// <param name="Project">The project that was asked for.</param>
/// <param name="ApiVersion"><c>Major.Minor</c> as the index gives it; <c>1.0</c> where it gives none.</param>
/// <param name="Status">The project's status marker; null where the index gives none, which means active.</param>
/// <param name="Versions">As the index lists them; empty where it lists none (HTML, API 1.0).</param>
/// <param name="Files">In the index's order; a file name may occur twice, which the reader reports.</param>
public sealed record SimplePage(
    ProjectName Project,
    string ApiVersion,
    ProjectStatus? Status,
    ImmutableArray<string> Versions,
    ImmutableArray<SimpleFile> Files);

/// <summary>A project's status marker (PEP 792).</summary>
/// <param name="Status"><c>active</c>, <c>archived</c>, <c>quarantined</c>, <c>deprecated</c>, or what a later specification adds.</param>
/// <param name="Reason">Free text of the index, unescaped.</param>
public sealed record ProjectStatus(string Status, string? Reason);

/// <summary>One file that an index or a find-links page lists.</summary>
/// <param name="FileName">A plain file name: no separator, no control character.</param>
/// <param name="Url">Absolute http, https or (find-links only) file address, without fragment, user and password.</param>
/// <param name="Hashes">The published digests; empty where there are none.</param>
/// <param name="RequiresPython">Specifier text as published, not checked.</param>
/// <param name="Size">Bytes, 0 or more; null where the index does not say.</param>
/// <param name="UploadTime">In UTC; null where the index does not say.</param>
/// <param name="Yanked">Null: not yanked. Otherwise the reason, empty where none is given (PEP 592).</param>
/// <param name="CoreMetadata">
/// Null: no <c>.metadata</c> is offered. Empty: offered without a digest. Otherwise the digests of the
/// <c>.metadata</c> file (PEP 658, PEP 714).
/// </param>
/// <param name="Provenance">Absolute https (or http) address of the file's provenance (PEP 740), or null.</param>
/// <param name="GpgSig">Whether a signature lies beside the file; null where the index does not say.</param>
public sealed record SimpleFile(
    string FileName,
    string Url,
    DigestMap Hashes,
    string? RequiresPython = null,
    long? Size = null,
    DateTimeOffset? UploadTime = null,
    string? Yanked = null,
    DigestMap? CoreMetadata = null,
    string? Provenance = null,
    bool? GpgSig = null)
{
    /// <summary>Where the file's core metadata is, if <see cref="CoreMetadata"/> says that there is one.</summary>
    public string MetadataUrl => Url + ".metadata";
}

/// <summary>What a page cost a reader: the page itself, one file, or a field.</summary>
public enum PageProblemKind
{
    /// <summary>The page could not be read: there is no <see cref="SimplePage"/>.</summary>
    Unreadable,

    /// <summary>One file of the page was left out.</summary>
    FileLost,

    /// <summary>The page and its files stand; something beside them was strange.</summary>
    Remark,
}

/// <summary>Something wrong with a page.</summary>
/// <param name="FileName">The file as the page names it (hostile text), or <c>file 17</c> where it has no name; null for the page as a whole.</param>
/// <param name="Detail">One sentence, unescaped.</param>
public sealed record PageProblem(PageProblemKind Kind, string? FileName, string Detail);

/// <summary>The outcome of reading a page.</summary>
/// <param name="Page">Null if and only if a problem of kind <see cref="PageProblemKind.Unreadable"/> is among <paramref name="Problems"/>.</param>
public sealed record SimplePageReading(SimplePage? Page, ImmutableArray<PageProblem> Problems);

/// <summary>A page or folder of links (<c>--find-links</c>): files of any number of projects.</summary>
public sealed record LinkPage(ImmutableArray<SimpleFile> Files)
{
    /// <summary>The files that an installer would take for one project's, by their names.</summary>
    public SimplePage Of(ProjectName project) =>
        new(project, "1.0", null, [], [.. Files.Where(file => DistributionNames.MayBelongTo(file.FileName, project))]);
}

/// <summary>The outcome of reading a page or folder of links.</summary>
/// <param name="Page">Null if and only if a problem of kind <see cref="PageProblemKind.Unreadable"/> is among <paramref name="Problems"/>.</param>
public sealed record LinkPageReading(LinkPage? Page, ImmutableArray<PageProblem> Problems);

/// <summary>Caps on what a page may make a reader do; the defaults admit the largest real pages several times over.</summary>
/// <param name="MaxBytes">Bytes of the page, decompressed.</param>
/// <param name="MaxFiles">Files of one page.</param>
/// <param name="MaxProblems">Problems written down; the last one says how many more there were.</param>
public sealed record PageLimits(int MaxBytes = 128 << 20, int MaxFiles = 200_000, int MaxProblems = 100)
{
    public static PageLimits Default { get; } = new();
}
