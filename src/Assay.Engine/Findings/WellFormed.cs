namespace Assay.Engine.Findings;

/// <summary>Text that every report can write: strings of a package may hold halves of surrogate pairs, which no encoding has.</summary>
public static class WellFormed
{
    private const char Replacement = '\uFFFD';

    /// <summary>The same text with lone surrogates replaced.</summary>
    public static string Text(string text)
    {
        int broken = FirstBroken(text, 0);
        if (broken < 0)
        {
            return text;
        }

        char[] units = text.ToCharArray();
        for (; broken >= 0; broken = FirstBroken(text, broken + 1))
        {
            units[broken] = Replacement;
        }

        return new string(units);
    }

    private static int FirstBroken(string text, int from)
    {
        for (int at = from; at < text.Length; at++)
        {
            if (at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]))
            {
                at++;
            }
            else if (char.IsSurrogate(text[at]))
            {
                return at;
            }
        }

        return -1;
    }
}
