using System.Collections.Immutable;
using System.Text;
using Assay.Packaging.Lockfiles;

namespace Assay.Fuzz;

/// <summary>One small file of each format, behind the byte that chooses it.</summary>
internal static class LockfileSeeds
{
    private static readonly (string Id, string Text)[] s_files =
    [
        ("uv.lock", "version = 1\n[[package]]\nname = \"a\"\nversion = \"1\"\nsource = { virtual = \".\" }\ndependencies = [{ name = \"b\", extra = [\"x\"] }]\n[package.optional-dependencies]\nx = [{ name = \"b\" }]\n[[package]]\nname = \"b\"\nversion = \"2\"\nsource = { git = \"https://git.example.invalid/b#00\" }\nwheels = [{ hash = \"sha256:aa\" }]\n"),
        ("pylock.toml", "lock-version = \"1.0\"\n[[packages]]\nname = \"a\"\nversion = \"1\"\nmarker = \"'x' in extras\"\nwheels = [{ hashes = { sha256 = \"aa\" } }]\n[[packages]]\nname = \"b\"\nvcs = { type = \"git\", url = \"u\", commit-id = \"0\" }\n"),
        ("poetry.lock", "[[package]]\nname = \"a\"\nversion = \"1\"\noptional = true\ngroups = [\"main\"]\nmarkers = { main = \"os_name == 'nt'\" }\n[package.dependencies]\nb = \"*\"\n[package.source]\ntype = \"git\"\nurl = \"u\"\n[extras]\nx = [\"a\"]\n[metadata]\nlock-version = \"2.1\"\n"),
        ("pdm.lock", "[metadata]\nlock_version = \"4.5.0\"\n[[package]]\nname = \"a\"\nversion = \"1\"\ngroups = [\"dev\"]\ndependencies = [\"b>=1\"]\nfiles = [{ file = \"f\", hash = \"sha256:aa\" }]\n"),
        ("Pipfile.lock", "{\"_meta\": {\"pipfile-spec\": 6}, \"default\": {\"a\": {\"version\": \"==1\", \"hashes\": [\"sha256:aa\"], \"markers\": \"os_name == 'nt'\"}}, \"develop\": {\"b\": {\"git\": \"u\", \"ref\": \"0\"}}}"),
        ("pyproject.toml", "[project]\ndependencies = [\"a>=1\"]\n[dependency-groups]\nx = [{ include-group = \"y\" }]\ny = [\"b\"]\n[tool.poetry.dependencies]\nc = \"^1.2 || ~2\"\n[tool.uv.sources]\na = { path = \"p\" }\n[tool.pdm.dev-dependencies]\nz = [\"-e ./d\"]\n"),
        ("script", "# /// script\n# dependencies = [\"a==1\"]\n# ///\n"),
        ("conda-lock.yml", "package:\n- name: a\n  version: '1'\n  manager: pip\n  hash:\n    sha256: aa\n"),
        ("environment.yml", "dependencies:\n- c::a=1=b\n- pip:\n  - b==1\n  - -r file\n"),
        ("cyclonedx", "{\"bomFormat\": \"CycloneDX\", \"components\": [{\"bom-ref\": \"a\", \"purl\": \"pkg:pypi/a@1?x=%41\", \"components\": []}], \"dependencies\": [{\"ref\": \"a\", \"dependsOn\": [\"a\"]}]}"),
        ("cyclonedx", "<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\"><components><component bom-ref=\"a\"><name>a</name><purl>pkg:pypi/a@1</purl><hashes><hash alg=\"SHA-256\">aa</hash></hashes></component></components></bom>"),
        ("spdx", "{\"spdxVersion\": \"SPDX-2.3\", \"packages\": [{\"SPDXID\": \"a\", \"name\": \"a\", \"externalRefs\": [{\"referenceType\": \"purl\", \"referenceLocator\": \"pkg:pypi/a@1\"}]}]}"),
        ("spdx", "SPDXVersion: SPDX-2.3\nPackageName: a\nPackageVersion: 1\nPackageChecksum: SHA256: aa\nExternalRef: PACKAGE-MANAGER purl pkg:pypi/a\n"),
        ("requirements", "a==1 --hash=sha256:aa\n-r file\n-e ./b\n./c-1.tar.gz\n"),
    ];

    public static ImmutableArray<byte[]> All()
    {
        string[] ids = [.. Catalogue.All.Select(static format => format.Id)];
        return [.. s_files.Select(file => (byte[])[(byte)Array.IndexOf(ids, file.Id), .. Encoding.UTF8.GetBytes(file.Text)])];
    }
}
