using System.Text;
using Assay.Packaging.Archives;

namespace Assay.Tests.Packaging.Archives.Samples;

/// <summary>Tars, packed by gzip where nothing else is said, that lie, each in one way.</summary>
public static class HostileTar
{
    private const string Good = "demo-1.0/demo.py";

    public static byte[] WrongChecksum() => Pack(Start().Add("demo-1.0/evil.py", "x", change: h => TarBuilder.Put(h, 148, "0000001\0"u8), checksum: false).End());

    public static byte[] ZeroChecksum() => Pack(Start().Add("demo-1.0/evil.py", "x", checksum: false).End());

    public static byte[] SizeIsNoNumber() => Pack(Start().Add("demo-1.0/a.py", "", change: h => TarBuilder.Put(h, 124, "99999999999"u8)).End());

    public static byte[] NegativeSize() => Pack(Start().Add("demo-1.0/a.py", "", change: h => h.AsSpan(124, 12).Fill(0xFF)).End());

    public static byte[] HugeBase256Size() => Pack(Start().Add("demo-1.0/a.py", "", change: h =>
    {
        h.AsSpan(124, 12).Fill(0xFF);
        h[124] = 0x80;
    }).End());

    public static byte[] PrefixInGnuHeader() => Pack(Start().Add("demo.py", "x", change: h =>
    {
        TarBuilder.Put(h, 257, "ustar  \0"u8);
        TarBuilder.Put(h, 345, "demo-1.0/sub"u8);
    }).End());

    public static byte[] PaxSizeDiffers() => Pack(Start().Pax('x', ("size", "512")).Add("demo-1.0/a.py", "short").Add("demo-1.0/b.py", "x").End());

    public static byte[] PaxSizeIsNoNumber() => Pack(Start().Pax('x', ("size", "-1")).Add("demo-1.0/a.py", "short").End());

    public static byte[] PaxPathTwice() => Pack(Start().Pax('x', ("path", "demo-1.0/a.py"), ("path", "demo-1.0/setup.py")).Add("demo-1.0/c.py", "x").End());

    public static byte[] PaxMalformed() => Pack(Start().Add("pax", "99 path=demo-1.0/a.py\n", 'x').Add("demo-1.0/c.py", "x").End());

    public static byte[] PaxGlobalPath() => Pack(new TarBuilder().Pax('g', ("path", "demo-1.0/setup.py")).Add(Good, "VALUE = 1\n").End());

    public static byte[] PaxCharset() => Pack(Start().Pax('x', ("hdrcharset", "BINARY"), ("path", "demo-1.0/a.py")).Add("demo-1.0/c.py", "x").End());

    public static byte[] PaxBelongsToNothing() => Pack(Start().Pax('x', ("path", "demo-1.0/a.py")).End());

    public static byte[] PaxAndLongNameDiffer() =>
        Pack(Start().Pax('x', ("path", "demo-1.0/a.py")).Add("././@LongLink", "demo-1.0/setup.py\0", 'L').Add("demo-1.0/c.py", "x").End());

    public static byte[] LongNameTwice() =>
        Pack(Start().Add("././@LongLink", "demo-1.0/a.py\0", 'L').Add("././@LongLink", "demo-1.0/b.py\0", 'L').Add("demo-1.0/c.py", "x").End());

    public static byte[] FolderWithSize() => Pack(Start().Add("demo-1.0/sub/", "", '5', size: 1024).Add("demo-1.0/a.py", "x").End());

    public static byte[] LinkWithSize() => Pack(Start().Add("demo-1.0/link", "", '2', "demo.py", 600).Add("demo-1.0/a.py", "x").End());

    public static byte[] SymbolicLink() => Pack(Start().Add("demo-1.0/link.py", "", '2', "demo.py").End());

    public static byte[] HardLink() => Pack(Start().Add("demo-1.0/link.py", "", '1', Good).End());

    public static byte[] EscapingLink() => Pack(Start().Add("demo-1.0/link", "", '2', "../../etc").End());

    public static byte[] AbsoluteLink() => Pack(Start().Add("demo-1.0/link", "", '2', "/etc").End());

    public static byte[] EscapingHardLink() => Pack(Start().Add("demo-1.0/link", "", '1', "../etc/passwd").End());

    public static byte[] FileThroughLink() => Pack(Start().Add("demo-1.0/link", "", '2', "sub").Add("demo-1.0/link/evil.py", "x").End());

    public static byte[] LinkThroughLink() => Pack(Start().Add("demo-1.0/a", "", '2', "sub").Add("demo-1.0/b", "", '2', "a/../../x").End());

    public static byte[] Device() => Pack(Start().Add("demo-1.0/null", "", '3').End());

    public static byte[] Fifo() => Pack(Start().Add("demo-1.0/pipe", "", '6').End());

    public static byte[] UnknownType() => Pack(Start().Add("demo-1.0/odd", "x", 'Z').End());

    public static byte[] DuplicateName() => Pack(Start().Add(Good, "VALUE = 2\n").End());

    public static byte[] CaseCollision() => Pack(Start().Add("demo-1.0/DEMO.py", "VALUE = 2\n").End());

