using System.Collections.Immutable;
using Assay.Engine.Advisories;
using Assay.Engine.Findings;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;

namespace Assay.Engine.Audits;

/// <summary>One requirement that the audit answers for: something installed, locked, required or listed.</summary>
/// <param name="Name">As written.</param>
/// <param name="Version">As written; null where several are allowed or none is known.</param>
/// <param name="Place">File and line that name it, or where it is installed.</param>
/// <param name="Source">The id of the <see cref="AuditSource"/> it came from.</param>
public sealed record AuditItem(string Name, string? Version, InputPlace Place, int Source)
{
    public ProjectName? Project => ProjectName.TryParse(Name, out ProjectName name) ? name : null;

    /// <summary>Which versions are allowed where none is pinned; null where nothing limits them.</summary>
    public VersionSpecifierSet? Allowed { get; init; }

    /// <summary>Sets of which one or more must hold, where the requirement joins alternatives; empty elsewhere, and beside <see cref="Allowed"/>.</summary>
    public ImmutableArray<VersionSpecifierSet> Alternatives { get; init; } = [];

    /// <summary>Set where it can't be looked up whatever the index says: from version control, a folder, no project name. One sentence, unescaped.</summary>
    public string? SkipReason { get; init; }

    /// <summary>True where the newest allowed version is taken each time, so that older ones which it allows leave nothing open.</summary>
    public bool TakesNewest { get; init; }

    /// <summary>Set where it should have been looked up and cannot be. One sentence, unescaped.</summary>
    public string? UnknownReason { get; init; }

    /// <summary>What a reader should know of this copy: <c>editable</c>, <c>Debian</c>, <c>bundled in pip</c>, <c>group dev</c>, a marker's branch. Unescaped.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>The project whose distribution holds this copy, so that only a change of that one changes it; null for none. Unescaped.</summary>
    public string? BundledIn { get; init; }

    /// <summary>Who brought it in, where known.</summary>
    public ImmutableArray<string> RequiredBy { get; init; } = [];
}

/// <summary>Something that was asked about: an environment, a file.</summary>
/// <param name="Kind">For people: <c>environment</c>, <c>uv.lock</c>, <c>requirements</c> …</param>
/// <param name="Path">As the user named it, or full path.</param>
public sealed record AuditSource(string Kind, string Path);

/// <summary>How an item ended.</summary>
public enum Coverage
{
    /// <summary>The index was asked, and every record about it could be decided.</summary>
    Audited,

    /// <summary>Not in the index's reach by its nature; the reason says why.</summary>
    Skipped,

    /// <summary>It could not be decided: never clean.</summary>
    Unknown,
}

/// <summary>One item with its answer.</summary>
/// <param name="Reason">Why it was skipped or is unknown; null where it was audited. Unescaped.</param>
/// <param name="Vulnerabilities">Those that count.</param>
/// <param name="Ignored">Those that policy ignores, with the entry.</param>
public sealed record AuditEntry(
    AuditItem Item,
    Coverage Coverage,
    string? Reason,
    ImmutableArray<Vulnerability> Vulnerabilities,
    ImmutableArray<IgnoredVulnerability> Ignored,
    ImmutableArray<UndecidedAdvisory> Undecided)
{
    /// <summary>Set where a range was asked about instead of a version.</summary>
    public RangeAnswer? Range { get; init; }

    /// <summary>Set where a fix was looked for: the smallest change that leaves nothing known that counts; null otherwise.</summary>
    public string? FixVersion { get; init; }

    /// <summary>What is known against <see cref="FixVersion"/> all the same.</summary>
    public FixRemainder FixLeaves { get; init; }
}

/// <summary>Vulnerabilities that a fix leaves behind.</summary>
/// <param name="Ignored">Those that policy ignores.</param>
/// <param name="Milder">Those below the threshold.</param>
public readonly record struct FixRemainder(int Ignored, int Milder)
{
    public bool IsNothing => Ignored + Milder == 0;
}

/// <summary>A vulnerability that an entry of policy takes out of the count.</summary>
public sealed record IgnoredVulnerability(Vulnerability Vulnerability, AdvisoryIgnore By);

/// <summary>An entry of policy that changed nothing, and why.</summary>
/// <param name="Reason">One sentence: it matched nothing, expired, or a fix is known.</param>
public sealed record IdleIgnore(AdvisoryIgnore Ignore, string Reason);

/// <summary>Everything an audit concluded: a pure function of items, index, policy and date.</summary>
/// <param name="Entries">In the order of the input.</param>
/// <param name="Feeds">The sources of the index with their dates.</param>
/// <param name="IndexDigest">Lower-case hex sha256 of the index.</param>
/// <param name="Problems">What could not be read of the inputs.</param>
/// <param name="Gaps">World gaps: a feed too old.</param>
public sealed record AuditReport(
    ImmutableArray<AuditSource> Sources,
    ImmutableArray<AuditEntry> Entries,
    ImmutableArray<AdvisoryFeed> Feeds,
    string IndexDigest,
    ImmutableArray<IdleIgnore> IdleIgnores,
    ImmutableArray<AuditProblem> Problems,
    ImmutableArray<Gap> Gaps,
    AuditThreshold Threshold)
{
    /// <summary>What becomes of a vulnerability that another source contradicts.</summary>
    public DisputeTreatment Disputed { get; init; }

    /// <summary>True where a vulnerability counts: by its severity, and by what becomes of disputed ones.</summary>
    public bool Counts(Vulnerability vulnerability) => AdvisoryPolicy.Counts(vulnerability, Threshold, Disputed);

    /// <summary>Set where the audit was compared with an earlier state; null otherwise.</summary>
    public AuditComparison? Since { get; init; }

    /// <summary>The day whose knowledge was asked for; null: all that the index knows.</summary>
    public DateOnly? AsOf { get; init; }
}

/// <summary>Something wrong with an input.</summary>
/// <param name="MakesIncomplete">True where items may be missing because of it.</param>
/// <param name="Message">One sentence, unescaped.</param>
public sealed record AuditProblem(InputPlace Place, string Message, bool MakesIncomplete);

/// <summary>What changed since an earlier state, by project and id.</summary>
/// <param name="Against">What it was compared with, for people.</param>
public sealed record AuditComparison(
    string Against, ImmutableArray<ComparedVulnerability> New, ImmutableArray<ComparedVulnerability> Gone, ImmutableArray<ComparedVulnerability> Remaining);

/// <summary>A vulnerability in a comparison.</summary>
public sealed record ComparedVulnerability(string Project, string? Version, Vulnerability Vulnerability);
