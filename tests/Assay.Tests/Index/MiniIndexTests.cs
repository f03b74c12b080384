using System.Diagnostics;
using Assay.Index;
using Assay.Packaging.Indexes;
using Assay.Packaging.Names;

namespace Assay.Tests.Index;

/// <summary>The real distributions beside the repository, served as an index and read through the client.</summary>
public sealed class MiniIndexTests
{
    [Fact]
    public async Task Every_page_is_read_in_both_forms_and_every_file_has_its_digest()
    {
        string folder = SharedData.Require("mini-index");
        string script = Path.Combine(SharedData.Root, "..", "tools", "corpus.py");
        Assert.SkipUnless(File.Exists(script), "…/shared/tools/corpus.py is not here");
        Assert.SkipWhen(FindPython() is null, "there is no Python on this machine");
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(FindPython()!, [script, "serve-index", folder, "--port", "0", "--for", "120"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment["PYTHONUNBUFFERED"] = "1";
        using Process process = Process.Start(start)!;
        try
        {
            string address = "";
            while (address.Length == 0)
            {
                string line = await process.StandardOutput.ReadLineAsync(cancellation) ?? throw new InvalidOperationException("the index did not start");
                address = line.Split(' ').FirstOrDefault(w => w.StartsWith("http://", StringComparison.Ordinal))?.TrimEnd('/') ?? "";
            }

            using IndexClient client = Clients.Create();
            IndexSource source = Clients.Source(address.EndsWith("/simple", StringComparison.Ordinal) ? address : address + "/simple");
            int files = 0;
            foreach (IGrouping<string, string[]> project in File.ReadLines(Path.Combine(folder, "manifest.tsv")).Skip(1).Select(l => l.Split('\t')).GroupBy(c => c[1]))
            {
                var name = ProjectName.Parse(project.Key);
                PageAnswer answer = await client.FetchPageAsync(source, name, cancellation);
                Assert.Null(answer.Failure);
                Assert.Empty(answer.Problems);
                Assert.Equal(project.Select(c => c[0]).Order(StringComparer.Ordinal), answer.Page!.Files.Select(f => f.FileName).Order(StringComparer.Ordinal));
                var page = new Uri($"{source.Address}/{name}/");
                SimplePageReading html = SimplePageReader.Read(await HtmlAsync(page, cancellation), "text/html", page, name, PageLimits.Default);
                Assert.Equal(answer.Page.Files.Select(f => f with { Size = null, UploadTime = null }), html.Page!.Files);
                foreach (SimpleFile file in answer.Page.Files)
                {
                    FileAnswer fetched = await client.FetchFileAsync(source, file.Url, Stream.Null, file.Hashes, file.Size!.Value, null, cancellation);
                    Assert.Null(fetched.Failure);
                    Assert.Equal(project.Single(c => c[0] == file.FileName)[4], fetched.Sha256);
                    files++;
                }
            }

            Assert.True(files > 50);
            Assert.Equal(PageOutcome.NotFound, (await client.FetchPageAsync(source, ProjectName.Parse("no-such-project"), cancellation)).Outcome);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static async Task<byte[]> HtmlAsync(Uri page, CancellationToken cancellation)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        return await http.GetByteArrayAsync(page, cancellation);
    }

    private static string? FindPython() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => new[] { Path.Combine(folder, "python3"), Path.Combine(folder, "python.exe") })
            .FirstOrDefault(File.Exists);
}
