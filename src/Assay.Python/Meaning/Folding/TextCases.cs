using System.Globalization;
using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary>Methods of text and bytes about cases and kinds of characters, and <c>translate</c>.</summary>
internal static class TextCases
{
    public static void AddTo(Table table)
    {
        table.Add("upper", "", static call => Map(call, Upper), Traits.Holes);
        table.Add("lower", "", static call => Map(call, Lower), Traits.Holes);
        table.Add("casefold", "", static call => Map(call, static (text, isBytes) => Lower(text, isBytes).Replace("\u00DF", "ss", StringComparison.Ordinal).Replace('\u03C2', '\u03C3')), Traits.Holes);
        table.Add("swapcase", "", static call => Map(call, Swap), Traits.Holes);
        table.Add("capitalize", "", static call => Map(call, Capitalize));
        table.Add("title", "", static call => Map(call, Title));
        Is(table, "isalpha", static point => char.IsLetter(First(point), 0));
        Is(table, "isalnum", static point => char.IsLetter(First(point), 0) || CharUnicodeInfo.GetNumericValue(First(point), 0) >= 0);
        Is(table, "isdecimal", static point => Points.Category(point) == UnicodeCategory.DecimalDigitNumber);
        Is(table, "isdigit", static point => CharUnicodeInfo.GetDigitValue(First(point), 0) >= 0);
        Is(table, "isnumeric", static point => CharUnicodeInfo.GetNumericValue(First(point), 0) >= 0);
        Is(table, "isspace", static point => point < 0x10000 && Points.IsSpace((char)point));
        Is(table, "isprintable", Points.IsPrintable, ofEmpty: true);
        Is(table, "isascii", static point => point < 0x80, ofEmpty: true);
        table.Add("isupper", "", static call => Cased(call, UnicodeCategory.UppercaseLetter, UnicodeCategory.LowercaseLetter));
        table.Add("islower", "", static call => Cased(call, UnicodeCategory.LowercaseLetter, UnicodeCategory.UppercaseLetter));
        table.Add("istitle", "", IsTitle);
        table.Add("isidentifier", "", IsIdentifier);
        table.Add("translate", "table delete?", Translate);
    }

    private static string First(int point) => Points.Text(point is >= 0xD800 and < 0xE000 ? 0xFFFF : point);

    private static Value? Map(Call call, Func<string, bool, string> map)
    {
        Characters self = TextMethods.Self(call);
        return call.Spend(self.Text.Length) && map(self.Text, self.IsBytes) is string text && call.Budget.TrySpend(0, text.Length) ? self.Make(text) : null;
    }

    private static string Upper(string text, bool isBytes)
    {
        if (isBytes || Ascii.IsValid(text))
        {
            return string.Create(text.Length, text, static (span, from) =>
            {
                for (int i = 0; i < span.Length; i++)
                {
                    span[i] = char.IsAsciiLetterLower(from[i]) ? (char)(from[i] - 32) : from[i];
                }
            });
        }

        StringBuilder upper = new(text.ToUpperInvariant());
        foreach ((char from, string to) in s_upper)
        {
            upper.Replace(from.ToString(), to);
        }

        return upper.ToString();
    }

    // The letters of which the upper case is more than one (Unicode SpecialCasing, the common ones).
    private static readonly (char From, string To)[] s_upper =
    [
        ('\u00DF', "SS"), ('\u0149', "\u02BCN"), ('\u01F0', "J\u030C"), ('\u0587', "\u0535\u0552"),
        ('\uFB00', "FF"), ('\uFB01', "FI"), ('\uFB02', "FL"), ('\uFB03', "FFI"), ('\uFB04', "FFL"), ('\uFB05', "ST"), ('\uFB06', "ST"),
    ];

    private static string Lower(string text, bool isBytes)
    {
        if (isBytes || Ascii.IsValid(text))
        {
            return string.Create(text.Length, text, static (span, from) =>
            {
                for (int i = 0; i < span.Length; i++)
                {
                    span[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
                }
            });
        }

        StringBuilder lower = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\u0130':
                    lower.Append("i\u0307");
                    break;
                case '\u03A3':
                    // Sigma at the end of a word has a form of its own.
                    bool endsWord = i > 0 && char.IsLetter(text[i - 1]) && !(i + 1 < text.Length && char.IsLetter(text[i + 1]));
                    lower.Append(endsWord ? '\u03C2' : '\u03C3');
                    break;
                default:
                    int width = Points.Width(text, i);
                    lower.Append(width == 2 ? text.Substring(i, 2).ToLowerInvariant() : char.ToLowerInvariant(text[i]).ToString());
                    i += width - 1;
                    break;
            }
        }

