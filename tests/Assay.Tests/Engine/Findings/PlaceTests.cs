using Assay.Engine.Findings;

namespace Assay.Tests.Engine.Findings;

public sealed class PlaceTests
{
    [Fact]
    public void A_place_in_a_decoded_text_names_the_file_then_each_text_then_the_line_in_the_innermost()
    {
        MemberPlace place = new(["a.zip", "b.py"], Line: 4, Column: 9) { Layers = [MemberPlace.LayerName(7, "exec of base64.b64decode"), MemberPlace.LayerName(2, "eval of x: y")] };
        Assert.Equal("a.zip!/b.py → line 7: exec of base64.b64decode → line 2: eval of x: y → line 4:9", place.Describe());
        Assert.Equal(7, place.OwnLine);
    }

    [Theory]
    [InlineData("exec of bytecode")]
    [InlineData("line of nothing: exec")]
    [InlineData("line 99999999999999: exec")]
    public void A_text_without_a_line_around_it_has_no_line_of_the_file(string name) =>
        Assert.Null(new MemberPlace(["b.pyc"], Line: 1) { Layers = [name] }.OwnLine);

    [Fact]
    public void Places_in_different_texts_are_different_places()
    {
        MemberPlace one = MemberPlace.Of("a.py", 1) with { Layers = ["line 1: exec"] };
        Assert.NotEqual(one, MemberPlace.Of("a.py", 1));
        Assert.Equal(one, MemberPlace.Of("a.py", 1) with { Layers = ["line 1: exec"] });
    }

    [Fact]
    public void An_excerpt_stands_around_its_line_and_says_where_it_was_cut()
    {
        string text = string.Join("\r\n", Enumerable.Range(1, 40).Select(static line => line % 2 == 0 ? "  " : $"line {line}"));
        Assert.Equal("line 1\nline 3\nline 5\nline 7\nline 9\nline 11\n…", Excerpt.Of(text, null));
        Assert.Equal("…\nline 19\nline 21\nline 23\nline 25\nline 27\nline 29\n…", Excerpt.Of(text, 21));
        Assert.Equal("…\nline 37\nline 39", Excerpt.Of(text, 39));
        Assert.Equal("", Excerpt.Of("", 5));
        Assert.Equal(new string('x', 160) + "…", Excerpt.Of(new string('x', 1_000), null));
    }

    [Theory]
    [InlineData("a\nif x:\n    f()  \nb", 9, "    f()", 5)]
    [InlineData("f()", 0, "f()", 1)]
    [InlineData("a\r\nf()\r\n", 3, "f()", 1)]
    [InlineData("f()\n", 4, "", 1)]
    public void A_line_is_whole_where_its_place_is_near(string text, int offset, string line, int column)
    {
        string shown = Excerpt.LineAt(System.Text.Encoding.UTF8.GetBytes(text), offset);
        Assert.Equal(line, shown);
        Assert.Equal(column, Excerpt.ColumnIn(shown, column));
    }

    [Theory]
    [InlineData("x", 100_000)]
    [InlineData("日", 200)]
    [InlineData("🐍", 51)]
    public void A_line_is_cut_before_a_place_far_to_the_right(string before, int count)
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes($"first\n{string.Concat(Enumerable.Repeat(before, count))}here{new string('日', 100_000)}");
        string shown = Excerpt.LineAt(text, 6 + System.Text.Encoding.UTF8.GetByteCount(before) * count);
        int column = Excerpt.ColumnIn(shown, count + 1);
        Assert.StartsWith($"…{before}", shown, StringComparison.Ordinal);
        Assert.EndsWith("日…", shown, StringComparison.Ordinal);
        Assert.Equal(42, column);
        Assert.Equal("here", string.Concat(shown.EnumerateRunes().Skip(column - 1).Take(4)));
    }
}
