using System.Collections.Immutable;
using Assay.Installers;
using Assay.Reports;

namespace Assay.Commands;

/// <summary><c>assay run -- CMD …</c>.</summary>
public sealed class RunCommand : GuardedVerb
{
    private static readonly string[] s_help =
    [
        "usage: assay [OPTION…] run [--strict] -- CMD ARGUMENT…",
        "",
        "  Runs a command with the guard as its package index and its proxy: what it",
        "  installs is looked at first, and package indexes are reached through the",
        "  guard only.",
        "",
        "  --strict    reach no other host either, but those that policy allows",
        "              ([hosts] allow)",
        "",
        "  Assay's own options (--policy, --report, --allow-vcs, …) stand before 'run'.",
    ];

    public override string Name => "run";

    public override string Summary => "run any command with the guard as its index and proxy";

    private protected override InstallerCommand Read(InstallerInput input) =>
        RunReader.Read(input with { Arguments = input.Arguments[(input.Arguments.IndexOf("--") + 1)..] });

    private protected override bool OnlyIndexesRefused(ImmutableArray<string> arguments) => !IsStrict(arguments);

    public override Task<int> RunAsync(Session session, ImmutableArray<string> arguments, CancellationToken cancellation)
    {
        int dashes = arguments.IndexOf("--");
        if ((dashes < 0 ? arguments : arguments[..dashes]).Any(static argument => argument is "--help" or "-h" or "-?"))
        {
            foreach (string line in s_help)
            {
                session.Output.WriteLine(line);
            }

            return Task.FromResult(ExitCodes.Fine);
        }

        bool known = dashes >= 0 && arguments[..dashes].All(static argument => argument == "--strict");
        return known && dashes + 1 < arguments.Length
            ? base.RunAsync(session, arguments, cancellation)
            : throw new UserException("usage: assay run [--strict] -- CMD ARGUMENT…");
    }

    private static bool IsStrict(ImmutableArray<string> arguments) => arguments[..arguments.IndexOf("--")].Contains("--strict");
}
