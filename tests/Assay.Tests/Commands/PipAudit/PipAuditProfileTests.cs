namespace Assay.Tests.Commands.PipAudit;

/// <summary>What pip-audit does and its recorded runs do not show.</summary>
public sealed class PipAuditProfileTests : IDisposable
{
    private readonly TestConsole _console = new();

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task A_pin_that_two_files_have_is_one_dependency()
    {
        await PrepareAsync();
        await WriteAsync("a.txt", "thing==1.0\nother==1\nloose\n");
        await WriteAsync("b.txt", "thing==1.0\nthing2==1\nloose\n");

        Assert.Equal(1, await _console.RunAsync("pip-audit", "-r", _console.Folder["a.txt"], "-r", _console.Folder["b.txt"], "-f", "json"));
        Assert.Equal(2, _console.Output.Split("\"thing\"").Length);
        Assert.Equal(2, _console.Output.Split("\"loose\"").Length);
        Assert.Contains("Found 1 known vulnerability in 1 package", _console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hash_without_a_pin_ends_the_run_as_pip_does()
    {
        await PrepareAsync();
        await WriteAsync("a.txt", $"other>=1 --hash=sha256:{new string('0', 64)}\n");

        Assert.Equal(1, await _console.RunAsync("pip-audit", "-r", _console.Folder["a.txt"]));
        Assert.Contains("requirement other is not pinned to an exact version: other>=1", _console.Error, StringComparison.Ordinal);
        Assert.Empty(_console.Output);
    }

    private async Task PrepareAsync()
    {
        await WriteAsync("feed.jsonl", """{"id":"PYSEC-1","modified":"2026-01-01T00:00:00Z","published":"2026-01-01T00:00:00Z","summary":"made up","affected":[{"package":{"ecosystem":"PyPI","name":"thing"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2"}]}]}]}""");
        Assert.Equal(0, await _console.RunAsync("db", "build", _console.Folder["feed.jsonl"], "--date", "2026-07-23"));
    }

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(_console.Folder[name], text);
}
