using System.Collections.Immutable;
using Assay.Installers;

namespace Assay.Tests.Installers;

public sealed class RequirementsCopiesTests
{
    private const string Alternative = "https://index.example.invalid/simple";

    [Fact]
    public void File_without_indexes_and_addresses_is_read_by_the_installer_itself()
    {
        var bench = new Bench();
        bench.Files["/work/r.txt"] = "flask==1.0\n-c c.txt\n";
        bench.Files["/work/c.txt"] = "click<9\n";
        (Launch launch, ImmutableDictionary<string, string> copies) = Bench.Prepare(bench.Pip("install", "-r", "r.txt"));
        Assert.Empty(copies);
        Assert.Equal([.. PipReader.Leading, "install", "-r", "r.txt"], launch.Arguments);
    }

    [Theory]
    [InlineData("--index-url {0}")]
    [InlineData("-i {0}")]
    [InlineData("-i{0}")]
    [InlineData("--index-ur={0}")]
    [InlineData("--extra-index-url={0}")]
    [InlineData("--extra-ind '{0}'")]
    [InlineData("--extra-index-url \\\n   {0}")]
    [InlineData("--extra-index-url ${{PRIVATE}}")]
    [InlineData("--pre --extra-index-url {0} --no-binary x")]
    public void Index_in_a_requirements_file_becomes_the_guards(string line)
    {
        var bench = new Bench();
        bench.Variables["PRIVATE"] = Alternative;
        bench.Files["/work/r.txt"] = "# head\r\n" + string.Format(System.Globalization.CultureInfo.InvariantCulture, line, Alternative) + "  # why\r\nflask == 1.0 ; python_version > '3'\r\n";
        InstallerCommand command = bench.Pip("install", "-rr.txt");
        (Launch launch, ImmutableDictionary<string, string> copies) = Bench.Prepare(command);

        string copy = Assert.Single(copies.Values);
        Assert.Contains(Bench.GuardOf(Alternative), copy, StringComparison.Ordinal);
        Assert.DoesNotContain("index.example", copy.Replace(Bench.GuardOf(Alternative), "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.StartsWith("# head\r\n", copy, StringComparison.Ordinal);
        Assert.EndsWith("  # why\r\nflask == 1.0 ; python_version > '3'\r\n", copy, StringComparison.Ordinal);
        Assert.Equal($"--requirement={copies.Keys.Single()}", launch.Arguments[^1]);
        Assert.Contains(command.Plan.Indexes, index => index.Address == Alternative);
    }

    [Fact]
    public void Includes_are_followed_and_those_left_alone_become_absolute()
    {
        var bench = new Bench();
        bench.Files["/work/sub/r.txt"] = "-r ../deep/a.txt\n--constraint c.txt\n-f wheels\n";
        bench.Files["/work/deep/a.txt"] = "-c b.txt\nx\n";
        bench.Files["/work/deep/b.txt"] = $"--extra-index-url {Alternative}\n";
        bench.Files["/work/sub/c.txt"] = "click<9\n";
        bench.Folders.Add("/work/sub/wheels");
        InstallerCommand command = bench.Pip("install", "-r", "sub/r.txt");
        (Launch launch, ImmutableDictionary<string, string> copies) = Bench.Prepare(command);

        Assert.Equal(3, copies.Count);
        string root = copies.Single(copy => copy.Key.EndsWith("/r.txt", StringComparison.Ordinal)).Value;
        string a = copies.Keys.Single(path => path.EndsWith("/a.txt", StringComparison.Ordinal));
        Assert.Equal($"-r {a}\n--constraint /work/sub/c.txt\n-f {Bench.GuardOf("file:///work/sub/wheels")}\n", root);
        Assert.Contains(command.Plan.Indexes, index => index is { Address: "file:///work/sub/wheels", IsFindLinks: true });
        Assert.Equal("sub/r.txt", launch.Originals[launch.Originals.Keys.Single(path => path.EndsWith("/r.txt", StringComparison.Ordinal))]);
    }

    [Fact]
    public void Addresses_keep_their_digest_and_version_control_and_folders_are_named()
    {
        var bench = new Bench();
        bench.Folders.Add("/work/pkg");
        string digest = new('c', 64);
        bench.Files["/work/r.txt"] = $"""
            a @ https://files.example.invalid/a-1-py3-none-any.whl
            https://files.example.invalid/b-1.tar.gz#sha256={digest} ; python_version > '3'
            https://files.example.invalid/c-1.tar.gz --hash=sha256:{digest}
            -e git+https://git.example.invalid/x@main#egg=x
            -e ./pkg
            ./dist/y-1.whl

            """;
        InstallerCommand command = bench.Pip("install", "-r", "r.txt");
        (_, ImmutableDictionary<string, string> copies) = Bench.Prepare(command);

        string guard = $"{Bench.Guard.Base}/direct/https/files.example.invalid";
        Assert.Equal($"""
            a @ {guard}/a-1-py3-none-any.whl
            {guard}/b-1.tar.gz#sha256={digest} ; python_version > '3'
            {guard}/c-1.tar.gz --hash=sha256:{digest}
            -e git+https://git.example.invalid/x@main#egg=x
            -e ./pkg
            ./dist/y-1.whl

            """, copies.Values.Single());
        Assert.Equal([null, digest, digest], command.Plan.DirectAddresses.Select(direct => direct.Sha256));
        Assert.Equal("r.txt:4", Assert.Single(command.Plan.VersionControl).Origin);
        Assert.Equal([("/work/pkg", false), ("/work/dist/y-1.whl", true)], command.Plan.LocalTargets.Select(local => (local.Path, local.IsArchive)));
    }

    [Fact]
    public void Requirements_file_behind_an_address_is_refused()
    {
        var bench = new Bench();
        bench.Files["/work/r.txt"] = "-r https://files.example.invalid/r.txt\n";
        Assert.Single(bench.Pip("install", "-r", "https://u:p@files.example.invalid/r.txt").Plan.Refusals);
        Assert.Single(bench.Pip("install", "-r", "r.txt").Plan.Refusals);
    }

    [Fact]
    public void Files_that_include_each_other_end()
    {
        var bench = new Bench();
        bench.Files["/work/a.txt"] = $"-r b.txt\n-i {Alternative}\n";
        bench.Files["/work/b.txt"] = "-r a.txt\n";
        (_, ImmutableDictionary<string, string> copies) = Bench.Prepare(bench.Pip("install", "-r", "a.txt"));
        Assert.Single(copies);
    }

    [Fact]
    public void Variables_and_settings_that_name_requirements_files_are_followed_too()
    {
        var bench = new Bench();
        bench.Variables["PIP_CONSTRAINT"] = "c.txt other.txt";
        bench.Files["/work/c.txt"] = $"--extra-index-url {Alternative}\n";
        (Launch launch, ImmutableDictionary<string, string> copies) = Bench.Prepare(bench.Pip("install", "x"));
        Assert.Equal($"{copies.Keys.Single()} other.txt", launch.Set["PIP_CONSTRAINT"]);
    }

    [Fact]
    public void Pylock_given_as_requirements_is_copied_under_its_own_name()
    {
        var bench = new Bench();
        bench.Files["/work/pylock.toml"] = "lock-version = \"1.0\"\n[[packages]]\nname = \"a\"\nwheels = [{ url = \"https://files.example.invalid/a-1-py3-none-any.whl\", hashes = { sha256 = \"00\" } }]\n";
        (Launch launch, _) = Bench.Prepare(bench.Pip("install", "-r", "pylock.toml"));
        Assert.EndsWith("/pylock.toml", launch.Arguments[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("/work/", launch.Arguments[^1], StringComparison.Ordinal);
    }
}
