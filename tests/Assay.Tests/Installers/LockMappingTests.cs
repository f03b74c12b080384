using System.Text;
using Assay.Index;
using Assay.Installers;

namespace Assay.Tests.Installers;

public sealed class LockMappingTests : IDisposable
{
    private const string Lock = """
        version = 1
        revision = 5

        [[package]]
        name = "alpha"
        version = "1.0"
        source = { registry = "https://pypi.org/simple" }
        dependencies = [
            { name = "beta", source = { registry = "https://index.example.invalid/simple/" } },
        ]
        sdist = { url = "https://files.pythonhosted.org/packages/aa/alpha-1.0.tar.gz", hash = "sha256:00", size = 1 }
        wheels = [
            { url = "https://files.pythonhosted.org/packages/aa/alpha-1.0-py3-none-any.whl", hash = "sha256:00", size = 1560 },
        ]

        [[package]]
        name = "gamma"
        version = "1.0"
        source = { url = "https://files.example.invalid/gamma-1.0-py3-none-any.whl" }
        wheels = [
            { url = "https://files.example.invalid/gamma-1.0-py3-none-any.whl", hash = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
        ]

        [[package]]
        name = "proj"
        source = { virtual = "." }

        [package.metadata]
        requires-dist = [
            { name = "gamma", url = "https://files.example.invalid/gamma-1.0-py3-none-any.whl" },
            { name = "priv", index = "https://priv.example.invalid/simple" },
        ]

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("assay-locks-");

    private string LockPath => Path.Combine(_folder.FullName, "uv.lock");

    private string State => Path.Combine(_folder.FullName, "state");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Lock_names_only_the_guard_while_the_installer_runs_and_is_byte_for_byte_the_same_afterwards()
    {
        File.WriteAllText(LockPath, Lock);
        DateTime before = new(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(LockPath, before);
        using (LockMapping.Map([LockPath], Bench.Guard, State))
        {
            string mapped = File.ReadAllText(LockPath);
            string key = new IndexSource(IndexSource.PublicDefault, null, null, "test").Key;
            Assert.Contains($"{Bench.Guard.Base}/{key}/https/files.pythonhosted.org/packages/aa/alpha-1.0-py3-none-any.whl", mapped, StringComparison.Ordinal);
            Assert.Contains($"source = {{ url = \"{Bench.Guard.Base}/direct/https/files.example.invalid/gamma-1.0-py3-none-any.whl\" }}", mapped, StringComparison.Ordinal);
            Assert.Contains($"index = \"{Bench.GuardOf("https://priv.example.invalid/simple")}\"", mapped, StringComparison.Ordinal);
            Assert.Equal(1, mapped.Split("\"https://").Length - 1);
            Assert.Contains("{ name = \"gamma\", url = \"https://files.example.invalid/", mapped, StringComparison.Ordinal);
        }

        Assert.Equal(Lock, File.ReadAllText(LockPath));
        Assert.Equal(before, File.GetLastWriteTimeUtc(LockPath));
        Assert.Empty(Directory.GetFiles(Path.Combine(State, "mapped-locks")));
    }

    [Fact]
    public void What_the_installer_adds_is_mapped_back_and_old_spellings_stay()
    {
        File.WriteAllText(LockPath, Lock);
        using (LockMapping.Map([LockPath], Bench.Guard, State))
        {
            File.AppendAllText(LockPath, $"# {Bench.GuardOf("https://new.example.invalid/simple")}\n");
        }

        Assert.Equal(Lock + "# https://new.example.invalid/simple\n", File.ReadAllText(LockPath));
    }

    [Fact]
    public void Lock_that_did_not_exist_is_mapped_back()
    {
        using (LockMapping.Map([LockPath], Bench.Guard, State))
        {
            File.WriteAllText(LockPath, $"registry = \"{Bench.GuardOf("https://pypi.org/simple")}\"\n");
        }

        Assert.Equal("registry = \"https://pypi.org/simple\"\n", File.ReadAllText(LockPath));
    }

    [Fact]
    public void Next_run_restores_what_a_killed_one_left()
    {
        // As after kill -9: the mapped lock and the journal are there, and nobody holds them.
        byte[] mapped = Encoding.UTF8.GetBytes(LockText.Read(LockPath, Lock)!.Text.Render(Bench.Guard, file => file.Original));
        LeaveJournal(mapped);
        File.WriteAllBytes(LockPath, mapped);

        Assert.Equal([LockPath], LockMapping.RecoverAll(State));
        Assert.Equal(Lock, File.ReadAllText(LockPath));
        Assert.Empty(LockMapping.RecoverAll(State));
    }

    [Fact]
    public void Run_that_was_killed_before_it_touched_the_lock_leaves_nothing_to_restore()
    {
        File.WriteAllText(LockPath, Lock);
        LeaveJournal([1, 2, 3]);
        Assert.Empty(LockMapping.RecoverAll(State));
        Assert.Equal(Lock, File.ReadAllText(LockPath));
    }

    private void LeaveJournal(byte[] mapped)
    {
        var journal = new LockJournal(
            LockPath,
            Encoding.UTF8.GetBytes(Lock),
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(mapped)),
            DateTime.UnixEpoch.Ticks,
            Bench.Guard.Base,
            []);
        Directory.CreateDirectory(Path.Combine(State, "mapped-locks"));
        File.WriteAllText(
            Path.Combine(State, "mapped-locks", "left.json"),
            System.Text.Json.JsonSerializer.Serialize(journal, LockJournalContext.Default.LockJournal));
    }

    [Fact]
    public void Living_run_is_left_alone_and_a_second_one_on_the_same_lock_is_an_error()
    {
        File.WriteAllText(LockPath, Lock);
        using LockMapping first = LockMapping.Map([LockPath], Bench.Guard, State);
        Assert.Empty(LockMapping.RecoverAll(State));
        Assert.Throws<IOException>(() => LockMapping.Map([LockPath], Bench.Guard, State));
        Assert.NotEqual(Lock, File.ReadAllText(LockPath));
    }

    [Fact]
    public void Index_and_address_of_a_lock_become_part_of_the_plan()
    {
        LockReading reading = LockText.Read("/work/uv.lock", Lock)!;
        Assert.Equal(
            ["https://pypi.org/simple", "https://index.example.invalid/simple", "https://priv.example.invalid/simple"],
            reading.Indexes.Select(index => index.Address));
        DirectAddress direct = Assert.Single(reading.Direct);
        Assert.Equal(new string('a', 64), direct.Sha256);
    }

    [Fact]
    public void Pylock_copy_has_absolute_paths_and_the_guards_addresses()
    {
        const string Pylock = """
            lock-version = "1.0"
            [[packages]]
            name = "a"
            wheels = [{ url = "https://files.example.invalid/a-1-py3-none-any.whl", hashes = { sha256 = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" } }]
            [[packages]]
            name = "b"
            index = "https://pypi.org/simple"
            sdist = { url = "https://files.pythonhosted.org/b-1.tar.gz", hashes = { sha256 = "00" } }
            [[packages]]
            name = "c"
            archive = { path = "dist/c-1.tar.gz" }
            """;
        LockReading reading = LockText.Read("/work/pylock.dev.toml", Pylock, absolutePaths: true)!;
        string text = reading.Text.Render(Bench.Guard, file => file.Original);
        Assert.Contains("archive = { path = \"/work/dist/c-1.tar.gz\" }", text, StringComparison.Ordinal);
        Assert.Contains($"{Bench.Guard.Base}/direct/https/files.example.invalid/a-1-py3-none-any.whl", text, StringComparison.Ordinal);
        Assert.Equal(("https://files.example.invalid/a-1-py3-none-any.whl", new string('b', 64)), reading.Direct.Select(direct => (direct.Address, direct.Sha256!)).Single());
        Assert.DoesNotContain("\"https://", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Direct_url_is_mapped_back_with_its_row_in_the_record()
    {
        string information = Path.Combine(_folder.FullName, "env", "lib", "python3.11", "site-packages", "x-1.dist-info");
        Directory.CreateDirectory(information);
        File.WriteAllText(Path.Combine(information, "direct_url.json"), $"{{\"url\":\"{Bench.Guard.Base}/direct/https/files.example.invalid/x.whl\"}}");
        File.WriteAllText(Path.Combine(information, "RECORD"), "x.py,sha256=1,1\nx-1.dist-info/direct_url.json,sha256=old,99\nx-1.dist-info/RECORD,,\n");
        WrittenNames.MapBack(new InstallerOutputs([], [Path.Combine(_folder.FullName, "env")], false), Bench.Guard, System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty);

        const string Restored = "{\"url\":\"https://files.example.invalid/x.whl\"}";
        Assert.Equal(Restored, File.ReadAllText(Path.Combine(information, "direct_url.json")));
        string digest = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Restored))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        Assert.Equal(
            $"x.py,sha256=1,1\nx-1.dist-info/direct_url.json,sha256={digest},{Restored.Length}\nx-1.dist-info/RECORD,,\n",
            File.ReadAllText(Path.Combine(information, "RECORD")));
    }
}
