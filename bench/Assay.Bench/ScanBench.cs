using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Assay.Engine;
using Assay.Engine.Artifacts;

namespace Assay.Bench;

/// <summary>Inspects every distribution below a folder on a number of threads, and says how fast and with how much memory.</summary>
internal static class ScanBench
{
    /// <summary><c>FOLDER [THREADS] [-v]</c>; with <c>-v</c>, each file with its gaps and findings.</summary>
    public static int Run(string[] args)
    {
        string[] files = [.. Directory.EnumerateFiles(args[0], "*", SearchOption.AllDirectories)
            .Where(static file => Array.Exists(s_endings, ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            .Order(StringComparer.Ordinal)];
        int threads = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Environment.ProcessorCount;
        bool verbose = args.Contains("-v");
        Stopwatch watch = Stopwatch.StartNew();
        long bytes = 0;
        Inspection[] inspections = new Inspection[files.Length];
        Parallel.For(0, files.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            using FileStream stream = new(files[i], FileMode.Open, FileAccess.Read, FileShare.Read, 64 << 10);
            inspections[i] = Assayer.Inspect(stream, Path.GetFileName(files[i]), InspectionLimits.Default, ImmutableHashSet<string>.Empty, CancellationToken.None);
            Interlocked.Add(ref bytes, inspections[i].Size);
        });
        watch.Stop();
        if (verbose)
        {
            foreach (Inspection inspection in inspections)
            {
                Console.Out.WriteLine($"{inspection.FileName} {inspection.Kind} {inspection.MemberCount}");
                foreach (var gap in inspection.Gaps)
                {
                    Console.Out.WriteLine($"    {gap.Weight} {gap.Id} {gap.Place.Describe()}: {gap.Detail}");
                }

                foreach (var finding in inspection.Findings)
                {
                    Console.Out.WriteLine($"    {finding.Severity}/{finding.Confidence}/{finding.Context} {finding.Rule} {finding.Place.Describe()}: {finding.Message}");
                }
            }
        }

        double megabytes = bytes / 1e6;
        using Process process = Process.GetCurrentProcess();
        Console.Out.WriteLine(
            $"{files.Length} files, {megabytes:F1} MB in {watch.Elapsed.TotalSeconds:F2} s on {threads} threads: " +
            $"{megabytes / watch.Elapsed.TotalSeconds:F0} MB/s; peak memory {process.PeakWorkingSet64 / 1e6:F0} MB; CPU {process.TotalProcessorTime.TotalSeconds:F2} s");
        return 0;
    }

    private static readonly string[] s_endings = [".whl", ".tar.gz", ".tgz", ".zip", ".tar.bz2", ".tar.xz", ".egg"];
}
