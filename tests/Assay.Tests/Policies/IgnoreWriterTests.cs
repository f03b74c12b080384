using System.Collections.Immutable;
using System.Text;
using Assay.Policies;

namespace Assay.Tests.Policies;

public sealed class IgnoreWriterTests : IDisposable
{
    private readonly PolicyHouse _house = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _house.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_lists_of_uv_become_entries_with_their_place_as_reason()
    {
        IgnoreImportResult result = Import("pyproject.toml", "[project]\nname = \"x\"\n[tool.uv.audit]\nignore = [\"GHSA-aaaa-bbbb-cccc\",\n  'PYSEC-2020-1']\nignore-until-fixed = [\"CVE-2024-1\"]\n");

        Assert.Empty(result.Problems);
        Assert.Equal(
            $$"""
            [[ignore]]
            id = "GHSA-aaaa-bbbb-cccc"
            reason = "imported from {{_folder["pyproject.toml"]}}:4"

            [[ignore]]
            id = "PYSEC-2020-1"
            reason = "imported from {{_folder["pyproject.toml"]}}:5"

            [[ignore]]
            id = "CVE-2024-1"
            until-fixed = true
            reason = "imported from {{_folder["pyproject.toml"]}}:6"

            """, File.ReadAllText(_house.UserFile));
        Assert.Equal(["GHSA-aaaa-bbbb-cccc", "PYSEC-2020-1", "CVE-2024-1"], _house.Load().Policy!.Advisories.Ignores.Select(static ignore => ignore.Id));
    }

    [Theory]
    [InlineData("uv.toml", "[audit]\nignore = [\"PYSEC-1\", \"PYSEC-2\"]\n")]
    [InlineData("ci.yml", "      - run: pip-audit --ignore-vuln PYSEC-1 --ignore-vuln=PYSEC-2 -r x\n      # - run: pip-audit --ignore-vuln PYSEC-9\n")]
    [InlineData("audit.sh", "pip-audit \\\n  --ignore-vuln 'PYSEC-1' \\\n  --ignore-vuln \"PYSEC-2\"; echo\n")]
    [InlineData("tasks.json", "[\"pip-audit\", \"--ignore-vuln\", \"PYSEC-1\", \"--ignore-vuln\", \"PYSEC-2\"]")]
    [InlineData("action.yml", "with:\n  ignore-vulns: |\n    PYSEC-1\n    PYSEC-2 # why\n  inputs: requirements.txt\n")]
    [InlineData("ignored.txt", "# ours\nPYSEC-1\n\nPYSEC-2 # why\n")]
    [InlineData(".trivyignore", "PYSEC-1\nPYSEC-2\n")]
    [InlineData("osv-scanner.toml", "[[IgnoredVulns]]\nid = \"PYSEC-1\"\n[[IgnoredVulns]]\nid = \"PYSEC-2\"\nreason = \"r\"\n")]
    public void Each_known_form_is_read(string name, string text)
    {
        IgnoreImportResult result = Import(name, text);
        Assert.Empty(result.Problems);
        Assert.Equal(["PYSEC-1", "PYSEC-2"], result.Written.Select(static ignore => ignore.Id));
    }

    [Fact]
    public void Reason_and_end_of_other_scanners_are_kept()
    {
        IgnoreImportResult osv = Import("osv-scanner.toml", "[[IgnoredVulns]]\nid = \"PYSEC-1\"\nignoreUntil = 2099-05-01T10:00:00Z\nreason = \"not reached\"\n");
        Assert.Equal((new DateOnly(2099, 5, 2), $"not reached (imported from {_folder["osv-scanner.toml"]}:2)"), (osv.Written[0].Expires, osv.Written[0].Reason));
        Assert.Equal(new DateOnly(2099, 1, 31), Import(".trivyignore", "CVE-1 exp:2099-01-31\n").Written[0].Expires);
    }

    [Theory]
    [InlineData("a.sh", "pip-audit --ignore-vuln $IGNORED", "a.sh:1: not imported: '$IGNORED' is no id of a vulnerability")]
    [InlineData("a.txt", "PYSEC-1 because I say so", "a.txt:1: not imported: it is more than an id")]
    [InlineData("a.txt", "# nothing", "a.txt holds no list of ignored vulnerabilities that is known here")]
    [InlineData("uv.toml", "[audit\nignore = [\"PYSEC-1\"]", "uv.toml:1: not imported: it is not TOML")]
    public void What_cannot_be_imported_is_named_and_nothing_is_written(string name, string text, string problem)
    {
        IgnoreImportResult result = Import(name, text);
        Assert.Empty(result.Written);
        Assert.Contains(result.Problems, one => one.StartsWith(_folder[problem], StringComparison.Ordinal));
        Assert.False(File.Exists(_house.UserFile));
    }

    [Fact]
    public void What_stands_in_the_policy_stays_byte_for_byte_and_a_second_import_adds_nothing()
    {
        const string before = "# mine\r\n[policy]\r\ndefault-age = \"9d\"\r\n# no end of line";
        PolicyHouse.Write(_house.UserFile, before);
        Assert.Single(Import("a.txt", "PYSEC-1").Written);
        byte[] once = File.ReadAllBytes(_house.UserFile);
        Assert.StartsWith(before, Encoding.UTF8.GetString(once), StringComparison.Ordinal);

        IgnoreImportResult again = Import("a.txt", "pysec-1");
        Assert.Empty(again.Written);
        Assert.Single(again.Already);
        Assert.Equal(once, File.ReadAllBytes(_house.UserFile));
    }

    [Theory]
    [InlineData(".safety-policy.yml", "security:\n  ignore-vulnerabilities:\n    51457:\n      reason: x\n", "of YAML only")]
    [InlineData("trivy.yaml", "vulnerabilities:\n  - id: CVE-2022-1\n", "of YAML only")]
    [InlineData("list.txt", "security:\n", "'security:' is no id")]
    [InlineData("osv-scanner.toml", "[[PackageOverrides]]\nname = \"x\"\nignore = true\n", "osv-scanner.toml:2: not imported: [[PackageOverrides]] is about a package")]
    public void What_is_no_list_of_ids_is_refused_and_named(string name, string text, string problem)
    {
        IgnoreImportResult result = Import(name, text);
        Assert.Empty(result.Written);
        Assert.Contains(problem, Assert.Single(result.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void An_override_beside_entries_is_named_and_the_entries_are_taken()
    {
        IgnoreImportResult result = Import("osv-scanner.toml", "[[IgnoredVulns]]\nid = \"CVE-2020-1\"\n[[PackageOverrides]]\nname = \"x\"\n[[PackageOverrides]]\nname = \"y\"\n");
        Assert.Equal("CVE-2020-1", Assert.Single(result.Written).Id);
        Assert.Equal(2, result.Problems.Length);
    }

    private IgnoreImportResult Import(string name, string text)
    {
        File.WriteAllText(_folder[name], text);
        return IgnoreWriter.Import(_house.Request(), [_folder[name]], null);
    }
}
