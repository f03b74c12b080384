namespace Assay.Packaging.Distributions;

/// <summary>The folder of an environment into which a member goes (sysconfig's scheme keys).</summary>
public enum InstallScheme
{
    /// <summary>Not installed: it stays in the archive, or only takes part in the build.</summary>
    None,
    Purelib,
    Platlib,
    Headers,
    Scripts,

    /// <summary>The environment's root, <c>sys.prefix</c>.</summary>
    Data,
}

/// <summary>Where a member lands once installed.</summary>
/// <param name="Path">
/// Path below the scheme's folder with <c>/</c>, dots resolved; for <see cref="InstallScheme.Data"/> below <c>sys.prefix</c>.
/// May begin with <c>../</c> or <c>/</c> where a hostile name leaves it.
/// </param>
/// <param name="Note">Why a member that looks meant for installation is not placed; null otherwise.</param>
public sealed record Placement(InstallScheme Scheme, string Path, string? Note = null)
{
    /// <summary>The member is not installed.</summary>
    public static Placement NotInstalled { get; } = new(InstallScheme.None, "");
}
