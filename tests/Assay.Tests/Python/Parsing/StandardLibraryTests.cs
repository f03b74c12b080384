using System.Diagnostics;
using Assay.Python.Parsing;
using Assay.Python.Syntax;
using Assay.Python.Text;

namespace Assay.Tests.Python.Parsing;

/// <summary>What an interpreter's own grammar accepts of its standard library, the parser accepts too.</summary>
public sealed class StandardLibraryTests
{
    private const int MaxInterpreters = 4;

    // Runs under 2.7 too. Only the grammar is asked (PyCF_ONLY_AST): it accepts more than the whole compiler does.
    private const string AcceptedFiles = """
        import os, sys, sysconfig
        for folder, folders, files in os.walk(sysconfig.get_paths()['stdlib']):
            folders[:] = [name for name in folders if name not in ('site-packages', 'dist-packages', '__pycache__')]
            for name in files:
                if name.endswith('.py'):
                    path = os.path.join(folder, name)
                    with open(path, 'rb') as file:
                        text = file.read()
                    try:
                        compile(text, path, 'exec', 0x400, True)
                    except Exception:
                        continue
                    print(path)
        """;

    private const string Identity = "import sys, sysconfig; print('%08x %s' % (sys.hexversion, sysconfig.get_paths()['stdlib']))";

    [Fact]
    public void No_file_that_its_own_interpreter_accepts_is_rejected()
    {
        List<string> interpreters = Interpreters();
        if (interpreters.Count == 0)
        {
            Assert.Skip("no interpreter of Python is here");
        }

        List<string> rejected = [];
        foreach (string interpreter in interpreters)
        {
            string[] accepted = Ask(interpreter, AcceptedFiles);
            Assert.NotEmpty(accepted);
            foreach (string file in accepted)
            {
                SyntaxTree tree = Parser.ParseModule(SourceText.Read(File.ReadAllBytes(file)).Utf8, ParserLimits.Default);
                if (!tree.Errors.IsEmpty)
                {
                    rejected.Add($"{file}:{tree.PositionOf(tree.Errors[0].At).Line}: {tree.Errors[0].Message}");
                }
            }
        }

        Assert.Empty(rejected);
    }

    /// <summary>At most four, spread over the versions that are here, the oldest and the newest among them.</summary>
    private static List<string> Interpreters()
    {
        string versions = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pyenv", "versions");
        IEnumerable<string> managed = Directory.Exists(versions) ? Directory.EnumerateDirectories(versions).Select(static folder => Path.Combine(folder, "bin", "python")) : [];
        IEnumerable<string> onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(static folder => Path.Combine(folder, "python3"));
        SortedDictionary<string, string> byIdentity = new(StringComparer.Ordinal);
        foreach (string interpreter in managed.Concat(onPath).Where(File.Exists))
        {
            if (Ask(interpreter, Identity) is [string identity])
            {
                byIdentity.TryAdd(identity, interpreter);
            }
        }

        string[] sorted = [.. byIdentity.Values];
        return sorted.Length <= MaxInterpreters
            ? [.. sorted]
            : [.. Enumerable.Range(0, MaxInterpreters).Select(i => sorted[i * (sorted.Length - 1) / (MaxInterpreters - 1)])];
    }

    /// <returns>The lines that the script prints; none where the interpreter fails.</returns>
    private static string[] Ask(string interpreter, string script)
    {
        ProcessStartInfo start = new(interpreter) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["-E", "-W", "ignore", "-c", script])
        {
            start.ArgumentList.Add(argument);
        }

        using Process child = Process.Start(start)!;
        child.ErrorDataReceived += static (_, _) => { };
        child.BeginErrorReadLine();
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];
    }
}
