namespace Assay.Packaging.Lockfiles;

/// <summary>A package URL (ECMA-427), as far as bills of materials of Python need it.</summary>
/// <param name="Type">Lower case, such as <c>pypi</c>.</param>
/// <param name="Name">Decoded.</param>
/// <param name="Version">Decoded; null for none.</param>
/// <param name="Qualifiers">Decoded values by lower-case key.</param>
internal sealed record PackageUrl(string Type, string Name, string? Version, Dictionary<string, string> Qualifiers)
{
    /// <summary>Reads one; null where it is none.</summary>
    public static PackageUrl? Read(string text)
    {
        if (!text.StartsWith("pkg:", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string rest = text["pkg:".Length..].TrimStart('/');
        rest = rest.Split('#')[0];
        int query = rest.IndexOf('?', StringComparison.Ordinal);
        Dictionary<string, string> qualifiers = new(StringComparer.Ordinal);
        foreach (string pair in query < 0 ? [] : rest[(query + 1)..].Split('&'))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                qualifiers[pair[..equals].ToLowerInvariant()] = Uri.UnescapeDataString(pair[(equals + 1)..]);
            }
        }

        string path = query < 0 ? rest : rest[..query];
        int type = path.IndexOf('/', StringComparison.Ordinal);
        int slash = path.LastIndexOf('/');
        int at = path.LastIndexOf('@');
        string? version = at > slash ? Uri.UnescapeDataString(path[(at + 1)..]) : null;
        string name = Uri.UnescapeDataString(path[(slash + 1)..(at > slash ? at : path.Length)]);
        return type <= 0 || name.Length == 0 ? null : new PackageUrl(path[..type].ToLowerInvariant(), name, version is "" ? null : version, qualifiers);
    }
}
