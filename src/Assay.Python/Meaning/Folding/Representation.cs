using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary><c>str</c>, <c>repr</c> and <c>ascii</c>; a hole stands for what is not known.</summary>
internal static class Representation
{
    private const int MaxDepth = 32;

    /// <summary>Decimal digits of the longest int that is written or read.</summary>
    private const int MaxDigits = 200_000;

    public static TextValue Unknown { get; } = new("\uFFFC", true, Labels.None);

    /// <summary><c>str(value)</c>; null over budget.</summary>
    public static TextValue? Str(Value value, FoldingBudget budget) => value is TextValue text ? text : Repr(value, budget);

    /// <summary><c>repr(value)</c>; null over budget.</summary>
    public static TextValue? Repr(Value value, FoldingBudget budget)
    {
        Writer writer = new(budget);
        return writer.Write(value, 0) ? writer.ToValue() : null;
    }

    /// <summary><c>ascii(value)</c>; null over budget.</summary>
    public static TextValue? Ascii(Value value, FoldingBudget budget)
    {
        if (Repr(value, budget) is not TextValue text || !budget.TrySpend(text.Text.Length))
        {
            return null;
        }

        StringBuilder escaped = new();
        for (int i = 0; i < text.Text.Length; i += Points.Width(text.Text, i))
        {
            int point = Points.At(text.Text, i);
            if (point < 0x80 || (text.IsPartial && point == TextValue.Hole))
            {
                escaped.Append((char)point);
            }
            else
            {
                Escape(escaped, point);
            }
        }

        return budget.TrySpend(0, escaped.Length) ? text with { Text = escaped.ToString() } : null;
    }

    /// <summary>An int in decimal; null over budget.</summary>
    public static string? Decimal(BigInteger value, FoldingBudget budget)
    {
        long digits = (Numbers.BitLength(value) * 30_103 / 100_000) + 1;
        return digits <= 19 || (digits <= MaxDigits && budget.TrySpend(digits * (1 + (digits / 256)), digits)) ? value.ToString(CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Whether so many digits may be read.</summary>
    public static bool AffordsDigits(long digits, FoldingBudget budget) => digits <= MaxDigits && budget.TrySpend(digits * (1 + (digits / 256)), digits);

    /// <summary>Writes a character as an escape: <c>\x</c>, <c>\u</c> or <c>\U</c>.</summary>
    public static void Escape(StringBuilder text, int point)
    {
        text.Append('\\').Append(point < 0x100 ? 'x' : point < 0x10000 ? 'u' : 'U')
            .Append(point.ToString(point < 0x100 ? "x2" : point < 0x10000 ? "x4" : "x8", CultureInfo.InvariantCulture));
    }

    private sealed class Writer(FoldingBudget budget)
    {
        private readonly StringBuilder _text = new();
        private bool _isPartial;

        public TextValue ToValue() => new(_text.ToString(), _isPartial, Labels.None);

        /// <summary>False over budget.</summary>
        public bool Write(Value value, int depth)
        {
            if (!budget.TrySpend(1, _text.Length) || depth > MaxDepth)
            {
                return false;
            }

            switch (value)
            {
                case NoneValue:
                    _text.Append("None");
                    return true;
                case BoolValue truth:
                    _text.Append(truth.Value ? "True" : "False");
                    return true;
                case IntValue whole:
                    _text.Append(Decimal(whole.Value, budget) is string digits ? digits : null);
                    return _text.Length > 0 && budget.Ended is null;
                case FloatValue real:
                    _text.Append(DecimalText.Repr(real.Value));
                    return true;
                case TextValue or BytesValue when Characters.TryOf(value, out Characters characters):
                    return WriteQuoted(characters);
                case SequenceValue { IsPartial: false, Form: SequenceForm.List or SequenceForm.Tuple } sequence:
                    return WriteItems(sequence, depth);
                case SequenceValue { IsPartial: false, Form: SequenceForm.Set, Items.Length: 1 } single:
                    return WriteItems(single, depth);
                case SequenceValue { IsPartial: false, Form: SequenceForm.Set, Items.Length: 0 }:
                    _text.Append("set()");
                    return true;
                case MappingValue { IsPartial: false } mapping:
                    return WriteMapping(mapping, depth);
                default:
                    Characters.Append(_text, Unknown.Text);
                    _isPartial = true;
                    return true;
            }
        }

        private bool WriteItems(SequenceValue sequence, int depth)
        {
            _text.Append(sequence.Form switch { SequenceForm.List => '[', SequenceForm.Tuple => '(', _ => '{' });
            for (int i = 0; i < sequence.Items.Length; i++)
            {
                if (i > 0)
                {
                    _text.Append(", ");
                }

                if (!Write(sequence.Items[i], depth + 1))
                {
                    return false;
                }
            }

            _text.Append(sequence.Form switch
            {
                SequenceForm.List => "]",
                SequenceForm.Tuple => sequence.Items.Length == 1 ? ",)" : ")",
                _ => "}",
            });
            return true;
        }

        private bool WriteMapping(MappingValue mapping, int depth)
        {
            ImmutableArray<KeyValuePair<Value, Value>> items = Mappings.Items(mapping, budget);
            if (items.IsDefault)
            {
                items = mapping.Items;
            }

            _text.Append('{');
            for (int i = 0; i < items.Length; i++)
            {
                if (i > 0)
                {
                    _text.Append(", ");
                }

                if (!Write(items[i].Key, depth + 1))
                {
                    return false;
                }

                _text.Append(": ");
                if (!Write(items[i].Value, depth + 1))
                {
                    return false;
                }
            }

            _text.Append('}');
            return true;
        }

        private bool WriteQuoted(Characters characters)
        {
            string text = characters.Text;
            if (!budget.TrySpend(text.Length, _text.Length + (long)text.Length))
            {
                return false;
            }

            char quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
            if (characters.IsBytes)
            {
                _text.Append('b');
            }

            _text.Append(quote);
            for (int i = 0; i < text.Length; i += Points.Width(text, i))
            {
                int point = Points.At(text, i);
                if (characters.IsPartial && point == TextValue.Hole)
                {
                    _text.Append(TextValue.Hole);
                    _isPartial = true;
                }
                else if (point == quote || point == '\\')
                {
                    _text.Append('\\').Append((char)point);
                }
                else if (point is '\n' or '\r' or '\t')
                {
                    _text.Append(point switch { '\n' => "\\n", '\r' => "\\r", _ => "\\t" });
                }
                else if (characters.IsBytes ? point is >= ' ' and < 0x7F : Points.IsPrintable(point))
                {
                    Points.Append(_text, point);
                }
                else
                {
                    Escape(_text, point);
                }
            }

            _text.Append(quote);
            return budget.TrySpend(0, _text.Length);
        }
    }
}
