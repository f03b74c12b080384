using System.Collections.Immutable;

namespace Assay.Packaging.Archives;

/// <summary>What one installer would open a file as.</summary>
/// <param name="Installer"><c>pip before 26</c>, <c>pip 26 and later</c> or <c>uv</c>.</param>
/// <param name="Opens">The archive it would read; null where it ends with an error.</param>
public sealed record InstallerSight(string Installer, ArchiveFormat? Opens)
{
    /// <summary>The same in words: <c>zip</c>, <c>tar.gz</c> … or <c>nothing (error)</c>.</summary>
    public string Sees => Opens switch
    {
        ArchiveFormat.Zip => "zip",
        ArchiveFormat.Tar => "tar",
        ArchiveFormat.TarGzip => "tar.gz",
        ArchiveFormat.TarBzip2 => "tar.bz2",
        ArchiveFormat.TarXz => "tar.xz",
        _ => "nothing (error)",
    };
}

/// <summary>
/// How installers choose a reader for a file of a given name and content, no content type being sent: pip up to 25.3 asks the
/// content first, pip 26 and uv ask the name.
/// </summary>
public static class InstallerView
{
    public const string OldPip = "pip before 26";
    public const string NewPip = "pip 26 and later";
    public const string Uv = "uv";

    private static readonly string[] ZipNames = [".zip", ".whl"];
    private static readonly string[] GzipNames = [".tar.gz", ".tgz"];
    private static readonly string[] Bzip2Names = [".tar.bz2", ".tbz"];
    private static readonly string[] XzNames = [".tar.xz", ".txz", ".tlz", ".tar.lz", ".tar.lzma"];

    /// <summary>What each installer would open, always in the order old pip, new pip, uv. The stream must be seekable and stays open.</summary>
    public static ImmutableArray<InstallerSight> Of(string fileName, Stream seekable)
    {
        FileWindow file = new(seekable);
        try
        {
            ImmutableArray<ContentFormat> formats = FormatSniffer.Sniff(file);
            bool isZip = formats.Contains(ContentFormat.ZipAtEnd);
            ArchiveFormat? tar = TarOf(file, formats);
            ArchiveFormat? named = NamedFormat(fileName.ToLowerInvariant());
            return
            [
                new InstallerSight(OldPip, OpenAsOldPip(fileName, named, isZip, tar)),
                new InstallerSight(NewPip, OpenAsNewPip(fileName, named, isZip, tar)),
                new InstallerSight(Uv, OpenAsUv(fileName, formats, tar)),
            ];
        }
        finally
        {
            file.Release();
        }
    }

    // Wheels never reach the choice: pip opens them as ZIP.
    private static ArchiveFormat? OpenAsOldPip(string name, ArchiveFormat? named, bool isZip, ArchiveFormat? tar) =>
        named == ArchiveFormat.Zip || isZip ? (isZip ? ArchiveFormat.Zip : null) : Untar(name, tar);

    private static ArchiveFormat? OpenAsNewPip(string name, ArchiveFormat? named, bool isZip, ArchiveFormat? tar) => named switch
    {
        ArchiveFormat.Zip => isZip ? ArchiveFormat.Zip : null,
        null when isZip => tar is null ? ArchiveFormat.Zip : null,
        _ => Untar(name, tar),
    };

    // pip's own choice of mode: by the last part of the name; a bare .tar, or an unknown name, opens with any compression.
    private static ArchiveFormat? Untar(string name, ArchiveFormat? tar)
    {
        string lower = name.ToLowerInvariant();
        ArchiveFormat? only = lower.EndsWith(".gz", StringComparison.Ordinal) || lower.EndsWith(".tgz", StringComparison.Ordinal) ? ArchiveFormat.TarGzip
            : EndsWithAny(lower, Bzip2Names) ? ArchiveFormat.TarBzip2
            : EndsWithAny(lower, XzNames) ? ArchiveFormat.TarXz
            : null;
        return only is null || only == tar ? tar : null;
    }

    // uv compares the ending exactly, and streams: a ZIP has to begin with its first entry.
    private static ArchiveFormat? OpenAsUv(string name, ImmutableArray<ContentFormat> formats, ArchiveFormat? tar)
    {
        ArchiveFormat? named = NamedFormat(name);
        return named == ArchiveFormat.Zip
            ? formats.Contains(ContentFormat.ZipAtStart) && formats.Contains(ContentFormat.ZipAtEnd) ? named : null
            : named is not null && named == tar ? named : null;
    }

    private static ArchiveFormat? NamedFormat(string name) =>
        EndsWithAny(name, ZipNames) ? ArchiveFormat.Zip
        : EndsWithAny(name, GzipNames) ? ArchiveFormat.TarGzip
        : EndsWithAny(name, Bzip2Names) ? ArchiveFormat.TarBzip2
        : EndsWithAny(name, XzNames) ? ArchiveFormat.TarXz
        : name.EndsWith(".tar", StringComparison.Ordinal) ? ArchiveFormat.Tar
        : null;

    private static bool EndsWithAny(string name, string[] endings) =>
        Array.Exists(endings, ending => name.EndsWith(ending, StringComparison.Ordinal));

    // As tarfile.is_tarfile: the first block, after decompression, is a header or the end of an empty archive.
    private static ArchiveFormat? TarOf(FileWindow file, ImmutableArray<ContentFormat> formats)
    {
        ReadOnlySpan<(ContentFormat Content, ArchiveFormat Archive)> compressed =
        [
            (ContentFormat.Gzip, ArchiveFormat.TarGzip),
            (ContentFormat.Bzip2, ArchiveFormat.TarBzip2),
            (ContentFormat.Xz, ArchiveFormat.TarXz),
        ];
        foreach ((ContentFormat content, ArchiveFormat archive) in compressed)
        {
            if (formats.Contains(content) && BeginsAsTar(file, archive))
            {
                return archive;
            }
        }

        return BeginsAsTar(file, ArchiveFormat.Tar) ? ArchiveFormat.Tar : null;
    }

    private static bool BeginsAsTar(FileWindow file, ArchiveFormat format)
    {
        using TarSource source = TarSource.Open(file, format, static (_, _, _, _) => { });
        Span<byte> block = stackalloc byte[TarHeader.Bytes];
        int filled = 0;
        int n;
        while (filled < block.Length && (n = source.Read(block[filled..])) > 0)
        {
            filled += n;
        }

        return filled == block.Length && (block.IndexOfAnyExcept((byte)0) < 0 || TarHeader.IsChecksumRight(block));
    }
}
