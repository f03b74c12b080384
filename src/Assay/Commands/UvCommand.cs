using Assay.Installers;

namespace Assay.Commands;

/// <summary><c>assay uv …</c>.</summary>
public sealed class UvCommand : GuardedVerb
{
    public override string Name => "uv";

    public override string Summary => "run uv behind the guard";

    private protected override InstallerCommand Read(InstallerInput input) => UvReader.Read(input);
}

/// <summary><c>assay uvx …</c>, which is <c>uv tool run</c>.</summary>
public sealed class UvxCommand : GuardedVerb
{
    public override string Name => "uvx";

    public override string Summary => "run a tool from a package behind the guard, as uvx does";

    private protected override InstallerCommand Read(InstallerInput input) => UvReader.ReadUvx(input);
}
