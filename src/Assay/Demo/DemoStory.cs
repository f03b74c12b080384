using System.Collections.Immutable;
using Assay.Engine.Verdicts;
using Assay.Guard;
using Assay.Installers;
using Assay.Office;
using Assay.Store;

namespace Assay.Demo;

/// <summary>One thing that the demo shows.</summary>
/// <param name="Title">What to watch.</param>
/// <param name="Requirement">What pip is told to install.</param>
/// <param name="Succeeds">Whether the installation must succeed.</param>
/// <param name="Rule">The rule that must have stopped or steered it; null for a good package.</param>
public sealed record DemoScene(string Title, string Requirement, bool Succeeds, string? Rule);

/// <summary>The demo: a small index, the machine's own pip, a throwaway environment, and the guard between them.</summary>
public sealed class DemoStory(TextWriter output, TextWriter error, TimeProvider time, string folder, AssayStore store, AssayOffice office, Policy policy)
{
    /// <summary>What is shown, in order. Each scene is checked: the demo fails where one ends otherwise.</summary>
    public static ImmutableArray<DemoScene> Scenes { get; } =
    [
        new("A good package and what it needs", "letterbox", Succeeds: true, null),
        new("A wheel whose .pth would run code at every start of Python", "early-bird", Succeeds: false, "startup-code"),
        new("A wheel that drops a pip.conf into the environment", "quiet-settings", Succeeds: false, "writes-configuration"),
        new("A source distribution whose setup.py decodes a program that fetches and starts another", "odd-job", Succeeds: false, "downloads-and-runs"),
        new("A wheel that sends the environment away as soon as it is imported", "sticky-fingers", Succeeds: false, "sends-secrets"),
        new("A wheel that two readers would read differently", "double-take", Succeeds: false, "archive-header-mismatch"),
        new("A file that was changed after its digest was published", "loose-seal", Succeeds: false, "digest-mismatch"),
        new("A release of three hours ago: pip is steered to the one before it", "wet-paint", Succeeds: true, "too-young"),
        new("The same release, asked for by its version", "wet-paint==1.1", Succeeds: false, "too-young"),
    ];

    /// <summary>Plays every scene.</summary>
    /// <returns>The scenes that ended otherwise than they should, and the last refusal's id.</returns>
    public async Task<(ImmutableArray<string> Wrong, string? Id)> PlayAsync(string index, CancellationToken cancellation)
    {
        ImmutableArray<string>.Builder wrong = ImmutableArray.CreateBuilder<string>();
        string? id = null;
        foreach (DemoScene scene in Scenes)
        {
            error.WriteLine();
            error.WriteLine($"== {scene.Title}");
            error.WriteLine($"$ assay pip install {scene.Requirement}");
            Ledger ledger = new();
            int code = await InstallAsync(scene.Requirement, index, ledger, cancellation).ConfigureAwait(false);
            LedgerEntry? spoken = ledger.Entries.FirstOrDefault(entry => entry.Rule == scene.Rule && entry.Outcome != Outcome.Allowed);
            bool asTold = (code == 0) == scene.Succeeds && (scene.Rule is null ? ledger.Entries.All(static entry => entry.Outcome == Outcome.Allowed) : spoken is not null);
            if (!asTold)
            {
                wrong.Add($"{scene.Requirement}: exit code {code}, {string.Join(", ", ledger.Entries.Select(static entry => $"{entry.Outcome} {entry.Rule}"))}");
            }

            id = scene.Rule == "startup-code" ? spoken?.Id : id;
        }

        return (wrong.ToImmutable(), id);
    }

    private async Task<int> InstallAsync(string requirement, string index, Ledger ledger, CancellationToken cancellation)
    {
        // The demo is told nothing by this machine's own settings: one index, no configuration.
        Dictionary<string, string> environment = new(StringComparer.Ordinal);
        List<string> foreign = [];
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            string name = (string)variable.Key;
            if (name.StartsWith("PIP_", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase))
            {
                foreign.Add(name);
            }
            else
            {
                environment[name] = (string)variable.Value!;
            }
        }

        environment["PIP_INDEX_URL"] = index;
        environment["PIP_CONFIG_FILE"] = OperatingSystem.IsWindows() ? "nul" : "/dev/null";
        InstallerInput input = new(
            ["--python", Path.Combine(folder, "environment"), "--disable-pip-version-check", "--no-input", "install", "--no-cache-dir", requirement],
            environment, folder, InstallerFiles.Disk, InstallerFolders.Of(environment, InstallerFolders.CurrentPlatform, Directory.Exists));
        InstallerCommand command = PipReader.Read(input);
        command = command with { Remove = [.. command.Remove.Concat(foreign).Except(command.Variables.Keys, StringComparer.Ordinal).Distinct(StringComparer.Ordinal)] };
        GuardedRunOptions options = new(policy, AllowVersionControl: false, OnlyIndexesRefused: false, null, folder, environment, output, error, ShowProgress: false);
        return await new GuardedRun(command, store, office, options, ledger, time).RunAsync(cancellation).ConfigureAwait(false);
    }
}
