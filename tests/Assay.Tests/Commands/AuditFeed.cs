using System.Globalization;

namespace Assay.Tests.Commands;

/// <summary>A few made-up advisories, and files to be audited against them.</summary>
internal static class AuditFeed
{
    private const string Advisories = """
        {"schema_version":"1.7.5","id":"PYSEC-2099-1","modified":"2026-01-02T00:00:00Z","published":"2026-01-01T00:00:00Z","summary":"made up","aliases":["CVE-2099-1"],"severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],"affected":[{"package":{"ecosystem":"PyPI","name":"alpha"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2.0"}]}]}]}
        {"schema_version":"1.7.5","id":"PYSEC-2099-2","modified":"2026-06-02T00:00:00Z","published":"2026-06-01T00:00:00Z","summary":"made up, undecided","affected":[{"package":{"ecosystem":"PyPI","name":"beta"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"1.0"},{"fixed":"2.0-NA"}]}]}]}
        """;

    /// <summary>Builds the advisories into the console's store, as of today.</summary>
    public static async Task PrepareAsync(TestConsole console)
    {
        await File.WriteAllTextAsync(console.Folder["feed.jsonl"], Advisories);
        string today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Equal(0, await console.RunAsync("db", "build", console.Folder["feed.jsonl"], "--date", today));
    }

    public static void Put(TestConsole console, string name, string text)
    {
        string path = console.Folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
