using System.Collections.Immutable;

namespace Assay.Packaging.Archives;

/// <summary>What a stream of bytes could be, by its content.</summary>
public enum ContentFormat
{
    /// <summary>A ZIP's local header, or an empty ZIP's end record, at the first byte.</summary>
    ZipAtStart,

    /// <summary>A ZIP's end record where CPython's zipfile looks for it: anything may stand before it.</summary>
    ZipAtEnd,

    /// <summary>A tar header with the right checksum.</summary>
    Tar,
    Gzip,
    Bzip2,
    Xz,
    Zstandard,
    SevenZip,
    Rar,

    /// <summary>A Unix archive, such as a Debian package or a static library.</summary>
    Ar,
    Cabinet,
}

/// <summary>Finds every container format that content could be opened as; two answers in one file are two archives.</summary>
public static class FormatSniffer
{
    private static readonly (byte[] Magic, ContentFormat Format)[] Starts =
    [
        ([0x50, 0x4B, 3, 4], ContentFormat.ZipAtStart),
        ([0x50, 0x4B, 5, 6], ContentFormat.ZipAtStart),
        ([0x1F, 0x8B], ContentFormat.Gzip),
        ([0x42, 0x5A, 0x68], ContentFormat.Bzip2),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], ContentFormat.Xz),
        ([0x28, 0xB5, 0x2F, 0xFD], ContentFormat.Zstandard),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], ContentFormat.SevenZip),
        ([0x52, 0x61, 0x72, 0x21, 0x1A, 7], ContentFormat.Rar),
        ([0x21, 0x3C, 0x61, 0x72, 0x63, 0x68, 0x3E, 0x0A], ContentFormat.Ar),
        ([0x4D, 0x53, 0x43, 0x46, 0, 0, 0, 0], ContentFormat.Cabinet),
    ];

    /// <summary>All formats that the content could be, in the order of the enumeration; empty: none known. The stream must be seekable and stays open.</summary>
    public static ImmutableArray<ContentFormat> Sniff(Stream seekable)
    {
        FileWindow file = new(seekable);
        try
        {
            return Sniff(file);
        }
        finally
        {
            file.Release();
        }
    }

    /// <summary>
    /// The archive that the content is foremost: what stands at the first byte before what stands at the end; null where no reader
    /// of <see cref="ArchiveReader"/> fits. Compressed content is taken for a tar without a look inside.
    /// </summary>
    public static ArchiveFormat? Foremost(ImmutableArray<ContentFormat> formats)
    {
        foreach (ContentFormat format in formats)
        {
            ArchiveFormat? archive = format switch
            {
                ContentFormat.ZipAtStart => ArchiveFormat.Zip,
                ContentFormat.Tar => ArchiveFormat.Tar,
                ContentFormat.Gzip => ArchiveFormat.TarGzip,
                ContentFormat.Bzip2 => ArchiveFormat.TarBzip2,
                ContentFormat.Xz => ArchiveFormat.TarXz,
                _ => null,
            };
            if (archive is not null)
            {
                return archive;
            }
        }

        return formats.Contains(ContentFormat.ZipAtEnd) ? ArchiveFormat.Zip : null;
    }

    internal static ImmutableArray<ContentFormat> Sniff(FileWindow file)
    {
        SortedSet<ContentFormat> found = [];
        Span<byte> head = stackalloc byte[TarHeader.Bytes];
        head = head[..file.ReadAt(0, head)];
        foreach ((byte[] magic, ContentFormat format) in Starts)
        {
            if (head.StartsWith(magic))
            {
                found.Add(format);
            }
        }

        if (head.Length == TarHeader.Bytes && TarHeader.IsChecksumRight(head))
        {
            found.Add(ContentFormat.Tar);
        }

        if (ZipEnd.Locate(file) >= 0)
        {
            found.Add(ContentFormat.ZipAtEnd);
        }

        return [.. found];
    }
}
