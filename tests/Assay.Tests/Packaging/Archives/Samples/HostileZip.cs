using System.Text;
using Assay.Packaging.Archives;
using static Assay.Tests.Packaging.Archives.Samples.ZipBuilder;

namespace Assay.Tests.Packaging.Archives.Samples;

/// <summary>ZIPs that lie, each in one way.</summary>
public static class HostileZip
{
    private const uint FileMode = 0x81A4u << 16;
    private const uint LinkMode = 0xA1FFu << 16;

    private static readonly ZipPart Good = new("demo/__init__.py", "VALUE = 1\n");
    private static readonly ZipPart Hidden = new("demo/hidden.py", "import os\n") { IsListed = false };

    public static byte[] LocalNameDiffers() => Zip(Good, new ZipPart("demo/readme.txt", "import os\n") { LocalName = "demo/startup.pth" });

    public static byte[] LocalMethodDiffers() => Zip(Good with { Method = 8, LocalMethod = 0 });

    public static byte[] LocalCrcDiffers() => Zip(Good with { LocalCrc = 1 });

    public static byte[] LocalSizeDiffers() => Zip(Good with { LocalSize = 3 });

    public static byte[] LocalPackedSizeDiffers() => Zip(Good with { LocalPacked = 3 });

    public static byte[] LocalFlagsDiffer() => Zip(Good with { LocalFlags = 0x800 });

    /// <summary>The directory's entry covers a second local header, which a reader of local headers takes for the next entry.</summary>
    public static byte[] EntryWithinAnEntry()
    {
        byte[] inner = Local(Hidden);
        return Zip(Good with { Stored = [.. "VALUE = 1\n"u8, .. inner], LocalPacked = 10, Size = (uint)(10 + inner.Length), LocalSize = 10 });
    }

    public static byte[] UnlistedEntry() => Zip(Good, Hidden);

    public static byte[] UnlistedDeflatedEntryWithDescriptor()
    {
        ZipPart part = Hidden with { Method = 8, Flags = 8, LocalCrc = 0, LocalPacked = 0, LocalSize = 0 };
        return Zip(Good, part with { After = Descriptor(part.TrueCrc, (uint)part.Data.Length, part.TrueSize) });
    }

    public static byte[] ListedEntryWithoutLocal() => Zip(Good, Good with { Name = "demo/ghost.py", HasLocal = false, LocalOffset = 5 });

    public static byte[] TwoEntriesOnOneLocal() => Zip(Good, Good with { HasLocal = false, LocalOffset = 0 });

    public static byte[] OverlappingEntries()
    {
        byte[] inner = Local(Hidden);
        return Zip(
            Good with { Stored = [.. "VALUE = 1\n"u8, .. inner], Size = (uint)(10 + inner.Length), Crc = System.IO.Hashing.Crc32.HashToUInt32([.. "VALUE = 1\n"u8, .. inner]) },
            Hidden with { IsListed = true, HasLocal = false, LocalOffset = (uint)(30 + Good.Name.Length + 10) });
    }

    public static byte[] CountTooSmall() => new ZipBuilder(Good, Good with { Name = "demo/more.py" }) { Count = 1 }.Build();

    public static byte[] CountTooLarge() => new ZipBuilder(Good) { Count = 2 }.Build();

    public static byte[] DirectoryOffsetWrong() => new ZipBuilder(Good) { DirectoryOffset = 7 }.Build();

    public static byte[] DirectorySizeTooLarge() => new ZipBuilder(Good) { DirectorySize = 100_000 }.Build();

    public static byte[] DirectoryBehindAGap() => new ZipBuilder(Good) { AfterDirectory = "between"u8.ToArray() }.Build();

    public static byte[] SeveralDisks() => new ZipBuilder(Good) { Disk = 1 }.Build();

    public static byte[] EndRecordInComment() =>
        new ZipBuilder(Good) { Comment = new ZipBuilder(Good with { Name = "other/__init__.py" }).Build() }.Build();

    public static byte[] PlainComment() => new ZipBuilder(Good) { Comment = "made by hand"u8.ToArray() }.Build();

    public static byte[] CommentCut() => new ZipBuilder(Good) { CommentLength = 40, Comment = "short"u8.ToArray() }.Build();

