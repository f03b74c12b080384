using Assay.Packaging.Lockfiles;

namespace Assay.Tests.Packaging.Lockfiles;

/// <summary>
/// Every file beside an <c>.expected.json</c> under the folder of its format gives that list; those under <c>shared</c> stand for
/// files of the shared data. With <c>ASSAY_ACTUAL</c> set to a folder, what differs is written there to be held against the input.
/// </summary>
public sealed class SampleTests
{
    private const string Suffix = ".expected.json";

    private static readonly Dictionary<string, string> s_sharedFolders = new(StringComparer.Ordinal)
    {
        ["requirements"] = "requirements",
        ["pylock.toml"] = "pylock",
        ["uv.lock"] = "uvlock",
        ["poetry.lock"] = "poetrylock",
        ["pdm.lock"] = "pdmlock",
        ["Pipfile.lock"] = "pipfilelock",
        ["pyproject.toml"] = "pyprojecttoml",
    };

    /// <summary>Where the samples of the formats are.</summary>
    public static string Root { get; } = Repository.PathOf("tests", "Assay.Tests", "Packaging", "Lockfiles");

    public static TheoryData<string> Own() => [.. Expected().Where(static path => !IsShared(path))];

    public static TheoryData<string> Shared() => [.. Expected().Where(IsShared)];

    [Theory]
    [MemberData(nameof(Own))]
    public void Sample_gives_its_list(string expected)
    {
        string input = Path.Combine(Root, expected[..^Suffix.Length]);
        LockfileFormat format = FormatOf(expected);
        Assert.Equal(format.Id, Catalogue.Find(Path.GetFileName(input), File.ReadAllBytes(input))?.Id);
        Check(expected, format, input);
    }

    [Theory]
    [MemberData(nameof(Shared))]
    public void Shared_file_gives_its_list(string expected)
    {
        LockfileFormat format = FormatOf(expected);
        string folder = SharedData.Require(Path.Combine("lockfiles", s_sharedFolders[format.Id], "testdata"));
        Check(expected, format, Path.Combine(folder, Path.GetFileName(expected)[..^Suffix.Length]));
    }

    [Fact]
    public void Every_shared_file_has_an_expected_list()
    {
        string folder = SharedData.Require("lockfiles");
        IEnumerable<string> inputs = s_sharedFolders.SelectMany(pair =>
            Directory.EnumerateFiles(Path.Combine(folder, pair.Value, "testdata")).Select(file => $"{pair.Key}/shared/{Path.GetFileName(file)}{Suffix}"));
        Assert.Equal(inputs.Order(StringComparer.Ordinal), Expected().Where(IsShared).Order(StringComparer.Ordinal));
    }

    /// <summary>Paths of the expected files below <see cref="Root"/>, with slashes.</summary>
    public static IEnumerable<string> Expected() => Directory.EnumerateFiles(Root, "*" + Suffix, SearchOption.AllDirectories)
        .Select(static path => Path.GetRelativePath(Root, path).Replace(Path.DirectorySeparatorChar, '/'))
        .Order(StringComparer.Ordinal);

    private static bool IsShared(string expected) => expected.Contains("/shared/", StringComparison.Ordinal);

    private static LockfileFormat FormatOf(string expected) => Catalogue.All.Single(format => expected.StartsWith(format.Id + "/", StringComparison.Ordinal));

    private static void Check(string expected, LockfileFormat format, string input)
    {
        ListSurroundings surroundings = new(
            static path => File.Exists(path) ? File.ReadAllBytes(path) : null,
            static name => name == "SAMPLE_VERSION" ? "1.2.3" : null,
            ListLimits.Default);
        string actual = ListText.Write(format.Read(File.ReadAllBytes(input), input, surroundings));
        string wanted = File.ReadAllText(Path.Combine(Root, expected)).ReplaceLineEndings("\n");
        if (actual != wanted && Environment.GetEnvironmentVariable("ASSAY_ACTUAL") is { Length: > 0 } folder)
        {
            string file = Path.Combine(folder, expected);
            _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        Assert.Equal(wanted, actual);
    }
}
