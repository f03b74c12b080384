using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using Assay.Packaging.Archives;

namespace Assay.Tests.Engine.Rules;

/// <summary>Archives that lie in one way each, by the names that rule pages use; all of them hold the release demo 1.0.</summary>
internal static class BrokenArchives
{
    private const string Module = "demo/__init__.py";

    private static readonly byte[] s_code = "VALUE = 1\n"u8.ToArray();
    private static readonly byte[] s_other = "VALUE = 2\n"u8.ToArray();

    public static byte[] Build(string name) => name switch
    {
        "plain-wheel" => Wheel(Entry(Module, s_code)).Write(),
        "plain-sdist" => Sdist(),
        "two-names" => Wheel(new RawEntry { Name = Bytes(Module), LocalName = Bytes("demo/__main__.py"), Data = s_code }).Write(),
        "unlisted-entry" => Wheel(Entry(Module, s_code), new RawEntry { Name = Bytes("demo/hidden.py"), Data = s_other, IsListed = false }).Write(),
        "announced-entry" => new RawZip { Entries = Entries(Entry(Module, s_code)), ExtraCount = 1 }.Write(),
        "zip64-of-nine-bytes" => Wheel(new RawEntry { Name = Bytes(Module), Data = s_code, Extra = [1, 0, 9, 0, .. new byte[9]] }).Write(),
        "script-in-front" => new RawZip { Entries = Entries(Entry(Module, s_code)), Prefix = Bytes("#!/bin/sh\nexit\n") }.Write(),
        "letter-behind" => new RawZip { Entries = Entries(Entry(Module, s_code)), Suffix = Bytes("one more thing") }.Write(),
        "unclaimed-bytes" => Wheel(Entry(Module, s_code), new RawEntry { Name = Bytes("demo/next.py"), Data = s_code, Before = Bytes("nobody's bytes") }).Write(),
        "same-name-twice" => Wheel(Entry(Module, s_code), Entry(Module, s_other)).Write(),
        "case-collision" => Wheel(Entry(Module, s_code), Entry("demo/Setup.py", s_code), Entry("demo/setup.py", s_other)).Write(),
        "dot-dot" => Wheel(Entry("../outside.py", s_code)).Write(),
        "dots-inside" => Wheel(Entry("demo/a..b.py", s_code)).Write(),
        "control-character" => Wheel(Entry("demo/a\u0007b.py", s_code)).Write(),
        "umlaut" => Wheel(Entry("demo/grüße.txt", s_code)).Write(),
        "device" => Wheel(Entry("demo/aux.py", s_code)).Write(),
        "device-like" => Wheel(Entry("demo/auxiliary.py", s_code)).Write(),
        "wheel-link" => Wheel(new RawEntry { Name = Bytes("demo/link.py"), Data = Bytes("other.py"), Mode = 0xA1FF }, Entry("demo/other.py", s_code)).Write(),
        "sdist-link" => Sdist(tar => Append(tar, "demo-1.0/LINK", "", '2', "pyproject.toml")),
        "link-outside" => Sdist(tar => Append(tar, "demo-1.0/LINK", "", '2', "../../etc")),
        "pipe" => Sdist(tar => Append(tar, "demo-1.0/pipe", "", '6', "")),
        "sparse" => Sdist(tar => Append(tar, "demo-1.0/holes.bin", "", 'S', "")),
        "encrypted" => Wheel(new RawEntry { Name = Bytes(Module), Data = s_code, Flags = 0x801 }).Write(),
        "descriptor" => Wheel(new RawEntry { Name = Bytes(Module), Data = s_code, HasDescriptor = true }).Write(),
        "method-12" => Wheel(new RawEntry { Name = Bytes(Module), Data = s_code, Method = 12 }).Write(),
        "wrong-crc" => Wheel(new RawEntry { Name = Bytes(Module), Data = s_code, Crc = 0xDEADBEEF }).Write(),
        "wrong-size" => Wheel(new RawEntry { Name = Bytes(Module), Data = s_code, Size = 99 }).Write(),
        "excess" => Wheel(new RawEntry { Name = Bytes(Module), Data = Deflate([.. s_code, .. s_other]), Method = 8, Size = (uint)s_code.Length, Crc = Crc32.HashToUInt32(s_code) }).Write(),
        "comment" => new RawZip { Entries = Entries(Entry(Module, s_code)), Comment = Bytes("made by hand") }.Write(),
        "tar-checksum" => Sdist(static tar => tar[BlockOf(tar, "demo-1.0/pyproject.toml") + 148] ^= 1),
        "two-gzip-members" => [.. Sdist(), .. TarGzipWriter.Gzip("more"u8)],
        "zip-behind-tar" => [.. Sdist(), .. Wheel(Entry(Module, s_code)).Write()],
        "cut" => Wheel(Entry(Module, s_code)).Write()[..^40],
        "wheel-bytes" => Wheel(Entry(Module, s_code)).Write(),
        "tar-bytes" => TarGzipWriter.Write(SamplePackage.Wheel(ArchiveInput.Text(Module, "VALUE = 1\n"))),
        "zipped-sdist" => ZipWriter.Write(SdistFiles()),
        _ => throw new ArgumentException($"no builder is named '{name}'", nameof(name)),
    };

