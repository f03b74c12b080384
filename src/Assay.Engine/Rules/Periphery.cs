namespace Assay.Engine.Rules;

/// <summary>
/// The parts of a package that its users never run: tests, documentation, examples. Told from folder names, which anybody can
/// choose: rules lower with it only what does no harm by lying there.
/// </summary>
public static class Periphery
{
    private static readonly string[] s_folders =
    [
        "test", "tests", "testing", "testdata", "test_data", "fixtures", "doc", "docs", "documentation", "example", "examples",
        "sample", "samples", "benchmark", "benchmarks", "bench", ".github", "ci", ".ci",
    ];

    /// <summary>True where one of the folders of <paramref name="path"/> is such a part.</summary>
    public static bool Holds(string path)
    {
        ReadOnlySpan<char> rest = path;
        for (int slash = rest.IndexOf('/'); slash >= 0; slash = rest.IndexOf('/'))
        {
            ReadOnlySpan<char> folder = rest[..slash];
            foreach (string known in s_folders)
            {
                if (folder.Equals(known, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            rest = rest[(slash + 1)..];
        }

        return false;
    }
}