    public static byte[] ParentName() => Pack(Start().Add("demo-1.0/../../evil.py", "x").End());

    public static byte[] AbsoluteName() => Pack(Start().Add("/evil.py", "x").End());

    public static byte[] InvalidUtf8Name() => Pack(Start().Add("demo-1.0/", "x", change: h => TarBuilder.Put(h, 9, [0xC3, 0x28])).End());

    public static byte[] NulInPaxName() => Pack(Start().Pax('x', ("path", "demo-1.0/a\0.py")).Add("demo-1.0/c.py", "x").End());

    public static byte[] EntryBehindTheEnd() => Pack(Start().Zeros(2).Add("demo-1.0/hidden.py", "x").End());

    public static byte[] EntryBehindOneZeroBlock() => Pack(Start().Zeros(1).Add("demo-1.0/hidden.py", "x").End());

    public static byte[] DataBehindTheEnd() => Pack([.. Start().End(), .. Encoding.ASCII.GetBytes(new string('x', 512))]);

    public static byte[] NoEndMark() => Pack(Start().ToArray());

    public static byte[] CutInContent() => Pack(Start().Add("demo-1.0/long.txt", new string('x', 4000)).ToArray()[..2600]);

    public static byte[] CutInHeader() => Pack(Start().Add("demo-1.0/long.txt", "x").ToArray()[..1300]);

    public static byte[] SparseOld() => Pack(Start().Add("demo-1.0/sparse.bin", "DATA", 'S', change: h =>
    {
        TarBuilder.Put(h, 257, "ustar  \0"u8);
        TarBuilder.Put(h, 386, [.. TarBuilder.Octal(1000, 11), 0, .. TarBuilder.Octal(4, 11), 0]);
        TarBuilder.Put(h, 483, TarBuilder.Octal(2000, 11));
    }).End());

    public static byte[] SparsePax00() => Pack(Start()
        .Pax('x', ("GNU.sparse.size", "2000"), ("GNU.sparse.numblocks", "1"), ("GNU.sparse.offset", "1000"), ("GNU.sparse.numbytes", "4"))
        .Add("demo-1.0/sparse.bin", "DATA").End());

    public static byte[] SparsePax01() => Pack(Start()
        .Pax('x', ("GNU.sparse.size", "2000"), ("GNU.sparse.numblocks", "1"), ("GNU.sparse.name", "demo-1.0/sparse.bin"), ("GNU.sparse.map", "1000,4"))
        .Add("demo-1.0/GNUSparseFile.0/sparse.bin", "DATA").End());

    public static byte[] SparsePax10() => Pack(Start()
        .Pax('x', ("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0"), ("GNU.sparse.name", "demo-1.0/sparse.bin"), ("GNU.sparse.realsize", "2000"))
        .Add("demo-1.0/GNUSparseFile.0/sparse.bin", "1\n1000\n4\n".PadRight(512, '\0') + "DATA").End());

    public static byte[] SparseMapLies() => Pack(Start()
        .Pax('x', ("GNU.sparse.size", "2000"), ("GNU.sparse.map", "1000,4000")).Add("demo-1.0/sparse.bin", "DATA").End());

    public static byte[] SparseBomb() => Pack(Start()
        .Pax('x', ("GNU.sparse.size", "8000000000000000000"), ("GNU.sparse.map", "0,4")).Add("demo-1.0/sparse.bin", "DATA").End());

    public static byte[] Empty() => Pack([]);

    public static byte[] GzipWrongCrc() => Change(Pack(Start().End()), ^8, 1);

    public static byte[] GzipWrongSize() => Change(Pack(Start().End()), ^4, 1);

    public static byte[] GzipTwoMembers() => [.. Pack(Start().ToArray()), .. TarGzipWriter.Gzip(new TarBuilder().Add("demo-1.0/more.py", "x").End())];

    public static byte[] GzipTrailingData() => [.. Pack(Start().End()), .. "something else"u8];

    public static byte[] GzipTrailingZeros() => [.. Pack(Start().End()), .. new byte[64]];

    public static byte[] GzipThenZip() => [.. Pack(Start().End()), .. ZipWriter.Write([ArchiveInput.Text("demo-1.0/setup.py", "import os\n")])];

    public static byte[] GzipCut() => Pack(Start().End())[..^30];

    public static byte[] GzipTrailerCut() => Pack(Start().End())[..^3];

    public static byte[] GzipReservedFlags() => Change(Pack(Start().End()), 3, 0x80);

    public static byte[] GzipBroken()
    {
        byte[] gzip = Pack(Start().End());
        gzip.AsSpan(12, 8).Fill(0xFF);
        return gzip;
    }

    public static byte[] ZipInTarsClothes() => ZipWriter.Write([ArchiveInput.Text("demo-1.0/setup.py", "import os\n")]);

    private static TarBuilder Start() => new TarBuilder().Add(Good, "VALUE = 1\n");

    private static byte[] Pack(byte[] tar) => TarGzipWriter.Gzip(tar);

    private static byte[] Change(byte[] bytes, System.Index at, byte bits)
    {
        bytes[at] ^= bits;
        return bytes;
    }
}
