using Assay.Installers;

namespace Assay.Commands;

/// <summary><c>assay pip …</c>.</summary>
public sealed class PipCommand : GuardedVerb
{
    public override string Name => "pip";

    public override string Summary => "run pip behind the guard";

    private protected override InstallerCommand Read(InstallerInput input) => PipReader.Read(input);
}
