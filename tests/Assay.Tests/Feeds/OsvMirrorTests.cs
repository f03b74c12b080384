using System.Text;
using Assay.Feeds;
using Assay.Packaging.Archives;
using Assay.Tests.Commands;
using Assay.Tests.Index;

namespace Assay.Tests.Feeds;

/// <summary><c>assay db update</c> against a server that behaves, and misbehaves.</summary>
public sealed class OsvMirrorTests : IDisposable
{
    private readonly TestConsole _console = new();
    private readonly RawServer _server;
    private Func<SeenRequest, string> _answer;
    private byte[] _zip = Zip(("X-1", "2026-01-01"), ("X-2", "2026-01-02"));
    private string _list = "2026-01-02T00:00:00Z,X-2\n2026-01-01T00:00:00Z,X-1\n";
    private string _etag = "\"one\"";
    private string _day = "Fri, 02 Jan 2026 00:00:00 GMT";

    public OsvMirrorTests()
    {
        _answer = Behave;
        _server = new RawServer((request, stream) => stream.WriteAsync(Encoding.Latin1.GetBytes(_answer(request))).AsTask());
        _console.Set("ASSAY_OSV_URL", _server.Url + "/PyPI");
    }

    public void Dispose()
    {
        _server.Dispose();
        _console.Dispose();
    }

    [Fact]
    public async Task The_first_update_fetches_everything_and_dates_it_by_the_server()
    {
        Assert.Equal(0, await UpdateAsync());
        Assert.Equal(0, await _console.RunAsync("db", "info", "--db", IndexPath));
        Assert.Contains("2 records about 1 projects", _console.Output);
        Assert.Contains("2026-01-02", _console.Output);
    }

    [Fact]
    public async Task Nothing_is_fetched_twice()
    {
        Assert.Equal(0, await UpdateAsync());
        int before = _server.Seen.Count;
        Assert.Equal(0, await UpdateAsync());
        Assert.Contains("nothing has changed", _console.Output);
        Assert.Equal(["/PyPI/modified_id.csv"], _server.Seen.Skip(before).Select(static request => request.Target));
    }

    [Fact]
    public async Task Only_changed_records_are_fetched()
    {
        Assert.Equal(0, await UpdateAsync());
        Change("2026-01-03T00:00:00Z,X-3\n" + _list, "Sat, 03 Jan 2026 00:00:00 GMT");
        int before = _server.Seen.Count;
        Assert.Equal(0, await UpdateAsync());
        Assert.Equal(["/PyPI/modified_id.csv", "/PyPI/X-3.json"], _server.Seen.Skip(before).Select(static request => request.Target));
        Assert.Equal(0, await ShowAsync("X-3"));
        Assert.Equal(0, await ShowAsync("X-1"));

        Change("2026-01-04T00:00:00Z,X-1\n2026-01-03T00:00:00Z,X-3\n2026-01-02T00:00:00Z,X-2\n", "Sun, 04 Jan 2026 00:00:00 GMT");
        Assert.Equal(0, await UpdateAsync());
        Assert.Equal(0, await ShowAsync("X-3"));
        Assert.Equal(0, await ShowAsync("X-1"));
        Assert.Contains("2026-01-04", _console.Output);
    }

    [Fact]
    public async Task A_record_that_is_gone_leaves_with_the_next_archive()
    {
        Assert.Equal(0, await UpdateAsync());
        _zip = Zip(("X-2", "2026-01-02"));
        Change("2026-01-02T00:00:00Z,X-2\n", "Sat, 03 Jan 2026 00:00:00 GMT");
        Assert.Equal(0, await UpdateAsync());
        Assert.Equal(2, await ShowAsync("X-1"));
    }

    [Fact]
    public async Task A_record_modified_in_the_future_hides_no_change()
    {
        _list = "2099-01-01T00:00:00Z,X-2\n2026-01-01T00:00:00Z,X-1\n";
        Assert.Equal(0, await UpdateAsync());
        Change("2099-01-01T00:00:00Z,X-2\n2026-01-05T00:00:00Z,X-1\n", "Mon, 05 Jan 2026 00:00:00 GMT");
        Assert.Equal(0, await UpdateAsync());
        Assert.Contains("/PyPI/X-1.json", _server.Seen.Select(static request => request.Target));
    }

    [Fact]
    public async Task An_older_feed_is_refused_by_its_date()
    {
        Assert.Equal(0, await UpdateAsync());
        byte[] index = Index();
        Change(_list, "Thu, 01 Jan 2026 00:00:00 GMT");
        await RefusesAsync("older than the data that is here", index);
    }

    [Fact]
    public async Task An_older_feed_is_refused_by_its_records()
    {
        Assert.Equal(0, await UpdateAsync());
        byte[] index = Index();
        Change("2026-01-01T00:00:00Z,X-1\n2025-12-31T00:00:00Z,X-2\n", "Sat, 03 Jan 2026 00:00:00 GMT");
        await RefusesAsync("it has X-2 as it was before", index);
    }