    public static byte[] TwoArchivesInARow() => [.. Zip(Good), .. Zip(Good with { Name = "other/__init__.py" })];

    public static byte[] Prefixed() => new ZipBuilder(Good) { Prefix = "#!/bin/sh\nexit 0\n"u8.ToArray() }.Build();

    public static byte[] Suffixed() => new ZipBuilder(Good) { Suffix = "something else"u8.ToArray() }.Build();

    public static byte[] ZerosBehind() => new ZipBuilder(Good) { Suffix = new byte[32] }.Build();

    public static byte[] GapBetweenEntries() => Zip(Good, Good with { Name = "demo/next.py", Before = "nobody's"u8.ToArray() });

    public static byte[] GapBeforeDirectory() => new ZipBuilder(Good) { BeforeDirectory = "signing block"u8.ToArray() }.Build();

    public static byte[] NoEndRecord()
    {
        byte[] zip = Zip(Good, Good with { Name = "demo/next.py" });
        return zip[..^22];
    }

    public static byte[] CutInTheMiddle() => Zip(Good, Good with { Name = "demo/next.py" })[..70];

    public static byte[] Zip64EndDisagrees() => new ZipBuilder(Good) { EndRecords = (start, size, end) => Zip64End(end, 7, size, start) }.Build();

    public static byte[] Zip64EndExtensible() => new ZipBuilder(Good) { EndRecords = (start, size, end) => Zip64End(end, 1, size, start, new byte[16]) }.Build();

    public static byte[] Zip64LocatorElsewhere() =>
        new ZipBuilder(Good) { EndRecords = (start, size, end) => Zip64End(end, 1, size, start, locatorSays: 0) }.Build();

    public static byte[] Zip64EndWithoutLocator() =>
        new ZipBuilder(Good) { EndRecords = (start, size, end) => Zip64End(end, 1, size, start)[..^20] }.Build();

    public static byte[] Zip64EndMissing() => new ZipBuilder(Good) { DirectoryOffset = uint.MaxValue }.Build();

    public static byte[] Zip64ExtraTooLong() =>
        Zip(Good with { Size = uint.MaxValue, Extra = Extra(1, [.. U64(10), .. U64(10)]), LocalSize = 10 });

    public static byte[] Zip64ExtraTooShort() => Zip(Good with { Size = uint.MaxValue, Extra = Extra(1, 1, 0, 0, 0), LocalSize = 10 });

    public static byte[] Zip64ExtraTwice() =>
        Zip(Good with { Size = uint.MaxValue, Extra = [.. Extra(1, U64(10)), .. Extra(1, U64(4))], LocalSize = 10 });

    public static byte[] Zip64ExtraNegative() => Zip(Good with { Size = uint.MaxValue, Extra = Extra(1, U64(-10)), LocalSize = 10 });

    public static byte[] Zip64ExtraNotNeeded() => Zip(Good with { Extra = Extra(1, U64(99)) });

    public static byte[] ExtraOfThreeBytes() => Zip(Good with { Extra = [1, 2, 3] });

    public static byte[] ExtraTooLong() => Zip(Good with { LocalExtra = [0x55, 0x54, 99, 0, 1] });

    public static byte[] UnicodePathElsewhere() =>
        Zip(Good with { Extra = Extra(0x7075, [1, .. U32(System.IO.Hashing.Crc32.HashToUInt32(Encoding.UTF8.GetBytes(Good.Name))), .. "evil.pth"u8]) });

    public static byte[] UnicodePathTwice()
    {
        byte[] path = Extra(0x7075, [1, .. U32(System.IO.Hashing.Crc32.HashToUInt32(Encoding.UTF8.GetBytes(Good.Name))), .. Encoding.UTF8.GetBytes(Good.Name)]);
        return Zip(Good with { Extra = [.. path, .. path] });
    }

    public static byte[] EntryComment() => Zip(Good with { Comment = "x"u8.ToArray() });

    public static byte[] DuplicateName() => Zip(Good, Good);

    public static byte[] CaseCollision() => Zip(Good, Good with { Name = "Demo/__INIT__.py" });

    public static byte[] ComposedCollision() => Zip(new ZipPart("demo/caf\u00e9.py", ""), new ZipPart("demo/cafe\u0301.py", ""));

