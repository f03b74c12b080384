using System.Text;
using Assay.Packaging.Lockfiles;

namespace Assay.Tests.Packaging.Lockfiles;

public sealed class HostileTests
{
    private static readonly ListSurroundings s_nothing = new(static _ => null, static _ => null, ListLimits.Default);

    public static TheoryData<string> Formats() => [.. Catalogue.All.Select(static format => format.Id)];

    public static TheoryData<string> Inputs() => [.. SampleTests.Expected().Where(static path => !path.Contains("/shared/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_is_no_text_is_a_problem(string id)
    {
        byte[] content = [0xFF, 0xFE, 0x00, 0xD8, (byte)'{', 0xC0, 0x80, (byte)'='];
        DependencyList list = Format(id).Read(content, "/work/file", s_nothing);
        Assert.Empty(list.Dependencies);
        Assert.True(list.IsIncomplete);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void File_longer_than_allowed_is_a_problem(string id)
    {
        ListSurroundings surroundings = s_nothing with { Limits = ListLimits.Default with { MaxBytes = 10 } };
        DependencyList list = Format(id).Read(Encoding.UTF8.GetBytes("alpha==1.0\n"), "/work/file", surroundings);
        Assert.Empty(list.Dependencies);
        Assert.Contains(list.Problems, static problem => problem is { LosesDependencies: true } && problem.Message.Contains("10 bytes", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Byte_order_mark_and_carriage_returns_change_no_dependency(string expected)
    {
        (LockfileFormat format, string path) = Input(expected);
        string text = File.ReadAllText(path);
        byte[] other = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"))];
        ListSurroundings surroundings = s_nothing with { Read = static file => File.Exists(file) ? File.ReadAllBytes(file) : null };
        DependencyList plain = format.Read(Encoding.UTF8.GetBytes(text), path, surroundings);
        DependencyList changed = format.Read(other, path, surroundings);
        Assert.Equal(
            ListText.Write(plain with { Problems = [] }),
            ListText.Write(changed with { Problems = [] }));
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Cut_file_gives_a_list(string expected)
    {
        (LockfileFormat format, string path) = Input(expected);
        byte[] content = File.ReadAllBytes(path);
        for (int length = 0; length < content.Length; length += 7)
        {
            DependencyList list = format.Read(content.AsMemory(0, length), path, s_nothing);
            Assert.All(list.Dependencies, static dependency => Assert.True(dependency.Line is null or >= 1));
            Assert.All(list.Problems, static problem => Assert.True(problem.Line is null or >= 1));
        }
    }

    [Theory]
    [InlineData("uv.lock", "a = ", "[")]
    [InlineData("uv.lock", "", "a.")]
    [InlineData("pyproject.toml", "a = ", "{ b = ")]
    [InlineData("Pipfile.lock", "", "[")]
    [InlineData("Pipfile.lock", "", "{\"a\":")]
    [InlineData("environment.yml", "dependencies: ", "[")]
    [InlineData("environment.yml", "", "- ")]
    [InlineData("cyclonedx", "<bom xmlns='http://cyclonedx.org/schema/bom/1.5'>", "<components>")]
    public void Deep_nesting_is_a_problem(string id, string before, string nested)
    {
        string text = before + string.Concat(Enumerable.Repeat(nested, 100_000));
        DependencyList list = Format(id).Read(Encoding.UTF8.GetBytes(text), "/work/file", s_nothing);
        Assert.True(list.IsIncomplete);
    }

    [Fact]
    public void More_dependencies_than_allowed_are_a_problem()
    {
        ListSurroundings surroundings = s_nothing with { Limits = ListLimits.Default with { MaxDependencies = 3 } };
        DependencyList list = Format("requirements").Read(Encoding.UTF8.GetBytes("a\nb\nc\nd\ne\n"), "/work/r.txt", surroundings);
        Assert.Equal(3, list.Dependencies.Length);
        ListProblem problem = Assert.Single(list.Problems);
        Assert.Equal(4, problem.Line);
        Assert.True(problem.LosesDependencies);
    }

    [Fact]
    public void Lock_whose_packages_all_need_each_other_by_one_name_is_read_within_its_steps()
    {
        StringBuilder text = new("version = 1\n");
        for (int i = 0; i < 20_000; i++)
        {
            _ = text.Append("[[package]]\nname = \"a\"\nversion = \"1\"\nsource = { virtual = \".\" }\ndependencies = [{ name = \"a\" }]\n");
        }

        DependencyList list = Format("uv.lock").Read(Encoding.UTF8.GetBytes(text.ToString()), "/work/uv.lock", s_nothing);
        Assert.Equal(20_000, list.Dependencies.Length);
        Assert.Contains(list.Problems, static problem => problem.Message.Contains("not all groups were followed", StringComparison.Ordinal));
        Assert.False(list.IsIncomplete);
    }

    [Fact]
    public void Groups_that_all_include_each_other_are_read_within_their_steps()
    {
        StringBuilder text = new("[dependency-groups]\n");
        for (int i = 0; i < 3_000; i++)
        {
            _ = text.Append($"g{i} = [{{ include-group = \"g{(i + 1) % 3_000}\" }}, \"a==1\"]\n");
        }

        DependencyList list = Format("pyproject.toml").Read(Encoding.UTF8.GetBytes(text.ToString()), "/work/pyproject.toml", s_nothing);
        Assert.Equal(3_000, list.Dependencies.Length);
        Assert.Contains(list.Problems, static problem => problem.Message.Contains("includes itself", StringComparison.Ordinal));
    }

    [Fact]
    public void Line_is_right_after_a_hundred_thousand_packages()
    {
        StringBuilder text = new("version = 1\n");
        for (int i = 0; i < 100_000; i++)
        {
            _ = text.Append($"[[package]]\nname = \"p{i}\"\nversion = \"{i}\"\n");
        }

        DependencyList list = Format("uv.lock").Read(Encoding.UTF8.GetBytes(text.ToString()), "/work/uv.lock", s_nothing);
        Assert.Equal(100_000, list.Dependencies.Length);
        Assert.Equal(("p99999", "99999", 300_001), (list.Dependencies[^1].Name, list.Dependencies[^1].Version, list.Dependencies[^1].Line));
        Assert.Empty(list.Problems);
    }

    [Fact]
    public void Problems_of_a_file_of_errors_are_counted_not_told()
    {
        string text = string.Concat(Enumerable.Repeat("not one\n", 50_000));
        DependencyList list = Format("requirements").Read(Encoding.UTF8.GetBytes(text), "/work/r.txt", s_nothing);
        Assert.Equal(1_001, list.Problems.Length);
        Assert.Contains("more than 1000 problems", list.Problems[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void External_entities_are_not_read()
    {
        const string Bom = "<!DOCTYPE bom [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\">&x;</bom>";
        DependencyList list = Format("cyclonedx").Read(Encoding.UTF8.GetBytes(Bom), "/work/bom.xml", s_nothing);
        Assert.True(list.IsIncomplete);
    }

    [Theory]
    [InlineData("uv.lock", "version = 1\n[[package]]\nname = \"\\uD800\"\n")]
    [InlineData("Pipfile.lock", "{\"default\": {\"\\uD800\": {}}}")]
    public void Half_a_character_is_a_problem(string id, string text) =>
        Assert.True(Format(id).Read(Encoding.UTF8.GetBytes(text), "/work/file", s_nothing).IsIncomplete);

    private static LockfileFormat Format(string id) => Catalogue.All.Single(format => format.Id == id);

    private static (LockfileFormat Format, string Path) Input(string expected) =>
        (Catalogue.All.Single(format => expected.StartsWith(format.Id + "/", StringComparison.Ordinal)),
            Path.Combine(SampleTests.Root, expected[..^".expected.json".Length]));
}
