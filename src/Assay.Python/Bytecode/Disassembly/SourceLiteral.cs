using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Assay.Python.Bytecode.Disassembly;

/// <summary>Writes constants and names as Python text that every version reads alike.</summary>
internal static class SourceLiteral
{
    private const int MaxNesting = 16;

    // The words of every version from 2.7 that cannot name anything in one of them; print, exec and the soft ones can.
    private static readonly FrozenSet<string> s_keywords = FrozenSet.ToFrozenSet(
    [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally",
        "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ]);

    public static bool IsName(string text)
    {
        if (text.Length == 0 || s_keywords.Contains(text) || !(char.IsLetter(text[0]) || text[0] == '_'))
        {
            return false;
        }

        foreach (char unit in text)
        {
            // Other characters can be part of names as well, but not of those that people write.
            if (!(char.IsAsciiLetterOrDigit(unit) || unit == '_' || (unit > '\x7F' && char.IsLetterOrDigit(unit))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A name that stands for one which cannot be written: the same for the same.</summary>
    public static string NameFor(string text)
    {
        if (IsName(text))
        {
            return text;
        }

        StringBuilder name = new("_");
        foreach (char unit in text.AsSpan(0, Math.Min(text.Length, 100)))
        {
            if (char.IsAsciiLetterOrDigit(unit))
            {
                name.Append(unit);
            }
            else if (unit is not ('<' or '>' or '.' or '_'))
            {
                name.Append(CultureInfo.InvariantCulture, $"_{(int)unit:x}_");
            }
            else if (unit != '>' && unit != '<')
            {
                name.Append('_');
            }
        }

        return name.ToString();
    }

    /// <summary>The text of a constant.</summary>
    /// <param name="maxLength">UTF-16 units after which it gives up.</param>
    /// <returns>Null where the constant is no value that can be written (code), or too long.</returns>
    public static string? Of(object? value, int maxLength)
    {
        StringBuilder text = new();
        return Write(text, value, maxLength, 0) && text.Length <= maxLength ? text.ToString() : null;
    }

    private static bool Write(StringBuilder text, object? value, int maxLength, int nesting)
    {
        if (text.Length > maxLength || nesting > MaxNesting)
        {
            return false;
        }

        switch (value)
        {
            case null:
                text.Append("None");
                return true;
            case bool truth:
                text.Append(truth ? "True" : "False");
                return true;
            case BigInteger number:
                WriteNumber(text, number);
                return true;
            case double number:
                WriteNumber(text, number);
                return true;
            case Complex number:
                text.Append("complex(");
                WriteNumber(text, number.Real);
                text.Append(", ");
                WriteNumber(text, number.Imaginary);
                text.Append(')');
                return true;
            case string characters:
                text.Append('\'');
                WriteInside(text, characters, '\'', maxLength);
                text.Append('\'');
                return true;
            case byte[] bytes:
                WriteBytes(text, bytes, maxLength);
                return true;
            case ImmutableArray<object?> items:
                return WriteItems(text, items, '(', items.Length == 1 ? ",)" : ")", maxLength, nesting);
            case MarshalledSet { Items.IsEmpty: true }:
                text.Append("set()");
                return true;
            case MarshalledSet set:
                return WriteItems(text, set.Items, '{', "}", maxLength, nesting);
            case MarshalledMapping mapping:
                return WriteMapping(text, mapping, maxLength, nesting);
            case MarshalledSlice slice:
                return WriteItems(text.Append("slice"), [slice.Start, slice.Stop, slice.Step], '(', ")", maxLength, nesting);
            case MarshalledSingleton singleton:
                text.Append(singleton == MarshalledSingleton.Ellipsis ? "Ellipsis" : "StopIteration");
                return true;
            default:
                return false;
        }
    }

    private static bool WriteItems(StringBuilder text, ImmutableArray<object?> items, char open, string close, int maxLength, int nesting)
    {
        text.Append(open);
        for (int i = 0; i < items.Length; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            if (!Write(text, items[i], maxLength, nesting + 1))
            {
                return false;
            }
        }

        text.Append(close);
        return true;
    }

    private static bool WriteMapping(StringBuilder text, MarshalledMapping mapping, int maxLength, int nesting)
    {
        text.Append('{');
        foreach ((object? key, object? item) in mapping.Items)
        {
            text.Append(text[^1] == '{' ? "" : ", ");
            if (!Write(text, key, maxLength, nesting + 1) || !Write(text.Append(": "), item, maxLength, nesting + 1))
            {
                return false;
            }
        }

        text.Append('}');
        return true;
    }

    private static void WriteNumber(StringBuilder text, BigInteger number)
    {
        // Hexadecimal takes linear time to write.
        if (number.GetBitLength() <= 64)
        {
            text.Append(number.ToString(CultureInfo.InvariantCulture));
            return;
        }

        text.Append(number.Sign < 0 ? "-0x" : "0x").Append(BigInteger.Abs(number).ToString("x", CultureInfo.InvariantCulture));
    }

    private static void WriteNumber(StringBuilder text, double number)
    {
        if (double.IsNaN(number))
        {
            text.Append("float('nan')");
        }
        else if (double.IsInfinity(number))
        {
            text.Append(number > 0 ? "1e999" : "-1e999");
        }
        else
        {
            string digits = number.ToString("R", CultureInfo.InvariantCulture);
            text.Append(digits).Append(digits.All(static unit => unit == '-' || char.IsAsciiDigit(unit)) ? ".0" : "");
        }
    }

    /// <summary>Writes what stands between the quotes, up to a length.</summary>
    public static void WriteInside(StringBuilder text, string characters, char quote, int maxLength)
    {
        for (int i = 0; i < characters.Length && text.Length <= maxLength; i++)
        {
            char unit = characters[i];
            bool isPair = char.IsHighSurrogate(unit) && i + 1 < characters.Length && char.IsLowSurrogate(characters[i + 1]);
            switch (unit)
            {
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case '\\':
                    text.Append("\\\\");
                    break;
                case >= ' ' and < '\x7F':
                    text.Append(unit == quote ? "\\" : "").Append(unit);
                    break;
                case <= '\xFF':
                    text.Append(CultureInfo.InvariantCulture, $"\\x{(int)unit:x2}");
                    break;
                default:
                    if (isPair)
                    {
                        text.Append(CultureInfo.InvariantCulture, $"\\U{char.ConvertToUtf32(unit, characters[++i]):x8}");
                    }
                    else if (char.IsLetterOrDigit(unit))
                    {
                        text.Append(unit);
                    }
                    else
                    {
                        text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
                    }

                    break;
            }
        }
    }

    private static void WriteBytes(StringBuilder text, byte[] bytes, int maxLength)
    {
        text.Append("b'");
        for (int i = 0; i < bytes.Length && text.Length <= maxLength; i++)
        {
            byte unit = bytes[i];
            switch (unit)
            {
                case (byte)'\n':
                    text.Append("\\n");
                    break;
                case (byte)'\'' or (byte)'\\':
                    text.Append('\\').Append((char)unit);
                    break;
                case >= 0x20 and < 0x7F:
                    text.Append((char)unit);
                    break;
                default:
                    text.Append(CultureInfo.InvariantCulture, $"\\x{unit:x2}");
                    break;
            }
        }

        text.Append('\'');
    }
}