    [Fact]
    public async Task A_server_that_lags_behind_does_not_undo_a_newer_index()
    {
        string file = _console.Folder["x.json"];
        await File.WriteAllTextAsync(file, FeedIntakeTests.Record("PYSEC-2099-1"));
        Assert.Equal(0, await _console.RunAsync("db", "build", file, "--date", "2026-06-01"));
        await RefusesAsync("older than the index", Index());
    }

    [Fact]
    public async Task A_broken_transfer_goes_on_from_where_it_ended()
    {
        _zip = Zip([.. Enumerable.Range(0, 300).Select(static i => ($"X-{i}", "2026-01-01"))]);
        int asked = 0;
        _answer = request => !request.Target.EndsWith(".zip", StringComparison.Ordinal) ? Behave(request)
            : asked++ == 0 ? Cut(_zip.Length / 2)
            : Behave(request);
        Assert.Equal(0, await UpdateAsync());
        Assert.Equal($"bytes={_zip.Length / 2}-", _server.Seen.Last()["Range"]);
        Assert.Equal("\"one\"", _server.Seen.Last()["If-Range"]);
        Assert.Equal(0, await ShowAsync("X-299"));
    }

    [Fact]
    public async Task A_later_run_goes_on_too_and_starts_anew_where_the_file_changed()
    {
        _zip = Zip([.. Enumerable.Range(0, 300).Select(static i => ($"X-{i}", "2026-01-01"))]);
        _answer = request => request.Target.EndsWith(".zip", StringComparison.Ordinal) ? Cut(_zip.Length / 3) : Behave(request);
        Assert.Equal(2, await UpdateAsync());
        Assert.False(File.Exists(IndexPath));

        _etag = "\"two\"";
        _answer = Behave;
        Assert.Equal(0, await UpdateAsync());
        Assert.NotNull(_server.Seen.Last()["Range"]);
        Assert.Equal(0, await ShowAsync("X-299"));
    }