    public static byte[] CompatibilityCollision() => Zip(new ZipPart("demo/file.py", ""), new ZipPart("demo/\ufb01le.py", ""));

    public static byte[] SharpSCollision() => Zip(new ZipPart("demo/stra\u00dfe.py", ""), new ZipPart("demo/STRASSE.py", ""));

    public static byte[] HangulCollision() => Zip(new ZipPart("demo/\ud55c.py", ""), new ZipPart("demo/\u1112\u1161\u11ab.py", ""));

    public static byte[] EmptySegmentCollision() => Zip(Good, Good with { Name = "demo/.//__init__.py" });

    public static byte[] FileThatIsAFolder() => Zip(new ZipPart("demo", "x"), Good);

    public static byte[] FolderThatIsAFile() => Zip(Good, new ZipPart("demo", "x"));

    public static byte[] ParentName() => Zip(Good, Good with { Name = "demo/../../evil.pth" });

    public static byte[] AbsoluteName() => Zip(Good, Good with { Name = "/etc/profile.d/evil.sh" });

    public static byte[] DriveName() => Zip(Good, Good with { Name = "C:evil.py" });

    public static byte[] BackslashName() => Zip(Good, Good with { Name = "demo\\..\\evil.py" });

    public static byte[] ControlName() => Zip(Good, Good with { Name = "demo/a\u001b[2J.py" });

    public static byte[] NulName() => Zip(Good, Good with { Name = "demo/ok.py\0.txt" });

    public static byte[] BidirectionalName() => Zip(Good, Good with { Name = "demo/\u202egpj.py" });

    public static byte[] EmptyName() => Zip(Good, Good with { Name = "" });

    public static byte[] InvalidUtf8Name() => Zip(Good, Good with { RawName = [.. "demo/"u8, 0xC3, 0x28], Flags = 0x800 });

    public static byte[] UnmarkedName() => Zip(Good, Good with { RawName = Encoding.UTF8.GetBytes("demo/caf\u00e9.py") });

    public static byte[] DeviceName() => Zip(Good, Good with { Name = "demo/aux.py" });

    public static byte[] DeviceNameWithSuperscript() => Zip(Good, Good with { Name = "demo/com\u00b9" });

    public static byte[] TrailingDotName() => Zip(Good, Good with { Name = "demo/__init__.py." });

    public static byte[] StreamName() => Zip(Good, Good with { Name = "demo/data.txt:evil.py" });

    public static byte[] SymbolicLink() => Zip(Good, new ZipPart("demo/link.py", "__init__.py") { Attributes = LinkMode });

    public static byte[] EscapingLink() => Zip(Good, new ZipPart("demo/link", "../../etc") { Attributes = LinkMode });

    public static byte[] AbsoluteLink() => Zip(Good, new ZipPart("demo/link", "/etc/passwd") { Attributes = LinkMode });

    public static byte[] FileThroughLink() =>
        Zip(Good, new ZipPart("demo/link", "sub") { Attributes = LinkMode }, Good with { Name = "demo/link/evil.py" });

    public static byte[] Fifo() => Zip(Good, new ZipPart("demo/pipe", "") { Attributes = 0x11A4u << 16 });

    public static byte[] FolderModeOnAFile() => Zip(Good, new ZipPart("demo/data", "x") { Attributes = 0x41EDu << 16 });

    public static byte[] FolderWithContent() => Zip(Good, new ZipPart("demo/sub/", "content") { Attributes = FileMode });

    public static byte[] Encrypted() => Zip(Good with { Flags = 1 });

    public static byte[] StronglyEncrypted() => Zip(Good with { Flags = 0x41 });

    public static byte[] Bzip2Method() => Zip(Good with { Method = 12 });

    public static byte[] LzmaMethod() => Zip(Good with { Method = 14 });

    public static byte[] ZstandardMethod() => Zip(Good with { Method = 93 });

    public static byte[] DescriptorAfterData()
    {
        ZipPart part = Good with { Method = 8, Flags = 8, LocalCrc = 0, LocalPacked = 0, LocalSize = 0 };
        return Zip(part with { After = Descriptor(part.TrueCrc, (uint)part.Data.Length, part.TrueSize) });
    }

