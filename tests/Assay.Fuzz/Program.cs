using System.Globalization;
using SharpFuzz;

namespace Assay.Fuzz;

/// <summary>Runs doors against changed inputs; <c>docs/fuzzing.md</c> tells how.</summary>
internal static class Program
{
    // An input of a few thousand bytes that takes longer is worth a look.
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(1);

    private const string Usage =
        "usage: Assay.Fuzz DOOR|all [--seconds N] [--executions N] [--seed S] [--corpus DIR] [--max-bytes N] [--crashes DIR] | DOOR --sharpfuzz | list";

    private static int Main(string[] args)
    {
        if (args is ["list"])
        {
            foreach (Door door in Doors.All)
            {
                Console.Out.WriteLine(door.Name);
            }

            return 0;
        }

        if (args.Length == 0 || (args[0] != "all" && Doors.Find(args[0]) is null))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        if (args is [_, "--sharpfuzz"] && Doors.Find(args[0]) is Door one)
        {
            Fuzzer.OutOfProcess.Run(stream => one.Run(ReadAll(stream)));
            return 0;
        }

        if (Read(args.AsSpan(1)) is not FuzzOptions options)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        int broken = 0;
        foreach (Door door in args[0] == "all" ? [.. Doors.All] : new[] { Doors.Find(args[0])! })
        {
            // A folder a door, where the corpus has them: all of them at once is for everything.
            string? own = options.Corpus is null ? null : Path.Combine(options.Corpus, door.Name);
            FuzzReport report = FuzzRun.Run(door, args[0] == "all" ? options with { Corpus = Directory.Exists(own) ? own : null } : options);
            Tell(report, options);
            broken += report.Crashes.Length;
        }

        return broken == 0 ? 0 : 1;
    }

    private static void Tell(FuzzReport report, FuzzOptions options)
    {
        Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Door,-18} {report.Executions,10} executions in {report.Time.TotalSeconds,6:F1} s from seed {options.Seed}, slowest {report.Slowest.TotalMilliseconds,7:F1} ms ({report.SlowestInput.Length} bytes), peak memory {report.PeakMemory / 1e6,5:F0} MB, {report.Crashes.Length} ways to break it"));
        foreach ((string what, string file) in report.Crashes)
        {
            Console.Out.WriteLine($"    {what}\n        {file}");
        }

        if (report.Slowest >= s_slow)
        {
            string file = Path.Combine(options.Crashes, $"{report.Door}-slowest");
            File.WriteAllBytes(file, report.SlowestInput);
            Console.Out.WriteLine($"    the slowest input is kept: {file}");
        }
    }

    private static FuzzOptions? Read(ReadOnlySpan<string> args)
    {
        FuzzOptions options = new(Seconds: 10, Executions: null, Seed: 1, Corpus: null, MaxBytes: 16_384, Crashes: "fuzz-crashes");
        for (int i = 0; i < args.Length; i += 2)
        {
            string value = i + 1 < args.Length ? args[i + 1] : "";
            bool isNumber = double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number);
            FuzzOptions? next = (args[i], isNumber) switch
            {
                ("--seconds", true) => options with { Seconds = number },
                ("--executions", true) => options with { Executions = (long)number },
                ("--seed", true) => options with { Seed = (ulong)number },
                ("--max-bytes", true) when number is > 0 and <= 1 << 30 => options with { MaxBytes = (int)number },
                ("--corpus", _) when Directory.Exists(value) => options with { Corpus = value },
                ("--crashes", _) when value.Length > 0 => options with { Crashes = value },
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            options = next;
        }

        return options;
    }

    private static byte[] ReadAll(Stream stream)
    {
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
