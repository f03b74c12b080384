using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Assay.Installers;

/// <summary>Turns the guard's addresses in a text back into those they stand for, and paths of rewritten copies into the user's.</summary>
public static class GuardText
{
    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\"'<>,;)]}\\|`");

    /// <summary>The text without the guard's addresses; the same instance where there is none.</summary>
    /// <param name="spellings">How a file wrote an address before it was mapped, where that differs from the plain reversal; by the guard's address.</param>
    public static string MapBack(string text, GuardAddresses addresses, IReadOnlyDictionary<string, string>? spellings = null)
    {
        string prefix = addresses.Base + "/";
        int found = text.IndexOf(prefix, StringComparison.Ordinal);
        if (found < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        int at = 0;
        while (found >= 0)
        {
            int length = text.AsSpan(found).IndexOfAny(Ends);
            int end = length < 0 ? text.Length : found + length;
            string address = text[found..end];
            result.Append(text, at, found - at);
            result.Append(Original(address, addresses, spellings));
            at = end;
            found = text.IndexOf(prefix, at, StringComparison.Ordinal);
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The text without the guard's addresses and without paths of rewritten copies; the same instance where there is neither.</summary>
    /// <param name="originals">See <see cref="Launch.Originals"/>.</param>
    public static string MapBack(string text, GuardAddresses addresses, ImmutableSortedDictionary<string, string> originals)
    {
        string back = MapBack(text, addresses);
        foreach ((string copy, string original) in originals)
        {
            back = back.Contains(copy, StringComparison.Ordinal) ? back.Replace(copy, original, StringComparison.Ordinal) : back;
        }

        return back;
    }

    private static string Original(string address, GuardAddresses addresses, IReadOnlyDictionary<string, string>? spellings) =>
        spellings?.TryGetValue(address, out string? spelling) == true ? spelling
        : addresses.TryFromGuard(address, out string? original, out _) ? original
        : address;
}