    private static RawZip Wheel(params RawEntry[] entries) => new() { Entries = Entries(entries) };

    // RECORD speaks of what is listed and holds, so that no other rule has a say.
    private static List<RawEntry> Entries(params RawEntry[] entries)
    {
        IEnumerable<ArchiveInput> recorded = entries.Where(static entry => entry.IsListed)
            .Select(static entry => new ArchiveInput(Encoding.UTF8.GetString(entry.Name), entry.Data))
            .DistinctBy(static input => input.Path);
        IEnumerable<RawEntry> added = SamplePackage.Wheel(recorded)
            .Where(static input => input.Path.StartsWith(SamplePackage.DistInfo, StringComparison.Ordinal)).Select(RawEntry.Of);
        return [.. entries, .. added];
    }

    private static RawEntry Entry(string name, byte[] data) => new() { Name = Bytes(name), Data = data };

    private static byte[] Sdist(Action<byte[]>? damage = null)
    {
        byte[] tar = TarGzipWriter.WriteTar(SdistFiles());
        damage?.Invoke(tar);
        return TarGzipWriter.Gzip(tar);
    }

    private static byte[] Sdist(Func<byte[], byte[]> change) => TarGzipWriter.Gzip(change(TarGzipWriter.WriteTar(SdistFiles())));

    private static ArchiveInput[] SdistFiles() =>
    [
        ArchiveInput.Text("demo-1.0/PKG-INFO", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n"),
        ArchiveInput.Text("demo-1.0/pyproject.toml", "[build-system]\nrequires = [\"setuptools\"]\n"),
        ArchiveInput.Text("demo-1.0/demo.py", "VALUE = 1\n"),
    ];

    // Writes one more header before the end mark (POSIX pax, "ustar interchange format").
    private static byte[] Append(byte[] tar, string name, string content, char type, string target)
    {
        byte[] header = new byte[512];
        Bytes(name).CopyTo(header, 0);
        Octal(header, 100, 8, 0b110_100_100);
        Octal(header, 108, 8, 0);
        Octal(header, 116, 8, 0);
        Octal(header, 124, 12, content.Length);
        Octal(header, 136, 12, 0);
        header[156] = (byte)type;
        Bytes(target).CopyTo(header, 157);
        "ustar\000"u8.CopyTo(header.AsSpan(257));
        header.AsSpan(148, 8).Fill((byte)' ');
        Octal(header, 148, 7, header.Sum(static b => b));
        int end = EndOf(tar);
        return [.. tar.AsSpan(0, end), .. header, .. tar.AsSpan(end)];
    }

    private static int EndOf(byte[] tar)
    {
        int at = 0;
        while (tar[at] != 0)
        {
            string size = Encoding.ASCII.GetString(tar, at + 124, 11);
            at += 512 + ((Convert.ToInt32(size, 8) + 511) / 512 * 512);
        }

        return at;
    }

    private static int BlockOf(byte[] tar, string name) => tar.AsSpan().IndexOf(Bytes(name));

    private static void Octal(byte[] header, int at, int width, int value) =>
        Bytes(Convert.ToString(value, 8).PadLeft(width - 1, '0')).CopyTo(header, at);

    private static byte[] Deflate(byte[] content)
    {
        using MemoryStream packed = new();
        using (DeflateStream deflate = new(packed, CompressionLevel.Optimal))
        {
            deflate.Write(content);
        }

        return packed.ToArray();
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
