using System.Collections.Immutable;
using Assay.Engine.Artifacts;
using Assay.Engine.Verdicts;
using Assay.Guard;
using Assay.Installers;
using Assay.Office;
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
        InstallerCommand command = WithPolicyIndexes(input, policy.Indexes);

        using AssayStore store = session.OpenStore() ?? throw new UserException("a guarded run needs its store: leave out --no-store, or name another folder with --store");
        AssayOffice office = new(store, InspectionLimits.Default, []);
        GuardedRunOptions options = new(
            policy, session.AllowVersionControl, OnlyIndexesRefused(arguments), session.ReportFile, session.Folder, environment, session.Output, session.Error, session.ErrorIsTerminal);
        return await new GuardedRun(command, store, office, options, new Ledger(), session.Time).RunAsync(cancellation);
    }

    // Where neither arguments nor configuration name an index, the policy's indexes take the public default's place.
    private InstallerCommand WithPolicyIndexes(InstallerInput input, ImmutableArray<string> indexes)
    {
        InstallerCommand command = Read(input);
        if (indexes.IsEmpty || command.Plan.Indexes.Any(static index => index.Origin != "default"))
        {
            return command;
        }

        Dictionary<string, string> environment = new(input.Environment, StringComparer.Ordinal)
        {
            ["PIP_INDEX_URL"] = indexes[0],
            ["PIP_EXTRA_INDEX_URL"] = string.Join(' ', indexes.Skip(1)),
            ["UV_DEFAULT_INDEX"] = indexes[0],
            ["UV_INDEX"] = string.Join(' ', indexes.Skip(1)),
        };
        return Read(input with { Environment = environment });
    }
}
