using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using Assay.Python.Meaning;

namespace Assay.Engine.Capabilities;

/// <summary>Shell scripts that the artifact brings along and starts: what they say is what the call does.</summary>
internal static class StartedScripts
{
    private const int MaxWords = 64;
    private const int MaxBytes = 64 << 10;

    private static readonly FrozenSet<string> s_scripts = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, ".sh", ".bash", ".zsh", ".command", ".bat", ".cmd", ".ps1");
    private static readonly FrozenSet<string> s_shells = FrozenSet.Create("sh", "bash", "zsh", "dash", "ksh", "cmd", "powershell", "pwsh");

    /// <summary>The facts, and behind each that starts such a script one more whose command line is the script's text.</summary>
    /// <param name="findFile">A member by its path as the code sees it; null where there is none or it was not kept.</param>
    public static ImmutableArray<Fact> Follow(ImmutableArray<Fact> facts, Func<string, ReadOnlyMemory<byte>?> findFile)
    {
        ImmutableArray<Fact>.Builder all = ImmutableArray.CreateBuilder<Fact>(facts.Length);
        foreach (Fact fact in facts)
        {
            all.Add(fact);
            if (fact.Capability == Capability.Spawn && TextOf(fact, findFile) is { } text)
            {
                all.Add(fact with { Target = text, TargetLabels = Labels.None, Arguments = [] });
            }
        }

        return all.Count == facts.Length ? facts : all.DrainToImmutable();
    }

    private static string? TextOf(Fact fact, Func<string, ReadOnlyMemory<byte>?> findFile)
    {
        string[] words = CommandLine.LooseWords(fact.Target);
        bool hasShell = false;
        foreach (string word in words.Take(MaxWords))
        {
            // Where the folder is not known, the file may be another.
            bool isScript = s_scripts.Contains(Path.GetExtension(word));
            if ((isScript || hasShell) && Find(word) is { Length: > 0 and <= MaxBytes } bytes && bytes.Span.IndexOf((byte)0) < 0)
            {
                return WithoutComments(Encoding.UTF8.GetString(bytes.Span));
            }

            hasShell |= s_shells.Contains(CommandClasses.NameOf(word));
        }

        return null;

        ReadOnlyMemory<byte>? Find(string word)
        {
            string path = word.Replace('\\', '/');
            path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
            return path.Length == 0 ? null : findFile(path) ?? (fact.Place.Path is [.., var own] && own.LastIndexOf('/') is > 0 and int slash ? findFile(own[..slash] + "/" + path) : null);
        }
    }

    private static string WithoutComments(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Where(static line => !line.TrimStart().StartsWith('#')));
}
