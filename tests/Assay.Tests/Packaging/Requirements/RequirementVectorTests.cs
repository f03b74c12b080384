using System.Text.Json;
using Assay.Packaging.Requirements;
using Assay.Tests.Packaging.Versions;

namespace Assay.Tests.Packaging.Requirements;

public sealed class RequirementVectorTests
{
    [Fact]
    public void Requirements_are_read_as_the_reference_reads_them()
    {
        List<string> wrong = [];
        foreach (JsonElement vector in StandardsVectors.Of("requirement"))
        {
            string input = vector.Input();
            JsonElement expect = vector.GetProperty("expect");
            string expected = StandardsVectors.IsInvalid(expect)
                ? "invalid"
                : string.Join('|', expect.Text("name"), Sorted(expect.GetProperty("extras").EnumerateArray().Select(x => x.GetString()!)),
                    expect.Text("specifier"), expect.Text("url"), expect.Text("marker"));
            string actual = Requirement.TryParse(input, out Requirement? r)
                ? string.Join('|', r.Name, Sorted(r.Extras), r.Specifier.ToString(), r.Url, r.Marker?.ToString())
                : "invalid";
            if (expected != actual)
            {
                wrong.Add($"'{input}': expected {expected}, was {actual}");
            }
            else if (r is not null && (!Requirement.TryParse(r.ToString(), out Requirement? again) || !again.Equals(r)))
            {
                wrong.Add($"'{input}' does not survive as '{r}'");
            }
        }

        StandardsVectors.AssertNone(wrong);
    }

    [Fact]
    public void Markers_answer_as_the_reference_answers()
    {
        List<MarkerEnvironment> environments = [.. StandardsVectors.Of("environments").Single().GetProperty("value").EnumerateArray().Select(Environment)];
        Assert.Equal(3, environments.Count);
        List<string> wrong = [];
        foreach (JsonElement vector in StandardsVectors.Of("marker"))
        {
            string input = vector.Input();
            JsonElement expect = vector.GetProperty("expect");
            if (!Marker.TryParse(input, out Marker? marker))
            {
                if (!StandardsVectors.IsInvalid(expect))
                {
                    wrong.Add($"'{input}' was not read");
                }

                continue;
            }

            if (StandardsVectors.IsInvalid(expect))
            {
                wrong.Add($"'{input}' was read");
                continue;
            }

            for (int i = 0; i < environments.Count; i++)
            {
                bool? expected = expect[i].ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };
                bool? actual = marker.Evaluate(environments[i]);
                if (actual != expected)
                {
                    wrong.Add($"'{input}' in {i}: expected {expected}, was {actual}");
                }
            }
        }

        StandardsVectors.AssertNone(wrong);
    }

    private static string Sorted(IEnumerable<string> texts) => string.Join(',', texts.Order(StringComparer.Ordinal).Distinct());

    private static MarkerEnvironment Environment(JsonElement e) => new()
    {
        PythonVersion = e.Text("python_version"),
        PythonFullVersion = e.Text("python_full_version"),
        OsName = e.Text("os_name"),
        SysPlatform = e.Text("sys_platform"),
        PlatformMachine = e.Text("platform_machine"),
        PlatformSystem = e.Text("platform_system"),
        ImplementationName = e.Text("implementation_name"),
        ImplementationVersion = e.Text("implementation_version"),
        PlatformRelease = e.Text("platform_release"),
        PlatformVersion = e.Text("platform_version"),
        PlatformPythonImplementation = e.Text("platform_python_implementation"),
        Extra = e.Text("extra"),
    };
}
