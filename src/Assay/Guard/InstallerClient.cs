using System.Text.Json;

namespace Assay.Guard;

/// <summary>What a request's User-Agent says about the installer: enough to know whether a wheel would fit it. Nothing is decided by it.</summary>
/// <param name="IsPip">True for pip, which shows a marker that the others would stumble over.</param>
/// <param name="Python">Version of the interpreter, <c>3.11.7</c>; null where it is not said.</param>
/// <param name="Implementation">Its name, <c>CPython</c>.</param>
/// <param name="System">Its operating system, <c>Linux</c>, <c>Darwin</c>, <c>Windows</c>.</param>
/// <param name="Cpu">Its machine, <c>x86_64</c>.</param>
/// <param name="Libc">C library and its version, <c>glibc 2.36</c>.</param>
public sealed record InstallerClient(bool IsPip, string? Python, string? Implementation, string? System, string? Cpu, string? Libc)
{
    /// <summary>Everything that decides which wheels fit, in one text; empty where the installer does not say enough.</summary>
    public string Target => Python is null || System is null || Cpu is null ? "" : $"{Implementation} {Python} {System} {Cpu} {Libc}";

    /// <summary>Reads a User-Agent of pip or uv: name, version, then a JSON object.</summary>
    public static InstallerClient Read(string userAgent)
    {
        bool isPip = userAgent.StartsWith("pip/", StringComparison.Ordinal);
        int brace = userAgent.IndexOf('{', StringComparison.Ordinal);
        if (brace < 0 || userAgent.Length > 4096)
        {
            return new InstallerClient(isPip, null, null, null, null, null);
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(userAgent.AsMemory(brace));
            JsonElement root = document.RootElement;
            string? lib = Text(root, "distro", "libc", "lib");
            return new InstallerClient(
                isPip,
                Text(root, "python"),
                Text(root, "implementation", "name"),
                Text(root, "system", "name"),
                Text(root, "cpu"),
                lib is null ? null : $"{lib} {Text(root, "distro", "libc", "version")}");
        }
        catch (JsonException)
        {
            return new InstallerClient(isPip, null, null, null, null, null);
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
