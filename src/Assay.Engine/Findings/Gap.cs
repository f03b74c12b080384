namespace Assay.Engine.Findings;

/// <summary>What a gap means for the verdict.</summary>
public enum GapWeight
{
    /// <summary>A feed is old, missing or unreachable: listed in every report, holds nothing by default.</summary>
    World,

    /// <summary>Data that is read but not understood, native code: listed; judged by rules only.</summary>
    Opaque,

    /// <summary>Something that can run, or the archive itself, could not be read, or its budget ended: hold.</summary>
    Blind,
}

/// <summary>Every reason for which something was not looked at. A closed list; the weight of each is in <see cref="Gaps"/>.</summary>
public enum GapKind
{
    /// <summary>The file is not an archive that this build reads, or breaks off before its end.</summary>
    ArchiveUnreadable,

    /// <summary>A member could not be decoded: encrypted, unknown method, damaged.</summary>
    MemberUnreadable,

    /// <summary>A limit on entries, bytes, ratio or depth ended the reading.</summary>
    LimitReached,

    /// <summary>An archive inside the artifact was not opened.</summary>
    NestedArchive,

    /// <summary>Metadata that says what the distribution is could not be read.</summary>
    MetadataUnreadable,

    /// <summary>Python source or bytecode that was left out because of its size.</summary>
    PythonNotRead,

    /// <summary>Python text that departs from the grammar of every version; blind where it could run by itself.</summary>
    PythonUnparsed,

    /// <summary>A budget ended the reading of Python before its end.</summary>
    PythonBudget,

    /// <summary>Python text in a codec that is unknown, or under which it does not say what it seems to.</summary>
    PythonEncoding,

    /// <summary>Bytecode that could not be read; blind where it could run by itself.</summary>
    BytecodeUnreadable,

    /// <summary>Machine code.</summary>
    NativeCode,

    /// <summary>A rule failed on this artifact; the rule is named.</summary>
    RuleFailed,

    /// <summary>A file or folder of a scanned tree could not be opened.</summary>
    FileUnreadable,

    /// <summary>A requirement that the guard let through without looking (version control, by the user's leave).</summary>
    NotAssayed,

    /// <summary>The index gives no upload time, so the age of its files is not known.</summary>
    NoUploadTime,

    /// <summary>The index gives no digest that binds the bytes.</summary>
    NoDigest,

    /// <summary>The advisories at hand are older than allowed, or of no stated day.</summary>
    FeedOld,

    /// <summary>An index or feed could not be reached.</summary>
    Unreachable,

    /// <summary>An advisory about the project could not be decided for this version.</summary>
    AdvisoryUndecided,
}

/// <summary>Something that could not be looked at, and why. "Could not look" is never "clean".</summary>
/// <param name="Limit">The name of the limit or rule that ended the look, where one did.</param>
/// <param name="Detail">One sentence, unescaped.</param>
public sealed record Gap(GapKind Kind, GapWeight Weight, Place Place, string? Limit, string Detail)
{
    /// <summary>A gap with its kind's own weight.</summary>
    public static Gap Of(GapKind kind, Place place, string detail, string? limit = null) =>
        new(kind, Gaps.WeightOf(kind), place, limit, detail);

    /// <summary>A gap that weighs as its kind does where the code could run, and is opaque where it could not.</summary>
    public static Gap Of(GapKind kind, bool couldRun, Place place, string detail, string? limit = null) =>
        new(kind, couldRun ? Gaps.WeightOf(kind) : GapWeight.Opaque, place, limit, detail);

    /// <summary>The kind in kebab-case: where a rule id can stand, this can too.</summary>
    public string Id => Gaps.IdOf(Kind);
}

/// <summary>The one table of gap kinds: id and weight.</summary>
public static class Gaps
{
    private static readonly (GapKind Kind, string Id, GapWeight Weight)[] Table =
    [
        (GapKind.ArchiveUnreadable, "archive-unreadable", GapWeight.Blind),
        (GapKind.MemberUnreadable, "member-unreadable", GapWeight.Blind),
        (GapKind.LimitReached, "limit-reached", GapWeight.Blind),
        (GapKind.NestedArchive, "nested-archive", GapWeight.Opaque),
        (GapKind.MetadataUnreadable, "metadata-unreadable", GapWeight.Blind),
        (GapKind.PythonNotRead, "python-not-read", GapWeight.Opaque),
        (GapKind.PythonUnparsed, "python-unparsed", GapWeight.Blind),
        (GapKind.PythonBudget, "python-budget", GapWeight.Blind),
        (GapKind.PythonEncoding, "python-encoding", GapWeight.Blind),
        (GapKind.BytecodeUnreadable, "bytecode-unreadable", GapWeight.Blind),
        (GapKind.NativeCode, "native-code", GapWeight.Opaque),
        (GapKind.RuleFailed, "rule-failed", GapWeight.Blind),
        (GapKind.FileUnreadable, "file-unreadable", GapWeight.Blind),
        (GapKind.NotAssayed, "not-assayed", GapWeight.World),
        (GapKind.NoUploadTime, "no-upload-time", GapWeight.World),
        (GapKind.NoDigest, "no-digest", GapWeight.World),
        (GapKind.FeedOld, "feed-old", GapWeight.World),
        (GapKind.Unreachable, "unreachable", GapWeight.World),
        (GapKind.AdvisoryUndecided, "advisory-undecided", GapWeight.World),
    ];

    /// <summary>Every kind once, in the order of the enumeration.</summary>
    public static IEnumerable<(GapKind Kind, string Id, GapWeight Weight)> All => Table;

    public static GapWeight WeightOf(GapKind kind) => Table[(int)kind].Weight;

    public static string IdOf(GapKind kind) => Table[(int)kind].Id;

    /// <summary>Finds a kind by its id.</summary>
    public static GapKind? Find(string id)
    {
        foreach ((GapKind kind, string known, _) in Table)
        {
            if (known == id)
            {
                return kind;
            }
        }

        return null;
    }
}
