using System.Diagnostics;
using System.Text;
using Assay.Packaging.Indexes;
using Assay.Packaging.Names;

namespace Assay.Bench;

/// <summary>Reads and writes an index page of 2,000 files (or as many as the first argument says) and prints milliseconds.</summary>
internal static class PageBench
{
    private const int Rounds = 50;

    public static int Run(string[] args)
    {
        int count = args.Length > 0 && int.TryParse(args[0], out int asked) ? asked : 2_000;
        var project = ProjectName.Parse("frob");
        var url = new Uri("https://index.example.invalid/simple/frob/");
        SimplePage page = Sample(project, count);
        byte[] json = SimplePageWriter.WriteJson(page);
        byte[] html = SimplePageWriter.WriteHtml(page);
        Console.Out.WriteLine($"{count} files, JSON {json.Length} bytes, HTML {html.Length} bytes, median of {Rounds}");
        Measure("write JSON", () => SimplePageWriter.WriteJson(page));
        Measure("write HTML", () => SimplePageWriter.WriteHtml(page));
        Measure("read JSON", () => SimplePageReader.Read(json, MediaTypes.Json, url, project, PageLimits.Default));
        Measure("read HTML", () => SimplePageReader.Read(html, MediaTypes.Html, url, project, PageLimits.Default));
        return 0;
    }

    private static SimplePage Sample(ProjectName project, int count)
    {
        var files = new SimpleFile[count];
        for (int i = 0; i < count; i++)
        {
            string digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes($"{i}")));
            string name = $"frob-{i / 20}.{i % 20}.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl";
            files[i] = new SimpleFile(
                name, $"https://files.example.invalid/packages/{digest[..2]}/{digest[2..4]}/{digest[4..]}/{name}",
                DigestMap.Of("sha256", digest), ">=3.8", 1_234_567 + i, DateTimeOffset.UnixEpoch.AddSeconds(1_700_000_000 + i).AddTicks(1_234_560),
                CoreMetadata: DigestMap.Of("sha256", digest),
                Provenance: $"https://index.example.invalid/integrity/frob/{i}/provenance");
        }

        return new SimplePage(project, "1.4", new ProjectStatus("active", null), [.. Enumerable.Range(0, (count / 20) + 1).Select(i => $"{i}.0")], [.. files]);
    }

    private static void Measure(string what, Func<object> action)
    {
        double[] times = new double[Rounds];
        for (int i = -5; i < Rounds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            GC.KeepAlive(action());
            if (i >= 0)
            {
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }

        Array.Sort(times);
        Console.Out.WriteLine($"{what,-12} {times[Rounds / 2]:F2} ms (fastest {times[0]:F2}, slowest {times[^1]:F2})");
    }
}
