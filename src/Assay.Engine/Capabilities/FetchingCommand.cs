using System.Collections.Immutable;
using Assay.Python.Meaning;

namespace Assay.Engine.Capabilities;

/// <summary>What a command line fetches, and where that is afterwards.</summary>
internal static class FetchingCommand
{
    private const int MaxLength = 65_536;

    /// <summary>What a command line fetches: it prints it, or puts it into files.</summary>
    public static CommandEffect EffectOf(string commandLine)
    {
        if (commandLine.Length > MaxLength || !MayFetch(commandLine))
        {
            return CommandEffect.None;
        }

        Labels output = Labels.None;
        ImmutableArray<string>.Builder files = ImmutableArray.CreateBuilder<string>();
        foreach (SimpleCommand command in CommandLine.Split(commandLine))
        {
            CommandClass prefixes = CommandClass.None;
            List<string> words = CommandTable.WithoutPrefixes(command.Words, ref prefixes);
            if (words.Count < 2)
            {
                continue;
            }

            string program = CommandClasses.NameOf(words[0]);
            if (program == "git" && CloneOf(words) is { } folder)
            {
                files.Add(folder);
            }
            else if (program is "curl" or "wget" && CommandTable.Of(program, words).HasFlag(CommandClass.Download))
            {
                output = command.Output is null ? Labels.Downloaded : output;
                files.AddRange(command.Output is { } redirected ? [redirected] : NamedOutputsOf(words));
            }
        }

        return new CommandEffect(output, files.DrainToImmutable());
    }

    // Most lines name no program that fetches.
    private static bool MayFetch(string line) => line.Contains("curl", StringComparison.Ordinal) || line.Contains("wget", StringComparison.Ordinal) || line.Contains("git", StringComparison.Ordinal);

    /// <summary>The folder into which <c>git clone</c> puts what it fetches; null for other commands.</summary>
    public static string? CloneOf(List<string> words)
    {
        int at = words.IndexOf("clone");
        int source = at < 1 ? -1 : words.FindIndex(at, static word => word.Contains("://", StringComparison.Ordinal) || word.StartsWith("git@", StringComparison.Ordinal));
        if (source < 0)
        {
            return null;
        }

        string name = CommandTable.FileOf(words[source]).TrimEnd('/');
        return source + 1 < words.Count && !words[source + 1].StartsWith('-') ? words[source + 1]
            : name.EndsWith(".git", StringComparison.Ordinal) ? name[..^4] : name;
    }

    // The files that a downloader's options name.
    private static IEnumerable<string> NamedOutputsOf(List<string> words)
    {
        for (int i = 1; i + 1 < words.Count; i++)
        {
            if (words[i] is ['-', not '-', .., 'o' or 'O'] or "-o" or "-O" or "--output" or "--output-document" && words[i + 1] is not (['-', ..] or [])
                && !words[i + 1].Contains("://", StringComparison.Ordinal))
            {
                yield return words[i + 1];
            }
        }
    }
}
