using Assay.Packaging.Environments;

namespace Assay.Tests.Packaging.Environments;

public sealed class VendoredCopyTests
{
    private const string Site = "/e/lib/python3.9/site-packages";

    private static InstalledEnvironment Read(PaperDisk disk) =>
        EnvironmentReader.Read(disk.View(), Site) ?? throw new InvalidOperationException("no environment there");

    private static string[] Copies(InstalledEnvironment environment) =>
        [.. environment.Distributions.Where(d => d.VendoredBy is not null).Select(d => $"{d.VendoredBy}: {d.Name} {d.Version} ({d.Form})")];

    [Fact]
    public void Lists_and_records_inside_a_distribution_are_its_copies()
    {
        InstalledEnvironment environment = Read(new PaperDisk()
            .DistInfo(Site, "pip", "25.0").DistInfo(Site, "setuptools", "80.0").DistInfo(Site, "poetry_core", "2.0").DistInfo(Site, "urllib3", "2.0")
            .File($"{Site}/pip/_vendor/vendor.txt", "# comment\nrequests==2.32 # why\n    urllib3==1.26.20\nlark==1.3.1 ; python_version >= \"3.10\"\n")
            .DistInfo($"{Site}/setuptools/_vendor", "wheel", "0.45")
            .File($"{Site}/setuptools/_vendor/vendored.txt", "wheel==0.44\npackaging==24.2\n")
            .File($"{Site}/pkg_resources/_vendor/vendored.txt", "platformdirs==2.6.2\n")
            .File($"{Site}/poetry/core/_vendor/vendor.txt", "tomli==2.2.1\n")
            .File($"{Site}/unowned/vendor/vendor.txt", "six==1.0\n")
            .File($"{Site}/django/vendor/jquery.js"));

        Assert.Empty(environment.Problems);
        Assert.Equal(
            [
                "pip: lark 1.3.1 (VendorList)", "setuptools: packaging 24.2 (VendorList)", "setuptools: platformdirs 2.6.2 (VendorList)", "pip: requests 2.32 (VendorList)",
                "unowned: six 1.0 (VendorList)", "poetry_core: tomli 2.2.1 (VendorList)", "pip: urllib3 1.26.20 (VendorList)", "setuptools: wheel 0.45 (DistInfo)",
            ],
            Copies(environment));
    }

    [Fact]
    public void A_list_that_cannot_be_followed_is_a_gap()
    {
        InstalledEnvironment environment = Read(new PaperDisk().DistInfo(Site, "pip", "25.0")
            .File($"{Site}/pip/_vendor/vendor.txt", "requests\n-r other.txt\nsix==1.0\n").Unreadable($"{Site}/other/_vendor").Folder($"{Site}/other/_vendor"));
        Assert.Equal(["pip: requests  (VendorList)", "pip: six 1.0 (VendorList)"], Copies(environment));
        Assert.Equal(3, environment.Problems.Count(p => p.IsGap));
    }

    [Fact]
    public void Python_components_of_a_bill_of_materials_are_copies()
    {
        const string CycloneDx = """
            {"bomFormat": "CycloneDX", "metadata": {"component": {"purl": "pkg:pypi/Frob@1.0"}},
             "components": [{"name": "x", "purl": "pkg:pypi/urllib3@1.26.5?download_url=https://f.example.invalid/x#y", "components": [{"purl": "pkg:pypi/a%2Eb@1%2B2"}]},
                            {"purl": "pkg:generic/openssl@3.0"}, {"purl": 7}, {"pedigree": {"ancestors": [{"purl": "pkg:pypi/old@0"}]}}]}
            """;
        const string Spdx = """{"packages": [{"externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:pypi/six@1.16"}]}]}""";
        InstalledEnvironment environment = Read(new PaperDisk().DistInfo(Site, "frob", "1.0")
            .File($"{Site}/frob-1.0.dist-info/sboms/a.cdx.json", CycloneDx)
            .File($"{Site}/frob-1.0.dist-info/sboms/b.spdx.json", Spdx)
            .File($"{Site}/frob-1.0.dist-info/sboms/c.json", "{")
            .File($"{Site}/frob-1.0.dist-info/sboms/d.xml", "<bom/>"));

        Assert.Equal(["frob: a.b 1+2 (BillOfMaterials)", "frob: six 1.16 (BillOfMaterials)", "frob: urllib3 1.26.5 (BillOfMaterials)"], Copies(environment));
        Assert.Equal([true, false], environment.Problems.Select(p => p.IsGap));
    }
}
