using System.Collections.Immutable;
using System.Globalization;
using Assay.Index;

namespace Assay.Installers;

/// <summary>Reads <c>run -- CMD</c>: any program whose installers are to find the guard in their environment; its arguments are its own.</summary>
public static class RunReader
{
    /// <summary>Reads the environment and pip's and uv's settings; <c>input.Arguments</c> is the command with its program first.</summary>
    public static InstallerCommand Read(InstallerInput input)
    {
        string program = input.Arguments.IsEmpty ? "" : input.Arguments[0];
        InstallerInput bare = input with { Arguments = ["install", "-"] };
        InstallerCommand pip = PipReader.Read(bare);
        InstallerCommand uv = UvReader.Read(input with { Arguments = ["pip", "install", "-"] }, program: "uv");

        // Whatever the command starts may write the project's locks, with the guard's addresses in them.
        InstallerPlan project = UvReader.Read(input with { Arguments = ["sync"] }, program: "uv").Plan;
        var variables = pip.Variables.ToBuilder();
        foreach ((string name, RewrittenText value) in uv.Variables)
        {
            variables[name] = value;
        }

        // pdm has a variable of the same kind, and poetry's mirror plugin.
        IndexSource main = pip.Plan.Indexes[0];
        variables["PDM_PYPI_URL"] = RewrittenText.Of(new Piece.OfIndex(main));
        variables["POETRY_PYPI_MIRROR_URL"] = RewrittenText.Of(new Piece.OfIndex(main));
        // pip-audit has no variable for its service: what is run names this one, as --osv-url "${ASSAY_OSV_URL}v1/query".
        variables["ASSAY_OSV_URL"] = RewrittenText.Of(new Piece.OfAdvisories());
        variables["PDM_REQUEST_TIMEOUT"] = InstallerCommand.TimeoutSeconds.ToString(CultureInfo.InvariantCulture);
        variables["POETRY_REQUESTS_TIMEOUT"] = InstallerCommand.TimeoutSeconds.ToString(CultureInfo.InvariantCulture);

        InstallerPlan plan = pip.Plan with
        {
            Installer = Path.GetFileName(program),
            Indexes = [.. pip.Plan.Indexes, .. uv.Plan.Indexes.ExceptBy(pip.Plan.Indexes.Select(index => (index.Address, index.IsFindLinks)), index => (index.Address, index.IsFindLinks))],
            DirectAddresses = [],
            LocalTargets = [.. project.LocalTargets.Where(local => local.IsArchive)],
            VersionControl = [],
            Locks = [.. project.Locks.Append(input.Absolute("pylock.toml"))],
            LockedFiles = project.LockedFiles,
            Refusals = [.. pip.Plan.Refusals.Union(uv.Plan.Refusals)],
            Notices = [.. pip.Plan.Notices.Union(uv.Plan.Notices)],
            TrustedHosts = [.. pip.Plan.TrustedHosts.Union(uv.Plan.TrustedHosts)],
        };
        return new InstallerCommand(
            plan,
            program,
            [],
            [.. input.Arguments.Skip(1).Select(text => new HandedArgument(Argument.Word(text)))],
            variables.ToImmutable(),
            [.. pip.Remove.Union(uv.Remove).Where(name => !variables.ContainsKey(name)).Order(StringComparer.Ordinal)],
            InstallerOutputs.None);
    }
}
