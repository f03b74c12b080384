using System.Collections.Immutable;
using Assay.Engine.Artifacts;
using Assay.Engine.Verdicts;
using Assay.Guard;
using Assay.Index;
using Assay.Installers;
using Assay.Office;
using Assay.Reports;
using Assay.Store;

namespace Assay.Commands;

/// <summary>A verb that runs an installer behind the guard; each says only how its command line is read.</summary>
public abstract class GuardedVerb : PassedVerb
{
    /// <summary>Reads the installer's command line.</summary>
    private protected abstract InstallerCommand Read(InstallerInput input);

    /// <summary>True where only package indexes are kept away.</summary>
    private protected virtual bool OnlyIndexesRefused(ImmutableArray<string> arguments) => false;

    public override async Task<int> RunAsync(Session session, ImmutableArray<string> arguments, CancellationToken cancellation)
    {
        Policy policy = PolicyOfSession.Load(session, readProject: true);
        ImmutableSortedDictionary<string, string> environment = ProcessEnvironment.Read();
        InstallerInput input = new(arguments, environment, session.Folder, InstallerFiles.Disk, InstallerFolders.Of(environment, InstallerFolders.CurrentPlatform, Directory.Exists));
        InstallerCommand command = WithPolicyIndexes(session, input, policy.Indexes);

        using AssayStore store = session.OpenStore() ?? throw new UserException("a guarded run needs its store: leave out --no-store, or name another folder with --store");
        AssayOffice office = new(store, InspectionLimits.Default, []);
        GuardedRunOptions options = new(
            policy, session.AllowVersionControl, OnlyIndexesRefused(arguments), session.ReportFile, session.Folder, environment, session.Output, session.Error, session.ErrorIsTerminal);
        return await new GuardedRun(command, store, office, options, new Ledger(), session.Time).RunAsync(cancellation);
    }

    // The policy's indexes take the place of the public default, and of nothing that arguments, variables or configuration name.
    private InstallerCommand WithPolicyIndexes(Session session, InstallerInput input, ImmutableArray<string> indexes)
    {
        InstallerCommand command = Read(input);
        if (indexes.IsEmpty || !command.Plan.Fetches)
        {
            return command;
        }

        if (!command.Plan.Indexes.Any(static index => index.Origin == "default"))
        {
            if (command.Plan.Indexes.FirstOrDefault(static index => !index.IsFindLinks) is IndexSource named && !indexes.Contains(named.Address))
            {
                session.Error.WriteLine($"assay: the policy's indexes are not asked, because {TerminalText.Escape(named.Origin)} names {TerminalText.Escape(named.Address)}");
            }

            return command;
        }

        string[] more = [.. indexes.Skip(1)];
        Dictionary<string, string> environment = new(input.Environment, StringComparer.Ordinal)
        {
            ["PIP_INDEX_URL"] = indexes[0],
            ["UV_DEFAULT_INDEX"] = indexes[0],
        };
        if (more.Length > 0)
        {
            environment["PIP_EXTRA_INDEX_URL"] = string.Join(' ', [.. more, .. Others("PIP_EXTRA_INDEX_URL")]);
            environment["UV_INDEX"] = string.Join(' ', [.. more, .. Others("UV_INDEX")]);
        }

        InstallerCommand with = Read(input with { Environment = environment });
        foreach (IndexSource lost in command.Plan.Indexes.Where(index => index.Origin != "default" && with.Plan.Indexes.All(kept => kept.Address != index.Address)))
        {
            session.Error.WriteLine($"assay: {TerminalText.Escape(lost.Address)} ({TerminalText.Escape(lost.Origin)}) is not asked: the policy's indexes take its place");
        }

        return with;

        string[] Others(string variable) =>
            input.Environment.GetValueOrDefault(variable)?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
    }
}
