using System.Security.Cryptography;
using System.Text;
using Assay.Engine;
using Assay.Packaging.Versions;

namespace Assay.Office;

/// <summary>Stands for the code that inspects. Builds are deterministic, so the same sources have the same one and changed sources another.</summary>
public static class EngineBuild
{
    /// <summary>Twelve hex digits.</summary>
    public static string Id { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(
        $"{typeof(Inspection).Module.ModuleVersionId:N}{typeof(Pin).Module.ModuleVersionId:N}")))[..12];
}
