using global::Assay.Python.Meaning;
using global::Assay.Python.Meaning.Folding;

namespace Assay.Tests.Python.Meaning.Folding;

/// <summary>
/// Expressions and what CPython 3.11 answers to <c>ascii(repr(…))</c>; <c>!</c> where it raises. The tables lie beside this file, one an area; a row is
/// an expression, a tab, and the answer. In <c>partial</c> the names <c>U</c> are not known, and □ stands for what is not known of the answer.
/// </summary>
public sealed class FoldedAsPythonTests
{
    private static readonly string s_folder = Path.Combine(SharedData.RepositoryRoot, "tests", "Assay.Tests", "Python", "Meaning", "Folding", "tables");

    public static TheoryData<string> Areas => [.. Directory.GetFiles(s_folder, "*.tsv").Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Areas))]
    public void Folds_as_Python_computes(string area)
    {
        List<string> wrong = [];
        int rows = 0;
        foreach (string line in File.ReadLines(Path.Combine(s_folder, area + ".tsv")))
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            rows++;
            string[] cells = line.Split('\t');
            Assert.True(cells.Length == 2, line);
            string first = Show(Expression.Fold(cells[0], Expression.Budget()));
            if (first != cells[1])
            {
                wrong.Add($"{cells[0]}\n    is     {cells[1]}\n    folded {first}");
            }

            Assert.Equal(first, Show(Expression.Fold(cells[0], Expression.Budget())));
        }

        Assert.True(rows > 0 && wrong.Count == 0, $"{wrong.Count} of {rows}:\n{string.Join('\n', wrong)}");
    }

    private static string Show(Value? value) => value is null
        ? "!"
        : ((TextValue)Folder.Function("builtins.ascii", [new Argument(null, value)], Expression.Budget())!).Text.Replace(TextValue.Hole, '□');
}
