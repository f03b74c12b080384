using System.Text;
using Assay.Packaging.Metadata;

namespace Assay.Tests.Packaging.Metadata;

public sealed class EntryPointsTests
{
    [Fact]
    public void Entries_are_read_with_group_object_and_extras()
    {
        EntryPoints points = Read("[console_scripts]\nfoo = foomod:main\n# note\nfoobar = foomod : main.bar [bar, baz]\n\n[plugin.group]\nname = pkg.mod\n");
        Assert.Empty(points.Problems);
        Assert.Equal(
            [("console_scripts", "foo", "foomod", "main", 2), ("console_scripts", "foobar", "foomod", "main.bar", 4), ("plugin.group", "name", "pkg.mod", null, 7)],
            points.Entries.Select(e => (e.Group, e.Name, e.Module, e.Attribute, e.Line)));
        Assert.Equal(["bar", "baz"], points.Entries[1].Extras);
        Assert.Equal([true, true, false], points.Entries.Select(e => e.IsScript));
    }

    [Fact]
    public void Indented_entry_is_read_and_reported()
    {
        EntryPoints points = Read("[console_scripts]\nfoo = a:b\n  pip = evil:main\n");
        Assert.Equal(["foo", "pip"], points.Entries.Select(e => e.Name));
        Assert.Equal(3, Assert.Single(points.Problems).Line);
    }

    [Theory]
    [InlineData("foo = a:b\n", MetadataProblemKind.MalformedLine)]
    [InlineData("[g]\nfoo\n", MetadataProblemKind.MalformedLine)]
    [InlineData("[g]\nfoo = a b\n", MetadataProblemKind.InvalidValue)]
    [InlineData("[g]\nfoo : a\n", MetadataProblemKind.InvalidValue)]
    [InlineData("[g]\nfoo = a\nfoo = b\n", MetadataProblemKind.DuplicateField)]
    public void Broken_line_is_a_problem(string text, MetadataProblemKind kind) =>
        Assert.Equal(kind, Assert.Single(Read(text).Problems).Kind);

    private static EntryPoints Read(string text) => EntryPoints.Parse(Encoding.UTF8.GetBytes(text));
}
