using System.Globalization;
using System.Text.Json;
using Assay.Packaging.Distributions;
using Assay.Packaging.Names;
using Assay.Tests.Packaging.Versions;

namespace Assay.Tests.Packaging.Distributions;

// Where the reference takes a name that the specification "Names and normalization" does not allow
// (a letter outside ASCII, a separator at its end), the specification is followed: no such file name is read.
public sealed class FileNameVectorTests
{
    [Fact]
    public void Wheel_file_names_are_read_as_the_reference_reads_them()
    {
        List<string> wrong = [];
        foreach (JsonElement vector in StandardsVectors.Of("wheel"))
        {
            string input = vector.Input();
            JsonElement expect = vector.GetProperty("expect");
            string expected = "invalid";
            if (!StandardsVectors.IsInvalid(expect) && ProjectName.TryParse(expect.Text("name"), out _))
            {
                IEnumerable<string?> tags = expect.GetProperty("tags").EnumerateArray().Select(x => x.GetString()).Order(StringComparer.Ordinal);
                string build = string.Join('/', expect.GetProperty("build").EnumerateArray().Select(x => x.GetString()));
                expected = $"{expect.Text("name")} {expect.Text("version")} {build} {string.Join(',', tags)}";
            }

            string actual = "invalid";
            if (WheelFileName.TryParse(input, out WheelFileName? wheel))
            {
                IEnumerable<string> tags = wheel.Tags.Select(x => x.ToString()).Order(StringComparer.Ordinal);
                string build = wheel.Build is { } b ? string.Create(CultureInfo.InvariantCulture, $"{b.Number}/{b.Suffix}") : "";
                actual = $"{wheel.Project} {wheel.Version} {build} {string.Join(',', tags)}";
            }

            if (expected != actual)
            {
                wrong.Add($"'{input}': expected {expected}, was {actual}");
            }
        }

        StandardsVectors.AssertNone(wrong);
    }

    [Fact]
    public void Sdist_file_names_are_read_as_the_reference_reads_them()
    {
        List<string> wrong = [];
        foreach (JsonElement vector in StandardsVectors.Of("sdist"))
        {
            string input = vector.Input();
            JsonElement expect = vector.GetProperty("expect");
            string expected = StandardsVectors.IsInvalid(expect) || !ProjectName.TryParse(expect.Text("name"), out _)
                ? "invalid"
                : $"{expect.Text("name")} {expect.Text("version")}";

            // The reference knows today's two extensions only.
            string actual = SdistFileName.TryParse(input, out SdistFileName? sdist) && sdist.Extension is ".tar.gz" or ".zip"
                ? $"{sdist.Project} {sdist.Version}"
                : "invalid";
            if (expected != actual)
            {
                wrong.Add($"'{input}': expected {expected}, was {actual}");
            }
        }

        StandardsVectors.AssertNone(wrong);
    }

    [Fact]
    public void Names_are_normalised_as_the_reference_normalises_them()
    {
        List<string> wrong = [];
        foreach (JsonElement vector in StandardsVectors.Of("name"))
        {
            string input = vector.Input();
            bool allowed = input.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
                && input.Length > 0 && char.IsAsciiLetterOrDigit(input[0]) && char.IsAsciiLetterOrDigit(input[^1]);
            string? expected = vector.Text("expect");
            string? actual = ProjectName.TryParse(input, out ProjectName name) ? name.Normalized : null;
            if (expected != ProjectName.Normalize(input) || (allowed ? expected : null) != actual)
            {
                wrong.Add($"'{input}': expected {expected}, was {actual}");
            }
        }

        StandardsVectors.AssertNone(wrong);
    }
}
