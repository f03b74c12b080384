using System.Collections.Immutable;
using Assay.Installers;

namespace Assay.Shims;

/// <summary>What a shell starts when it is told an installer's name.</summary>
/// <param name="First">The file that it starts; null where there is none.</param>
/// <param name="FirstIsShim">True where that is a shim.</param>
/// <param name="Shadowed">A shim that stands further back on <c>PATH</c> and is never reached; null where there is none.</param>
public sealed record NameOnPath(string Name, string? First, bool FirstIsShim, string? Shadowed)
{
    /// <summary>Looks every shim's name up.</summary>
    /// <param name="input">Its environment holds <c>PATH</c>.</param>
    public static ImmutableArray<NameOnPath> LookAll(InstallerInput input) => [.. Shim.All.Select(shim => Look(shim.Name, input))];

    private static NameOnPath Look(string name, InstallerInput input)
    {
        ImmutableArray<string> files = [.. PythonOnPath.Programs(name, input)];
        string? shim = files.FirstOrDefault(file => ShimMark.IsOn(file, input.Files));
        bool isFirst = !files.IsEmpty && files[0] == shim;
        return new NameOnPath(name, files.FirstOrDefault(), isFirst, isFirst ? null : shim);
    }
}
