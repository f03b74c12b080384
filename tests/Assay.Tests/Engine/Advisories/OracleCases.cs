using System.Collections.Immutable;
using System.Text.Json;
using Assay.Engine.Advisories;
using Assay.Packaging.Names;

namespace Assay.Tests.Engine.Advisories;

/// <summary>Cases with the sets of ids that the reference implementation of versions gives (shared/data/audit/README.md).</summary>
internal static class OracleCases
{
    /// <summary>Asks each case; what the answer says otherwise than the case is one line each.</summary>
    public static List<string> Disagreements(AdvisoryIndex index, IEnumerable<string> lines, out int count)
    {
        List<string> disagreements = [];
        count = 0;
        foreach (string line in lines)
        {
            count++;
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement expected = document.RootElement;
            string name = expected.GetProperty("name").GetString()!;
            string version = expected.GetProperty("version").GetString()!;
            ProjectAnswer answer = index.Ask(ProjectName.Parse(name), version);
            ImmutableArray<string> ids = Texts(expected, expected.TryGetProperty("public", out _) ? "public" : "ids");
            Compare(disagreements, $"{name} {version} hits", ids, answer.Vulnerabilities.SelectMany(static flaw => flaw.Records).Select(static record => record.Id));

            // A build with a local label is decided where the version without it is listed.
            Compare(disagreements, $"{name} {version} undecided", Texts(expected, "undecided").Except(ids), answer.Undecided.Select(static one => one.Id));
            IEnumerable<string> groups = expected.TryGetProperty("groups", out JsonElement joined) ? joined.EnumerateArray().Select(Joined) : [];
            Compare(disagreements, $"{name} {version} groups", groups,
                answer.Vulnerabilities.Where(static flaw => flaw.Records.Length > 1).Select(static flaw => string.Join(' ', flaw.Records.Select(static record => record.Id))));
        }

        return disagreements;
    }

    private static string Joined(JsonElement group) => string.Join(' ', group.EnumerateArray().Select(static id => id.GetString()).Order(StringComparer.Ordinal));

    private static ImmutableArray<string> Texts(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement items) ? [.. items.EnumerateArray().Select(static item => item.GetString()!)] : [];

    private static void Compare(List<string> disagreements, string what, IEnumerable<string> expected, IEnumerable<string> actual)
    {
        string wanted = string.Join(", ", expected.Order(StringComparer.Ordinal));
        string got = string.Join(", ", actual.Order(StringComparer.Ordinal));
        if (wanted != got)
        {
            disagreements.Add($"{what}: {got} and not {wanted}");
        }
    }
}
