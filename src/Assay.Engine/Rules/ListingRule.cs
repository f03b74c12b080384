using System.Collections.Immutable;
using Assay.Engine.Advisories;
using Assay.Engine.Findings;
using Assay.Packaging.Names;

namespace Assay.Engine.Rules;

/// <summary>A file's entry on an index page with what the guard knows about it: all that a listing rule may look at.</summary>
/// <param name="Index">The index's address without credentials.</param>
/// <param name="Digests">Published digests, algorithm in lower case to lower-case hex.</param>
/// <param name="UploadTime">When the index says it was uploaded; null where it does not say.</param>
/// <param name="DefaultAge">How old a file must be; zero turns the age rule off.</param>
/// <param name="FirstSeenSha256">The digest under which this index offered this file name first; null when it is new.</param>
/// <param name="OtherIndexes">Other indexes of this installation that offer the same project, without credentials.</param>
/// <param name="OtherSha256">Digests that those indexes publish for the same file name.</param>
/// <param name="PublishedMetadataSha256">Digest of the <c>.metadata</c> that the index serves, of the bytes really served; null when none was asked for.</param>
/// <param name="ArtifactMetadataSha256">Digest of METADATA inside the file, once assayed.</param>
/// <param name="ArtifactSha256">Digest of the file's bytes, once fetched.</param>
/// <param name="Mismatch">A published digest that those bytes do not have; null while there is none.</param>
/// <param name="Version">As the file's name gives it; null where it gives none.</param>
/// <param name="Flaws">What advisories say of the release; null where they were not asked.</param>
/// <param name="Fix">What the release repairs in the one that would be taken in its place; null where it repairs nothing.</param>
public sealed record ListingSubject(
    string Index,
    ProjectName Project,
    string FileName,
    ImmutableSortedDictionary<string, string> Digests,
    DateTimeOffset? UploadTime,
    TimeSpan DefaultAge,
    string? FirstSeenSha256,
    ImmutableArray<string> OtherIndexes,
    ImmutableArray<string> OtherSha256,
    string? PublishedMetadataSha256,
    string? ArtifactMetadataSha256,
    string? ArtifactSha256 = null,
    WrongDigest? Mismatch = null,
    string? Version = null,
    ReleaseFlaws? Flaws = null,
    SecurityFix? Fix = null)
{
    public Place Place => new ListingPlace(Index, Project.Normalized, FileName);

    /// <summary>Project and version for people; the file's name where that gives no version.</summary>
    public string Shown => Version is null ? FileName : $"{Project.Normalized} {Version}";
}

/// <summary>A published digest and the one that the bytes have; lower-case hex.</summary>
public sealed record WrongDigest(string Algorithm, string Published, string Actual);

/// <summary>Flaws that a release repairs.</summary>
/// <param name="Release">The version that has them and that would be taken in its place.</param>
/// <param name="Ids">Their ids, at least one.</param>
public sealed record SecurityFix(string Release, ImmutableArray<string> Ids);

/// <summary>
/// One thing worth saying about a file's entry on an index. Listing rules run when a verdict is asked for and are never stored
/// under the artifact's key, because they depend on the index and on time.
/// </summary>
public abstract class ListingRule
{
    /// <summary>Kebab-case, never reused.</summary>
    public abstract string Id { get; }

    /// <summary>What it reports, in a few words, for lists.</summary>
    public abstract string Title { get; }

    /// <summary>Says what it found.</summary>
    /// <param name="now">The time of the verdict.</param>
    public abstract IEnumerable<ListingFinding> Inspect(ListingSubject subject, DateTimeOffset now);

    /// <summary>A finding of this rule for everyone, which time alone does not take away.</summary>
    private protected ListingFinding Report(
        ListingSubject subject, Severity severity, Confidence confidence, string message, params ReadOnlySpan<Evidence> evidence) =>
        Report(subject.Place, severity, confidence, message, evidence);

    private protected ListingFinding Report(Place place, Severity severity, Confidence confidence, string message, params ReadOnlySpan<Evidence> evidence) =>
        new(new Finding(Id, severity, confidence, Audience.Everyone, CodeContext.None, place, message, [], [.. evidence]), Until: null);
}

/// <summary>A finding about a listing, and until when it holds by time alone.</summary>
/// <param name="Until">The moment at which time alone would take the finding away; null: never.</param>
public sealed record ListingFinding(Finding Finding, DateTimeOffset? Until);
