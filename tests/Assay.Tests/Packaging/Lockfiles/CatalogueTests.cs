using Assay.Packaging.Lockfiles;

namespace Assay.Tests.Packaging.Lockfiles;

public sealed class CatalogueTests
{
    [Theory]
    [InlineData("uv.lock", "uv.lock")]
    [InlineData("fetch.py.lock", "uv.lock")]
    [InlineData("pylock.toml", "pylock.toml")]
    [InlineData("pylock.dev.toml", "pylock.toml")]
    [InlineData("pylock.a.b.toml", null)]
    [InlineData("poetry.lock", "poetry.lock")]
    [InlineData("pdm.lock", "pdm.lock")]
    [InlineData("Pipfile.lock", "Pipfile.lock")]
    [InlineData("pyproject.toml", "pyproject.toml")]
    [InlineData("requirements.txt", "requirements")]
    [InlineData("dev.in", "requirements")]
    [InlineData("Cargo.lock", null)]
    [InlineData("script.py", null)]
    [InlineData("package.json", null)]
    public void File_is_known_by_its_name(string fileName, string? id) => Assert.Equal(id, Catalogue.Find(fileName, [])?.Id);

    [Fact]
    public void Ids_are_told_apart() => Assert.Equal(Catalogue.All.Length, Catalogue.All.DistinctBy(static format => format.Id).Count());

    [Theory]
    [InlineData("requirements", "many/requirements.txt", 10)]
    [InlineData("requirements", "clean/requirements.txt", 2)]
    [InlineData("requirements", "fatal/requirements.txt", 2)]
    [InlineData("requirements", "ignored/requirements.txt", 2)]
    [InlineData("requirements", "single/requirements.txt", 1)]
    [InlineData("pylock.toml", "locked/pylock.toml", 3)]
    public void Inputs_of_pip_audit_are_read_whole(string id, string file, int count)
    {
        string path = Path.Combine(SharedData.Require(Path.Combine("audit", "pip-audit-samples", "inputs")), file);
        byte[] content = File.ReadAllBytes(path);
        LockfileFormat? format = Catalogue.Find(Path.GetFileName(path), content);
        Assert.Equal(id, format?.Id);
        DependencyList list = format!.Read(content, path, new ListSurroundings(static _ => null, static _ => null, ListLimits.Default));
        Assert.Equal(count, list.Dependencies.Length);
        Assert.Empty(list.Problems);
        Assert.Equal(id == "pylock.toml" ? DependencySource.Folder : DependencySource.Index, list.Dependencies[^1].Source);
    }
}
