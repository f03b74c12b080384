using System.Text;
using Assay.Packaging.Archives;
using Assay.Tests.Packaging.Archives.Samples;

namespace Assay.Tests.Engine.Rules;

/// <summary>
/// Packages whose archives lie in one way each, by the names that rule pages use. All of them are the release demo 1.0 and complete,
/// so that nothing but the lie is there to report.
/// </summary>
internal static class LyingPackages
{
    private const uint LinkMode = 0xA1FFu << 16;

    private static readonly ZipPart s_good = new("demo/__init__.py", "VALUE = 1\n");

    private static readonly ArchiveInput[] s_sdist =
    [
        ArchiveInput.Text("demo-1.0/PKG-INFO", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n"),
        ArchiveInput.Text("demo-1.0/pyproject.toml", "[build-system]\nrequires = [\"setuptools\"]\n"),
        ArchiveInput.Text("demo-1.0/demo.py", "VALUE = 1\n"),
    ];

    public static byte[] Build(string name) => name switch
    {
        "plain-wheel" or "wheel-bytes" => Wheel(s_good),
        "plain-sdist" => Sdist(static _ => { }),
        "two-names" => Wheel(s_good with { LocalName = "demo/__main__.py" }),
        "unlisted-entry" => Wheel(s_good, new ZipPart("demo/hidden.py", "VALUE = 2\n") { IsListed = false }),
        "announced-entry" => (Zip(s_good) with { Count = Zip(s_good).Parts.Length + 1 }).Build(),
        "zip64-of-nine-bytes" => Wheel(s_good with { Extra = [1, 0, 9, 0, .. new byte[9]], LocalExtra = [1, 0, 9, 0, .. new byte[9]] }),
        "script-in-front" => (Zip(s_good) with { Prefix = "#!/bin/sh\nexit\n"u8.ToArray() }).Build(),
        "words-behind" => (Zip(s_good) with { Suffix = "one more thing"u8.ToArray() }).Build(),
        "unclaimed-bytes" => Wheel(s_good, s_good with { Name = "demo/next.py", Before = "nobody's bytes"u8.ToArray() }),
        "same-name-twice" => Wheel(s_good, new ZipPart(s_good.Name, "VALUE = 2\n")),
        "case-collision" => Wheel(s_good, s_good with { Name = "demo/Setup.py" }, new ZipPart("demo/setup.py", "VALUE = 2\n")),
        "dot-dot" => Wheel(s_good with { Name = "../outside.py" }),
        "dots-inside" => Wheel(s_good with { Name = "demo/a..b.py" }),
        "control-character" => Wheel(s_good with { Name = "demo/a\u0007b.py" }),
        "umlaut" => Wheel(s_good with { Name = "demo/grüße.txt" }),
        "device" => Wheel(s_good with { Name = "demo/aux.py" }),
        "device-like" => Wheel(s_good with { Name = "demo/auxiliary.py" }),
        "wheel-link" => Wheel(s_good, new ZipPart("demo/link.py", "__init__.py") { Attributes = LinkMode }),
        "two-trees" => Sdist(static tar => tar.Add("other/setup.py")),
        "sdist-link" => Sdist(static tar => tar.Add("demo-1.0/LINK", type: '2', link: "pyproject.toml")),
        "link-outside" => Sdist(static tar => tar.Add("demo-1.0/LINK", type: '2', link: "../../etc")),
        "pipe" => Sdist(static tar => tar.Add("demo-1.0/pipe", type: '6')),
        "sparse" => Sdist(static tar => tar.Add("demo-1.0/holes.bin", type: 'S')),
        "encrypted" => Wheel(s_good with { Flags = 1 }),
        "descriptor" => Wheel(s_good with
        {
            Flags = 8, LocalCrc = 0, LocalSize = 0, LocalPacked = 0, After = ZipBuilder.Descriptor(s_good.TrueCrc, (uint)s_good.Data.Length, s_good.TrueSize),
        }),
        "method-12" => Wheel(s_good with { Method = 12 }),
        "wrong-crc" => Wheel(s_good with { Crc = 0xDEADBEEF }),
        "wrong-size" => Wheel(s_good with { Size = 99 }),
        "excess" => Wheel(s_good with { Content = s_good.Content + "VALUE = 2\n", Method = 8, Size = s_good.TrueSize, Crc = s_good.TrueCrc }),
        "comment" => (Zip(s_good) with { Comment = "made by hand"u8.ToArray() }).Build(),
        "tar-checksum" => Sdist(static tar => tar.Add("demo-1.0/more.py", "VALUE = 2\n", change: static header => TarBuilder.Put(header, 148, "0000001\0"u8), checksum: false)),
        "two-gzip-members" => [.. Sdist(static _ => { }), .. TarGzipWriter.Gzip("more"u8)],
        "zip-behind-tar" => [.. Sdist(static _ => { }), .. Wheel(s_good)],
        "cut" => Wheel(s_good)[..^40],
        "tar-bytes" => TarGzipWriter.Write(SamplePackage.Wheel(ArchiveInput.Text(s_good.Name, s_good.Content))),
        "zipped-sdist" => ZipWriter.Write(s_sdist),
        _ => throw new ArgumentException($"no builder is named '{name}'", nameof(name)),
    };

    private static byte[] Wheel(params ZipPart[] parts) => Zip(parts).Build();

    // RECORD speaks of what is listed and holds, so that no other rule has a say.
    private static ZipBuilder Zip(params ZipPart[] parts)
    {
        IEnumerable<ArchiveInput> recorded = parts.Where(static part => part.IsListed).DistinctBy(static part => part.Name)
            .Select(static part => ArchiveInput.Text(part.Name, part.Content));
        IEnumerable<ZipPart> added = SamplePackage.Wheel(recorded)
            .Where(static input => input.Path.StartsWith(SamplePackage.DistInfo, StringComparison.Ordinal))
            .Select(static input => new ZipPart(input.Path, Encoding.UTF8.GetString(input.Bytes.Span)));
        return new ZipBuilder([.. parts, .. added]);
    }

    private static byte[] Sdist(Action<TarBuilder> add)
    {
        TarBuilder tar = new();
        foreach (ArchiveInput file in s_sdist)
        {
            tar.Add(file.Path, Encoding.UTF8.GetString(file.Bytes.Span));
        }

        add(tar);
        return TarGzipWriter.Gzip(tar.End());
    }
}