    [Fact]
    public async Task A_fault_of_the_server_a_hostile_redirect_and_rubbish_leave_the_index_as_it_was()
    {
        Assert.Equal(0, await UpdateAsync());
        byte[] index = Index();
        Change("2026-01-02T00:00:00Z,X-9\n", "Sat, 03 Jan 2026 00:00:00 GMT");

        _answer = static _ => RawServer.Status(500);
        await RefusesAsync("answered 500", index);
        _answer = static _ => RawServer.Redirect("http://169.254.169.254/latest/");
        await RefusesAsync("redirects to another place", index);
        _answer = static _ => RawServer.Ok("what is this?\n");
        await RefusesAsync("Line 1 of the list of changes", index);
        _answer = static _ => RawServer.Ok("2026-01-02T00:00:00Z,../../x\n");
        await RefusesAsync("Line 1 of the list of changes", index);
        _answer = request => request.Target.EndsWith(".zip", StringComparison.Ordinal) ? RawServer.Ok(Encoding.Latin1.GetString(_zip[..^40])) : Behave(request);
        await RefusesAsync("could not be read to its end", index);
        _answer = request => request.Target.EndsWith(".zip", StringComparison.Ordinal) ? RawServer.Ok("<html>welcome</html>") : Behave(request);
        await RefusesAsync("all.zip", index);
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(_console.Store, "osv")), static file => file.EndsWith(".new", StringComparison.Ordinal));

        _answer = Behave;
        _zip = Zip(("X-9", "2026-01-02"));
        Assert.Equal(0, await UpdateAsync());
    }

    [Fact]
    public async Task A_changed_record_that_is_another_or_none_is_refused()
    {
        Assert.Equal(0, await UpdateAsync());
        byte[] index = Index();
        Change("2026-01-03T00:00:00Z,X-3\n" + _list, "Sat, 03 Jan 2026 00:00:00 GMT");
        _answer = request => request.Target.EndsWith(".json", StringComparison.Ordinal) ? RawServer.Ok(FeedIntakeTests.Record("X-1")) : Behave(request);
        await RefusesAsync("it is another record", index);
        _answer = request => request.Target.EndsWith(".json", StringComparison.Ordinal) ? RawServer.Status(404) : Behave(request);
        await RefusesAsync("answered 404", index);
    }

    [Fact]
    public async Task A_mirror_of_the_archive_alone_will_do()
    {
        _answer = request => request.Target.EndsWith(".csv", StringComparison.Ordinal) ? RawServer.Status(404) : Behave(request);
        Assert.Equal(0, await UpdateAsync());
        Assert.Equal(0, await UpdateAsync());
        Assert.Contains("the archive has not changed", _console.Output);
    }

    [Fact]
    public async Task A_mirror_that_lost_most_records_of_a_feed_is_refused_unless_that_is_meant()
    {
        string[] update = ["db", "update"];
        Assert.Equal(2, await _console.RunAsync(update));
        Assert.Contains("has 0 records of the feed '", _console.Error);
        Assert.Contains("(built in) has ", _console.Error);
        Assert.Contains("the index is as it was. If that is meant, say --allow-fewer", _console.Error);
        Assert.False(File.Exists(IndexPath));

        // Newer than the one built in, so that it is the one in use.
        _day = "Fri, 01 Jan 2100 00:00:00 GMT";
        _zip = Zip([.. Enumerable.Range(1, 10).Select(static at => ($"X-{at}", "2026-01-01"))]);
        _list = string.Concat(Enumerable.Range(1, 10).Select(static at => $"2026-01-01T00:00:00Z,X-{at}\n"));
        Assert.Equal(0, await UpdateAsync());
        byte[] index = Index();

        Change("2026-01-01T00:00:00Z,X-1\n", "Sat, 02 Jan 2100 00:00:00 GMT");
        _zip = Zip(("X-1", "2026-01-01"));
        Assert.Equal(2, await _console.RunAsync(update));
        Assert.Contains("has 1 records of the feed '", _console.Error);
        Assert.Contains(IndexPath, _console.Error);
        Assert.Equal(index, Index());

        // What was refused is not taken for what is here.
        Assert.Equal(2, await _console.RunAsync(update));
        Assert.Equal(0, await UpdateAsync());
        Assert.Equal(0, await _console.RunAsync(update));
    }

    [Theory]
    [InlineData("ftp://mirror.example.invalid/")]
    [InlineData("not an address")]
    [InlineData("https://mirror.example.invalid/?x=1")]
    public async Task The_address_is_http_or_https(string address)
    {
        Assert.Equal(2, await _console.RunAsync("db", "update", "--url", address));
        Assert.Contains("--url takes", _console.Error);
    }

    private static byte[] Zip(params (string Id, string Modified)[] records) =>
        ZipWriter.Write([.. records.Select(static record => ArchiveInput.Text($"{record.Id}.json", FeedIntakeTests.Record(record.Id, record.Modified, Guid.NewGuid().ToString())))]);

    // What is built in is newer than what these servers have.
    private string IndexPath => Path.Combine(_console.Store, AdvisoryFile.Name);

    private Task<int> ShowAsync(string id) => _console.RunAsync("db", "show", id, "--db", IndexPath);

    // What is built in has more records than these servers.
    private Task<int> UpdateAsync() => _console.RunAsync("db", "update", "--allow-fewer");

    private byte[] Index() => File.ReadAllBytes(IndexPath);

    private void Change(string list, string day)
    {
        (_list, _day) = (list, day);
        _etag = $"\"{Guid.NewGuid():N}\"";
    }

    private async Task RefusesAsync(string because, byte[] index)
    {
        Assert.Equal(2, await UpdateAsync());
        Assert.Contains(because, _console.Error);
        Assert.Contains("the index is as it was", _console.Error.Replace("the one before is as it was", "the index is as it was", StringComparison.Ordinal));
        Assert.Equal(index, Index());
    }

    private string Cut(int at) =>
        $"HTTP/1.1 200 OK\r\nETag: {_etag}\r\nContent-Length: {_zip.Length}\r\nConnection: close\r\n\r\n{Encoding.Latin1.GetString(_zip[..at])}";

    private string Behave(SeenRequest request)
    {
        string head = $"ETag: {_etag}\r\nLast-Modified: {_day}\r\n";
        if (request["If-None-Match"] == _etag)
        {
            return $"HTTP/1.1 304 X\r\n{head}Connection: close\r\n\r\n";
        }

        switch (request.Target)
        {
            case "/PyPI/modified_id.csv":
                return RawServer.Ok(_list, "text/csv", head);
            case "/PyPI/all.zip" when request["Range"] is string range && request["If-Range"] == _etag:
                int from = int.Parse(range["bytes=".Length..^1]);
                string rest = Encoding.Latin1.GetString(_zip[from..]);
                return $"HTTP/1.1 206 X\r\nContent-Range: bytes {from}-{_zip.Length - 1}/{_zip.Length}\r\nContent-Length: {rest.Length}\r\n{head}Connection: close\r\n\r\n{rest}";
            case "/PyPI/all.zip":
                return RawServer.Ok(Encoding.Latin1.GetString(_zip), "application/zip", head);
            default:
                string id = Path.GetFileNameWithoutExtension(request.Target);
                string line = _list.Split('\n').First(line => line.EndsWith($",{id}", StringComparison.Ordinal));
                return RawServer.Ok(FeedIntakeTests.Record(id, line[..10]), "application/json", head);
        }
    }
}
