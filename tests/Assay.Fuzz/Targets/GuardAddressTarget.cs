using System.Text;
using Assay.Installers;

namespace Assay.Fuzz.Targets;

/// <summary>Addresses mapped to the guard and back.</summary>
internal static class GuardAddressTarget
{
    private static readonly GuardAddresses s_guard = new("http://127.0.0.1:9000/secret", "http://user:token@127.0.0.1:9000");

    public static void Run(ReadOnlySpan<byte> data)
    {
        string text = Encoding.UTF8.GetString(data);
        _ = s_guard.TryFromGuard(text, out _, out _);
        if (!IndexAddress.IsAbsolute(text) || !Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || !text.StartsWith($"{uri.Scheme}://", StringComparison.OrdinalIgnoreCase) || uri.Authority.Length == 0 || !text.Contains($"://{uri.Authority}/", StringComparison.Ordinal) || text.Contains('~', StringComparison.Ordinal))
        {
            // No host has a tilde, and paths are not touched.
            return;
        }

        (string address, _) = IndexAddress.Split(text);
        if (!s_guard.TryFromGuard(s_guard.ToGuard("0123456789", address), out string? back, out string? key) || back != address || key != "0123456789")
        {
            throw new InvalidOperationException($"'{address}' comes back as '{back}'");
        }
    }
}
