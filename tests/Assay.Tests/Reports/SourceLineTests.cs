using Assay.Reports;

namespace Assay.Tests.Reports;

public sealed class SourceLineTests
{
    [Theory]
    [InlineData("import os; os.system('x')", 12, "import os; ", "os.system('x')")]
    [InlineData("        os.system('x')", 9, "", "os.system('x')")]
    [InlineData("\t\tos.system('x')", 6, "os.", "system('x')")]
    [InlineData("a = '日本'; f()", 11, "a = '日本'; ", "f()")]
    [InlineData("a = '🐍'; f()", 10, "a = '🐍'; ", "f()")]
    [InlineData("a = '\u202e'; f()", 10, "a = '\\u202e'; ", "f()")]
    [InlineData("##[group]x", 2, "\\x23", "#[group]x")]
    public void The_caret_stands_under_the_column(string text, int column, string before, string behind)
    {
        string[] lines = Write(text, column, null);
        Assert.Equal($"7 │ {before}{behind}", lines[0]);
        Assert.Equal($"  │ {new string(' ', Columns.Of(before))}^", lines[1]);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(200)]
    public void A_long_line_is_cut_around_the_caret(int width)
    {
        string text = $"{new string('a', 500)}[HERE]{new string('日', 500)}";
        string[] lines = Write(text, 501, width);
        Assert.All(lines, line => Assert.True(Columns.Of(line) <= width, line));
        Assert.StartsWith("7 │ …a", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("日…", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("[HERE]", lines[0][lines[1].IndexOf('^', StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public void Code_at_the_far_right_is_shown_and_not_the_spaces_before_it()
    {
        string[] lines = Write($"x = 1;{new string(' ', 100_000)}evil()", 100_007, 80);
        Assert.Contains("evil()", lines[0], StringComparison.Ordinal);
        Assert.Equal(lines[0].IndexOf("evil()", StringComparison.Ordinal), lines[1].IndexOf('^', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(99)]
    public void Without_a_column_in_the_text_there_is_no_caret(int? column) =>
        Assert.Equal(["7 │ pass"], Write("      pass", column, 80));

    [Fact]
    public void A_terminal_too_narrow_for_anything_gets_the_line_whole() =>
        Assert.Equal(["7 │ import os; os.system('x')", $"  │ {new string(' ', 11)}^"], Write("import os; os.system('x')", 12, 10));

    private static string[] Write(string text, int? column, int? width)
    {
        StringWriter output = new() { NewLine = "\n" };
        SourceLine.Write(output, new Ink(false), "", 7, text, column, width);
        return output.ToString().TrimEnd('\n').Split('\n');
    }
}