    public static byte[] DescriptorDisagrees()
    {
        ZipPart part = Good with { Method = 8, Flags = 8, LocalCrc = 0, LocalPacked = 0, LocalSize = 0 };
        return Zip(part with { After = Descriptor(part.TrueCrc, (uint)part.Data.Length, 77) });
    }

    public static byte[] DescriptorMissing() => Zip(Good with { Flags = 8, LocalCrc = 0, LocalPacked = 0, LocalSize = 0 });

    public static byte[] WrongCrc() => Zip(Good with { Method = 8, Crc = 0xDEADBEEF });

    public static byte[] StoredSizesDiffer() => Zip(Good with { Size = 4 });

    public static byte[] ContentTooLong() => Zip(Good with { Method = 8, Size = 4 });

    /// <summary>The declared four bytes fit the CRC-32 that is declared; the compressed data goes on.</summary>
    public static byte[] ContentGoesOn() => Zip(Good with { Method = 8, Size = 4, Crc = System.IO.Hashing.Crc32.HashToUInt32("VALU"u8) });

    public static byte[] ContentTooShort() => Zip(Good with { Method = 8, Size = 4_000 });

    public static byte[] DeflateEndsEarly() => Zip(Good with { Method = 8, Stored = [.. Deflate("VALUE = 1\n"u8.ToArray()), .. "hidden"u8] });

    public static byte[] DeflateHidesAnEntry() =>
        Zip(Good with { Method = 8, Stored = [.. Deflate("VALUE = 1\n"u8.ToArray()), .. Local(Hidden)] });

    public static byte[] DeflateCut() => Zip(Good with { Method = 8, Stored = Deflate("VALUE = 1\n"u8.ToArray())[..^3] });

    public static byte[] DeflateBroken() => Zip(Good with { Method = 8, Stored = [0xFF, 0xFF, 0xFF, 0xFF] });

    public static byte[] NotAnArchive() => "Hello, world!\n"u8.ToArray();

    public static byte[] Empty() => [];

    public static byte[] EndRecordOnly() => [.. "PK\u0005\u0006"u8, .. new byte[17]];

    public static byte[] TarInWheelsClothes() => TarGzipWriter.Write([ArchiveInput.Text("demo/__init__.py", "VALUE = 1\n")]);

    /// <summary>Files whose stored data is all the local headers and data behind it: each byte belongs to every entry before.</summary>
    public static byte[] QuotedOverlap(int entries, byte[] kernel)
    {
        // Built from the last entry backwards: a stored deflate block quotes the next local header, then the next entry's data follows.
        byte[] data = kernel;
        List<(string Name, byte[] Local, int Packed)> parts = [];
        for (int i = entries - 1; i >= 0; i--)
        {
            string name = $"f{i}";
            byte[] local = [.. "PK\u0003\u0004"u8, 20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0, .. new byte[4], .. U32((uint)data.Length), .. U32(0), .. U16((ushort)name.Length), 0, 0, .. Encoding.UTF8.GetBytes(name)];
            parts.Insert(0, (name, local, data.Length));
            byte[] quoted = [0, .. U16((ushort)local.Length), .. U16(unchecked((ushort)~local.Length)), .. local];
            data = i == 0 ? data : [.. quoted, .. data];
        }

        using MemoryStream zip = new();
        List<ZipPart> listed = [];
        for (int i = 0; i < parts.Count; i++)
        {
            zip.Write(i == 0 ? parts[i].Local : [0, .. U16((ushort)parts[i].Local.Length), .. U16(unchecked((ushort)~parts[i].Local.Length)), .. parts[i].Local]);
            listed.Add(new ZipPart(parts[i].Name, "") { Method = 8, HasLocal = false, LocalOffset = (uint)(zip.Length - parts[i].Local.Length), Packed = (uint)parts[i].Packed, Size = 0 });
        }

        zip.Write(kernel);
        return new ZipBuilder([.. listed]) { Prefix = zip.ToArray() }.Build();
    }

    private static byte[] Zip(params ZipPart[] parts) => new ZipBuilder(parts).Build();

    private static byte[] Local(ZipPart part)
    {
        byte[] alone = new ZipBuilder(part with { IsListed = false }).Build();
        return alone[..^22];
    }
}
