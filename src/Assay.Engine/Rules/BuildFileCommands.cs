using Assay.Engine.Artifacts;
using Assay.Engine.Capabilities;

namespace Assay.Engine.Rules;

/// <summary>Command lines in what tools other than Python read at a build: meson, CMake, cargo.</summary>
internal static class BuildFileCommands
{
    private const int LeastCommand = 8;
    private const CommandClass Worst = CommandClass.DownloadAndRun | CommandClass.DecodeAndRun | CommandClass.ReverseShell;

    // What they print tells a reader to do it.
    private static readonly string[] s_says = ["message(", "error(", "warning(", "println!", "panic!", "echo ", "@echo", "expect(", "summary("];

    /// <summary>True for a file that a build reads and that may start programs.</summary>
    public static bool IsBuildFile(Member member) => member.IsOutermost && MemberNames.IsBuildFile(member.FileName) && !Periphery.Holds(member.Name);

    /// <summary>The lines, from 1, on which a command fetches or decodes something and runs it, with the command.</summary>
    public static IEnumerable<(int Line, string Command)> Find(string text)
    {
        int number = 0;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            string trimmed = line.Trim();
            if (trimmed.Length < LeastCommand || trimmed[0] == '#' || trimmed.StartsWith("//", StringComparison.Ordinal)
                || Array.Exists(s_says, say => trimmed.Contains(say, StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            foreach (string candidate in Candidates(trimmed))
            {
                if (candidate.Length >= LeastCommand && CommandClasses.Of(candidate).Is(Worst))
                {
                    yield return (number, candidate);
                    break;
                }
            }
        }
    }

    // The whole line, and what stands in quotes.
    private static IEnumerable<string> Candidates(string line)
    {
        yield return line.TrimStart('@', '-', '+', ' ', '\t');
        int start = 0;
        while (start < line.Length && line.AsSpan(start).IndexOfAny('"', '\'') is >= 0 and int open)
        {
            int from = start + open + 1;
            int close = line.IndexOf(line[from - 1], from);
            if (close < 0)
            {
                yield break;
            }

            yield return line[from..close];
            start = close + 1;
        }
    }
}
