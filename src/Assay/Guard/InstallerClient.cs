using System.Text.Json;
using Assay.Packaging.Distributions;

namespace Assay.Guard;

/// <summary>What a request's User-Agent says about the installer: enough to know whether a wheel would fit it. Nothing is decided by it.</summary>
/// <param name="IsPip">True for pip, which shows a marker that the others would stumble over.</param>
/// <param name="Platform">Interpreter and system it installs for; null where it does not say enough.</param>
public sealed record InstallerClient(bool IsPip, TargetPlatform? Platform)
{
    /// <summary>Reads a User-Agent of pip or uv: name, version, then a JSON object.</summary>
    public static InstallerClient Read(string userAgent)
    {
        bool isPip = userAgent.StartsWith("pip/", StringComparison.Ordinal);
        int brace = userAgent.IndexOf('{', StringComparison.Ordinal);
        if (brace < 0 || userAgent.Length > 4096)
        {
            return new InstallerClient(isPip, Platform: null);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(userAgent.AsMemory(brace));
            JsonElement root = document.RootElement;
            bool isMac = Text(root, "system", "name") == "Darwin";
            bool known = TargetPlatform.TryCreate(
                Text(root, "python"),
                Text(root, "implementation", "name"),
                Text(root, "implementation", "version"),
                Text(root, "system", "name"),
                Text(root, "cpu"),
                Text(root, "distro", "libc", "lib"),
                isMac ? Text(root, "distro", "version") : Text(root, "distro", "libc", "version"),
                out TargetPlatform? platform);
            return new InstallerClient(isPip, known ? platform : null);
        }
        catch (JsonException)
        {
            return new InstallerClient(isPip, Platform: null);
        }
    }

    private static string? Text(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (string name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
    }
}
