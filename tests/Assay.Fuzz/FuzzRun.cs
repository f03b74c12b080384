using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Assay.Fuzz;

/// <summary>What a run is told.</summary>
/// <param name="Seconds">How long inputs are changed; 0: the inputs alone are tried, unchanged.</param>
/// <param name="Executions">No more inputs than this; null: as many as there is time for.</param>
/// <param name="Seed">Where the random sequence begins.</param>
/// <param name="Corpus">A folder of inputs beside the built-in ones; null: none.</param>
/// <param name="MaxBytes">No input is longer.</param>
/// <param name="Crashes">Where inputs that break a door are kept.</param>
internal sealed record FuzzOptions(double Seconds, long? Executions, ulong Seed, string? Corpus, int MaxBytes, string Crashes);

/// <summary>What a run found.</summary>
/// <param name="Slowest">The longest that one input took.</param>
/// <param name="SlowestInput">That input.</param>
/// <param name="Crashes">Distinct ways to break the door: the exception and where it was thrown, each with the file that holds the first such input.</param>
internal sealed record FuzzReport(string Door, long Executions, TimeSpan Time, TimeSpan Slowest, byte[] SlowestInput, long PeakMemory, ImmutableArray<(string What, string File)> Crashes);

/// <summary>The loop: change an input, hand it to the door, watch.</summary>
internal static class FuzzRun
{
    // A door that breaks on everything need not fill the disk.
    private const int MostCrashes = 20;

    public static FuzzReport Run(Door door, FuzzOptions options)
    {
        ImmutableArray<byte[]> inputs = [.. door.Seeds(), .. Corpus(options)];
        Mutator mutator = new(options.Seed, inputs, options.MaxBytes);
        using LastInput last = new(options.Crashes, door.Name, options.MaxBytes);
        Dictionary<string, string> crashes = new(StringComparer.Ordinal);
        TimeSpan slowest = TimeSpan.Zero;
        byte[] slowestInput = [];
        long start = Stopwatch.GetTimestamp();
        long executions = 0;
        while (executions < inputs.Length || (Stopwatch.GetElapsedTime(start).TotalSeconds < options.Seconds && executions < (options.Executions ?? long.MaxValue)))
        {
            byte[] input = executions < inputs.Length ? inputs[(int)executions] : mutator.Next();
            executions++;
            last.Write(input);
            long before = Stopwatch.GetTimestamp();
            if (Try(door, input) is Exception broken)
            {
                Keep(door, options, crashes, input, broken);
                if (crashes.Count == MostCrashes)
                {
                    break;
                }
            }

            TimeSpan took = Stopwatch.GetElapsedTime(before);
            if (took > slowest)
            {
                (slowest, slowestInput) = (took, input);
            }
        }

        using Process process = Process.GetCurrentProcess();
        return new FuzzReport(
            door.Name, executions, Stopwatch.GetElapsedTime(start), slowest, slowestInput, process.PeakWorkingSet64, [.. crashes.Select(static crash => (crash.Key, crash.Value))]);
    }

    private static IEnumerable<byte[]> Corpus(FuzzOptions options) =>
        options.Corpus is null
            ? []
            : Directory.EnumerateFiles(options.Corpus).Order(StringComparer.Ordinal).Where(file => new FileInfo(file).Length <= options.MaxBytes).Select(File.ReadAllBytes);

    // Whatever a door throws is what is looked for.
    private static Exception? Try(Door door, byte[] input)
    {
        try
        {
            door.Run(input);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private static void Keep(Door door, FuzzOptions options, Dictionary<string, string> crashes, byte[] input, Exception broken)
    {
        string thrown = (broken.StackTrace ?? "").Split('\n')[0].Trim();
        string what = $"{broken.GetType().Name} {thrown}: {broken.Message}";
        string key = $"{broken.GetType().Name} {thrown}";
        if (crashes.Keys.Any(known => known.StartsWith(key, StringComparison.Ordinal)))
        {
            return;
        }

        Directory.CreateDirectory(options.Crashes);
        string file = Path.Combine(options.Crashes, $"{door.Name}-{Convert.ToHexStringLower(SHA256.HashData(input))[..12]}");
        File.WriteAllBytes(file, input);
        crashes.Add(what, file);
    }
}
