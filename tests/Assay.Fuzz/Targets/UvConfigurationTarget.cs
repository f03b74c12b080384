using System.Text;
using Assay.Installers;

namespace Assay.Fuzz.Targets;

/// <summary>uv's settings, as a file of their own and in a project.</summary>
internal static class UvConfigurationTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        string text = Encoding.UTF8.GetString(data);
        _ = UvConfiguration.Read("/work/pyproject.toml", text, isProject: true);
        if (UvConfiguration.Read("/work/uv.toml", text, isProject: false) is not UvConfiguration own)
        {
            return;
        }

        // What uv is given in its place must still be TOML, and free of what was taken out.
        UvConfiguration? without = UvConfiguration.Read("/work/uv.toml", own.WithoutProxies(), isProject: false);
        if (without is null)
        {
            throw new InvalidOperationException("settings without proxies are no TOML any more");
        }

        if (without.Leaves.Any(static leaf => leaf.Path is ["http-proxy" or "https-proxy"]))
        {
            throw new InvalidOperationException("a proxy is left in");
        }
    }
}
