using System.Text;
using Assay.Packaging.Indexes;
using Assay.Packaging.Names;

namespace Assay.Tests.Packaging.Indexes;

public sealed class SimplePageReaderTests
{
    private const string Digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static readonly Uri Url = new("https://index.example.invalid/simple/frob/");
    private static readonly ProjectName Frob = ProjectName.Parse("frob");

    [Fact]
    public void Json_with_every_field_is_read()
    {
        SimplePageReading reading = Json($$"""
            {"meta": {"api-version": "1.4", "_last-serial": 7}, "name": "frob", "project-status": {"status": "archived", "reason": "done"},
             "versions": ["1.0", "2.0"], "unknown": {"a": [1, {"b": null}]},
             "files": [{"filename": "frob-1.0-py3-none-any.whl", "url": "../../files/frob-1.0-py3-none-any.whl#sha256={{Digest}}",
               "hashes": {"SHA256": "{{Digest.ToUpperInvariant()}}", "md5": "0123456789abcdef0123456789abcdef"}, "requires-python": ">=3.8", "size": 12,
               "upload-time": "2024-02-29T23:59:59.123456Z", "yanked": "broken", "core-metadata": {"sha256": "{{Digest}}"},
               "provenance": "https://index.example.invalid/p", "gpg-sig": false, "other": 1}]}
            """);

        Assert.Empty(reading.Problems);
        SimplePage page = reading.Page!;
        Assert.Equal(new ProjectStatus("archived", "done"), page.Status);
        Assert.Equal(["1.0", "2.0"], page.Versions);
        SimpleFile file = Assert.Single(page.Files);
        Assert.Equal("https://index.example.invalid/files/frob-1.0-py3-none-any.whl", file.Url);
        Assert.Equal("https://index.example.invalid/files/frob-1.0-py3-none-any.whl.metadata", file.MetadataUrl);
        Assert.Equal(Digest, file.Hashes.Sha256);
        Assert.Equal(["md5", "sha256"], file.Hashes.Select(h => h.Key));
        Assert.Equal(">=3.8", file.RequiresPython);
        Assert.Equal(12, file.Size);
        Assert.Equal(new DateTimeOffset(2024, 2, 29, 23, 59, 59, TimeSpan.Zero).AddTicks(1234560), file.UploadTime);
        Assert.Equal("broken", file.Yanked);
        Assert.Equal(DigestMap.Of("sha256", Digest), file.CoreMetadata);
        Assert.Equal("https://index.example.invalid/p", file.Provenance);
        Assert.False(file.GpgSig);
    }

    [Theory]
    [InlineData("\"core-metadata\": true", true)]
    [InlineData("\"dist-info-metadata\": true", true)]
    [InlineData("\"data-dist-info-metadata\": true", true)]
    [InlineData("\"core-metadata\": false", false)]
    [InlineData("\"core-metadata\": {}", false)]
    [InlineData("\"core-metadata\": null, \"dist-info-metadata\": true", true)]
    [InlineData("\"dist-info-metadata\": true, \"core-metadata\": false", false)]
    [InlineData("\"core-metadata\": false, \"data-dist-info-metadata\": true", false)]
    [InlineData("\"gpg-sig\": null", false)]
    public void Each_spelling_of_core_metadata_counts_and_the_newest_wins(string field, bool isOffered) =>
        Assert.Equal(isOffered, Assert.Single(OneFile(field).Page!.Files).CoreMetadata is not null);

    [Theory]
    [InlineData("\"yanked\": true", "")]
    [InlineData("\"yanked\": \"why\"", "why")]
    [InlineData("\"yanked\": false", null)]
    [InlineData("\"yanked\": \"\"", null)]
    [InlineData("\"yanked\": null", null)]
    public void Yanked_is_what_is_truthy(string field, string? reason) =>
        Assert.Equal(reason, Assert.Single(OneFile(field).Page!.Files).Yanked);

