using System.Text;
using Assay.Packaging.Distributions;

namespace Assay.Fuzz.Targets;

/// <summary>The build system of a <c>pyproject.toml</c>.</summary>
internal static class BuildSystemTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        BuildSystem system = BuildSystem.Read(Encoding.UTF8.GetString(data));
        if (system.Requires.IsDefault || system.BackendPath.IsDefault)
        {
            throw new InvalidOperationException("a list without a value");
        }
    }
}
