using System.Buffers;

namespace Assay.Engine.Rules;

/// <summary>What the addresses of wallets look like, and the patterns that look for them.</summary>
internal static class WalletAddresses
{
    private static readonly SearchValues<char> s_base58 = SearchValues.Create("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");

    // bech32 (BIP 173).
    private static readonly SearchValues<char> s_bech32 = SearchValues.Create("qpzry9x8gf2tvdw0s3jn54khce6mua7l");

    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>True for the text of one address: Bitcoin and its kin, Ethereum, Tron, Monero.</summary>
    public static bool IsAddress(string text)
    {
        ReadOnlySpan<char> rest = text;
        if (rest.StartsWith("0x"))
        {
            return rest.Length == 42 && !rest[2..].ContainsAnyExcept(s_hexadecimal) && rest[2..].ContainsAnyExcept('0');
        }

        int one = rest.IndexOf('1');
        if (one is >= 2 and <= 4 && rest.StartsWith("bc1") | rest.StartsWith("ltc1") | rest.StartsWith("tb1"))
        {
            return rest.Length is >= 40 and <= 75 && !rest[(one + 1)..].ContainsAnyExcept(s_bech32);
        }

        bool mixed = rest.ContainsAnyInRange('0', '9') && rest.ContainsAnyInRange('a', 'z') && rest.ContainsAnyInRange('A', 'Z');
        return mixed && !rest.ContainsAnyExcept(s_base58) && (rest.Length, rest[0]) switch
        {
            (>= 33 and <= 34, '1' or '3' or 'L' or 'M' or 'D' or 'T' or 'X' or 'r') => true,
            (95 or 106, '4' or '8') => true,
            _ => false,
        };
    }

    /// <summary>True for a regular expression that such an address matches: its alphabet or its start, and its length.</summary>
    public static bool IsPattern(string text)
    {
        if (text.Length > 2_000 || !text.Contains('{', StringComparison.Ordinal) || !text.Contains('[', StringComparison.Ordinal))
        {
            return false;
        }

        bool bitcoin = (text.Contains("a-km-zA-HJ-NP-Z", StringComparison.Ordinal) || text.Contains("A-HJ-NP-Za-km-z", StringComparison.Ordinal)
                || text.Contains("a-zA-HJ-NP-Z", StringComparison.Ordinal) || text.Contains("a-hj-np-z", StringComparison.OrdinalIgnoreCase)
                || text.Contains("[13]", StringComparison.Ordinal) || text.Contains("bc1", StringComparison.Ordinal))
            && (text.Contains("{2", StringComparison.Ordinal) || text.Contains("{3", StringComparison.Ordinal));
        bool ethereum = text.Contains("0x", StringComparison.Ordinal) && text.Contains("{40}", StringComparison.Ordinal);
        bool tron = text.Contains('T', StringComparison.Ordinal) && text.Contains("{33}", StringComparison.Ordinal);
        bool monero = text.Contains('4', StringComparison.Ordinal) && (text.Contains("{93}", StringComparison.Ordinal) || text.Contains("{94}", StringComparison.Ordinal));
        return bitcoin || ethereum || tron || monero;
    }
}
