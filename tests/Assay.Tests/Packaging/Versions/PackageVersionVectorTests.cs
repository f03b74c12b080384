using System.Globalization;
using System.Text.Json;
using Assay.Packaging.Versions;

namespace Assay.Tests.Packaging.Versions;

public sealed class PackageVersionVectorTests
{
    [Fact]
    public void Versions_are_read_as_the_reference_reads_them()
    {
        List<string> wrong = [];
        foreach (JsonElement vector in StandardsVectors.Of("version"))
        {
            string input = vector.Input();
            JsonElement expect = vector.GetProperty("expect");
            string expected = StandardsVectors.IsInvalid(expect) ? "invalid" : Describe(expect);
            string actual = PackageVersion.TryParse(input, out PackageVersion? version) ? Describe(version) : "invalid";
            if (expected != actual)
            {
                wrong.Add($"'{input}': expected {expected}, was {actual}");
            }
        }

        StandardsVectors.AssertNone(wrong);
    }

    [Fact]
    public void Versions_are_ordered_as_the_reference_orders_them()
    {
        List<string> wrong = [];
        foreach (JsonElement vector in StandardsVectors.Of("compare"))
        {
            PackageVersion a = PackageVersion.Parse(vector.Text("a"));
            PackageVersion b = PackageVersion.Parse(vector.Text("b"));
            int expected = vector.GetProperty("expect").GetInt32();
            if (Math.Sign(a.CompareTo(b)) != expected || Math.Sign(b.CompareTo(a)) != -expected
                || a.Equals(b) != (expected == 0) || (expected == 0 && a.GetHashCode() != b.GetHashCode()))
            {
                wrong.Add($"{a} against {b}: expected {expected}");
            }
        }

        StandardsVectors.AssertNone(wrong);
    }

    [Theory]
    [InlineData("pypi-versions.txt")]
    [InlineData("pypi-versions-generated.txt")]
    public void Real_releases_are_ordered_as_recorded(string file)
    {
        List<string> wrong = [];
        int compared = 0;
        foreach (string line in File.ReadLines(Path.Combine(SharedData.Require("versions"), file)))
        {
            string[] parts = line.Split("//")[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 0)
            {
                continue;
            }

            Assert.Equal(3, parts.Length);
            Assert.Contains(parts[1], (string[])["<", ">", "="]);
            int expected = parts[1] switch { "<" => -1, ">" => 1, _ => 0 };
            int order = VersionOrder.Instance.Compare(parts[0], parts[2]);
            if (Math.Sign(order) != expected || Math.Sign(VersionOrder.Instance.Compare(parts[2], parts[0])) != -expected)
            {
                wrong.Add(line);
            }

            compared++;
        }

        Assert.True(compared > 30);
        StandardsVectors.AssertNone(wrong);
    }

    private static string Describe(JsonElement e) => string.Join('|',
        e.Text("normalized"), e.Text("public"), e.Text("base"), e.GetProperty("epoch").GetRawText(),
        string.Join('.', e.GetProperty("release").EnumerateArray().Select(x => x.GetString())),
        e.GetProperty("pre").ValueKind == JsonValueKind.Null ? "" : string.Concat(e.GetProperty("pre").EnumerateArray().Select(x => x.GetString())),
        Number(e.GetProperty("post")), Number(e.GetProperty("dev")), e.Text("local"),
        e.GetProperty("prerelease").GetBoolean(), e.GetProperty("postrelease").GetBoolean(), e.GetProperty("devrelease").GetBoolean());

    private static string Number(JsonElement e) => e.ValueKind == JsonValueKind.Null ? "" : e.ToString();

    private static string Describe(PackageVersion v) => string.Join('|',
        v.ToString(), v.Public.ToString(), v.Base.ToString(), v.Epoch.ToString(CultureInfo.InvariantCulture),
        string.Join('.', v.Release), v.Pre?.ToString() ?? "",
        v.Post?.ToString(CultureInfo.InvariantCulture) ?? "", v.Dev?.ToString(CultureInfo.InvariantCulture) ?? "", v.Local?.ToString(),
        v.IsPrerelease, v.IsPostrelease, v.Dev is not null);
}
