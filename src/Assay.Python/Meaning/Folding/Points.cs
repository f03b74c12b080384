using System.Globalization;
using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary>Python counts code points, .NET counts UTF-16 units: the way from one to the other.</summary>
internal static class Points
{
    public static bool IsFlat(string text) => !text.AsSpan().ContainsAnyInRange('\uD800', '\uDBFF');

    public static int Count(string text) => Count(text.AsSpan());

    public static int Count(ReadOnlySpan<char> text)
    {
        int first = text.IndexOfAnyInRange('\uD800', '\uDBFF');
        if (first < 0)
        {
            return text.Length;
        }

        int pairs = 0;
        for (int i = first; i + 1 < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i], text[i + 1]))
            {
                pairs++;
                i++;
            }
        }

        return text.Length - pairs;
    }

    /// <summary>The unit at which a code point starts; the text's length for what lies behind it.</summary>
    public static int ToUnit(string text, int point)
    {
        int unit = 0;
        for (int left = point; left > 0 && unit < text.Length; left--)
        {
            unit += Width(text, unit);
        }

        return unit;
    }

    /// <summary>How many units the code point at this unit takes.</summary>
    public static int Width(string text, int unit) =>
        unit + 1 < text.Length && char.IsSurrogatePair(text[unit], text[unit + 1]) ? 2 : 1;

    /// <summary>The code points of a text; lone surrogates are their own.</summary>
    public static int[] Split(string text)
    {
        int[] points = new int[Count(text)];
        int unit = 0;
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = At(text, unit);
            unit += Width(text, unit);
        }

        return points;
    }

    public static int At(string text, int unit) => Width(text, unit) == 2 ? char.ConvertToUtf32(text[unit], text[unit + 1]) : text[unit];

    /// <summary>The text of a code point, 0 to 0x10FFFF.</summary>
    public static string Text(int point) => point >= 0x10000 ? char.ConvertFromUtf32(point) : ((char)point).ToString();

    public static void Append(StringBuilder text, int point)
    {
        if (point >= 0x10000)
        {
            text.Append(char.ConvertFromUtf32(point));
        }
        else
        {
            text.Append((char)point);
        }
    }

    public static UnicodeCategory Category(int point) =>
        point < 0x10000 ? CharUnicodeInfo.GetUnicodeCategory((char)point) : CharUnicodeInfo.GetUnicodeCategory(point);

    /// <summary>What <c>str.isprintable</c> says of one character.</summary>
    public static bool IsPrintable(int point) => point == ' ' || (point < 0x7F
        ? point > ' '
        : Category(point) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator));

    /// <summary>What <c>str.isspace</c> says of one character.</summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\x1C' and <= '\x1F';
}
