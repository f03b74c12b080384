using System.Security.Cryptography;
using System.Text;
using Assay.Index;
using Assay.Packaging.Indexes;
using static Assay.Tests.Index.Clients;
using static Assay.Tests.Index.RawServer;

namespace Assay.Tests.Index;

public sealed class IndexFileTests
{
    private const string Body = "the bytes of a file";
    private static readonly string Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Body)));

    [Fact]
    public async Task A_file_is_written_and_hashed()
    {
        using var server = new RawServer(_ => Ok(Body, "text/html", "Content-Disposition: attachment; filename=other.exe\r\n"));
        using IndexClient client = Create();

        (FileAnswer answer, byte[] bytes) = await client.FileAsync(Source(server.Url), server.Url + "/f/frob-1.0.zip", DigestMap.Of("sha256", Sha256));

        Assert.Null(answer.Failure);
        Assert.Equal((FileOutcome.Fetched, (long)Body.Length, Sha256, 200), (answer.Outcome, answer.Bytes, answer.Sha256, answer.Status));
        Assert.Equal(Body, Encoding.ASCII.GetString(bytes));
        Assert.Equal("identity", Assert.Single(server.Seen)["Accept-Encoding"]);
    }

    [Fact]
    public async Task Weak_digests_are_checked_too_and_unknown_ones_named()
    {
        using var server = new RawServer(_ => Ok(Body));
        using IndexClient client = Create();
        byte[] bytes = Encoding.ASCII.GetBytes(Body);
        DigestMap right = Map(
            ("md5", MD5.HashData(bytes)), ("sha1", SHA1.HashData(bytes)), ("sha384", SHA384.HashData(bytes)), ("sha512", SHA512.HashData(bytes)), ("blake2b", [1]));

        (FileAnswer good, _) = await client.FileAsync(Source(server.Url), server.Url, right);
        (FileAnswer bad, _) = await client.FileAsync(Source(server.Url), server.Url, Map(("sha256", SHA256.HashData(bytes)), ("md5", new byte[16])));

        Assert.Equal(FileOutcome.Fetched, good.Outcome);
        Assert.Equal(["blake2b"], good.Unchecked);
        Assert.Equal(FileOutcome.DigestMismatch, bad.Outcome);
        Assert.Equal(new DigestMismatch("md5", new string('0', 32), Convert.ToHexStringLower(MD5.HashData(bytes))), bad.Mismatch);
        Assert.Equal(Sha256, bad.Sha256);
        Assert.Contains("not the file that was published", bad.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("identity, br")]
    public async Task A_content_encoding_is_refused(string encoding)
    {
        using var server = new RawServer(_ => Ok(Body, more: $"Content-Encoding: {encoding}\r\n"));
        using IndexClient client = Create();

        (FileAnswer answer, byte[] bytes) = await client.FileAsync(Source(server.Url), server.Url);

        Assert.Equal(FileOutcome.Refused, answer.Outcome);
        Assert.Empty(bytes);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n0123456789")]
    public async Task An_upstream_that_dies_inside_a_file_is_said_with_the_bytes_so_far(string answer)
    {
        using var server = new RawServer(_ => answer);
        using IndexClient client = Create();

        (FileAnswer file, byte[] bytes) = await client.FileAsync(Source(server.Url), server.Url + "/frob-1.0.zip");

        Assert.Equal((FileOutcome.Truncated, 10L, 10), (file.Outcome, file.Bytes, bytes.Length));
        Assert.Contains("after 10 ", file.Failure, StringComparison.Ordinal);
        Assert.Contains("frob-1.0.zip", file.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_inside_a_file_ends_it()
    {
        var hold = new TaskCompletionSource();
        using var server = new RawServer(async (_, stream) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789"u8.ToArray());
            await hold.Task;
        });
        using IndexClient client = Create(o => o with { IdleTimeout = TimeSpan.FromMilliseconds(200) });

        (FileAnswer answer, _) = await client.FileAsync(Source(server.Url), server.Url);
        hold.SetResult();

        Assert.Equal((FileOutcome.Truncated, 10L), (answer.Outcome, answer.Bytes));
        Assert.Contains("silent for 0.2 s", answer.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 19\r\n\r\nthe bytes of a file")]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nthe bytes of a file")]
    public async Task More_bytes_than_the_cap_are_not_taken(string answer)
    {
        using var server = new RawServer(_ => answer);
        using IndexClient client = Create();

        (FileAnswer file, byte[] bytes) = await client.FileAsync(Source(server.Url), server.Url, maxBytes: 18);

        Assert.Equal(FileOutcome.TooLarge, file.Outcome);
        Assert.InRange(bytes.Length, 0, 18);
    }

    [Fact]
    public async Task Progress_ends_at_the_whole()
    {
        using var server = new RawServer(_ => Ok(Body));
        using IndexClient client = Create();
        var seen = new List<long>();

        await client.FetchFileAsync(Source(server.Url), server.Url, Stream.Null, DigestMap.Empty, 100, new Heard(seen), TestContext.Current.CancellationToken);

        Assert.Equal(Body.Length, seen[^1]);
    }

    [Fact]
    public async Task A_full_disk_is_the_callers_and_no_fault_of_the_index()
    {
        using var server = new RawServer(_ => Ok(Body));
        using IndexClient client = Create();

        await Assert.ThrowsAsync<IOException>(() => client.FetchFileAsync(
            Source(server.Url), server.Url, new FullDisk(), DigestMap.Empty, 100, null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_callers_cancellation_passes_through()
    {
        using var cancel = new CancellationTokenSource();
        using var server = new RawServer(async (_, stream) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"u8.ToArray());
            await cancel.CancelAsync();
        });
        using IndexClient client = Create();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.FetchFileAsync(
            Source(server.Url), server.Url, Stream.Null, DigestMap.Empty, 1_000, null, cancel.Token));
    }

    [Theory]
    [InlineData(404, FileOutcome.NotFound)]
    [InlineData(410, FileOutcome.NotFound)]
    [InlineData(403, FileOutcome.Failed)]
    [InlineData(500, FileOutcome.Failed)]
    [InlineData(206, FileOutcome.Failed)]
    public async Task Another_status_is_said(int status, FileOutcome expected)
    {
        using var server = new RawServer(_ => Status(status));
        using IndexClient client = Create();

        (FileAnswer answer, _) = await client.FileAsync(Source(server.Url), server.Url);

        Assert.Equal((expected, status, null), (answer.Outcome, answer.Status, answer.Sha256));
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://example.invalid/x")]
    [InlineData("frob-1.0.zip")]
    public async Task Addresses_of_other_schemes_are_refused(string url)
    {
        using IndexClient client = Create();

        Assert.Equal(FileOutcome.Refused, (await client.FileAsync(Source("https://index.example.invalid/simple"), url)).Answer.Outcome);
        Assert.Equal(FileOutcome.Refused, (await client.FileAsync(null, url)).Answer.Outcome);
    }

    [Fact]
    public async Task Five_redirects_are_followed_and_a_sixth_is_not()
    {
        using var server = new RawServer(r => int.Parse(r.Target[1..]) is > 0 and int left ? Redirect($"/{left - 1}") : Ok(Body));
        using IndexClient client = Create();

        Assert.Equal(FileOutcome.Fetched, (await client.FileAsync(Source(server.Url), server.Url + "/5")).Answer.Outcome);
        Assert.Equal(FileOutcome.Refused, (await client.FileAsync(Source(server.Url), server.Url + "/6")).Answer.Outcome);
    }

    [Fact]
    public async Task Metadata_comes_into_memory_and_is_capped()
    {
        using var server = new RawServer(_ => Ok(Body));
        using IndexClient client = Create();
        using IndexClient small = Create(o => o with { MaxMetadataBytes = 5 });

        DocumentAnswer answer = await client.FetchMetadataAsync(Source(server.Url), server.Url + "/x.metadata", DigestMap.Of("sha256", Sha256), TestContext.Current.CancellationToken);
        DocumentAnswer wrong = await client.FetchMetadataAsync(Source(server.Url), server.Url, DigestMap.Of("sha256", new string('0', 64)), TestContext.Current.CancellationToken);
        DocumentAnswer large = await small.FetchMetadataAsync(Source(server.Url), server.Url, DigestMap.Empty, TestContext.Current.CancellationToken);

        Assert.Equal(Body, Encoding.ASCII.GetString(answer.Body.Span));
        Assert.Equal((0, FileOutcome.DigestMismatch), (wrong.Body.Length, wrong.File.Outcome));
        Assert.Equal((0, FileOutcome.TooLarge), (large.Body.Length, large.File.Outcome));
    }

    [Fact]
    public async Task A_folder_of_links_is_listed_and_its_files_are_fetched()
    {
        string folder = Directory.CreateTempSubdirectory("assay-test-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "frob-1.0+a b.zip"), Body);
            await File.WriteAllTextAsync(Path.Combine(folder, "other-1.0.zip"), Body);
            await File.WriteAllTextAsync(Path.Combine(folder, "links.html"), "<html><a href='other-1.0.zip'>");
            using IndexClient client = Create();

            foreach (string address in new[] { folder, "file://" + folder })
            {
                IndexSource source = Source(address) with { IsFindLinks = true };
                PageAnswer page = await client.PageAsync(source);
                SimpleFile file = Assert.Single(page.Page!.Files);
                Assert.Equal((long)Body.Length, file.Size);
                (FileAnswer answer, byte[] bytes) = await client.FileAsync(source, file.Url);
                Assert.Equal((FileOutcome.Fetched, Sha256), (answer.Outcome, answer.Sha256));
                Assert.Equal(Body, Encoding.ASCII.GetString(bytes));
                Assert.Equal(FileOutcome.NotFound, (await client.FileAsync(source, file.Url + "x")).Answer.Outcome);
            }

            LinksAnswer links = await client.FetchLinksAsync(Source(Path.Combine(folder, "links.html")) with { IsFindLinks = true }, TestContext.Current.CancellationToken);
            Assert.Equal("other-1.0.zip", Assert.Single(links.Page!.Files).FileName);
            LinksAnswer none = await client.FetchLinksAsync(Source(Path.Combine(folder, "missing")) with { IsFindLinks = true }, TestContext.Current.CancellationToken);
            Assert.Contains("missing", none.Failure, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_page_of_links_gives_each_project_its_own()
    {
        using var server = new RawServer(_ => Ok("<html><a href='frob-1.0-py3-none-any.whl'><a href='frob_x-1.0.zip'><a href='frob-x-1.0.tar.gz'><a href='FROB-2.0.tar.gz'>", "text/html"));
        using IndexClient client = Create();

        PageAnswer answer = await client.PageAsync(Source(server.Url + "/links.html") with { IsFindLinks = true });

        Assert.Equal(["frob-1.0-py3-none-any.whl", "frob-x-1.0.tar.gz", "FROB-2.0.tar.gz"], answer.Page!.Files.Select(f => f.FileName));
        Assert.Equal("/links.html", Assert.Single(server.Seen).Target);
    }

    private static DigestMap Map(params (string Algorithm, byte[] Digest)[] digests) =>
        DigestMap.TryCreate([.. digests.Select(d => KeyValuePair.Create(d.Algorithm, Convert.ToHexString(d.Digest)))], out DigestMap? map, out string? fault)
            ? map
            : throw new FormatException(fault);

    private sealed class Heard(List<long> seen) : IProgress<long>
    {
        public void Report(long value) => seen.Add(value);
    }

    private sealed class FullDisk : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("no space left");
    }
}
