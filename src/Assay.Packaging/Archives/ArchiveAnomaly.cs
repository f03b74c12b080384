namespace Assay.Packaging.Archives;

/// <summary>Every way in which an archive can say two things, or something that no honest archive says.</summary>
public enum AnomalyKind
{
    /// <summary>Not an archive of this format, or it breaks off: nothing, or not all, could be read.</summary>
    Unreadable,

    /// <summary>A limit of <see cref="ArchiveLimits"/> ended the reading; the detail names it.</summary>
    LimitReached,

    /// <summary>ZIP: local header and central directory disagree (name, method, sizes, CRC, flags).</summary>
    HeaderMismatch,

    /// <summary>ZIP: a local entry that the central directory does not list, or the reverse.</summary>
    HiddenEntry,

    /// <summary>ZIP: end records disagree with the directory (count, size, offset), are doubled, or stand in a comment.</summary>
    EndRecord,

    /// <summary>ZIP64 records or extra fields that are missing, doubled, of the wrong length, or not needed and contradictory.</summary>
    Zip64,

    /// <summary>Bytes before the first entry.</summary>
    LeadingData,

    /// <summary>Bytes after the end of the archive.</summary>
    TrailingData,

    /// <summary>Bytes between entries that no header claims, or entries that overlap.</summary>
    GapBetweenEntries,

    /// <summary>Two entries with one name.</summary>
    DuplicateName,

    /// <summary>Names that differ only by case or Unicode form, so that they are one file on some systems.</summary>
    CollidingName,

    /// <summary>A name that leaves the root: absolute, drive letter, <c>..</c>, backslash that means a folder.</summary>
    EscapingName,

    /// <summary>A name with control characters, NUL, invalid encoding, or empty.</summary>
    MalformedName,

    /// <summary>A name that is a device on Windows (<c>CON</c>, <c>NUL</c>, <c>COM1</c> …) or ends in a dot or blank.</summary>
    DeviceName,

    /// <summary>A link, judged by where it points: the detail says whether it leaves the root.</summary>
    Link,

    /// <summary>A link that leaves the root, or points through another link.</summary>
    EscapingLink,

    /// <summary>A device, FIFO, socket or another special file.</summary>
    SpecialFile,

    /// <summary>Encrypted content.</summary>
    Encrypted,

    /// <summary>ZIP: a data descriptor (sizes and CRC after the data), so that a streaming reader sees less than a seeking one.</summary>
    DataDescriptor,

    /// <summary>A compression method other than stored and deflate.</summary>
    UnknownMethod,

    /// <summary>The checksum of the content is wrong.</summary>
    WrongChecksum,

    /// <summary>The content is longer or shorter than declared.</summary>
    WrongSize,

    /// <summary>
    /// ZIP: the compressed data goes on behind the declared size, and the checksum fits the declared part: zipfile (pip) installs that part
    /// alone, uv refuses the entry; nobody installs the rest, which is shown all the same.
    /// </summary>
    ExcessContent,

    /// <summary>A comment or an extra field where none belongs, or one that is malformed.</summary>
    CommentOrExtra,

    /// <summary>TAR: a header whose checksum or number fields are wrong.</summary>
    TarHeader,

    /// <summary>TAR: a sparse member, whose content readers expand differently.</summary>
    SparseMember,

    /// <summary>GZIP, bzip2, xz: more than one member, wrong CRC, wrong length, or a broken trailer.</summary>
    CompressedStream,

    /// <summary>Another archive format inside the same bytes: two readers open two archives.</summary>
    Polyglot,
}

/// <summary>One such thing, and where.</summary>
/// <param name="Member">The entry's name, null for the archive as a whole.</param>
/// <param name="Offset">Byte offset in the archive file.</param>
/// <param name="Detail">One sentence, unescaped, with the values that disagree.</param>
public sealed record ArchiveAnomaly(AnomalyKind Kind, string? Member, long Offset, string Detail);
