using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary><c>str.format</c> and <c>str.format_map</c>.</summary>
internal sealed class BraceFormat(IReadOnlyList<Value> positional, Func<string, Value?> named, FoldingBudget budget)
{
    private const int MaxDepth = 2;

    private int _next;
    private bool _isPartial;

    /// <summary>Null where Python raises, or over budget.</summary>
    /// <param name="named">A keyword's value; null where there is none.</param>
    public static TextValue? Format(TextValue format, IReadOnlyList<Value> positional, Func<string, Value?> named, FoldingBudget budget)
    {
        BraceFormat run = new(positional, named, budget) { _isPartial = format.IsPartial };
        return budget.TrySpend(format.Text.Length) && run.Expand(format.Text, 0) is string text ? new TextValue(text, run._isPartial, Labels.None) : null;
    }

    private string? Expand(string format, int depth)
    {
        StringBuilder result = new();
        int at = 0;
        while (at < format.Length)
        {
            int mark = format.AsSpan(at).IndexOfAny('{', '}');
            if (mark < 0)
            {
                Characters.Append(result, format[at..]);
                break;
            }

            Characters.Append(result, format[at..(at + mark)]);
            at += mark;
            if (at + 1 < format.Length && format[at + 1] == format[at])
            {
                result.Append(format[at]);
                at += 2;
                continue;
            }

            int end = format[at] == '{' ? EndOfField(format, at) : -1;
            if (end < 0 || Field(format[(at + 1)..end], depth) is not string text || !budget.TrySpend(text.Length + 1, result.Length + (long)text.Length))
            {
                return null;
            }

            Characters.Append(result, text);
            at = end + 1;
        }

        return result.ToString();
    }

    private static int EndOfField(string format, int start)
    {
        int depth = 0;
        bool inIndex = false;
        for (int i = start; i < format.Length; i++)
        {
            switch (format[i])
            {
                case '[' when depth == 1:
                    inIndex = true;
                    break;
                case ']':
                    inIndex = false;
                    break;
                case '{' when !inIndex:
                    depth++;
                    break;
                case '}' when !inIndex && --depth == 0:
                    return i;
            }
        }

        return -1;
    }

    private string? Field(string field, int depth)
    {
        if (depth >= MaxDepth)
        {
            return null;
        }

        int nameEnd = NameEnd(field);
        string spec = "";
        char conversion = '\0';
        int at = nameEnd;
        if (at < field.Length && field[at] == '!')
        {
            if (at + 1 >= field.Length || (at + 2 < field.Length && field[at + 2] != ':'))
            {
                return null;
            }

            conversion = field[at + 1];
            at += 2;
        }

        if (at < field.Length)
        {
            spec = field[(at + 1)..];
        }

        if (Lookup(field[..nameEnd]) is not Value value)
        {
            return null;
        }

        bool before = _isPartial;
        _isPartial = false;
        string? expanded = spec.Contains('{', StringComparison.Ordinal) ? Expand(spec, depth + 1) : spec;
        bool isSpecPartial = _isPartial;
        _isPartial = before;
        if (expanded is null || FormatSpec.Apply(value, conversion, isSpecPartial ? "" : expanded, budget) is not TextValue text)
        {
            return null;
        }

        _isPartial |= text.IsPartial;
        return text.Text;
    }

    // The field's name ends at the first ! or : outside brackets.
    private static int NameEnd(string field)
    {
        bool inIndex = false;
        for (int i = 0; i < field.Length; i++)
        {
            inIndex = field[i] switch { '[' => true, ']' => false, _ => inIndex };
            if (!inIndex && field[i] is '!' or ':')
            {
                return i;
            }
        }

        return field.Length;
    }

    private Value? Lookup(string name)
    {
        int end = name.AsSpan().IndexOfAny('.', '[');
        string first = end < 0 ? name : name[..end];
        Value? value;
        if (first.Length == 0)
        {
            value = _next >= 0 && _next < positional.Count ? positional[_next++] : null;
        }
        else if (first.AsSpan().ContainsAnyExceptInRange('0', '9'))
        {
            value = named(first);
        }
        else
        {
            // Numbers given and numbers counted do not mix.
            value = _next <= 0 && int.TryParse(first, out int index) && index < positional.Count ? positional[index] : null;
            _next = -1;
        }

        int at = end < 0 ? name.Length : end;
        while (value is not null && at < name.Length)
        {
            if (name[at] != '[')
            {
                // An attribute of a value: nothing that would be known.
                return Value.Unknown.With(value.Labels);
            }

            int close = name.IndexOf(']', at);
            if (close < 0)
            {
                return null;
            }

            string key = name[(at + 1)..close];
            Value index = int.TryParse(key, System.Globalization.NumberStyles.None, null, out int number) ? Numbers.Of(number) : new TextValue(key, false, Labels.None);
            value = Characters.MayBe(value) ? Value.Unknown : Slices.Index(value, index, budget);
            at = close + 1;
        }

        return value;
    }
}
