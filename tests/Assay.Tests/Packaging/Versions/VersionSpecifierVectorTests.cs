using System.Text.Json;
using Assay.Packaging.Versions;

namespace Assay.Tests.Packaging.Versions;

public sealed class VersionSpecifierVectorTests
{
    [Fact]
    public void Specifiers_answer_as_the_reference_answers()
    {
        List<string> wrong = [];
        foreach (JsonElement vector in StandardsVectors.Of("specifier"))
        {
            string input = vector.Input();
            JsonElement expect = vector.GetProperty("expect");
            bool valid = VersionSpecifierSet.TryParse(input, out VersionSpecifierSet? set);
            if (valid == StandardsVectors.IsInvalid(expect))
            {
                wrong.Add($"'{input}': read: {valid}");
            }

            if (set is null || StandardsVectors.IsInvalid(expect))
            {
                continue;
            }

            foreach (JsonProperty version in expect.EnumerateObject())
            {
                foreach (JsonProperty answer in version.Value.EnumerateObject())
                {
                    bool? prereleases = answer.Name switch { "True" => true, "False" => false, _ => null };
                    bool actual = set.Contains(version.Name, prereleases);
                    if (actual != answer.Value.GetBoolean())
                    {
                        wrong.Add($"'{input}' with '{version.Name}' ({answer.Name}): was {actual}");
                    }
                }
            }
        }

        StandardsVectors.AssertNone(wrong);
    }
}
