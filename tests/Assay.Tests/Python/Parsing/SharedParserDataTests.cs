using System.Collections.Frozen;
using Assay.Python.Parsing;
using Assay.Python.Syntax;
using Assay.Python.Text;

namespace Assay.Tests.Python.Parsing;

/// <summary>Another parser's collection of good and bad files: what is good is read without an error, what is bad is not, unless accepted.tsv says why.</summary>
public sealed class SharedParserDataTests
{
    private static readonly FrozenDictionary<string, string> s_accepted = File
        .ReadLines(Path.Combine(SharedData.RepositoryRoot, "tests", "Assay.Tests", "Python", "Parsing", "accepted.tsv"))
        .Select(static line => line.Split('\t'))
        .ToFrozenDictionary(static fields => fields[0], static fields => fields[1], StringComparer.Ordinal);

    [Theory]
    [InlineData("valid")]
    [InlineData("inline/ok")]
    public void Good_file_has_no_error(string folder)
    {
        List<string> rejected = [];
        foreach ((string name, SyntaxTree tree) in Parsed(folder))
        {
            rejected.AddRange(tree.Errors.Select(error => $"{name}:{tree.PositionOf(error.At).Line}: {error.Message}"));
        }

        Assert.Empty(rejected);
    }

    [Theory]
    [InlineData("invalid")]
    [InlineData("inline/err")]
    public void Bad_file_has_an_error_unless_a_version_accepts_its_grammar(string folder)
    {
        List<string> wrong = [];
        foreach ((string name, SyntaxTree tree) in Parsed(folder))
        {
            if (tree.Errors.IsEmpty != s_accepted.ContainsKey(name))
            {
                wrong.Add(tree.Errors.IsEmpty ? $"{name}: no error" : $"{name}: listed, but {tree.Errors[0].Message}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Accepted_files_exist_and_have_a_reason()
    {
        string root = SharedData.Require("parser");
        Assert.NotEmpty(s_accepted);
        Assert.All(s_accepted, entry =>
        {
            Assert.True(File.Exists(Path.Combine(root, entry.Key)), entry.Key);
            Assert.Matches("^(accepted (by Python 2\\.7|from 3\\.[0-9]+|up to 3\\.[0-9]+)|an error of meaning: .)", entry.Value);
        });
    }

    private static IEnumerable<(string Name, SyntaxTree Tree)> Parsed(string folder)
    {
        string root = SharedData.Require("parser");
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(root, folder), "*.py", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Assert.NotEmpty(files);
        return files.Select(file => (
            Path.GetRelativePath(root, file).Replace('\\', '/'),
            Parser.ParseModule(SourceText.Read(File.ReadAllBytes(file)).Utf8, ParserLimits.Default)));
    }
}
