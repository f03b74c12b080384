using System.Collections.Immutable;
using Assay.Installers;

namespace Assay.Commands;

/// <summary><c>assay run -- CMD …</c>.</summary>
public sealed class RunCommand : GuardedVerb
{
    public override string Name => "run";

    public override string Summary => "run any command with the guard as its index and proxy";

    private protected override InstallerCommand Read(InstallerInput input) =>
        RunReader.Read(input with { Arguments = input.Arguments[(input.Arguments.IndexOf("--") + 1)..] });

    private protected override bool OnlyIndexesRefused(ImmutableArray<string> arguments) => !IsStrict(arguments);

    public override Task<int> RunAsync(Session session, ImmutableArray<string> arguments, CancellationToken cancellation)
    {
        int dashes = arguments.IndexOf("--");
        bool known = dashes >= 0 && arguments[..dashes].All(static argument => argument == "--strict");
        return known && dashes + 1 < arguments.Length
            ? base.RunAsync(session, arguments, cancellation)
            : throw new UserException("usage: assay run [--strict] -- CMD ARGUMENT…");
    }

    private static bool IsStrict(ImmutableArray<string> arguments) => arguments[..arguments.IndexOf("--")].Contains("--strict");
}
