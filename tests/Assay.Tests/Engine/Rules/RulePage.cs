using System.Collections.Immutable;

namespace Assay.Tests.Engine.Rules;

/// <summary>One fence of a sample: a file of the package, or an instruction to the builder.</summary>
/// <param name="Language">First word of the info string: a language, <c>base64</c>, or <c>archive</c>, <c>listing</c>, <c>omit</c>, <c>record</c>, <c>link</c>.</param>
/// <param name="Fires">The rule must report this fence.</param>
/// <param name="Line">Line within the file at which it must report it.</param>
/// <param name="Severity">What it must weigh; null: anything.</param>
/// <param name="Also">Other rules that speak of the same package.</param>
internal sealed record Fence(
    string Language, string Path, bool Fires, bool Silent, int? Line, string? Severity, ImmutableArray<string> Also, string Body);

/// <summary>The fences under one heading: one package.</summary>
/// <param name="FileName">The package's file name, from backticks at the end of the heading.</param>
internal sealed record Sample(string Heading, string FileName, ImmutableArray<Fence> Fences)
{
    public bool Fires => Fences.Any(static fence => fence.Fires);

    public bool IsSilent => Fences.Any(static fence => fence.Silent);
}

/// <summary>A rule's page: the text that users read, and the samples that hold the rule to it.</summary>
/// <param name="Sections">Title and text of each section before the samples.</param>
internal sealed record RulePage(string Id, ImmutableArray<(string Title, string Text)> Sections, ImmutableArray<Sample> Samples)
{
    public static readonly ImmutableArray<string> SectionTitles = ["What it means", "Why it matters", "What to do", "Known misses"];

    private const string DefaultFileName = "demo-1.0-py3-none-any.whl";

    public static string Folder { get; } = System.IO.Path.Combine(SharedData.RepositoryRoot, "docs", "rules");

    /// <summary>The page of every file in the folder but its README.</summary>
    public static IEnumerable<RulePage> All() =>
        Directory.EnumerateFiles(Folder, "*.md").Where(static file => System.IO.Path.GetFileName(file) != "README.md").Order(StringComparer.Ordinal).Select(Read);

    public static RulePage Read(string file)
    {
        string id = System.IO.Path.GetFileNameWithoutExtension(file);
        List<(string, string)> sections = [];
        List<Sample> samples = [];
        string? section = null;
        string? heading = null;
        List<string> text = [];
        List<Fence> fences = [];
        string[] lines = File.ReadAllLines(file);
        Assert.Equal($"# {id}", lines[0]);
        for (int i = 1; i < lines.Length; i++)
        {
            string line = lines[i];
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                Close();
                section = line[3..];
            }
            else if (line.StartsWith("### ", StringComparison.Ordinal))
            {
                CloseSample();
                heading = line[4..];
            }
            else if (line.StartsWith("```", StringComparison.Ordinal) && section == "Samples")
            {
                string mark = line[..(line.Length - line.TrimStart('`').Length)];
                int end = Array.IndexOf(lines, mark, i + 1);
                Assert.True(end > i, $"{id}: the fence of line {i + 1} has no end");
                fences.Add(Parse(id, line[mark.Length..].Trim(), string.Concat(lines[(i + 1)..end].Select(static l => l + "\n"))));
                i = end;
            }
            else
            {
                text.Add(line);
            }
        }

        Close();
        return new RulePage(id, [.. sections], [.. samples]);

        void Close()
        {
            CloseSample();
            if (section is not null && section != "Samples")
            {
                sections.Add((section, string.Join('\n', text).Trim()));
            }

            text.Clear();
        }

        void CloseSample()
        {
            if (heading is not null)
            {
                string[] quoted = heading.Split('`');
                samples.Add(new Sample(heading, quoted.Length == 3 ? quoted[1] : DefaultFileName, [.. fences]));
            }

            heading = null;
            fences.Clear();
        }
    }

    private static Fence Parse(string id, string info, string body)
    {
        string[] words = info.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(words.Length >= 2, $"{id}: a fence needs a language and a path, not '{info}'");
        Fence fence = new(words[0], words[1], false, false, null, null, [], body);
        foreach (string word in words[2..])
        {
            fence = word.Split('=') switch
            {
                ["fires"] => fence with { Fires = true },
                ["silent"] => fence with { Silent = true },
                ["line", string line] => fence with { Line = int.Parse(line, System.Globalization.CultureInfo.InvariantCulture) },
                ["severity", string severity] => fence with { Severity = severity },
                ["also", string rules] => fence with { Also = [.. rules.Split(',')] },
                _ => throw new FormatException($"{id}: '{word}' in '{info}' means nothing"),
            };
        }

        return fence;
    }
}
