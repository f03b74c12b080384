using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Assay.Packaging.Indexes;
using Assay.Packaging.Names;
using CsCheck;

namespace Assay.Tests.Packaging.Indexes;

public sealed class SimplePageWriterTests
{
    private static readonly Uri Url = new("https://index.example.invalid/simple/frob/");
    private static readonly ProjectName Frob = ProjectName.Parse("frob");

    private static readonly Gen<string> Text = Gen.String[Gen.Char[" abcXYZ09<>&\"'`=;:/\\#%+é漢\u2028\u007f\t\r\n"], 1, 20];
    private static readonly Gen<string> Name =
        Gen.String[Gen.Char["abcXYZ09-_.+ é%#?&'\""], 1, 20].Where(n => n.Trim() == n).Select(n => n + "-1.0.tar.gz");

    private static readonly Gen<DigestMap> Hashes = Gen.Byte.Array[32].Select(b => DigestMap.Of("sha256", Convert.ToHexStringLower(b)));

    private static readonly Gen<SimpleFile> File =
        Gen.Select(Name, Hashes, Text.Null(), Gen.Long[0, long.MaxValue], Gen.Select(Text.Null(), Gen.Bool), Gen.Select(Hashes, Gen.Int[0, 2]), Gen.Long[0, 3_000_000_000_000_000])
            .Select((name, hashes, python, size, yank, metadata, micros) => new SimpleFile(
                name,
                $"https://files.example.invalid/a/{Uri.EscapeDataString(name)}",
                hashes,
                python,
                size,
                DateTimeOffset.UnixEpoch.AddTicks(micros * 10),
                yank.Item2 ? yank.Item1 ?? "" : null,
                metadata.Item2 switch { 0 => null, 1 => DigestMap.Empty, _ => metadata.Item1 }));

    private static readonly Gen<SimplePage> Page =
        Gen.Select(File.Array[0, 5], Text.Array[0, 3], Gen.Select(Text, Text.Null()).Select((status, reason) => new ProjectStatus(status, reason)).Null())
            .Select((files, versions, status) => new SimplePage(
                Frob,
                "1.4",
                status,
                [.. versions],
                [.. files]));

    [Fact]
    public void Json_that_was_written_reads_back_the_same() => Page.Sample(page =>
    {
        SimplePageReading reading = SimplePageReader.Read(SimplePageWriter.WriteJson(page), MediaTypes.Json, Url, Frob, PageLimits.Default);
        Assert.Empty(reading.Problems);
        AssertSame(page, reading.Page!);
    });

    [Fact]
    public void Html_that_was_written_reads_back_the_same_but_for_what_it_has_no_place_for() => Page.Sample(page =>
    {
        SimplePageReading reading = SimplePageReader.Read(SimplePageWriter.WriteHtml(page), MediaTypes.Html, Url, Frob, PageLimits.Default);
        Assert.Empty(reading.Problems);
        AssertSame(page with { Versions = [], Files = [.. page.Files.Select(f => f with { Size = null, UploadTime = null })] }, reading.Page!);
    });

    [Fact]
    public void The_same_page_gives_the_same_bytes() => Page.Sample(page =>
    {
        Assert.Equal(SimplePageWriter.WriteJson(page), SimplePageWriter.WriteJson(page));
        Assert.Equal(SimplePageWriter.WriteHtml(page), SimplePageWriter.WriteHtml(page));
    });

    [Fact]
    public void Metadata_is_offered_under_both_names_that_no_pip_fails_on()
    {
        var page = new SimplePage(
            Frob, "1.1", null, ["1.0"],
            [new SimpleFile("a-1.0.zip", "https://example.invalid/a-1.0.zip", DigestMap.Empty, Size: 1, CoreMetadata: DigestMap.Of("md5", new string('0', 32)))]);

        using var json = JsonDocument.Parse(SimplePageWriter.WriteJson(page));
        JsonElement file = json.RootElement.GetProperty("files")[0];
        Assert.Equal(new string('0', 32), file.GetProperty("core-metadata").GetProperty("md5").GetString());
        Assert.Equal(new string('0', 32), file.GetProperty("data-dist-info-metadata").GetProperty("md5").GetString());
        Assert.False(file.TryGetProperty("dist-info-metadata", out _));
        Assert.Equal("1.4", json.RootElement.GetProperty("meta").GetProperty("api-version").GetString());
    }

    [Fact]
    public void A_page_without_sizes_claims_no_newer_api_than_it_fulfils()
    {
        var page = new SimplePage(Frob, "1.0", null, [], [new SimpleFile("a-1.0.zip", "https://example.invalid/a-1.0.zip", DigestMap.Empty)]);

        Assert.Contains("\"api-version\":\"1.0\"", Encoding.UTF8.GetString(SimplePageWriter.WriteJson(page)), StringComparison.Ordinal);
    }

    private static void AssertSame(SimplePage expected, SimplePage actual)
    {
        Assert.Equal(expected.Files, actual.Files);
        Assert.Equal(expected.Versions, actual.Versions);
        Assert.Equal(expected with { Files = [], Versions = ImmutableArray<string>.Empty }, actual with { Files = [], Versions = ImmutableArray<string>.Empty });
    }
}
