using System.Text;
using Assay.Python.Parsing;
using Assay.Python.Syntax;

namespace Assay.Tests.Python.Parsing;

/// <summary>Sources made to exhaust a parser: each ends, with a whole tree, and names the limit where one ended it.</summary>
public sealed class HostileSourceTests
{
    private const int Many = 1_000_000;

    private static readonly Dictionary<string, Func<string>> s_sources = new(StringComparer.Ordinal)
    {
        ["open parentheses"] = static () => new string('(', Many),
        ["closed parentheses"] = static () => new string('(', Many) + new string(')', Many),
        ["closing parentheses"] = static () => new string(')', Many),
        ["open braces"] = static () => new string('{', Many),
        ["nested lists"] = static () => "x = " + new string('[', Many) + new string(']', Many),
        ["unary operators"] = static () => "x = " + new string('-', Many) + "1",
        ["not"] = static () => "x = " + Repeat("not ") + "1",
        ["lambdas"] = static () => "x = " + Repeat("lambda:") + "1",
        ["conditionals"] = static () => "x = " + Repeat("a if b else ") + "c",
        ["powers"] = static () => "x = " + Repeat("2**") + "2",
        ["calls within calls"] = static () => Repeat("f(") + new string(')', Many),
        ["blocks on one line"] = static () => Repeat("if x:"),
        ["fields within fields"] = static () => "f'" + Repeat("{x:"),
        ["strings within fields"] = static () => Repeat("f'{"),
        ["open three quotes"] = static () => "x = '''" + new string('a', 5 * Many),
        ["lines that are no statements"] = static () => Repeat("a b\n"),
        ["attributes"] = static () => "x = a" + Repeat(".a"),
        ["additions"] = static () => "x = 1" + Repeat("+1"),
        ["comparisons"] = static () => "x = 1" + Repeat("<1"),
        ["and"] = static () => "x = 1" + Repeat(" and 1"),
        ["calls of calls"] = static () => "f" + Repeat("()"),
        ["targets"] = static () => Repeat("a=") + "1",
        ["joined lines"] = static () => "x = 1" + Repeat("\\\n"),
        ["decorators"] = static () => Repeat("@a\n") + "def f(): pass",
        ["branches"] = static () => "if a: b\n" + Repeat("elif a: b\n"),
        ["strings side by side"] = static () => "x = " + Repeat("'a'"),
        ["empty lines"] = static () => new string('\n', Many),
    };

    [Theory]
    [InlineData("open parentheses", "MaxDepth")]
    [InlineData("closed parentheses", "MaxDepth")]
    [InlineData("open braces", "MaxDepth")]
    [InlineData("nested lists", "MaxDepth")]
    [InlineData("unary operators", "MaxDepth")]
    [InlineData("not", "MaxDepth")]
    [InlineData("lambdas", "MaxDepth")]
    [InlineData("powers", "MaxDepth")]
    [InlineData("calls within calls", "MaxDepth")]
    [InlineData("lines that are no statements", "MaxErrors")]
    public void Source_that_reaches_a_limit_ends_with_its_name(string source, string limit)
    {
        SyntaxTree tree = Parse(source);
        AssertWhole(tree);
        Assert.Contains(tree.Errors, error => error.Limit == limit);
    }

    [Theory]
    [InlineData("closing parentheses")]
    [InlineData("blocks on one line")]
    [InlineData("fields within fields")]
    [InlineData("strings within fields")]
    [InlineData("open three quotes")]
    public void Source_that_is_wrong_ends_with_an_error(string source)
    {
        SyntaxTree tree = Parse(source);
        AssertWhole(tree);
        Assert.NotEmpty(tree.Errors);
    }

    [Theory]
    [InlineData("attributes")]
    [InlineData("conditionals")]
    [InlineData("additions")]
    [InlineData("comparisons")]
    [InlineData("and")]
    [InlineData("calls of calls")]
    [InlineData("targets")]
    [InlineData("joined lines")]
    [InlineData("decorators")]
    [InlineData("branches")]
    [InlineData("strings side by side")]
    [InlineData("empty lines")]
    public void Source_that_is_long_but_not_deep_is_read_whole(string source)
    {
        SyntaxTree tree = Parse(source);
        AssertWhole(tree);
        Assert.Empty(tree.Errors);
    }

    [Fact]
    public void Too_many_nodes_end_the_tree_with_the_limit()
    {
        SyntaxTree tree = Parser.ParseModule(Encoding.UTF8.GetBytes("x = [" + Repeat("1,") + "]"), ParserLimits.Default with { MaxNodes = 10_000 });
        AssertWhole(tree);
        Assert.Contains(tree.Errors, static error => error.Limit == nameof(ParserLimits.MaxNodes));
        Assert.InRange(tree.Count, 1, 10_100);
    }

    private static SyntaxTree Parse(string source) => Parser.ParseModule(Encoding.UTF8.GetBytes(s_sources[source]()), ParserLimits.Default);

    private static string Repeat(string text) => new StringBuilder(text.Length * Many).Insert(0, text, Many).ToString();

    /// <summary>Every node is met once at most, within the text; every error lies in the text, in its order, with a node over it.</summary>
    private static void AssertWhole(SyntaxTree tree)
    {
        int length = tree.Source.Length;
        bool[] met = new bool[tree.Count];
        HashSet<int> unparsed = [];
        Stack<int> open = new([tree.Root]);
        while (open.TryPop(out int index))
        {
            Node node = tree[index];
            if (met[index] || node.Start < 0 || node.Start > node.End || node.End > length || node.Kind == NodeKind.None)
            {
                Assert.Fail($"node {index}: {node}");
            }

            met[index] = true;
            if (node.Kind == NodeKind.Unparsed)
            {
                unparsed.Add(node.Start);
            }

            foreach (int child in tree.ChildrenOf(index))
            {
                open.Push(child);
            }
        }

        int before = 0;
        foreach (SyntaxError error in tree.Errors)
        {
            Assert.InRange(error.Start, before, error.End);
            Assert.InRange(error.End, error.Start, length);
            Assert.InRange(error.At, 0, length);
            Assert.Contains(error.Start, unparsed);
            before = error.Start;
        }
    }
}
