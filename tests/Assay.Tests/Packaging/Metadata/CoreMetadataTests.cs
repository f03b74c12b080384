using System.Text;
using Assay.Packaging.Metadata;

namespace Assay.Tests.Packaging.Metadata;

public sealed class CoreMetadataTests
{
    private const string Minimal = "Metadata-Version: 2.4\nName: Foo.Bar\nVersion: 1.0\n";

    [Fact]
    public void Fields_and_body_are_read_with_their_lines()
    {
        CoreMetadata metadata = Read(Minimal + "Requires-Dist: a>=1\nrequires-dist: b; python_version < '3'\nRequires-Python: >=3.9\n\nThe text\nof it.\n");
        Assert.Empty(metadata.Problems);
        Assert.Equal("foo-bar", metadata.Project?.Normalized);
        Assert.Equal("1.0", metadata.Version?.ToString());
        Assert.Equal([4, 5], metadata.RequiresDist.Select(r => r.Line));
        Assert.Equal("b; python_version < \"3\"", metadata.RequiresDist[1].Requirement?.ToString());
        Assert.Equal(">=3.9", metadata.RequiresPython?.ToString());
        Assert.Equal("The text\nof it.\n", metadata.Description);
    }

    [Fact]
    public void Folded_values_are_joined()
    {
        CoreMetadata metadata = Read(Minimal + "License: first\n second\n\tthird\nRequires-Dist: a\n  >=1\n");
        Assert.Equal("first second third", metadata.License);
        Assert.Equal("a>=1", metadata.RequiresDist.Single().Requirement?.ToString());
    }

    [Theory]
    [InlineData("Description: one\n        two\n          three\n", "one\ntwo\n  three")]
    [InlineData("Description: one\n       |two\n       |\n       |  three\n", "one\ntwo\n\n  three")]
    public void Description_header_loses_the_marks_of_its_lines(string header, string expected) =>
        Assert.Equal(expected, Read(Minimal + header).Description);

    [Theory]
    [InlineData("Name: other\n", MetadataProblemKind.DuplicateField, 4)]
    [InlineData("Nonsense: x\n", MetadataProblemKind.UnknownField, 4)]
    [InlineData("Import-Name: x\n", MetadataProblemKind.FieldTooNew, 4)]
    [InlineData("Requires-Dist: !\n", MetadataProblemKind.InvalidValue, 4)]
    [InlineData("Requires-Python: nonsense\n", MetadataProblemKind.InvalidValue, 4)]
    [InlineData("Provides-Extra: a_b\n", MetadataProblemKind.InvalidValue, 4)]
    [InlineData("no header\nRequires-Dist: hidden\n", MetadataProblemKind.MalformedLine, 4)]
    [InlineData(": x\n", MetadataProblemKind.StrayLine, 4)]
    [InlineData("Description: one\n\ntwo\n", MetadataProblemKind.TwoDescriptions, 4)]
    public void Broken_fields_are_problems_with_their_line(string added, MetadataProblemKind kind, int line)
    {
        MetadataProblem problem = Assert.Single(Read(Minimal + added).Problems);
        Assert.Equal((kind, line), (problem.Kind, problem.Line));
    }

    [Fact]
    public void Lines_after_a_malformed_one_are_the_description()
    {
        CoreMetadata metadata = Read(Minimal + "no header\nRequires-Dist: hidden\n");
        Assert.Empty(metadata.RequiresDist);
        Assert.Equal("no header\nRequires-Dist: hidden\n", metadata.Description);
    }

    [Fact]
    public void Missing_fields_are_problems()
    {
        CoreMetadata metadata = Read("");
        Assert.Equal(["Metadata-Version", "Name", "Version"], metadata.Problems.Select(p => p.Field));
        Assert.All(metadata.Problems, p => Assert.Equal(MetadataProblemKind.MissingField, p.Kind));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_latin1_and_a_problem()
    {
        CoreMetadata metadata = CoreMetadata.Parse([.. Encoding.ASCII.GetBytes(Minimal + "Author: J"), 0xf6, .. "rg\n"u8]);
        Assert.Equal("Jörg", metadata.Author);
        Assert.Equal(MetadataProblemKind.NotUtf8, Assert.Single(metadata.Problems).Kind);
    }

    [Fact]
    public void Byte_order_mark_is_a_problem_and_hides_nothing()
    {
        CoreMetadata metadata = CoreMetadata.Parse([0xef, 0xbb, 0xbf, .. Encoding.ASCII.GetBytes(Minimal)]);
        Assert.Equal("2.4", metadata.MetadataVersion);
        Assert.Equal(MetadataProblemKind.ByteOrderMark, Assert.Single(metadata.Problems).Kind);
    }

    [Fact]
    public void Too_many_headers_are_a_problem()
    {
        CoreMetadata metadata = CoreMetadata.Parse(Encoding.ASCII.GetBytes(Minimal + "Classifier: x\nClassifier: y\n"), maxFields: 4);
        Assert.Equal(MetadataProblemKind.LimitReached, Assert.Single(metadata.Problems).Kind);
        Assert.Equal(["x"], metadata.Classifiers);
    }

    [Fact]
    public void Word_unknown_says_nothing()
    {
        CoreMetadata metadata = Read("Metadata-Version: 1.0\nName: a\nVersion: 1\nSummary: UNKNOWN\nHome-page: UNKNOWN\nAuthor: me\n");
        Assert.Null(metadata.Summary);
        Assert.Empty(metadata.ProjectUrls);
        Assert.Equal("me", metadata.Author);
    }

    [Fact]
    public void All_line_ends_are_read()
    {
        CoreMetadata metadata = Read("Metadata-Version: 2.1\r\nName: a\rVersion: 1\n\r\nbody");
        Assert.Empty(metadata.Problems);
        Assert.Equal("body", metadata.Description);
    }

    private static CoreMetadata Read(string text) => CoreMetadata.Parse(Encoding.UTF8.GetBytes(text));
}
