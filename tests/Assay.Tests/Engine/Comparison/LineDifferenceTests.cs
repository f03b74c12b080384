using System.Collections.Immutable;
using Assay.Engine.Comparison;
using CsCheck;

namespace Assay.Tests.Engine.Comparison;

public sealed class LineDifferenceTests
{
    private static readonly Gen<string> s_texts = Gen.OneOf<string>("a", "b", "c", "", "d = 1", "\t").Array[0, 40].Select(static lines => string.Concat(lines.Select(static line => line + "\n")));

    [Fact]
    public void The_old_text_and_the_stretches_make_the_new_one() =>
        Gen.Select(s_texts, s_texts).Sample(static (old, now) => Assert.Equal(now, Apply(old, LineDifference.Of(old, now))));

    [Fact]
    public void Texts_with_the_same_lines_do_not_differ() =>
        Assert.Empty(LineDifference.Of("a\nb\n", "a\r\nb"));

    [Fact]
    public void A_line_put_in_is_the_only_one_that_is_new()
    {
        string old = string.Concat(Enumerable.Range(0, 3_000).Select(static i => $"line {i % 50}\n"));
        string now = old.Insert(old.IndexOf("line 49", StringComparison.Ordinal), "import evil\n");
        LineHunk hunk = Assert.Single(LineDifference.Of(old, now));
        Assert.Empty(hunk.Old);
        Assert.Equal(["import evil"], hunk.New);
        Assert.Equal((50, 50), (hunk.OldStart, hunk.NewStart));
    }

    [Fact]
    public void A_moved_function_is_one_stretch_away_and_one_new()
    {
        ImmutableArray<LineHunk> hunks = LineDifference.Of("def a():\n  1\ndef b():\n  2\n", "def b():\n  2\ndef a():\n  1\n");
        Assert.Equal(2, hunks.Sum(static hunk => hunk.New.Length));
        Assert.Equal(2, hunks.Sum(static hunk => hunk.Old.Length));
    }

    [Fact]
    public void Work_that_would_not_end_is_cut_and_the_answer_is_still_right()
    {
        // No line stands once, so nothing anchors; the table would have 10^10 cells.
        string old = string.Concat(Enumerable.Range(0, 100_000).Select(static i => $"{i % 7}\n"));
        string now = string.Concat(Enumerable.Range(0, 100_000).Select(static i => $"{i % 5}\n"));
        Assert.Equal(now, Apply(old, LineDifference.Of(old, now)));
    }

    private static string Apply(string old, ImmutableArray<LineHunk> hunks)
    {
        string[] lines = old.Split('\n')[..^1];
        List<string> made = [];
        int at = 0;
        foreach (LineHunk hunk in hunks)
        {
            made.AddRange(lines[at..(hunk.OldStart - 1)]);
            Assert.Equal(made.Count + 1, hunk.NewStart);
            Assert.Equal(lines[(hunk.OldStart - 1)..(hunk.OldStart - 1 + hunk.Old.Length)], hunk.Old);
            made.AddRange(hunk.New);
            at = hunk.OldStart - 1 + hunk.Old.Length;
        }

        made.AddRange(lines[at..]);
        return string.Concat(made.Select(static line => line + "\n"));
    }
}
