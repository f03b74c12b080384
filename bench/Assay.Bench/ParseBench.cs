using System.Diagnostics;
using System.Globalization;
using Assay.Python.Parsing;
using Assay.Python.Text;

namespace Assay.Bench;

/// <summary>Parses an interpreter's standard library, in turn with <c>ast.parse</c> in that interpreter.</summary>
internal static class ParseBench
{
    private const int Rounds = 5;

    // Prints the files that it accepts, an empty line, and then for each line that it reads the seconds of one round.
    private const string Child = """
        import ast, gc, os, sys, sysconfig, time
        texts = []
        for folder, folders, files in os.walk(sysconfig.get_paths()['stdlib']):
            folders[:] = [name for name in folders if name not in ('site-packages', 'dist-packages', '__pycache__')]
            for name in files:
                if name.endswith('.py'):
                    path = os.path.join(folder, name)
                    with open(path, 'rb') as file:
                        text = file.read()
                    try:
                        ast.parse(text)
                    except (SyntaxError, ValueError, RecursionError, MemoryError):
                        continue
                    texts.append(text)
                    print(path)
        print(flush=True)
        for line in sys.stdin:
            start = time.perf_counter()
            for text in texts:
                ast.parse(text)
            print(time.perf_counter() - start, flush=True)
        """;

    /// <summary><c>[PYTHON]</c>: the interpreter, else <c>python3</c>.</summary>
    public static int Run(string[] args)
    {
        ProcessStartInfo start = new(args.Length > 0 ? args[0] : "python3") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string argument in (string[])["-W", "ignore", "-c", Child])
        {
            start.ArgumentList.Add(argument);
        }

        using Process child = Process.Start(start)!;
        List<byte[]> files = [];
        while (child.StandardOutput.ReadLine() is string path and not "")
        {
            files.Add(File.ReadAllBytes(path));
        }

        double megabytes = files.Sum(static file => (long)file.Length) / 1e6;
        (long nodes, int errors) = Parse(files);
        double[] ours = new double[Rounds];
        double[] theirs = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            Parse(files);
            ours[round] = watch.Elapsed.TotalSeconds;
            child.StandardInput.WriteLine();
            child.StandardInput.Flush();
            theirs[round] = double.Parse(child.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        }

        child.StandardInput.Close();
        child.WaitForExit();
        Array.Sort(ours);
        Array.Sort(theirs);
        double our = megabytes / ours[Rounds / 2];
        double their = megabytes / theirs[Rounds / 2];
        Console.Out.WriteLine(
            $"{files.Count} files, {megabytes:F1} MB, {nodes} nodes, {errors} errors: Assay {our:F1} MB/s, ast.parse {their:F1} MB/s, ratio {our / their:F1}");
        return errors == 0 ? 0 : 1;
    }

    private static (long Nodes, int Errors) Parse(List<byte[]> files)
    {
        long nodes = 0;
        int errors = 0;
        foreach (byte[] file in files)
        {
            var tree = Parser.ParseModule(SourceText.Read(file).Utf8, ParserLimits.Default);
            nodes += tree.Count;
            errors += tree.Errors.Length;
        }

        return (nodes, errors);
    }
}
