using System.Text;
using Assay.Packaging.Requirements;

namespace Assay.Tests.Packaging.Requirements;

public sealed class RequirementsFileTests
{
    [Fact]
    public void Address_is_replaced_and_all_else_stays()
    {
        const string text = "# é \r\n--index-url  'https://a.example.invalid/simple'   # why\r\npkg @ https://a.example.invalid/p.whl ; os_name == \"x\"\r\n\\\r\n-f \\\r\n  ./wheels\r\n";
        RequirementsFile file = Parse(text);
        RequirementsOptionItem index = file.Options.First();
        RequirementsEntry entry = file.Requirements.Single();
        RequirementsOptionItem links = file.Options.Last();
        byte[] rewritten = file.Rewrite([(entry.AddressSpan!.Value, "X"), (index.ValueSpan!.Value, "Ü"), (links.ValueSpan!.Value, "L")]);
        Assert.Equal("# é \r\n--index-url  'Ü'   # why\r\npkg @ X ; os_name == \"x\"\r\n\\\r\n-f \\\r\n  L\r\n", Encoding.UTF8.GetString(rewritten));
        Assert.Equal((2, 15), (index.ValueSpan!.Value.Line, index.ValueSpan!.Value.Column));
        Assert.Equal((4, 6, 3), (links.Line, links.ValueSpan!.Value.Line, links.ValueSpan!.Value.Column));
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-32")]
    [InlineData("utf-8")]
    public void Rewriting_keeps_encoding_and_mark(string name)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        byte[] Bytes(string text) => [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
        RequirementsFile file = RequirementsFile.Parse(Bytes("ä # ö\n-i https://a/\n"), "r.txt", _ => null);
        Assert.Equal(Bytes("ä # ö\n-i ß\n"), file.Rewrite([(file.Options.Single().ValueSpan!.Value, "ß")]));
    }

    [Fact]
    public void Span_of_an_expanded_value_is_the_variable()
    {
        RequirementsFile file = RequirementsFile.Parse("-i https://${USER}@h/${P}"u8, "r.txt", name => name == "USER" ? "me" : name == "P" ? "simple" : null);
        RequirementsOptionItem index = file.Options.Single();
        Assert.Equal("https://me@h/simple", index.Value);
        Assert.Equal("https://${USER}@h/${P}", file.Text.Substring(index.ValueSpan!.Value.Start, index.ValueSpan!.Value.Length));
    }

    [Fact]
    public void Variables_that_grow_without_end_are_refused()
    {
        RequirementsFile file = RequirementsFile.Parse(
            Encoding.ASCII.GetBytes("-i " + string.Concat(Enumerable.Range(0, 40).Select(i => $"${{V{i}}}"))), "r.txt",
            name => string.Concat(Enumerable.Repeat($"${{V{int.Parse(name[1..], System.Globalization.CultureInfo.InvariantCulture) + 1}}}", 2)));
        Assert.Empty(file.Items);
        Assert.Single(file.Problems);
    }

    [Fact]
    public void Options_without_effect_are_marked()
    {
        RequirementsFile file = Parse("flask -i x --hash=sha256:aa\n-i a -i b\n-f a -f b\n-r a -c b -i c\n--hash=sha256:aa\n-e . --hash=sha256:aa\n");
        Assert.Equal(
            ["1 False", "1 True", "2 False", "2 True", "3 True", "3 False", "4 True", "4 False", "4 False", "5 False", "6 True", "6 False"],
            file.Options.Select(o => $"{o.Line} {o.IsEffective}"));
        Assert.Equal(["aa"], file.Requirements.First().Hashes.Select(h => h.Digest));
        Assert.Empty(file.Requirements.Last().Hashes);
    }

    [Theory]
    [InlineData("--global-option=x", RequirementsOption.GlobalOption)]
    [InlineData("--install-opt x", RequirementsOption.InstallOption)]
    public void Options_of_older_pips_are_read(string option, RequirementsOption expected)
    {
        RequirementsFile file = Parse("flask " + option);
        Assert.Empty(file.Problems);
        Assert.Equal(expected, file.Options.Single().Option);
    }

    [Fact]
    public void Included_files_are_read_once_and_circles_are_problems()
    {
        Dictionary<string, string> files = new()
        {
            ["/p/r.txt"] = "-r sub/a.txt\n-c c.txt\n-r sub/a.txt\nflask\n",
            ["/p/sub/a.txt"] = "-r ../r.txt\n-r missing.txt\ndjango\n",
            ["/p/c.txt"] = "flask<4\n",
        };
        RequirementsTree tree = RequirementsTree.Read("/p/r.txt", path => files.TryGetValue(path, out string? text) ? Encoding.UTF8.GetBytes(text) : null, _ => null);
        Assert.Equal(["/p/r.txt", "/p/sub/a.txt", "/p/c.txt"], tree.Files.Select(f => f.File));
        Assert.Equal([false, false, true], tree.Files.Select(f => f.IsConstraint));
        Assert.Equal([("/p/sub/a.txt", 1), ("/p/sub/a.txt", 2)], tree.Problems.Select(p => (p.File, p.Span.Line)));
        Assert.True(tree.Files[2].Requirements.Single().IsConstraint);
    }

    [Fact]
    public void Included_files_have_a_limit_of_depth()
    {
        RequirementsTree tree = RequirementsTree.Read("/0", path => Encoding.ASCII.GetBytes($"-r {int.Parse(path[1..], System.Globalization.CultureInfo.InvariantCulture) + 1}"), _ => null, maxDepth: 5);
        Assert.Equal(6, tree.Files.Length);
        Assert.Contains("5 deep", Assert.Single(tree.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Includes_are_relative_to_the_address_of_a_file() =>
        Assert.Equal("https://example.invalid/a/c.txt", RequirementsTree.Resolve("https://example.invalid/a/b.txt", "c.txt"));

    [Theory]
    [InlineData("flask", RequirementTargetKind.Project, null)]
    [InlineData("./x[a]", RequirementTargetKind.Path, "./x")]
    [InlineData(@".\x", RequirementTargetKind.Path, @".\x")]
    [InlineData(@"C:\x\y.whl", RequirementTargetKind.Path, @"C:\x\y.whl")]
    [InlineData("https://h/x#egg=y", RequirementTargetKind.Url, "https://h/x#egg=y")]
    [InlineData("x @ git+ssh://h/x@v1", RequirementTargetKind.Vcs, "git+ssh://h/x@v1")]
    public void Targets_are_told_apart(string text, RequirementTargetKind kind, string? address)
    {
        Assert.True(RequirementTarget.TryParse(text, out RequirementTarget? target, out _));
        Assert.Equal((kind, address), (target.Kind, target.Address));
    }

    private static RequirementsFile Parse(string text) => RequirementsFile.Parse(Encoding.UTF8.GetBytes(text), "r.txt", _ => null);
}
