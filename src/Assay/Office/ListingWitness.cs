using System.Collections.Immutable;
using Assay.Engine;
using Assay.Engine.Advisories;
using Assay.Engine.Findings;
using Assay.Engine.Rules;
using Assay.Engine.Verdicts;
using Assay.Packaging.Indexes;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;
using DigestMismatch = Assay.Index.DigestMismatch;

namespace Assay.Office;

/// <summary>What is known about a file's entry on an index beside the entry itself.</summary>
/// <param name="FirstSeenSha256">The digest under which this index offered this name first; null when it is new.</param>
/// <param name="OtherIndexes">Other indexes of this installation that offer the project, without credentials.</param>
/// <param name="OtherSha256">Digests that those publish for the same file name.</param>
/// <param name="ServedMetadataSha256">Of the <c>.metadata</c> bytes that the index really served; null when none was asked for.</param>
/// <param name="Mismatch">A published digest that the bytes do not have; null before they are fetched.</param>
/// <param name="Fix">What the release repairs in the one that would be taken in its place; null where it repairs nothing.</param>
public sealed record ListingContext(
    string? FirstSeenSha256,
    ImmutableArray<string> OtherIndexes,
    ImmutableArray<string> OtherSha256,
    string? ServedMetadataSha256 = null,
    DigestMismatch? Mismatch = null,
    SecurityFix? Fix = null)
{
    /// <summary>A file seen on one index only, for the first time.</summary>
    public static ListingContext None { get; } = new(null, [], []);
}

/// <summary>What a look at an entry yields, for the judge.</summary>
public sealed record ListingLook(ImmutableArray<ListingFinding> Findings, ImmutableArray<Gap> Gaps);

/// <summary>Looks at a file's entry on an index: every listing rule, and what the index does not say.</summary>
public static class ListingWitness
{
    /// <param name="index">The index's address without credentials.</param>
    /// <param name="version">As the file's name gives it; null where it gives none.</param>
    /// <param name="inspection">What is in the file; null while only its entry is known.</param>
    /// <param name="advisories">Asked about the release; null: nobody asks.</param>
    /// <param name="defaultAge">How old a file must be; zero turns the age rule off.</param>
    /// <param name="without">Ids of rules that are not asked.</param>
    public static ListingLook Look(
        string index,
        ProjectName project,
        string? version,
        SimpleFile file,
        Inspection? inspection,
        ListingContext context,
        AdvisoryWitness? advisories,
        TimeSpan defaultAge,
        IReadOnlySet<string> without,
        DateTimeOffset now)
    {
        ReleaseFlaws? flaws = advisories?.Look(project, version);
        ListingSubject subject = new(
            index, project, file.FileName, file.Hashes.ToImmutableSortedDictionary(StringComparer.Ordinal), file.UploadTime, defaultAge,
            context.FirstSeenSha256, context.OtherIndexes, context.OtherSha256, context.ServedMetadataSha256 ?? file.CoreMetadata?.Sha256,
            inspection?.Metadata?.Sha256, inspection?.Sha256,
            context.Mismatch is DigestMismatch wrong ? new WrongDigest(wrong.Algorithm, wrong.Published, wrong.Actual) : null,
            version, flaws, context.Fix);

        ImmutableArray<ListingFinding>.Builder findings = ImmutableArray.CreateBuilder<ListingFinding>();
        foreach (ListingRule rule in Catalogue.ListingRules)
        {
            if (!without.Contains(rule.Id))
            {
                findings.AddRange(rule.Inspect(subject, now));
            }
        }

        ImmutableArray<Gap>.Builder gaps = ImmutableArray.CreateBuilder<Gap>();
        if (file.UploadTime is null && defaultAge > TimeSpan.Zero)
        {
            gaps.Add(Gap.Of(GapKind.NoUploadTime, subject.Place, "the index does not say when the file was uploaded, so its age is not known"));
        }

        if (file.Hashes.Sha256 is null && file.Hashes["sha384"] is null && file.Hashes["sha512"] is null)
        {
            gaps.Add(Gap.Of(GapKind.NoDigest, subject.Place, "the index publishes no digest that binds the file's bytes"));
        }

        gaps.AddRange(flaws is null ? [] : GapsOf(flaws, subject.Place));
        return new ListingLook(findings.DrainToImmutable(), gaps.DrainToImmutable());
    }

    /// <summary>The case of a file on the user's own disk, with what is known of the release that its name claims.</summary>
    /// <param name="without">Ids of rules that are not asked.</param>
    public static Case CaseOfFile(Inspection inspection, AdvisoryWitness advisories, IReadOnlySet<string> without)
    {
        Case matter = Case.OfFile(inspection);
        ReleaseRule[] asked = [.. Catalogue.ListingRules.OfType<ReleaseRule>().Where(rule => !without.Contains(rule.Id))];
        if (NameAndVersion.OfFile(inspection.FileName) is not (ProjectName project, PackageVersion version) || asked.Length == 0)
        {
            return matter;
        }

        ReleaseFlaws flaws = advisories.Look(project, version.ToString());
        ReleaseSubject subject = new(project, flaws, new PinPlace(project.Normalized, version.ToString()), $"{project.Normalized} {version}");
        return matter with { Listing = [.. asked.SelectMany(rule => rule.Inspect(subject))], Gaps = [.. GapsOf(flaws, subject.Place)] };
    }

    private static IEnumerable<Gap> GapsOf(ReleaseFlaws flaws, Place place)
    {
        if (flaws.Failure is string failure)
        {
            yield return Gap.Of(GapKind.Unreachable, place, $"what advisories say of the release is not known: {failure}");
        }

        foreach (UndecidedAdvisory undecided in flaws.Undecided)
        {
            yield return Gap.Of(GapKind.AdvisoryUndecided, place, $"{undecided.Id} could not be decided: {undecided.Reason}");
        }
    }
}
