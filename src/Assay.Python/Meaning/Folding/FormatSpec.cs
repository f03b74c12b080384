using System.Globalization;
using System.Numerics;
using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary>The format specification mini-language: <c>[[fill]align][sign][z][#][0][width][grouping][.precision][type]</c>.</summary>
internal readonly record struct FormatSpec(string Fill, char Align, char Sign, bool IsAlternate, bool IsZeroPadded, int Width, char Grouping, int Precision, char Type, bool HidesNegativeZero = false)
{
    /// <summary>Reads a specification; null where Python raises.</summary>
    public static FormatSpec? Parse(string text)
    {
        int at = 0;
        string? fill = null;
        char align = '\0';
        int width = text.Length == 0 ? 0 : Points.Width(text, 0);
        if (width < text.Length && IsAlign(text[width]))
        {
            fill = text[..width];
            align = text[width];
            at = width + 1;
        }
        else if (text.Length > 0 && IsAlign(text[0]))
        {
            align = text[0];
            at = 1;
        }

        char sign = Take("+- ");
        bool hidesZero = Take("z") != 0;
        bool isAlternate = Take("#") != 0;
        bool isZero = Take("0") != 0;
        if (!TakeNumber(0, out int minimum))
        {
            return null;
        }

        char grouping = Take(",_");
        int precision = -1;
        if (Take(".") != 0 && (!TakeNumber(-1, out precision) || precision < 0))
        {
            return null;
        }

        char type = at < text.Length ? text[at++] : '\0';
        return at == text.Length && (grouping == 0 || type is not ('n' or 'c')) ? new FormatSpec(fill ?? (isZero ? "0" : " "), align, sign, isAlternate, isZero && align == 0, minimum, grouping, precision, type, hidesZero) : null;

        char Take(string any)
        {
            return at < text.Length && any.Contains(text[at], StringComparison.Ordinal) ? text[at++] : '\0';
        }

        bool TakeNumber(int otherwise, out int number)
        {
            int start = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
            {
                at++;
            }

            number = otherwise;
            return start == at || int.TryParse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out number);
        }
    }

    /// <summary><c>format(value, spec)</c> after a conversion; null where Python raises, or over budget.</summary>
    public static TextValue? Apply(Value value, char conversion, string spec, FoldingBudget budget)
    {
        value = Constants.Resolve(value);
        Value? converted = conversion switch
        {
            '\0' => value,
            's' => Representation.Str(value, budget),
            'r' => Representation.Repr(value, budget),
            'a' => Representation.Ascii(value, budget),
            _ => null,
        };
        if (converted is null)
        {
            return null;
        }

        if (spec.Length == 0 || Characters.MayBe(converted))
        {
            return Representation.Str(converted, budget);
        }

        // Where a length is not known, padding is not known either.
        if (converted is TextValue { IsPartial: true } partial)
        {
            return partial;
        }

        if (Parse(spec) is not FormatSpec parsed)
        {
            return null;
        }

        string? text = converted switch
        {
            TextValue whole => parsed.Text(whole.Text, budget),
            FloatValue real => parsed.Real(real.Value, budget),
            BoolValue truth when parsed.Type is 's' or '\0' => parsed.Type == 's' ? null : parsed.Number("", "", truth.Value ? "1" : "0", "", budget),
            _ => Numbers.TryInt(converted, out BigInteger number) ? parsed.Whole(number, budget) : null,
        };
        return text is null ? null : new TextValue(text, false, Labels.None);
    }

    /// <summary>An int or a float without a type for <c>%</c>-formats and <c>format</c>: sign, prefix, digits, padding.</summary>
    public string? Whole(BigInteger number, FoldingBudget budget)
    {
        if (Type is 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or '%')
        {
            return Numbers.TryFloat(number, out double real) ? Real(real, budget) : null;
        }

        if (Precision >= 0)
        {
            return null;
        }

        if (Type == 'c')
        {
            return Sign == 0 && !IsAlternate && number >= 0 && number <= 0x10FFFF ? (this with { Align = Align == 0 ? '<' : Align }).Pad("", Points.Text((int)number), budget) : null;
        }

        string sign = SignOf(number.Sign < 0);
        BigInteger magnitude = BigInteger.Abs(number);
        string? digits = Type switch
        {
            '\0' or 'd' or 'n' => Representation.Decimal(magnitude, budget),
            'b' => Radix.Text(magnitude, 1, budget),
            'o' => Radix.Text(magnitude, 3, budget),
            'x' or 'X' => Radix.Text(magnitude, 4, budget),
            _ => null,
        };
        bool isBinary = Type is 'b' or 'o' or 'x' or 'X';
        string prefix = IsAlternate && isBinary ? "0" + Type : "";
        return digits is null || (Grouping == ',' && isBinary)
            ? null
            : Number(sign, prefix, Type == 'X' ? digits.ToUpperInvariant() : digits, "", budget);
    }

    public string? Real(double value, FoldingBudget budget)
    {
        char type = Type;
        if (!budget.TrySpend(32 + (Math.Max(0L, Precision) * (1 + (Math.Max(0, Precision) / 64)))) || type is not ('\0' or 'e' or 'E' or 'f' or 'F' or 'g' or 'G' or 'n' or '%'))
        {
            return null;
        }

        if (type == '%')
        {
            value *= 100;
        }

        string sign = SignOf(double.IsNegative(value) && !double.IsNaN(value));
        double magnitude = Math.Abs(value);
        string text;
        if (!double.IsFinite(value))
        {
            text = DecimalText.NotFinite(magnitude);
        }
        else
        {
            int precision = Precision < 0 ? 6 : Precision;
            text = type switch
            {
                '\0' when Precision < 0 => IsAlternate ? WithPoint(DecimalText.Repr(magnitude)) : DecimalText.Repr(magnitude),
                '\0' => DecimalText.General(magnitude, precision, IsAlternate, 'e', isPlain: true),
                'e' or 'E' => DecimalText.Scientific(magnitude, precision, IsAlternate, 'e'),
                'f' or 'F' or '%' => DecimalText.Fixed(magnitude, precision, IsAlternate),
                _ => DecimalText.General(magnitude, precision, IsAlternate, 'e'),
            };
        }

        sign = HidesNegativeZero && !text.AsSpan().ContainsAnyInRange('1', '9') && sign == "-" ? "" : sign;
        text = type is 'E' or 'F' or 'G' ? text.ToUpperInvariant() : text;
        int whole = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        whole = whole < 0 ? text.Length : whole;
        return Number(sign, "", text[..whole], text[whole..] + (type == '%' ? "%" : ""), budget);
    }

    private string? Text(string text, FoldingBudget budget)
    {
        if (Type is not ('s' or '\0') || Sign != 0 || IsAlternate || Grouping != 0 || Align == '=')
        {
            return null;
        }

        if (Precision >= 0)
        {
            text = text[..Points.ToUnit(text, Precision)];
        }

        return (this with { Align = Align == 0 ? '<' : Align }).Pad("", text, budget);
    }

    private string? Number(string sign, string prefix, string whole, string rest, FoldingBudget budget)
    {
        char align = Align == 0 ? IsZeroPadded ? '=' : '>' : Align;
        int size = Type is 'b' or 'o' or 'x' or 'X' ? 4 : 3;
        if (Grouping != 0)
        {
            int room = Width - sign.Length - prefix.Length - rest.Length;
            if (align == '=' && Fill == "0" && room > whole.Length)
            {
                if (!budget.TrySpend(room, room))
                {
                    return null;
                }

                // As many zeros as fill the width once the groups are parted; a group mark never comes first.
                int digits = (room * size / (size + 1)) + 1;
                while (digits > 1 && digits - 1 + ((digits - 2) / size) >= room)
                {
                    digits--;
                }

                whole = whole.PadLeft(digits, '0');
            }

            StringBuilder grouped = new();
            for (int i = 0; i < whole.Length; i++)
            {
                if (i > 0 && (whole.Length - i) % size == 0)
                {
                    grouped.Append(Grouping);
                }

                grouped.Append(whole[i]);
            }

            whole = grouped.ToString();
        }

        return (this with { Align = align }).Pad(sign + prefix, whole + rest, budget);
    }

    // The # flag keeps a point in front of an exponent.
    private static string WithPoint(string text) =>
        text.Contains('.', StringComparison.Ordinal) ? text : text.Replace("e", ".e", StringComparison.Ordinal);

    private string SignOf(bool isNegative) => isNegative ? "-" : Sign is '+' or ' ' ? Sign.ToString() : "";

    /// <summary>Pads to the width; the head stays in front of what <c>=</c> fills in.</summary>
    public string? Pad(string head, string text, FoldingBudget budget)
    {
        int missing = Width - Points.Count(head) - Points.Count(text);
        if (missing <= 0)
        {
            return head + text;
        }

        if (!budget.TrySpend(missing, text.Length + ((long)missing * Fill.Length)))
        {
            return null;
        }

        int before = Align switch { '<' => 0, '^' => missing / 2, _ => missing };
        string left = Repeated(before);
        string right = Repeated(missing - before);
        return Align == '=' ? head + left + text : left + head + text + right;
    }

    private string Repeated(int count) => new StringBuilder().Insert(0, Fill, count).ToString();

    private static bool IsAlign(char c) => c is '<' or '>' or '=' or '^';
}