        return lower.ToString();
    }

    private static string Swap(string text, bool isBytes)
    {
        StringBuilder swapped = new(text.Length);
        for (int i = 0; i < text.Length; i += Points.Width(text, i))
        {
            string one = text.Substring(i, Points.Width(text, i));
            string upper = Upper(one, isBytes);
            swapped.Append(upper == one ? Lower(one, isBytes) : upper);
        }

        return swapped.ToString();
    }

    private static string Capitalize(string text, bool isBytes)
    {
        int width = text.Length == 0 ? 0 : Points.Width(text, 0);
        return TitleOf(text[..width], isBytes) + Lower(text[width..], isBytes);
    }

    private static string Title(string text, bool isBytes)
    {
        StringBuilder title = new(text.Length);
        bool inWord = false;
        for (int i = 0; i < text.Length; i += Points.Width(text, i))
        {
            string one = text.Substring(i, Points.Width(text, i));
            title.Append(inWord ? Lower(one, isBytes) : TitleOf(one, isBytes));
            inWord = isBytes ? char.IsAsciiLetter(one[0]) : IsCased(Points.At(one, 0));
        }

        return title.ToString();
    }

    private static string TitleOf(string one, bool isBytes)
    {
        string upper = Upper(one, isBytes);
        return upper.Length > one.Length ? upper[..1] + Lower(upper[1..], isBytes) : upper;
    }

    private static bool IsCased(int point) =>
        Points.Category(point) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        || point is >= 0x2160 and <= 0x217F or >= 0x24B6 and <= 0x24E9;

    private static void Is(Table table, string name, Func<int, bool> test, bool ofEmpty = false) =>
        table.Add(name, "", call =>
        {
            Characters self = TextMethods.Self(call);
            if (!call.Budget.TrySpend(self.Text.Length))
            {
                return null;
            }

            for (int i = 0; i < self.Text.Length; i += Points.Width(self.Text, i))
            {
                int point = Points.At(self.Text, i);
                if ((self.IsBytes && name != "isascii" && point >= 0x80) || (self.IsBytes && name == "isspace" && point is >= 0x1C and <= 0x1F) || !test(point))
                {
                    return Numbers.False;
                }
            }

            return Numbers.Of(self.Text.Length > 0 || ofEmpty);
        });

    private static Value? Cased(Call call, UnicodeCategory wanted, UnicodeCategory other)
    {
        Characters self = TextMethods.Self(call);
        if (!call.Budget.TrySpend(self.Text.Length))
        {
            return null;
        }

        bool any = false;
        for (int i = 0; i < self.Text.Length; i += Points.Width(self.Text, i))
        {
            int point = Points.At(self.Text, i);
            UnicodeCategory category = self.IsBytes && point >= 0x80 ? UnicodeCategory.OtherSymbol : Points.Category(point);
            if (category == other || category == UnicodeCategory.TitlecaseLetter)
            {
                return Numbers.False;
            }

            any |= category == wanted;
        }

        return Numbers.Of(any);
    }

    private static Value? IsTitle(Call call)
    {
        Characters self = TextMethods.Self(call);
        if (!call.Budget.TrySpend(self.Text.Length))
        {
            return null;
        }

        bool any = false;
        bool inWord = false;
        for (int i = 0; i < self.Text.Length; i += Points.Width(self.Text, i))
        {
            int point = Points.At(self.Text, i);
            UnicodeCategory category = self.IsBytes && point >= 0x80 ? UnicodeCategory.OtherSymbol : Points.Category(point);
            bool isUpper = category is UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter;
            bool isLower = category == UnicodeCategory.LowercaseLetter;
            if ((isUpper && inWord) || (isLower && !inWord))
            {
                return Numbers.False;
            }

            inWord = isUpper || isLower;
            any |= inWord;
        }

        return Numbers.Of(any);
    }

    private static Value? IsIdentifier(Call call)
    {
        string text = TextMethods.Self(call).Text;
        if (!call.Budget.TrySpend(text.Length))
        {
            return null;
        }

        bool isName = text.Length > 0 && (char.IsLetter(text, 0) || text[0] == '_');
        for (int i = 0; isName && i < text.Length; i += Points.Width(text, i))
        {
            isName = Points.Category(Points.At(text, i)) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation;
        }

        return Numbers.Of(isName);
    }

    private static Value? Translate(Call call)
    {
        Characters self = TextMethods.Self(call);
        if (!call.Budget.TrySpend(self.Text.Length))
        {
            return null;
        }

        string? delete = "";
        if (call[1] is not null && !TextMethods.Part(call, 1, out delete))
        {
            return null;
        }

        // A table of 256 bytes; Python 2 has it for text too.
        if (call[0] is not MappingValue mapping)
        {
            string? table = null;
            if (!call.IsNone(0) && (!Characters.TryOf(call[0], out Characters given) || (table = given.Text).Length != 256))
            {
                return null;
            }

            StringBuilder plain = new(self.Text.Length);
            foreach (char c in self.Text)
            {
                if (!delete.Contains(c, StringComparison.Ordinal))
                {
                    plain.Append(table is not null && c < 256 ? table[c] : c);
                }
            }

            return self.Make(plain.ToString());
        }

        if (self.IsBytes || mapping.Items.Any(static item => !Equality.IsKey(item.Key)))
        {
            return null;
        }

        Dictionary<Value, Value> map = Mappings.ToDictionary(mapping);
        StringBuilder text = new(self.Text.Length);
        for (int i = 0; i < self.Text.Length; i += Points.Width(self.Text, i))
        {
            int point = Points.At(self.Text, i);
            if (!map.TryGetValue(Numbers.Of(point), out Value? to))
            {
                Points.Append(text, point);
            }
            else if (to is TextValue { IsPartial: false } replacement)
            {
                text.Append(replacement.Text);
            }
            else if (Numbers.TryInt32(to, out int other) && other is >= 0 and <= 0x10FFFF)
            {
                Points.Append(text, other);
            }
            else if (to is not NoneValue)
            {
                return null;
            }

            if (!call.Budget.TrySpend(1, text.Length))
            {
                return null;
            }
        }

        return self.Make(text.ToString());
    }

    /// <summary><c>str.maketrans</c> and <c>bytes.maketrans</c>.</summary>
    public static Value? MakeTable(Call call)
    {
        if (call[1] is null && call[0] is MappingValue given)
        {
            List<KeyValuePair<Value, Value>> keyed = [];
            foreach ((Value key, Value value) in given.Items)
            {
                if (key is TextValue { IsPartial: false } text ? Points.Count(text.Text) != 1 : key is not IntValue)
                {
                    return null;
                }

                keyed.Add(new KeyValuePair<Value, Value>(key is TextValue one ? Numbers.Of(Points.At(one.Text, 0)) : key, value));
            }

            return call.Budget.TrySpend(keyed.Count) ? Mappings.Make(keyed, false) : null;
        }

        if (!Characters.TryOf(call[0], out Characters from) || !Characters.TryOf(call[1], out Characters to) || from.IsBytes != to.IsBytes)
        {
            return null;
        }

        int[] left = Points.Split(from.Text);
        int[] right = Points.Split(to.Text);
        if (left.Length != right.Length || !Iteration.Affords(left.Length, call.Budget))
        {
            return null;
        }

        if (from.IsBytes)
        {
            char[] table = [.. Enumerable.Range(0, 256).Select(static value => (char)value)];
            for (int i = 0; i < left.Length; i++)
            {
                table[left[i]] = (char)right[i];
            }

            return Characters.MakeBytes(new string(table), isPartial: false);
        }

        IEnumerable<KeyValuePair<Value, Value>> pairs = left.Select((point, i) => new KeyValuePair<Value, Value>(Numbers.Of(point), Numbers.Of(right[i])));
        if (call[2] is TextValue { IsPartial: false } deleted)
        {
            pairs = pairs.Concat(Points.Split(deleted.Text).Select(static point => new KeyValuePair<Value, Value>(Numbers.Of(point), Numbers.None)));
        }

        return Mappings.Make(pairs, false);
    }
}
