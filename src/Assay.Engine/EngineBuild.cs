using Assay.Packaging.Distributions;
using Assay.Python.Meaning;

namespace Assay.Engine;

/// <summary>Identifies the code that made an inspection: part of the key under which inspections are stored, so that none survives an upgrade.</summary>
public static class EngineBuild
{
    /// <summary>
    /// The module version ids of the engine and of what it reads with. Builds are deterministic, so that an id is a digest over the
    /// sources: it changes with any change, and with nothing else.
    /// </summary>
    public static string Identity { get; } =
        $"{Id(typeof(EngineBuild))}-{Id(typeof(DistributionKind))}-{Id(typeof(Labels))}";

    private static string Id(Type any) => any.Module.ModuleVersionId.ToString("N");
}
