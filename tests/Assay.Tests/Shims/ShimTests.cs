using System.Diagnostics;
using System.Runtime.Versioning;
using Assay.Tests.Commands;

namespace Assay.Tests.Shims;

/// <summary>Shims: written, found, passed over, removed.</summary>
public sealed class ShimTests : IDisposable
{
    private readonly TestConsole _console = new();

    private string Folder => _console.Folder["bin"];

    public ShimTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "POSIX shims");
        _console.Set("PATH", "/usr/bin:/bin");
    }

    public void Dispose() => _console.Dispose();

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task All_four_are_written_executable_and_the_way_onto_PATH_is_told()
    {
        Assert.Equal(0, await _console.RunAsync("shim", "install", Folder));
        Assert.Equal(["pip", "pip3", "uv", "uvx"], Directory.GetFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(Folder), static file => Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute)));
        Assert.Contains($"export PATH='{Folder}':\"$PATH\"", _console.Output);
    }

    [Fact]
    public async Task A_shim_becomes_this_program_and_hands_arguments_and_exit_code_on()
    {
        await _console.RunAsync("shim", "install", Folder);
        ProcessStartInfo start = new(Path.Combine(Folder, "pip"), ["install", "--no-such-option-of-pip", "a b"]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        using Process pip = Process.Start(start)!;
        string error = await pip.StandardError.ReadToEndAsync();
        await pip.WaitForExitAsync();
        Assert.Equal(2, pip.ExitCode);
        Assert.Contains("no such option: --no-such-option-of-pip", error);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("link")]
    [InlineData("dangling")]
    [InlineData("folder")]
    public async Task What_is_no_shim_is_never_overwritten_or_removed_and_nothing_else_is_written(string kind)
    {
        Directory.CreateDirectory(Folder);
        string uv = Path.Combine(Folder, "uv");
        string elsewhere = _console.Folder["elsewhere"];
        switch (kind)
        {
            case "file":
                File.WriteAllText(uv, "#!/bin/sh\necho mine\n");
                break;
            case "folder":
                Directory.CreateDirectory(uv);
                break;
            default:
                File.CreateSymbolicLink(uv, elsewhere);
                break;
        }

        if (kind == "link")
        {
            await _console.RunAsync("shim", "install", _console.Folder["others"]);
            File.Copy(Path.Combine(_console.Folder["others"], "uv"), elsewhere);
        }

        Assert.Equal(2, await _console.RunAsync("shim", "install", Folder));
        Assert.Contains(uv, _console.Error);
        Assert.Equal([uv], Directory.GetFileSystemEntries(Folder));
        Assert.Equal(0, await _console.RunAsync("shim", "remove", Folder));
        Assert.Equal([uv], Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public async Task Installing_twice_changes_nothing_and_a_shim_of_another_program_is_rewritten()
    {
        await _console.RunAsync("shim", "install", Folder);
        string pip = Path.Combine(Folder, "pip");
        string script = File.ReadAllText(pip);
        File.WriteAllText(pip, script.Replace("/assay'", "/gone/assay'", StringComparison.Ordinal));
        Assert.Equal(1, await _console.RunAsync("shim", "status", Folder));
        Assert.Contains($"{pip}  a shim that starts another program", _console.Output);
        Assert.Equal(0, await _console.RunAsync("shim", "install", Folder));
        Assert.Contains($"{pip}  rewritten", _console.Output);
        Assert.Contains($"{pip}3  was there", _console.Output);
        Assert.Equal(script, File.ReadAllText(pip));
    }

    [Fact]
    public async Task Removing_leaves_a_folder_without_shims()
    {
        await _console.RunAsync("shim", "install", Folder);
        File.WriteAllText(Path.Combine(Folder, "other"), "");
        Assert.Equal(0, await _console.RunAsync("shim", "remove", Folder));
        Assert.Equal([Path.Combine(Folder, "other")], Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task Status_tells_what_a_shell_would_start()
    {
        await _console.RunAsync("shim", "install", Folder);
        string venv = Directory.CreateDirectory(_console.Folder["venv"]).FullName;
        _console.Set("PATH", $"{Folder}:/nowhere");
        Assert.Equal(0, await _console.RunAsync("shim", "status", Folder));
        Assert.Equal(0, await _console.RunAsync("shim", "status"));

        File.WriteAllText(Path.Combine(venv, "pip"), "#!/bin/sh\n");
        _console.Set("PATH", $"{venv}:{Folder}");
        Assert.Equal(1, await _console.RunAsync("shim", "status"));
        Assert.Contains($"pip   is {venv}/pip: not behind the guard, though {Folder}/pip stands further back on PATH", _console.Output);
        Assert.Contains($"uv    is {Folder}/uv: behind the guard", _console.Output);
    }

    [Fact]
    public void A_name_with_quotes_is_one_word_to_the_shell()
    {
        Assert.Equal(@"'/it'\''s here'", global::Assay.Shims.Shim.Quote("/it's here"));
    }
}
