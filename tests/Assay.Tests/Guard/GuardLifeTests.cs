using System.Diagnostics;
using System.Globalization;
using Assay.Tests.Guard.Bench;

namespace Assay.Tests.Guard;

/// <summary>How a guarded run ends before its time: killed, interrupted, and what the next run finds.</summary>
public sealed class GuardLifeTests
{
    private static readonly BenchFile s_app = BenchFile.Wheel("app", "1.0");

    public GuardLifeTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "the kernel ties a child to its parent on Linux only");

    [Fact]
    public async Task A_killed_guard_takes_the_installer_with_it_and_the_next_run_restores_the_lock()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app);
        using Stage stage = new("26.3", index);
        stage.Write("pyproject.toml", "[project]\nname = \"mine\"\nversion = \"0\"\nrequires-python = \">=3.8\"\ndependencies = [\"app\"]\n");
        (await stage.UvAsync("lock")).Is(0);
        string locked = File.ReadAllText(stage["uv.lock"]);
        Task asked = Hold(index);

        using (Process process = stage.Start(["uv", "sync", "--frozen", "--no-cache"]))
        {
            await asked.WaitAsync(TestContext.Current.CancellationToken);
            Assert.NotEqual(locked, File.ReadAllText(stage["uv.lock"]));
            process.Kill();

            // Standard error ends only when everybody who holds it has ended: Assay, and uv with it.
            (_, string error) = await Stage.EndAsync(process);
            Assert.DoesNotContain("error:", error, StringComparison.Ordinal);
        }

        index.Twists.Clear();
        (await stage.UvAsync("sync", "--frozen")).Is(0);
        Assert.Equal(locked, File.ReadAllText(stage["uv.lock"]));
    }

    [Fact]
    public async Task A_killed_guard_takes_pip_with_it()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app);
        using Stage stage = new("25.3", index);
        Task asked = Hold(index);

        using Process process = stage.Start(["pip", "install", "app"]);
        await asked.WaitAsync(TestContext.Current.CancellationToken);
        process.Kill();
        (_, string error) = await Stage.EndAsync(process);

        // The connection breaks a moment before the signal comes: pip may say that it tries once more, but never gets to its last word.
        Assert.DoesNotContain("ERROR", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Retry(total=3", error, StringComparison.Ordinal);
        Assert.False(stage.Has("app", "1.0"));
    }

    [Theory]
    [InlineData("pip", "install", "app")]
    [InlineData("uv", "sync", "--frozen")]
    public async Task An_interrupt_from_the_terminal_ends_both_and_leaves_everything_in_order(params string[] command)
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app);
        using Stage stage = new("25.3", index);
        stage.Write("pyproject.toml", "[project]\nname = \"mine\"\nversion = \"0\"\nrequires-python = \">=3.8\"\ndependencies = [\"app\"]\n");
        (await stage.UvAsync("lock")).Is(0);
        string locked = File.ReadAllText(stage["uv.lock"]);
        stage.Variables["UV_NO_CACHE"] = "1";
        Task asked = Hold(index);

        using Process process = stage.Start(command, ownGroup: true);
        await asked.WaitAsync(TestContext.Current.CancellationToken);
        using (Process kill = Process.Start("kill", ["-INT", "--", (-process.Id).ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        (string output, string error) = await Stage.EndAsync(process);
        Assert.True(process.ExitCode != 0, output + error);
        Assert.Contains("0 files allowed", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Equal(locked, File.ReadAllText(stage["uv.lock"]));
        Assert.False(stage.Has("app", "1.0"));
    }

    // The index takes the request for the file and never answers it; the task ends when it has been asked.
    private static Task Hold(BenchIndex index)
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        index.Twists[$"/files/{s_app.FileName}"] = async context =>
        {
            asked.TrySetResult();
            TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await using CancellationTokenRegistration registration = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        };
        return asked.Task;
    }
}
