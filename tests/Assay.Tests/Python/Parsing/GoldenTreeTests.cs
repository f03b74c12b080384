using Assay.Python.Parsing;
using Assay.Python.Syntax;
using Assay.Python.Text;

namespace Assay.Tests.Python.Parsing;

/// <summary>
/// Each sample of the grammar has its tree beside it. With ASSAY_WRITE_TREES=1 the trees are written instead of compared; read the difference
/// before it is committed.
/// </summary>
public sealed class GoldenTreeTests
{
    private static readonly string s_folder = Path.Combine(SharedData.RepositoryRoot, "tests", "Assay.Tests", "Python", "Parsing", "trees");

    public static TheoryData<string> Samples =>
        [.. Directory.EnumerateFiles(s_folder, "*.py").Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_has_the_tree_beside_it(string sample)
    {
        SyntaxTree tree = Parser.ParseModule(SourceText.Read(File.ReadAllBytes(Path.Combine(s_folder, sample + ".py"))).Utf8, ParserLimits.Default);
        string text = TreeText.Of(tree);
        string beside = Path.Combine(s_folder, sample + ".tree");
        if (Environment.GetEnvironmentVariable("ASSAY_WRITE_TREES") == "1")
        {
            File.WriteAllText(beside, text);
        }

        Assert.True(File.Exists(beside), $"{sample}.tree is missing: run with ASSAY_WRITE_TREES=1");
        Assert.Equal(File.ReadAllText(beside), text);
    }

    [Fact]
    public void Every_tree_has_a_sample() =>
        Assert.All(Directory.EnumerateFiles(s_folder, "*.tree"), static tree => Assert.True(File.Exists(Path.ChangeExtension(tree, ".py")), tree));
}
