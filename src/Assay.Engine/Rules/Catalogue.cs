using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Assay.Engine.Rules;

/// <summary>Every rule, in the order of the lists that people read. A new rule is a file, a line here, and a page in <c>docs/rules</c>.</summary>
public static class Catalogue
{
    /// <summary>Rules about an artifact.</summary>
    public static ImmutableArray<Rule> Rules { get; } =
    [
        new ExecutesDecodedCode(),
        new DownloadsAndRuns(),
        new ShellCradle(),
        new InstallTimeActivity(),
        new SendsSecrets(),
        new ReadsStores(),
        new ReverseShell(),
        new Persists(),
        new DropsProgram(),
        new InjectsCode(),
        new RunsOpaqueBlob(),
        new LoadsHiddenPayload(),
        new TakesCloudIdentity(),
        new SendsKey(),
        new PublishesItself(),
        new DrivesAgents(),
        new SwapsClipboard(),
        new CapturesInput(),
        new ReplacesFunction(),
        new ContactsAtStart(),
        new DisablesProtection(),
        new DestroysFiles(),
        new MinesCoins(),
        new EvadesAnalysis(),
        new HiddenCode(),
        new DeceivingEncoding(),
        new ObfuscatedCode(),
        new OddHost(),
        new StartupCode(),
        new WritesConfiguration(),
        new ReplacesPackage(),
        new NativeInPureWheel(),
        new OrphanBytecode(),
        new ProgramScript(),
        new UrlRequirement(),
        new ShippedSecret(),
        new NameAgainstContent(),
        new MetadataNameMismatch(),
        new MetadataVersionMismatch(),
        new MetadataInvalid(),
        new WheelDistInfo(),
        new WheelTagMismatch(),
        new SdistTopFolder(),
        new RecordAbsent(),
        new RecordMissing(),
        new RecordExtra(),
        new RecordWrong(),
        new RecordUnhashed(),
        new ArchiveHeaderMismatch(),
        new ArchiveHiddenEntry(),
        new ArchiveEndRecord(),
        new ArchiveZip64(),
        new ArchiveLeadingData(),
        new ArchiveTrailingData(),
        new ArchiveGap(),
        new ArchiveDuplicateName(),
        new ArchiveCollidingName(),
        new ArchiveEscapingName(),
        new ArchiveMalformedName(),
        new ArchiveDeviceName(),
        new ArchiveLink(),
        new ArchiveEscapingLink(),
        new ArchiveSpecialFile(),
        new ArchiveEncrypted(),
        new ArchiveDataDescriptor(),
        new ArchiveMethod(),
        new ArchiveChecksum(),
        new ArchiveSize(),
        new ArchiveExcess(),
        new ArchiveComment(),
        new ArchiveTarHeader(),
        new ArchiveSparse(),
        new ArchiveStream(),
        new ArchivePolyglot(),
        new ArchiveBroken(),
    ];

    /// <summary>Rules about a file's entry on an index.</summary>
    public static ImmutableArray<ListingRule> ListingRules { get; } =
    [
        new KnownMalware(),
        new KnownVulnerability(),
        new TooYoung(),
        new DigestMismatch(),
        new DigestChanged(),
        new SameNameTwoDigests(),
        new MetadataAgainstListing(),
        new DigestMissing(),
        new DigestWeak(),
        new NameOnTwoIndexes(),
    ];

    /// <summary>Id and title of every rule, in order.</summary>
    public static IEnumerable<(string Id, string Title)> Titles =>
        [.. Rules.Select(static rule => (rule.Id, rule.Title)), .. ListingRules.Select(static rule => (rule.Id, rule.Title))];

    /// <summary>The id of every rule, of artifacts and of listings.</summary>
    public static FrozenSet<string> KnownIds { get; } = Titles.Select(static rule => rule.Id).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The rule about artifacts with this id; null where there is none.</summary>
    public static Rule? Find(string id) => Rules.FirstOrDefault(rule => rule.Id == id);

    /// <summary>The rule about listings with this id; null where there is none.</summary>
    public static ListingRule? FindListing(string id) => ListingRules.FirstOrDefault(rule => rule.Id == id);
}
