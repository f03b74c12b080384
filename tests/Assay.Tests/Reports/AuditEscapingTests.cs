using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Assay.Reports;

namespace Assay.Tests.Reports;

/// <summary>The sample <c>text</c> holds <see cref="AuditSamples.HostileText"/> in every string of a report.</summary>
public sealed partial class AuditEscapingTests
{
    public static TheoryData<string> Formats => [.. AuditFormats.All.Select(static format => format.Id)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Nothing_that_acts_hides_or_reorders_goes_out_as_it_is(string format)
    {
        string written = AuditFormatTests.Write("text", format);
        Assert.All(written, static c => Assert.False(
            (char.IsControl(c) && c != '\n') || char.IsSurrogate(c) || c is '\u202E' or '\u202C' or '\u2028' or '\u200B' or '\u009B',
            $"U+{(int)c:X4} went through"));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void No_log_command_of_others_goes_out(string format)
    {
        string written = AuditFormatTests.Write("text", format);
        Assert.DoesNotContain("##[", written, StringComparison.Ordinal);
        Assert.DoesNotContain("##vso[", written, StringComparison.Ordinal);
        Assert.All(written.Split('\n'), line => Assert.False(
            line.TrimStart().StartsWith("::", StringComparison.Ordinal) && format != "github", line));
    }

    [Theory]
    [InlineData(21)]
    [InlineData(40)]
    [InlineData(80)]
    public void Wrapping_never_puts_a_log_command_at_the_start_of_a_line(int width)
    {
        StringWriter output = new() { NewLine = "\n" };
        new AuditTextReport().Write(output, AuditSamples.Style(width: width), AuditSamples.All["text"]);
        Assert.All(output.ToString().Split('\n'), static line => Assert.False(line.TrimStart().StartsWith("::", StringComparison.Ordinal), line));
    }

    [Fact]
    public void Each_line_for_github_is_one_command_of_ours()
    {
        string[] lines = AuditFormatTests.Write("text", "github").TrimEnd('\n').Split('\n');
        Assert.All(lines, static line =>
        {
            Assert.Matches("^::(error|warning|notice) (file=[^:,]*,)?(line=[0-9]+,)?title=[^:,]*::", line);
            Assert.DoesNotMatch("%(?!25|0A|3A|2C)", line);
        });

        // The advisory's own %0A stays the three characters that it is.
        Assert.Contains("%250A", lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("%0A:", string.Concat(lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_holds_no_element_or_attribute_but_ours()
    {
        string page = AuditFormatTests.Write("text", "html");
        string body = page[page.IndexOf("<body>", StringComparison.Ordinal)..page.LastIndexOf("<script>", StringComparison.Ordinal)];
        Assert.DoesNotContain("<script", body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", body, StringComparison.OrdinalIgnoreCase);
        Assert.All(Tags().Matches(body), static tag => Assert.Matches(
            "^<(/?[a-z][a-z0-9]*)( (aria-label|class|data-kind|data-label|for|height|hidden|href|id|placeholder|preserveAspectRatio|rel|role|scope|type|value|viewBox|width|x)=\"[^\"<>]*\")*>$", tag.Value));
        Assert.All(Addresses().Matches(body), static address => Assert.Matches("^href=\"https://(osv\\.dev|github\\.com/advisories|nvd\\.nist\\.gov)/[A-Za-z0-9/-]+\"$", address.Value));
        Assert.DoesNotContain("style=", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("project")]
    [InlineData("text")]
    public void A_page_loads_nothing_and_runs_only_its_own_script(string sample)
    {
        string page = AuditFormatTests.Write(sample, "html");
        Assert.Contains("content=\"default-src &#39;none&#39;; style-src &#39;sha256-", page, StringComparison.Ordinal);
        Assert.All(Tags().Matches(page), static tag => Assert.DoesNotMatch("(?i)^<(link|img|iframe|object|embed|base|form)\\b|\\bsrc=|\\bon[a-z]+=", tag.Value));
        Assert.DoesNotMatch("(?i)url\\(|@import", page[..page.IndexOf("</style>", StringComparison.Ordinal)]);
        string script = page[(page.LastIndexOf("<script>", StringComparison.Ordinal) + 8)..page.LastIndexOf("</script>", StringComparison.Ordinal)];
        string hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(script)));
        Assert.Contains($"script-src &#39;sha256-{hash}&#39;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_of_others_stays_text()
    {
        string written = AuditFormatTests.Write("text", "markdown");
        string foreign = OwnTags().Replace(OwnLinks().Replace(written, ""), "");
        Assert.DoesNotMatch("[<>`]", foreign);
        Assert.DoesNotContain("](", foreign, StringComparison.Ordinal);
        Assert.DoesNotContain("![", foreign, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?<!&)[@#](?=\\w)", foreign.Replace("### Audit", "", StringComparison.Ordinal));
        Assert.DoesNotContain("&#64;octocat", foreign, StringComparison.Ordinal);
        Assert.Contains("&#64;&#8203;octocat", foreign, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", foreign, StringComparison.Ordinal);
        Assert.DoesNotContain("www.phish", foreign, StringComparison.Ordinal);
        Assert.DoesNotContain("**bold**", foreign, StringComparison.Ordinal);

        // A cell ends where we end it.
        Assert.All(written.Split('\n').Where(static line => line.StartsWith('|')), static line => Assert.True(line.Count(static c => c == '|') is 7 or 5, line));
    }

    [Fact]
    public void Json_keeps_the_text_itself()
    {
        JsonNode flaw = JsonNode.Parse(AuditFormatTests.Write("text", "json"))!["packages"]![0]!["vulnerabilities"]![0]!;
        string expected = AuditSamples.HostileText.Replace('\uD800', '\uFFFD');
        Assert.Equal(expected, (string)flaw["id"]!);
        Assert.Equal(expected, (string)flaw["summary"]!);
        Assert.Equal("javascript:alert(1)", (string)flaw["records"]![0]!["references"]![0]!);
    }

    [Theory]
    [InlineData("sarif")]
    [InlineData("cyclonedx")]
    [InlineData("openvex")]
    public void Addresses_in_documents_are_of_the_web_and_name_nobody(string format)
    {
        using JsonDocument document = JsonDocument.Parse(AuditFormatTests.Write("text", format));
        List<string> addresses = [];
        Collect(document.RootElement, addresses);
        Assert.NotEmpty(addresses);
        Assert.All(addresses, static address =>
        {
            Assert.DoesNotContain("javascript:", address, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("user:word", address, StringComparison.Ordinal);
        });
    }

    private static void Collect(JsonElement element, List<string> addresses)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                Collect(item, addresses);
            }
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in element.EnumerateObject())
            {
                if (property.Name is "url" or "helpUri" or "@id" or "$schema" or "@context")
                {
                    addresses.Add(property.Value.GetString()!);
                }

                Collect(property.Value, addresses);
            }
        }
    }

    [GeneratedRegex("<[^>]*>?", RegexOptions.None, 5000)]
    private static partial Regex Tags();

    [GeneratedRegex("href=\"[^\"]*\"", RegexOptions.None, 5000)]
    private static partial Regex Addresses();

    [GeneratedRegex(@"\[[A-Za-z0-9-]+\]\(https://(osv\.dev|github\.com|nvd\.nist\.gov)/[A-Za-z0-9/-]+\)", RegexOptions.None, 5000)]
    private static partial Regex OwnLinks();

    [GeneratedRegex("<br>", RegexOptions.None, 5000)]
    private static partial Regex OwnTags();
}
