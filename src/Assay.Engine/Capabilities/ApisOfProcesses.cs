using System.Collections.Immutable;
using Assay.Python.Meaning;

namespace Assay.Engine.Capabilities;

/// <summary>Starting other programs.</summary>
internal static class ApisOfProcesses
{
    public static ImmutableArray<CatalogueEntry> Rows { get; } =
    [
        new("os.system", Capability.Spawn, "0|command", "library/os"),
        new("subprocess.Popen", Capability.Spawn, "0|args", "library/subprocess"),
    ];
}
