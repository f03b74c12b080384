using System.Text.Json;
using Assay.Packaging.Requirements;
using Assay.Tests.Packaging.Versions;

namespace Assay.Tests.Packaging.Requirements;

/// <summary>What pip 26.3 itself read in some hundred small files (<c>pip/make-cases.py</c> writes the table).</summary>
public sealed class RequirementsFilePipTests
{
    private static readonly Dictionary<RequirementsOption, string> s_names = new()
    {
        [RequirementsOption.IndexUrl] = "--index-url",
        [RequirementsOption.ExtraIndexUrl] = "--extra-index-url",
        [RequirementsOption.NoIndex] = "--no-index",
        [RequirementsOption.Constraint] = "--constraint",
        [RequirementsOption.Requirement] = "--requirement",
        [RequirementsOption.Editable] = "--editable",
        [RequirementsOption.FindLinks] = "--find-links",
        [RequirementsOption.NoBinary] = "--no-binary",
        [RequirementsOption.OnlyBinary] = "--only-binary",
        [RequirementsOption.PreferBinary] = "--prefer-binary",
        [RequirementsOption.RequireHashes] = "--require-hashes",
        [RequirementsOption.NoRequireHashes] = "--no-require-hashes",
        [RequirementsOption.Pre] = "--pre",
        [RequirementsOption.AllReleases] = "--all-releases",
        [RequirementsOption.OnlyFinal] = "--only-final",
        [RequirementsOption.TrustedHost] = "--trusted-host",
        [RequirementsOption.UseFeature] = "--use-feature",
        [RequirementsOption.Hash] = "--hash",
        [RequirementsOption.ConfigSettings] = "--config-settings",
    };

    // Read on purpose where pip 26.3 gives up: options and features of other versions of pip, and files that are not what they
    // say (pip falls back to the machine's own encoding).
    private static readonly string[] s_readForOthers = ["--global-option", "nonsense", "--use"];

    [Fact]
    public void Files_are_read_as_pip_reads_them()
    {
        using JsonDocument document = Cases();
        List<string> wrong = [];
        foreach (JsonElement entry in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            byte[] data = Convert.FromHexString(entry.Text("data")!);
            RequirementsFile file = Parse(data, document);
            string shown = file.Text.ReplaceLineEndings("⏎");
            int? error = entry.GetProperty("error").ValueKind == JsonValueKind.Null ? null : entry.GetProperty("error").GetInt32();
            List<string> expected = [.. entry.GetProperty("lines").EnumerateArray().Select(Describe).Where(line => line.Length > 0)];
            List<string> actual = [.. file.Items.GroupBy(item => item.Line).Where(g => error is null || g.Key < error).Select(Describe)];
            if (!expected.SequenceEqual(actual))
            {
                wrong.Add($"'{shown}': expected {string.Join(" / ", expected)}, was {string.Join(" / ", actual)}");
            }

            if (error is not null && file.Problems.IsEmpty && !s_readForOthers.Any(text => file.Text.Contains(text, StringComparison.Ordinal)))
            {
                wrong.Add($"'{shown}': pip refuses line {error}");
            }
        }

        StandardsVectors.AssertNone(wrong);
    }

    [Fact]
    public void Targets_are_what_pip_makes_of_them()
    {
        using JsonDocument document = Cases();
        List<string> wrong = [];
        int compared = 0;
        foreach (JsonElement entry in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            RequirementsFile file = Parse(Convert.FromHexString(entry.Text("data")!), document);
            foreach (JsonElement line in entry.GetProperty("lines").EnumerateArray())
            {
                RequirementsEntry? requirement = file.Requirements.SingleOrDefault(r => r.Line == line.GetProperty("line").GetInt32());
                if (requirement is null)
                {
                    continue;
                }

                compared++;
                RequirementTarget? target = requirement.Target;
                JsonElement expect = line.GetProperty("target");
                string expected = expect.ValueKind == JsonValueKind.Null
                    ? "refused"
                    : string.Join('|', Link(expect), expect.Text("requirement"), Extras(expect), expect.Text("markers"));

                // pip looks at the disk, where nothing was: what looks like a path is one here.
                string actual = target is null || (expected == "refused" && target.Kind == RequirementTargetKind.Path)
                    ? "refused"
                    : string.Join('|', Link(target), target.Kind == RequirementTargetKind.Project ? target.Requirement! with { Marker = null } : null,
                        string.Join(',', target.Extras.Order(StringComparer.Ordinal)), target.Marker);
                if (expected != actual)
                {
                    wrong.Add($"'{requirement.Text}': expected {expected}, was {actual}");
                }

                if (requirement.AddressSpan is { } span && !requirement.Text.Contains('$', StringComparison.Ordinal)
                    && file.Text.Substring(span.Start, span.Length) is string written && written != target!.Address
                    && !written.AsSpan().ContainsAny("\\\n'\"$"))
                {
                    wrong.Add($"'{requirement.Text}': the address is '{target.Address}', its span '{written}'");
                }
            }
        }

        Assert.True(compared > 100);
        StandardsVectors.AssertNone(wrong);
    }

    private static string Describe(JsonElement line)
    {
        IEnumerable<string> options = line.GetProperty("options").EnumerateArray().Select(o => $"{o[0].GetString()}={o[1].GetString()}");
        bool isEditable = options.Any(o => o.StartsWith("--editable=", StringComparison.Ordinal));
        string args = line.Text("args")!;
        string requirement = args.Length > 0 ? args : isEditable ? options.First(o => o.StartsWith("--editable=", StringComparison.Ordinal))[11..] : "";
        string text = requirement.Length > 0 || isEditable ? $"<{requirement}>" : "";
        return text.Length == 0 && !options.Any() ? "" : $"{line.GetProperty("line")} {(isEditable ? "-e " : "")}{text} {string.Join(' ', options)}";
    }

    private static string Describe(IGrouping<int, RequirementsItem> line)
    {
        RequirementsEntry? entry = line.OfType<RequirementsEntry>().SingleOrDefault();
        IEnumerable<string> options = line.OfType<RequirementsOptionItem>().Select(o => $"{s_names[o.Option]}={o.Value}");
        return $"{line.Key} {(entry?.IsEditable == true ? "-e " : "")}{(entry is null ? "" : $"<{entry.Text}>")} {string.Join(' ', options)}";
    }

    private static string? Link(JsonElement expect) => expect.Text("link");

    // pip makes addresses of paths, and writes "git+git:" for "git:".
    private static string? Link(RequirementTarget target) => target.Kind switch
    {
        RequirementTargetKind.Path => "file://" + Path.GetFullPath(target.Address!, "/CWD"),
        RequirementTargetKind.Vcs when target.Address!.StartsWith("git:", StringComparison.Ordinal) => "git+" + target.Address,
        _ => target.Address,
    };

    private static string Extras(JsonElement expect) => string.Join(',', expect.GetProperty("extras").EnumerateArray().Select(x => x.GetString()));

    private static RequirementsFile Parse(byte[] data, JsonDocument document)
    {
        JsonElement environment = document.RootElement.GetProperty("environment");
        return RequirementsFile.Parse(data, "/CWD/requirements.txt", name => environment.TryGetProperty(name, out JsonElement value) ? value.GetString() : null);
    }

    private static JsonDocument Cases() => JsonDocument.Parse(File.ReadAllBytes(
        Path.Combine(SharedData.RepositoryRoot, "tests", "Assay.Tests", "Packaging", "Requirements", "pip", "cases.json")));
}