    [Theory]
    [InlineData("\"size\": \"12\"", "size")]
    [InlineData("\"size\": -1", "size")]
    [InlineData("\"size\": 1.5", "size")]
    [InlineData("\"size\": 99999999999999999999", "size")]
    [InlineData("\"yanked\": 1", "yanked")]
    [InlineData("\"yanked\": [\"a\"]", "yanked")]
    [InlineData("\"gpg-sig\": \"no\"", "gpg-sig")]
    [InlineData("\"requires-python\": {}", "requires-python")]
    [InlineData("\"upload-time\": \"yesterday\"", "upload time")]
    [InlineData("\"upload-time\": \"2023-02-29T00:00:00Z\"", "upload time")]
    [InlineData("\"upload-time\": 1700000000", "upload time")]
    [InlineData("\"core-metadata\": \"true\"", "core-metadata")]
    [InlineData("\"core-metadata\": {\"sha256\": \"12\"}", "core-metadata")]
    [InlineData("\"hashes\": {\"sha256\": null}", "hashes")]
    [InlineData("\"hashes\": []", "hashes")]
    [InlineData("\"hashes\": {\"sha256\": \"xyz\"}", "sha256")]
    [InlineData("\"hashes\": {\"sha256\": \"\"}", "sha256")]
    [InlineData("\"hashes\": {\"a b\": \"00\"}", "algorithm")]
    [InlineData("\"provenance\": \"javascript:x\"", "provenance")]
    [InlineData("\"requires-python\": \"\\ud800\"", "requires-python")]
    [InlineData("\"url\": \"file:///etc/frob-1.0.zip\"", "scheme")]
    [InlineData("\"url\": \"ftp://example.invalid/frob-1.0.zip\"", "scheme")]
    [InlineData("\"url\": \"https://example.invalid/other-1.0.zip\"", "another name")]
    [InlineData("\"url\": \"https://example.invalid/..%2ffrob-1.0.zip\"", "another name")]
    [InlineData("\"url\": \"https://example.invalid\\\\frob-1.0.zip\"", "backslash")]
    [InlineData("\"url\": null", "address")]
    public void A_field_of_the_wrong_kind_loses_that_file_and_names_it(string field, string expected)
    {
        SimplePageReading reading = OneFile(field, more: """, {"filename": "frob-2.0.zip", "url": "frob-2.0.zip", "hashes": {}}""");

        Assert.Equal("frob-2.0.zip", Assert.Single(reading.Page!.Files).FileName);
        PageProblem problem = Assert.Single(reading.Problems);
        Assert.Equal((PageProblemKind.FileLost, "frob-1.0.zip"), (problem.Kind, problem.FileName));
        Assert.Contains(expected, problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"a/b.zip\"")]
    [InlineData("\"..\"")]
    [InlineData("\"a\\u0000.zip\"")]
    [InlineData("\"a\\u001b[2J.zip\"")]
    [InlineData("\"\"")]
    [InlineData("7")]
    [InlineData("null")]
    public void A_file_name_that_is_none_loses_the_file(string name)
    {
        SimplePageReading reading = Json($$"""{"files": [{"filename": {{name}}, "url": "https://example.invalid/x"}]}""");

        Assert.Empty(reading.Page!.Files);
        Assert.Equal(PageProblemKind.FileLost, Assert.Single(reading.Problems).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"files\": {}}")]
    [InlineData("{\"files\": [")]
    [InlineData("{\"files\": [{\"filename\": \"a.zip\", \"url\": \"a.zip\"}]")]
    [InlineData("{\"files\": []} {}")]
    [InlineData("{\"files\": [], \"x\": NaN}")]
    [InlineData("{\"files\": [], \"meta\": {\"api-version\": \"2.0\"}}")]
    [InlineData("<!DOCTYPE html><html></html>")]
    [InlineData("\0\u0001garbage")]
    public void Json_that_is_none_or_breaks_off_is_no_page(string text)
    {
        SimplePageReading reading = Json(text);

        Assert.Null(reading.Page);
        Assert.Contains(reading.Problems, p => p.Kind == PageProblemKind.Unreadable);
    }

    [Fact]
    public void Deep_nesting_is_an_unreadable_page_and_no_crash() =>
        Assert.Null(Json("{\"files\": [], \"x\": " + new string('[', 100_000)).Page);

