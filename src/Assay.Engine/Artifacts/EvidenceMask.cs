using System.Text;

namespace Assay.Engine.Artifacts;

/// <summary>Takes credentials out of lines that a finding quotes: a rule that shows a line does not know what else stands in it.</summary>
internal static class EvidenceMask
{
    private const int Shown = 10;
    private const int ShortestSecret = 20;
    private const string Key = "PRIVATE KEY";

    /// <summary>The text with passwords in addresses and tokens of known shapes cut to their beginnings.</summary>
    public static string Mask(string text)
    {
        string masked = MaskPasswords(text);
        byte[] bytes = Encoding.Latin1.GetBytes(masked);
        StringBuilder? changed = null;
        int written = 0;
        int at = 0;
        while (true)
        {
            int mark = SecretMarks.Next(bytes, ref at);
            if (mark < 0)
            {
                return changed is null ? masked : changed.Append(masked.AsSpan(written)).ToString();
            }

            int end = mark;
            while (end < masked.Length && IsOfToken(masked[end]))
            {
                end++;
            }

            at = Math.Max(at, mark + 1);
            if (end - mark < ShortestSecret || mark < written || masked.AsSpan(mark).StartsWith(Key))
            {
                continue;
            }

            changed ??= new StringBuilder(masked.Length);
            changed.Append(masked.AsSpan(written, mark + Shown - written)).Append('…');
            written = at = end;
        }
    }

    // scheme://user:password@host (RFC 3986 section 3.2.1)
    private static string MaskPasswords(string text)
    {
        int at = 0;
        while (text.IndexOf("://", at, StringComparison.Ordinal) is >= 0 and int scheme)
        {
            int begin = at = scheme + 3;
            while (at < text.Length && text[at] is not ('/' or '?' or '#' or ' ' or '"' or '\'' or '@'))
            {
                at++;
            }

            int colon = text.IndexOf(':', begin, at - begin);
            if (colon > 0 && at < text.Length && text[at] == '@')
            {
                text = $"{text[..(colon + 1)]}…{text[at..]}";
                at = colon + 2;
            }
        }

        return text;
    }

    private static bool IsOfToken(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '+' or '/' or '=';
}
