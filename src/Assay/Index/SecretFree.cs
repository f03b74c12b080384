namespace Assay.Index;

/// <summary>Addresses as people may see them: without user, password, query and fragment, any of which can be a secret.</summary>
public static class SecretFree
{
    public static string Describe(Uri address) =>
        address.IsAbsoluteUri
            ? address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            : "an address that is not absolute";

    /// <summary>The same for text; what is no address is not shown at all.</summary>
    public static string Describe(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) ? Describe(uri) : "an address that cannot be read";
}
