using System.Text.Json;

namespace Assay.Packaging.Environments;

/// <summary>
/// The projects of the Python Package Index that a bill of materials in JSON names by package URL: <c>purl</c> of CycloneDX components,
/// <c>referenceLocator</c> of SPDX packages. Components of other ecosystems are left out: nothing is known of them here.
/// </summary>
internal static class MaterialNames
{
    private const string Scheme = "pkg:pypi/";

    /// <summary>Name and version of each, in the order of the file; null where it is no JSON.</summary>
    public static List<(string Name, string? Version)>? Of(ReadOnlySpan<byte> json)
    {
        List<(string, string?)> names = [];
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                {
                    continue;
                }

                // What a component was made from is not in it any more.
                bool isPast = reader.ValueTextEquals("pedigree"u8);
                bool isAddress = reader.ValueTextEquals("purl"u8) || reader.ValueTextEquals("referenceLocator"u8);
                if ((isPast || isAddress) && reader.Read())
                {
                    string? address = JsonValue.TextOrSkip(ref reader);
                    if (isAddress && address is not null && address.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
                    {
                        names.Add(Split(address.AsSpan(Scheme.Length)));
                    }
                }
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return names;
    }

    private static (string Name, string? Version) Split(ReadOnlySpan<char> rest)
    {
        int end = rest.IndexOfAny('?', '#');
        rest = end < 0 ? rest : rest[..end];
        int at = rest.IndexOf('@');
        return at < 0
            ? (Uri.UnescapeDataString(rest.ToString()), null)
            : (Uri.UnescapeDataString(rest[..at].ToString()), Uri.UnescapeDataString(rest[(at + 1)..].ToString()));
    }
}
