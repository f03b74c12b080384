using System.Text.RegularExpressions;

namespace Assay.Tests;

/// <summary>The house rules that a compiler does not keep (ARCHITECTURE.md).</summary>
public sealed partial class HouseTests
{
    /// <summary>The folders of each project, lowest first: a folder uses only those before it. A project's own root is the top.</summary>
    private static readonly (string Project, string[] Folders)[] s_floors =
    [
        ("Assay.Packaging", ["Names", "Versions", "Requirements", "Metadata", "Archives", "Distributions", "Indexes", "Lockfiles", "Environments"]),
        ("Assay.Python", ["Text", "Syntax", "Lexing", "Parsing", "Bytecode", "Meaning"]),
        ("Assay.Engine", ["Findings", "Advisories", "Capabilities", "Artifacts", "Rules", "Verdicts", "Comparison", "Audits"]),
        ("Assay", ["Store", "Index", "Feeds", "Office", "Policies", "Reports", "Installers", "Audits", "Guard", "Shims", "Trials", "Demo", "Commands"]),
    ];

    private static readonly string[] s_saysNothing = ["Common", "Helpers", "Helper", "Utils", "Utilities", "Services", "Models", "Managers", "Misc", "Shared"];

    [Fact]
    public void Folders_use_only_folders_below_them()
    {
        List<string> upward = [];
        foreach ((string project, string[] floors) in s_floors)
        {
            string prefix = project == "Assay" ? "Assay" : project;
            foreach (string file in Repository.Sources($"src/{project}"))
            {
                string[] parts = Path.GetRelativePath(Repository.PathOf("src", project), file).Split(Path.DirectorySeparatorChar);
                int floor = parts.Length == 1 ? floors.Length : Array.IndexOf(floors, parts[0]);
                Assert.True(floor >= 0, $"{file}: folder {parts[0]} has no floor; add it to the list in {nameof(HouseTests)} and to ARCHITECTURE.md");
                string text = Comments().Replace(File.ReadAllText(file), "");
                for (int above = floor + 1; above < floors.Length; above++)
                {
                    if (Regex.IsMatch(text, $@"(\b{Regex.Escape(prefix)}\.{floors[above]}\b)|((?<![\w.""]){floors[above]}\.[A-Z]\w+)", RegexOptions.None, TimeSpan.FromSeconds(5)))
                    {
                        upward.Add($"{file} uses {floors[above]}, which stands above {parts[0]}");
                    }
                }
            }
        }

        Assert.Empty(upward);
    }

