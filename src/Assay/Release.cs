using System.Reflection;

namespace Assay;

/// <summary>Which Assay this is.</summary>
public static class Release
{
    /// <summary>The version as packaged, without the build's suffix.</summary>
    public static string Version { get; } =
        typeof(Release).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
