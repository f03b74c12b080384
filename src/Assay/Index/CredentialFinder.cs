using System.Collections.Concurrent;
using System.Text;

namespace Assay.Index;

/// <summary>
/// Finds user and password for an index: its own, <c>UV_INDEX_NAME_USERNAME</c> and <c>_PASSWORD</c>, netrc, and after a 401
/// the keyring program. They are shown to the index's own origin only.
/// </summary>
internal sealed class CredentialFinder(IndexClientOptions options, TimeProvider time)
{
    private readonly Lazy<Netrc> _netrc = new(() => ReadNetrc(options));
    private readonly ConcurrentDictionary<string, Lazy<Task<IndexCredentials?>>> _fromKeyring = new(StringComparer.Ordinal);

    /// <summary>User and password of an address's authority part, percent-decoded; null where it has none.</summary>
    public static IndexCredentials? FromUserInfo(Uri address)
    {
        if (address.UserInfo.Length == 0)
        {
            return null;
        }

        string[] parts = address.UserInfo.Split(':', 2);
        return new IndexCredentials(Uri.UnescapeDataString(parts[0]), parts.Length == 2 ? Uri.UnescapeDataString(parts[1]) : "");
    }

    /// <summary>The value of an <c>Authorization</c> header (RFC 7617, UTF-8).</summary>
    public static string Basic(IndexCredentials credentials) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.User}:{credentials.Password}"));

    /// <summary>What is known without asking anybody.</summary>
    /// <param name="index">Null for a direct address.</param>
    /// <param name="home">The address that was asked for first, with user and password where it has them.</param>
    public IndexCredentials? Find(IndexSource? index, Uri home)
    {
        IndexCredentials? own = index?.Credentials ?? FromUserInfo(home) ?? FromVariables(index?.Name);
        return own is { Password.Length: > 0 } ? own
            : _fromKeyring.TryGetValue(Origin(home), out var asked) && asked.Value is { IsCompletedSuccessfully: true, Result: { } kept } ? kept
            : _netrc.Value.Find(home.IdnHost) ?? own;
    }

    /// <summary>Asks the keyring program, once an origin, where it is allowed and there; null where it knows nothing.</summary>
    public async Task<IndexCredentials?> AskKeyringAsync(IndexSource? index, Uri home, CancellationToken cancellation)
    {
        if (!options.AsksKeyring || Keyring.Locate(options.Environment) is not { } program)
        {
            return null;
        }

        string service = SecretFree.Describe(index?.Address ?? home.AbsoluteUri);
        string? user = (index?.Credentials ?? FromUserInfo(home) ?? FromVariables(index?.Name))?.User;
        Lazy<Task<IndexCredentials?>> answer = _fromKeyring.GetOrAdd(
            Origin(home), _ => new(() => Keyring.AskAsync(program, service, home.IdnHost, user, time)));
        return await answer.Value.WaitAsync(cancellation);
    }

    private static string Origin(Uri address) => address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    // uv: the name in upper case, everything but letters and digits as "_".
    private IndexCredentials? FromVariables(string? name)
    {
        if (name is null)
        {
            return null;
        }

        string key = "UV_INDEX_" + string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));
        string user = options.Environment.GetValueOrDefault(key + "_USERNAME", "");
        string password = options.Environment.GetValueOrDefault(key + "_PASSWORD", "");
        return user.Length > 0 || password.Length > 0 ? new IndexCredentials(user, password) : null;
    }

    private static Netrc ReadNetrc(IndexClientOptions options)
    {
        string? home = options.Environment.GetValueOrDefault(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME");
        string?[] places = options.Environment.TryGetValue("NETRC", out string? named)
            ? [named]
            : home is null ? [] : [Path.Combine(home, ".netrc"), Path.Combine(home, "_netrc")];
        foreach (string? place in places)
        {
            if (!File.Exists(place))
            {
                continue;
            }

            try
            {
                return Netrc.Parse(File.ReadAllText(place));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                options.Notice?.Invoke($"The netrc file {place} cannot be read ({e.Message}); indexes are asked without it.");
            }
        }

        return Netrc.Empty;
    }
}
