using System.Collections.Immutable;
using System.Numerics;
using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary><c>"…" % values</c>, of text and of bytes.</summary>
internal sealed class PercentFormat
{
    private readonly Characters _format;
    private readonly Value _values;
    private readonly FoldingBudget _budget;
    private readonly StringBuilder _result = new();
    private readonly ImmutableArray<Value> _items;
    private readonly bool _hasAnyItems;
    private int _next;
    private int _at;
    private bool _isPartial;
    private bool _usedKeys;

    private PercentFormat(Characters format, Value values, FoldingBudget budget)
    {
        _format = format;
        _values = values;
        _budget = budget;
        _isPartial = format.IsPartial;
        _hasAnyItems = values is SequenceValue { Form: SequenceForm.Tuple, IsPartial: true } || Characters.MayBe(values);
        _items = values is SequenceValue { Form: SequenceForm.Tuple } tuple ? tuple.Items : Characters.MayBe(values) ? [] : [values];
    }

    /// <summary>Null where Python raises, or over budget.</summary>
    public static Value? Format(Characters format, Value values, FoldingBudget budget) =>
        budget.TrySpend(format.Text.Length, format.Text.Length) ? new PercentFormat(format, values, budget).Run() : null;

    private Value? Run()
    {
        string format = _format.Text;
        while (_at < format.Length)
        {
            int mark = format.IndexOf('%', _at);
            if (mark < 0)
            {
                Characters.Append(_result, format[_at..]);
                break;
            }

            Characters.Append(_result, format[_at..mark]);
            _at = mark + 1;
            if (!Specifier() || !_budget.TrySpend(1, _result.Length))
            {
                return null;
            }
        }

        bool isUsed = _next == _items.Length || _usedKeys || _hasAnyItems || (_values is MappingValue or SequenceValue { Form: SequenceForm.List } && _next == 0);
        return isUsed ? _format.Make(_result.ToString(), _isPartial) : null;
    }

    private bool Specifier()
    {
        string format = _format.Text;
        Value? named = null;
        if (Peek() == '(')
        {
            int start = ++_at;
            int depth = 1;
            while (_at < format.Length && depth > 0)
            {
                depth += format[_at++] switch { '(' => 1, ')' => -1, _ => 0 };
            }

            if (depth > 0 || Named(format[start..(_at - 1)]) is not Value value)
            {
                return false;
            }

            named = value;
            _usedKeys = true;
        }

        FormatSpec spec = new(" ", '>', '\0', false, false, 0, '\0', -1, '\0');
        for (; "#0- +".Contains(Peek(), StringComparison.Ordinal) && Peek() != 0; _at++)
        {
            spec = Peek() switch
            {
                '#' => spec with { IsAlternate = true },
                '0' => spec with { IsZeroPadded = true },
                '-' => spec with { Align = '<' },
                '+' => spec with { Sign = '+' },
                _ => spec.Sign == '+' ? spec : spec with { Sign = ' ' },
            };
        }

        if (!Count(out int width))
        {
            return false;
        }

        if (width < 0)
        {
            spec = spec with { Align = '<' };
        }

        spec = spec with { Width = Math.Abs(width) };
        if (Peek() == '.')
        {
            _at++;
            if (!Count(out int precision))
            {
                return false;
            }

            spec = spec with { Precision = Math.Max(0, precision) };
        }

        while (Peek() is 'h' or 'l' or 'L')
        {
            _at++;
        }

        char type = Peek();
        _at++;
        if (type == '%')
        {
            _result.Append('%');
            return true;
        }

        Value? item = named ?? Next();
        return type != 0 && item is not null && Convert(Constants.Resolve(item), spec with { Type = type });
    }

