using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>Tokens that open one person's inbox at a chat service: whoever has the text can write there.</summary>
internal static class InboxToken
{
    private const int ShortestSecret = 30;

    /// <summary>True for a text with a bot's token (<c>digits:secret</c>) or a webhook's address with its secret, both known to the last character.</summary>
    public static bool IsIn(string text)
    {
        int webhook = text.IndexOf("/api/webhooks/", StringComparison.Ordinal);
        if (webhook >= 0)
        {
            string[] parts = text[(webhook + "/api/webhooks/".Length)..].Split('/');
            return parts.Length >= 2 && parts[0].Length > 0 && parts[0].All(char.IsAsciiDigit) && SecretLength(parts[1]) >= ShortestSecret;
        }

        for (int colon = text.IndexOf(':', StringComparison.Ordinal); colon > 0; colon = text.IndexOf(':', colon + 1))
        {
            int digits = colon;
            while (digits > 0 && char.IsAsciiDigit(text[digits - 1]))
            {
                digits--;
            }

            if (colon - digits is >= 8 and <= 12 && SecretLength(text.AsSpan(colon + 1)) >= ShortestSecret)
            {
                return true;
            }
        }

        return false;
    }

    private static int SecretLength(ReadOnlySpan<char> text)
    {
        int length = 0;
        while (length < text.Length && text[length] != TextValue.Hole && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '-' or '_'))
        {
            length++;
        }

        return length;
    }
}