    [Fact]
    public void No_folder_or_type_has_a_name_that_says_nothing()
    {
        IEnumerable<string> bad = Repository.Sources("src").Where(static file =>
            s_saysNothing.Any(name => file.Contains($"{Path.DirectorySeparatorChar}{name}{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            || Regex.IsMatch(Path.GetFileNameWithoutExtension(file), "(Helper|Helpers|Utils|Utility|Utilities|Manager|Service)$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Empty(bad);
    }

    [Fact]
    public void Exactly_three_places_catch_everything()
    {
        List<string> catches = [];
        foreach (string file in Repository.Sources("src"))
        {
            string text = File.ReadAllText(file);
            foreach (Match match in CatchAll().Matches(text))
            {
                // Cleaning up and passing on is no catch-all.
                if (Block(text, match.Index).Contains("throw;", StringComparison.Ordinal))
                {
                    continue;
                }

                catches.Add($"{Path.GetFileName(file)}:{text.AsSpan(0, match.Index).Count('\n') + 1}");
            }
        }

        Assert.True(catches.Count == 3, "the rule runner, the command root and the request root, but: " + string.Join(", ", catches));
    }

    private static string Block(string text, int start)
    {
        int depth = 0;
        for (int i = text.IndexOf('{', start); i < text.Length; i++)
        {
            depth += text[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
            {
                return text[start..i];
            }
        }

        return text[start..];
    }

    [Fact]
    public void Every_public_type_says_what_it_is()
    {
        List<string> silent = [];
        foreach (string file in Repository.Sources("src"))
        {
            string[] lines = File.ReadAllLines(file);
            for (int i = 0; i < lines.Length; i++)
            {
                if (!PublicType().IsMatch(lines[i]))
                {
                    continue;
                }

                int before = i - 1;
                while (before >= 0 && lines[before].TrimStart().StartsWith('['))
                {
                    before--;
                }

                if (before < 0 || !lines[before].TrimStart().StartsWith("///", StringComparison.Ordinal))
                {
                    silent.Add($"{file}:{i + 1}: {lines[i].Trim()}");
                }
            }
        }

        Assert.Empty(silent);
    }

    [Fact]
    public void Files_stay_within_four_hundred_lines()
    {
        // Tables and grammars are read from top to bottom, however long.
        string[] tablesAndGrammar = ["UnicodeForms.cs", "NormalForms.cs", "RequirementParser.cs"];
        IEnumerable<string> tooLong = Repository.Sources("src")
            .Where(file => !tablesAndGrammar.Contains(Path.GetFileName(file), StringComparer.Ordinal))
            .Select(static file => (file, Lines: File.ReadLines(file).Count()))
            .Where(static entry => entry.Lines > 400)
            .Select(static entry => $"{entry.file}: {entry.Lines} lines");
        Assert.Empty(tooLong);
    }

    [Fact]
    public void Every_package_has_its_reason()
    {
        string[] lines = File.ReadAllLines(Repository.PathOf("Directory.Packages.props"));
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Contains("<PackageVersion ", StringComparison.Ordinal))
            {
                Assert.EndsWith("-->", lines[i - 1].TrimEnd(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Every_verb_has_a_page_in_docs()
    {
        foreach (global::Assay.Commands.Verb verb in global::Assay.Commands.Catalogue.All)
        {
            Assert.True(File.Exists(Repository.PathOf("docs", $"{verb.Name}.md")), $"docs/{verb.Name}.md is missing");
        }
    }

    [Fact]
    public void Every_lock_file_format_is_listed_and_has_samples()
    {
        global::Assay.Packaging.Lockfiles.LockfileFormat[] listed = [.. global::Assay.Packaging.Lockfiles.Catalogue.All];
        IEnumerable<string> written = Repository.Sources("src/Assay.Packaging/Lockfiles")
            .Where(static file => File.ReadAllText(file).Contains(": LockfileFormat", StringComparison.Ordinal))
            .Select(static file => Path.GetFileNameWithoutExtension(file));
        Assert.Equal(written.Order(StringComparer.Ordinal), listed.Select(static format => format.GetType().Name).Order(StringComparer.Ordinal));

        string root = Repository.PathOf("tests", "Assay.Tests", "Packaging", "Lockfiles");
        Assert.Equal(
            listed.Select(static format => format.Id).Order(StringComparer.Ordinal),
            Directory.EnumerateDirectories(root).Select(static folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal));
        foreach (global::Assay.Packaging.Lockfiles.LockfileFormat format in listed)
        {
            Assert.Contains(
                Directory.EnumerateFiles(Path.Combine(root, format.Id), "*.expected.json", SearchOption.AllDirectories),
                static expected => File.Exists(expected[..^".expected.json".Length]));
        }
    }

    [GeneratedRegex(@"catch\s*(\(\s*Exception(\s+\w+)?\s*\))?\s*\{", RegexOptions.None, 5000)]
    private static partial Regex CatchAll();

    [GeneratedRegex(@"^\s*public\s+(static\s+|sealed\s+|abstract\s+|readonly\s+|partial\s+|ref\s+)*(class|record|struct|enum|interface|delegate)\s", RegexOptions.None, 5000)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"//[^\n]*", RegexOptions.None, 5000)]
    private static partial Regex Comments();
}
