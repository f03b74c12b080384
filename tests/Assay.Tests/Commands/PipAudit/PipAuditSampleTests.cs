using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using global::Assay.Commands;

namespace Assay.Tests.Commands.PipAudit;

/// <summary>
/// pip-audit 2.10.1's own output for the same input and advisories. What differs from run to run there (the order of aliases, references, serial
/// numbers, times) is compared as what it means, everything else byte for byte.
/// </summary>
public sealed partial class PipAuditSampleTests
{
    private static readonly string[] s_cycloneKeys = ["components", "dependencies", "metadata", "serialNumber", "version", "vulnerabilities", "$schema", "bomFormat", "specVersion"];

    [Fact]
    public async Task Every_recorded_run_is_repeated()
    {
        string samples = SharedData.Require("audit/pip-audit-samples");
        using TestConsole console = new();
        Assert.Equal(0, await console.RunAsync("db", "build", Path.Combine(samples, "advisories.jsonl"), "--date", TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));

        JsonArray cases = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(samples, "cases.json")))!.AsArray();
        List<string> differences = [];
        foreach (JsonNode? one in cases)
        {
            string name = $"{one!["case"]} {one["format"]}";
            using TestConsole run = new();
            run.Set("ASSAY_STORE", console.Store);
            string[] arguments = ["--store", console.Store, "audit", "--pip-audit", .. one["args"]!.AsArray().Select(static argument => (string)argument!)];
            int code = await CommandRoot.RunAsync(run.Session with { Folder = Path.Combine(samples, (string)one["input"]!) }, arguments, CancellationToken.None);
            Compare(differences, $"{name}: exit code", ((int)one["exit"]!).ToString(System.Globalization.CultureInfo.InvariantCulture), code.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Compare(differences, $"{name}: stderr", await File.ReadAllTextAsync(Path.Combine(samples, (string)one["stderr"]!)), run.Error);
            string expected = await File.ReadAllTextAsync(Path.Combine(samples, (string)one["stdout"]!));
            Compare(differences, $"{name}: stdout", Stable(expected, (string)one["format"]!), Stable(run.Output, (string)one["format"]!));
        }

        Assert.True(cases.Count > 40);
        Assert.True(differences.Count == 0, string.Join("\n\n", differences.Take(5)));
    }

    private static void Compare(List<string> differences, string what, string expected, string actual)
    {
        if (expected != actual)
        {
            int at = expected.Zip(actual).TakeWhile(static pair => pair.First == pair.Second).Count();
            int from = Math.Max(0, at - 40);
            differences.Add($"{what} differs at {at}:\n  expected …{expected[from..Math.Min(expected.Length, at + 120)]}\n  actual   …{actual[from..Math.Min(actual.Length, at + 120)]}");
        }
    }

    private static string Stable(string text, string format) =>
        text.Length == 0 ? text
        : format switch
        {
            "json" => JsonAliases().Replace(text, static match => $"\"aliases\": [{Sorted(match.Groups[1].Value)}]"),
            "cyclonedx-json" => CycloneJson(text),
            "cyclonedx-xml" => CycloneXml(text),
            _ => TableAliases().Replace(text, static match => Sorted(match.Value)),
        };

    private static string Sorted(string list) => string.Join(", ", list.Split(", ").Order(StringComparer.Ordinal));

    private static string CycloneJson(string text)
    {
        JsonObject document = JsonNode.Parse(text)!.AsObject();
        Assert.Equal(s_cycloneKeys.Where(key => document.ContainsKey(key)), document.Select(static pair => pair.Key));
        Dictionary<string, string> names = document["components"]!.AsArray().ToDictionary(static one => (string)one!["bom-ref"]!, static one => $"{one!["name"]} {one["version"]} {one["type"]}");
        Assert.Equal(names.Keys.Order(StringComparer.Ordinal), document["dependencies"]!.AsArray().Select(static one => (string)one!["ref"]!).Order(StringComparer.Ordinal));
        IEnumerable<string> vulnerabilities = (document["vulnerabilities"]?.AsArray() ?? []).Select(one =>
            $"{one!["id"]} {string.Join(',', one["affects"]!.AsArray().Select(affected => names[(string)affected!["ref"]!]))} {one["recommendation"]} {one["description"]}");
        Assert.Matches("^urn:uuid:[0-9a-f-]{36}$", (string)document["serialNumber"]!);
        return $"{document["$schema"]} {document["bomFormat"]} {document["specVersion"]} {document["version"]}\n{string.Join('\n', names.Values)}\n{string.Join('\n', vulnerabilities)}\n{text[^1]}";
    }

    private static string CycloneXml(string text)
    {
        XElement bom = XDocument.Parse(text).Root!;
        XNamespace ns = bom.Name.Namespace;
        Dictionary<string, string> names = bom.Element(ns + "components")!.Elements().ToDictionary(
            static one => one.Attribute("bom-ref")!.Value, one => $"{one.Attribute("type")!.Value} {one.Element(ns + "name")!.Value} {one.Element(ns + "version")!.Value}");
        IEnumerable<string> vulnerabilities = (bom.Element(ns + "vulnerabilities")?.Elements() ?? []).Select(one => string.Join(
            ' ', one.Elements().Select(part => part.Name.LocalName == "affects" ? $"affects {names[part.Value]}" : $"{part.Name.LocalName} {part.Value}")));
        string sections = string.Join(' ', bom.Elements().Select(static one => one.Name.LocalName));
        return $"{text[..text.IndexOf('\n', StringComparison.Ordinal)]} {ns} {sections}\n{string.Join('\n', names.Values)}\n{string.Join('\n', vulnerabilities)}\n{text[^1]}";
    }

    [GeneratedRegex("""
        "aliases": \[([^\]]*)\]
        """, RegexOptions.NonBacktracking)]
    private static partial Regex JsonAliases();

    [GeneratedRegex(@"(\[?(CVE|GHSA|PYSEC)-[A-Za-z0-9-]+(\]\([^)]*\))?)(, \[?(CVE|GHSA|PYSEC)-[A-Za-z0-9-]+(\]\([^)]*\))?)+", RegexOptions.NonBacktracking)]
    private static partial Regex TableAliases();
}