    private bool Convert(Value value, FormatSpec spec)
    {
        string? text;
        if (Characters.MayBe(value))
        {
            _isPartial = true;
            Characters.Append(_result, Representation.Unknown.Text);
            return true;
        }

        switch (spec.Type)
        {
            case 'c':
                text = Numbers.TryInt32(value, out int point) ? point >= 0 && point <= (_format.IsBytes ? 255 : 0x10FFFF) ? Points.Text(point) : null
                    : Characters.TryOf(value, out Characters one) && one.IsBytes == _format.IsBytes && Points.Count(one.Text) == 1 ? one.Text : null;
                return Add(text, spec);
            case 's' or 'b' when _format.IsBytes:
                return Characters.TryOf(value, out Characters bytes) && bytes.IsBytes && AddText(bytes.Text, bytes.IsPartial, spec);
            case 's' or 'r' or 'a' when !_format.IsBytes || spec.Type != 's':
                TextValue? shown = spec.Type switch
                {
                    's' => Representation.Str(value, _budget),
                    'r' when !_format.IsBytes => Representation.Repr(value, _budget),
                    _ => Representation.Ascii(value, _budget),
                };
                return shown is not null && AddText(shown.Text, shown.IsPartial, spec);
            case 'd' or 'i' or 'u' or 'x' or 'X' or 'o':
                return Whole(value, spec);
            case 'e' or 'E' or 'f' or 'F' or 'g' or 'G':
                if (!Numbers.TryFloat(value, out double real))
                {
                    return false;
                }

                bool pads = spec.IsZeroPadded && spec.Align != '<';
                return Append((spec with { Fill = pads ? "0" : " ", Align = pads ? '=' : spec.Align }).Real(real, _budget));
            default:
                return false;
        }
    }

    private bool Whole(Value value, FormatSpec spec)
    {
        BigInteger number;
        if (value is FloatValue { Value: double real } && double.IsFinite(real) && spec.Type is 'd' or 'i' or 'u')
        {
            number = new BigInteger(real);
        }
        else if (!Numbers.TryInt(value, out number))
        {
            return false;
        }

        BigInteger magnitude = BigInteger.Abs(number);
        string? digits = spec.Type switch
        {
            'x' or 'X' => Radix.Text(magnitude, 4, _budget),
            'o' => Radix.Text(magnitude, 3, _budget),
            _ => Representation.Decimal(magnitude, _budget),
        };
        if (digits is null)
        {
            return false;
        }

        if (spec.Precision > digits.Length)
        {
            if (!_budget.TrySpend(spec.Precision, spec.Precision))
            {
                return false;
            }

            digits = digits.PadLeft(spec.Precision, '0');
        }

        digits = spec.Type == 'X' ? digits.ToUpperInvariant() : digits;
        string prefix = spec.IsAlternate ? spec.Type switch { 'x' => "0x", 'X' => "0X", 'o' => "0o", _ => "" } : "";
        string sign = number.Sign < 0 ? "-" : spec.Sign == 0 ? "" : spec.Sign.ToString();
        bool isZeroPadded = spec.IsZeroPadded && spec.Align != '<';
        return Append((spec with { Fill = isZeroPadded ? "0" : " ", Align = isZeroPadded ? '=' : spec.Align }).Pad(sign + prefix, digits, _budget));
    }

    private bool AddText(string text, bool isPartial, FormatSpec spec)
    {
        if (isPartial)
        {
            _isPartial = true;
            if (!_budget.TrySpend(text.Length, _result.Length + (long)text.Length))
            {
                return false;
            }

            Characters.Append(_result, text);
            return true;
        }

        return Add(spec.Precision >= 0 ? text[..Points.ToUnit(text, spec.Precision)] : text, spec);
    }

    private bool Add(string? text, FormatSpec spec) => text is not null && Append((spec with { Fill = " " }).Pad("", text, _budget));

    private bool Append(string? text)
    {
        if (text is null || !_budget.TrySpend(text.Length, _result.Length + (long)text.Length))
        {
            return false;
        }

        _result.Append(text);
        return true;
    }

    // A width or precision in digits or as *.
    private bool Count(out int count)
    {
        count = 0;
        if (Peek() == '*')
        {
            _at++;
            return Next() is Value value && Numbers.TryInt32(value, out count) && count > int.MinValue;
        }

        while (char.IsAsciiDigit(Peek()))
        {
            if (count > 100_000_000)
            {
                return false;
            }

            count = (count * 10) + (Peek() - '0');
            _at++;
        }

        return true;
    }

    private Value? Named(string key) => _values switch
    {
        MappingValue mapping => Mappings.TryGet(mapping, _format.IsBytes ? Numbers.Bytes(Encoding.Latin1.GetBytes(key)) : new TextValue(key, false, Labels.None), _budget, out Value? held)
            ? held
            : Value.Unknown,
        _ => Characters.MayBe(_values) ? Value.Unknown : null,
    };

    private Value? Next() => _next < _items.Length ? _items[_next++] : _hasAnyItems ? Value.Unknown : null;

    private char Peek() => _at < _format.Text.Length ? _format.Text[_at] : '\0';
}
