namespace Assay.Bench;

/// <summary>Runs one bench by its name; README.md has the command of each.</summary>
internal static class Program
{
    // A new bench is one file and one line here.
    private static readonly (string Name, string Usage, Func<string[], int> Run, int Needs)[] s_benches =
    [
        ("archive", "FOLDER", ArchiveBench.Run, 1),
        ("scan", "FOLDER [THREADS] [-v]", ScanBench.Run, 1),
        ("page", "[FILES]", PageBench.Run, 0),
        ("parse", "[PYTHON]", ParseBench.Run, 0),
    ];

    private static int Main(string[] args)
    {
        foreach ((string name, _, Func<string[], int> run, int needs) in s_benches)
        {
            if (args.Length > needs && args[0] == name)
            {
                return run(args[1..]);
            }
        }

        Console.Error.WriteLine("usage: Assay.Bench BENCH ARGUMENT…");
        foreach ((string name, string usage, _, _) in s_benches)
        {
            Console.Error.WriteLine($"  {name} {usage}");
        }

        return 2;
    }
}