    [Theory]
    [InlineData("{\"files\": [], \"meta\": {\"api-version\": \"1.9\"}}")]
    [InlineData("{\"files\": [], \"meta\": {\"api-version\": 1.0}}")]
    [InlineData("{\"files\": [], \"meta\": {\"api-version\": \"one\"}}")]
    [InlineData("{\"files\": [], \"name\": \"other\"}")]
    [InlineData("{\"files\": [], \"versions\": [1]}")]
    [InlineData("{\"files\": [], \"versions\": \"1\"}")]
    [InlineData("{\"files\": [], \"project-status\": \"archived\"}")]
    public void What_is_strange_beside_the_files_is_a_remark(string text)
    {
        SimplePageReading reading = Json(text);

        Assert.NotNull(reading.Page);
        Assert.Equal(PageProblemKind.Remark, Assert.Single(reading.Problems).Kind);
    }

    [Fact]
    public void A_status_inside_meta_counts_as_well() =>
        Assert.Equal("quarantined", Json("""{"files": [], "meta": {"project-status": "quarantined"}}""").Page!.Status?.Status);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    [InlineData("application/vnd.pypi.simple.v2+json")]
    [InlineData("")]
    [InlineData(null)]
    public void Another_content_type_is_no_page(string? contentType) =>
        Assert.Null(SimplePageReader.Read("""{"files": []}"""u8.ToArray(), contentType, Url, Frob, PageLimits.Default).Page);

    [Fact]
    public void More_files_than_the_cap_is_no_page() =>
        Assert.Null(SimplePageReader.Read(
            """{"files": [{}, {}, {}]}"""u8.ToArray(), MediaTypes.Json, Url, Frob, new PageLimits(MaxFiles: 2)).Page);

