using System.Diagnostics.CodeAnalysis;
using System.Formats.Tar;
using System.IO.Compression;
using Assay.Packaging.Archives;

namespace Assay.Bench;

/// <summary>Reads every archive of a folder whole, by Assay's readers and by those in the box, and compares.</summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "The banned readers are what is measured against.")]
internal static class ArchiveBench
{
    private const int Rounds = 5;

    /// <summary>Prints megabytes (10^6) a second of processor time, of archive and of output: the median of five rounds, files already in memory.</summary>
    /// <param name="args">The folder.</param>
    public static int Run(string[] args)
    {
        List<(string Name, byte[] Bytes)> files =
        [
            .. Directory.EnumerateFiles(args[0], "*", SearchOption.AllDirectories)
                .Where(static file => FormatOf(file) is not null)
                .Order(StringComparer.Ordinal)
                .Select(static file => (file, File.ReadAllBytes(file))),
        ];
        foreach (bool zips in (ReadOnlySpan<bool>)[true, false])
        {
            List<(string Name, byte[] Bytes)> some = [.. files.Where(file => FormatOf(file.Name) == ArchiveFormat.Zip == zips)];
            Measure(zips ? "zip    Assay  " : "tar.gz Assay  ", some, ReadByAssay);
            Measure(zips ? "zip    in box " : "tar.gz in box ", some, zips ? ReadByZipArchive : ReadByTarReader);
        }

        return 0;
    }

    private static ArchiveFormat? FormatOf(string file) =>
        file.EndsWith(".whl", StringComparison.Ordinal) || file.EndsWith(".zip", StringComparison.Ordinal) ? ArchiveFormat.Zip
        : file.EndsWith(".tar.gz", StringComparison.Ordinal) ? ArchiveFormat.TarGzip
        : null;

    private static void Measure(string what, List<(string Name, byte[] Bytes)> files, Func<string, byte[], byte[], long> read)
    {
        byte[] buffer = new byte[64 * 1024];
        long output = 0;
        List<double> seconds = [];
        for (int round = -1; round < Rounds; round++)
        {
            output = 0;
            TimeSpan start = Environment.CpuUsage.TotalTime;
            foreach ((string name, byte[] bytes) in files)
            {
                output += read(name, bytes, buffer);
            }

            if (round >= 0)
            {
                seconds.Add((Environment.CpuUsage.TotalTime - start).TotalSeconds);
            }
        }

        seconds.Sort();
        double median = seconds[Rounds / 2];
        double archive = files.Sum(static file => (double)file.Bytes.Length);
        Console.Out.WriteLine($"{what} {files.Count,4} files  {archive / median / 1e6,7:F1} MB/s of archive  {output / median / 1e6,7:F1} MB/s of output");
    }

    private static long ReadByAssay(string name, byte[] bytes, byte[] buffer)
    {
        using MemoryStream stream = new(bytes);
        using ArchiveReader reader = ArchiveReader.Open(stream, FormatOf(name)!.Value, ArchiveLimits.Default);
        long total = 0;
        while (reader.MoveNext())
        {
            int n;
            while ((n = reader.Read(buffer)) > 0)
            {
                total += n;
            }
        }

        return total;
    }

    private static long ReadByZipArchive(string name, byte[] bytes, byte[] buffer)
    {
        using MemoryStream stream = new(bytes);
        using ZipArchive archive = new(stream, ZipArchiveMode.Read);
        long total = 0;
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            using Stream content = entry.Open();
            int n;
            while ((n = content.Read(buffer)) > 0)
            {
                total += n;
            }
        }

        return total;
    }

    private static long ReadByTarReader(string name, byte[] bytes, byte[] buffer)
    {
        using MemoryStream stream = new(bytes);
        using GZipStream gzip = new(stream, CompressionMode.Decompress);
        using TarReader reader = new(gzip);
        long total = 0;
        while (reader.GetNextEntry() is TarEntry entry)
        {
            int n;
            while (entry.DataStream is Stream content && (n = content.Read(buffer)) > 0)
            {
                total += n;
            }
        }

        return total;
    }
}