    [Fact]
    public void Problems_are_capped_and_the_rest_counted()
    {
        SimplePageReading reading = SimplePageReader.Read(
            Encoding.UTF8.GetBytes($$"""{"files": [{{string.Join(',', Enumerable.Repeat("{}", 50))}}]}"""),
            MediaTypes.Json, Url, Frob, new PageLimits(MaxProblems: 3));

        Assert.Equal(4, reading.Problems.Length);
        Assert.StartsWith("47 more", reading.Problems[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_with_every_attribute_is_read()
    {
        SimplePageReading reading = Html($"""
            <!DOCTYPE html><html><head><meta name="pypi:repository-version" content="1.4">
            <meta name="pypi:project-status" content="deprecated"><meta name="pypi:project-status-reason" content="use &quot;g&quot;">
            <base href="/base/"><title><a href="no-1.0.zip"></title></head><body><!-- <a href="no-1.0.zip"> --><script>"<a href='no-1.0.zip'>"</script>
            <A HREF='frob-1.0%2Blocal.tar.gz#md5=0123456789abcdef0123456789abcdef&amp;sha256={Digest}' data-requires-python="&gt;=3.8,&lt;4"
               data-yanked data-core-metadata=true data-gpg-sig="true" data-provenance="https://index.example.invalid/p">frob</A>
            <a href="//cdn.example.invalid/f/frob-2.0.zip" data-yanked="why &amp; how" data-dist-info-metadata="sha256={Digest}">x</a>
            <a>no address</a><a href="../">parent</a></body></html>
            """);

        PageProblem remark = Assert.Single(reading.Problems);
        Assert.Equal((PageProblemKind.Remark, "one link leads to no distribution"), (remark.Kind, remark.Detail));
        SimplePage page = reading.Page!;
        Assert.Equal(new ProjectStatus("deprecated", "use \"g\""), page.Status);
        Assert.Equal(2, page.Files.Length);
        Assert.Equal(
            new SimpleFile(
                "frob-1.0+local.tar.gz", "https://index.example.invalid/base/frob-1.0%2Blocal.tar.gz",
                Digests(("md5", "0123456789abcdef0123456789abcdef"), ("sha256", Digest)), ">=3.8,<4", Yanked: "", CoreMetadata: DigestMap.Empty,
                Provenance: "https://index.example.invalid/p", GpgSig: true),
            page.Files[0]);
        Assert.Equal(
            new SimpleFile("frob-2.0.zip", "https://cdn.example.invalid/f/frob-2.0.zip", DigestMap.Empty, Yanked: "why & how",
                CoreMetadata: DigestMap.Of("sha256", Digest)),
            page.Files[1]);
    }

    [Theory]
    [InlineData("just text")]
    [InlineData("{\"files\": []}")]
    [InlineData("")]
    [InlineData("\0\u0001\u0002")]
    [InlineData("<x><y>")]
    [InlineData("<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>")]
    public void Html_that_is_none_is_no_page(string text)
    {
        SimplePageReading reading = Html(text);

        Assert.Null(reading.Page);
        Assert.Contains("is none", Assert.Single(reading.Problems).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<a href='file:///etc/frob-1.0.zip'>", "scheme")]
    [InlineData("<a href='javascript:frob-1.0.zip'>", "scheme")]
    [InlineData("<a href='a%00-1.0.zip'>", "control")]
    [InlineData("<a href='frob-1.0.zip#sha256=12'>", "digits")]
    [InlineData("<a href='frob-1.0.zip' data-core-metadata='sha256=zz'>", "hexadecimal")]
    public void A_link_that_an_installer_could_take_is_lost_with_a_reason(string anchor, string expected)
    {
        SimplePageReading reading = Html("<!DOCTYPE html>" + anchor);

        Assert.Empty(reading.Page!.Files);
        PageProblem problem = Assert.Single(reading.Problems);
        Assert.Equal(PageProblemKind.FileLost, problem.Kind);
        Assert.Contains(expected, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Latin_text_is_decoded_by_the_headers_charset()
    {
        byte[] body = [.. "<html><a href=frob-1.0.zip data-yanked=caf"u8, 0xE9, (byte)'>'];

        Assert.Equal("café", SimplePageReader.Read(body, "text/html; charset=ISO-8859-1", Url, Frob, PageLimits.Default).Page!.Files[0].Yanked);
        SimplePageReading strange = SimplePageReader.Read(body, "text/html", Url, Frob, PageLimits.Default);
        Assert.Equal(PageProblemKind.Remark, Assert.Single(strange.Problems).Kind);
        Assert.Null(SimplePageReader.Read(body, "text/html; charset=klingon", Url, Frob, PageLimits.Default).Page);
    }

    [Theory]
    [InlineData("/packages/frob-1.0.zip", "https://index.example.invalid/packages/frob-1.0.zip")]
    [InlineData("//h.example.invalid/frob-1.0.zip", "https://h.example.invalid/frob-1.0.zip")]
    [InlineData("frob-1.0.zip?x=1#egg=frob", "https://index.example.invalid/simple/frob/frob-1.0.zip?x=1")]
    [InlineData("https://u:p@h.example.invalid:8443/a/../frob-1.0.zip", "https://h.example.invalid:8443/frob-1.0.zip")]
    [InlineData("http://127.0.0.1:1/frob-1.0.zip", "http://127.0.0.1:1/frob-1.0.zip")]
    public void Addresses_are_resolved_against_the_page(string href, string expected) =>
        Assert.Equal(expected, Assert.Single(Html($"<html><a href='{href}'>").Page!.Files).Url);

    [Theory]
    [InlineData("https://index.example.invalid/a/./frob-1.0.zip")]
    [InlineData("https://index.example.invalid/a/../frob-1.0.zip")]
    [InlineData("https://index.example.invalid/a//b/frob-1.0.zip")]
    [InlineData("https://index.example.invalid/%61/frob-1.0.zip")]
    [InlineData("https://index.example.invalid/a?b/frob-1.0.zip")]
    [InlineData("https://index.example.invalid:443/frob-1.0.zip")]
    [InlineData("https://index.example.invalid.evil.invalid/frob-1.0.zip")]
    [InlineData("https://index.example.invalid@evil.invalid/frob-1.0.zip")]
    [InlineData("https://index.example.invalid:8443/frob-1.0.zip")]
    [InlineData("https://INDEX.example.invalid/frob-1.0.zip")]
    [InlineData("https://index.example.invalid/frob-1.0.zip")]
    public void An_address_reads_the_same_after_its_host_was_seen(string url)
    {
        string first = $$"""{"filename": "frob-1.0.zip", "url": "{{url}}", "hashes": {} }""";
        const string known = """{"filename": "frob-2.0.zip", "url": "https://index.example.invalid/frob-2.0.zip", "hashes": {}}""";

        SimplePageReading fresh = Json($$"""{"files": [{{first}}]}""");
        SimplePageReading seen = Json($$"""{"files": [{{known}}, {{first}}]}""");

        Assert.Equal(fresh.Page!.Files, seen.Page!.Files.Skip(1));
        Assert.Equal(fresh.Problems, seen.Problems);
    }

    [Fact]
    public void A_local_page_of_links_may_lead_to_local_files_and_a_remote_one_may_not()
    {
        byte[] body = "<html><a href='frob-1.0.zip'><a href='file:///x/grob-1.0.zip'>"u8.ToArray();

        LinkPageReading local = SimplePageReader.ReadLinks(body, "/srv/links.html", PageLimits.Default);
        LinkPageReading remote = SimplePageReader.ReadLinks(body, "text/html", new Uri("https://example.invalid/links.html"), PageLimits.Default);

        Assert.Equal(["file:///srv/frob-1.0.zip", "file:///x/grob-1.0.zip"], local.Page!.Files.Select(f => f.Url));
        Assert.Equal(["https://example.invalid/frob-1.0.zip"], remote.Page!.Files.Select(f => f.Url));
        Assert.Equal("grob-1.0.zip", Assert.Single(remote.Problems).FileName);
    }

    [Fact]
    public void A_folder_lists_its_distributions_by_name()
    {
        LinkPageReading reading = SimplePageReader.FromFolder(
            [("/srv/b-1.0 #%41.zip", 3), ("/srv/a-1.0.whl", 2), ("/srv/readme.txt", 1), ("/srv/c\n-1.0.zip", 1)], PageLimits.Default);

        Assert.Equal(["a-1.0.whl", "b-1.0 #%41.zip"], reading.Page!.Files.Select(f => f.FileName));
        Assert.Equal("file:///srv/b-1.0%20%23%2541.zip", reading.Page.Files[1].Url);
        Assert.Equal("/srv/b-1.0 #%41.zip", new Uri(reading.Page.Files[1].Url).LocalPath);
        Assert.Single(reading.Problems);
    }

    [Theory]
    [InlineData("2024-01-02T03:04:05Z", 0)]
    [InlineData("2024-01-02T03:04:05.1Z", 1_000_000)]
    [InlineData("2024-01-02T03:04:05.123456789012345Z", 1_234_567)]
    [InlineData("2024-01-02T03:04:05.5", 5_000_000)]
    [InlineData("2024-01-02T05:04:05+02:00", 0)]
    [InlineData("2024-01-01T22:04:05-0500", 0)]
    public void Upload_times_with_and_without_fractions_are_read(string text, long ticks) =>
        Assert.Equal(
            new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(ticks),
            Assert.Single(OneFile($"\"upload-time\": \"{text}\"").Page!.Files).UploadTime);

    private static SimplePageReading OneFile(string field, string more = "") => Json(
        $$"""{"files": [{"filename": "frob-1.0.zip", "url": "frob-1.0.zip", "hashes": {"sha256": "{{Digest}}"}, {{field}}}{{more}}]}""");

    private static SimplePageReading Json(string text) =>
        SimplePageReader.Read(Encoding.UTF8.GetBytes(text), MediaTypes.Json, Url, Frob, PageLimits.Default);

    private static SimplePageReading Html(string text) =>
        SimplePageReader.Read(Encoding.UTF8.GetBytes(text), "text/html; charset=utf-8", Url, Frob, PageLimits.Default);

    private static DigestMap Digests(params (string Algorithm, string Hex)[] digests) =>
        DigestMap.TryCreate([.. digests.Select(d => KeyValuePair.Create(d.Algorithm, d.Hex))], out DigestMap? map, out _) ? map : DigestMap.Empty;
}
