using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Assay.Python.Meaning.Folding;

/// <summary><c>json.loads</c> and <c>json.dumps</c>.</summary>
internal static class JsonText
{
    private const int MaxDepth = 64;

    public static void AddTo(Table table)
    {
        table.Add("json.loads ujson.loads orjson.loads simplejson.loads", "s", Load);
        table.Add("json.dumps", "obj ensure_ascii= sort_keys= separators= indent= default=", Dump, Traits.Holes);
    }

    private static Value? Load(Call call)
    {
        byte[]? utf8 = call[0] switch
        {
            TextValue text => Utf8.Encode(text.Text, CodecErrors.Strict),
            BytesValue bytes => bytes.Bytes.ToArray(),
            _ => null,
        };
        if (utf8 is null || !call.Spend(utf8.Length))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Read(document.RootElement, call.Budget);
        }
        catch (JsonException)
        {
            // Python raises as well, but for NaN and its like.
            return null;
        }
    }

    private static Value? Read(JsonElement element, FoldingBudget budget)
    {
        if (!budget.TrySpend(1))
        {
            return null;
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                return Numbers.None;
            case JsonValueKind.True:
            case JsonValueKind.False:
                return Numbers.Of(element.ValueKind == JsonValueKind.True);
            case JsonValueKind.String:
                return Text(element) is string text ? Numbers.Text(text) : null;
            case JsonValueKind.Number:
                string digits = element.GetRawText();
                return digits.AsSpan().ContainsAny(".eE") ? Numbers.Of(double.Parse(digits, CultureInfo.InvariantCulture))
                    : Representation.AffordsDigits(digits.Length, budget) ? Numbers.Of(BigInteger.Parse(digits, CultureInfo.InvariantCulture))
                    : null;
            case JsonValueKind.Array:
                ImmutableArray<Value>.Builder items = ImmutableArray.CreateBuilder<Value>(element.GetArrayLength());
                foreach (JsonElement item in element.EnumerateArray())
                {
                    if (Read(item, budget) is not Value read)
                    {
                        return null;
                    }

                    items.Add(read);
                }

                return Iteration.Affords(items.Count, budget) ? new SequenceValue(SequenceForm.List, items.MoveToImmutable(), false, Labels.None) : null;
            default:
                List<KeyValuePair<Value, Value>> pairs = [];
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    if (Name(property) is not string name || Read(property.Value, budget) is not Value value)
                    {
                        return null;
                    }

                    pairs.Add(new KeyValuePair<Value, Value>(Numbers.Text(name), value));
                }

                return Iteration.Affords(pairs.Count * 2L, budget) ? Mappings.Make(pairs, false) : null;
        }
    }

    // An escaped half of a pair is no text for .NET.
    private static string? Text(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static Value? Dump(Call call)
    {
        (string Item, string Key) separators = (", ", ": ");
        if (!call.IsNone(3))
        {
            if (Folder.Items(call[3]!, call.Budget) is not { IsDefault: false, Length: 2 } pair || pair[0] is not TextValue item || pair[1] is not TextValue key)
            {
                return null;
            }

            separators = (item.Text, key.Text);
        }

        // Indented text is not folded.
        if (call.Flag(1, true) is not bool isAscii || call.Flag(2, false) is not bool isSorted || !call.IsNone(4))
        {
            return null;
        }

        Dumping dumping = new(call.Budget, separators.Item, separators.Key, isAscii, isSorted);
        return dumping.Write(call[0]!, 0) ? dumping.ToValue() : null;
    }

    private sealed class Dumping(FoldingBudget budget, string itemSeparator, string keySeparator, bool isAscii, bool isSorted)
    {
        private readonly StringBuilder _text = new();
        private bool _isPartial;

        public TextValue ToValue() => new(_text.ToString(), _isPartial, Labels.None);

        public bool Write(Value given, int depth)
        {
            Value value = Constants.Resolve(given);
            if (!budget.TrySpend(1, _text.Length) || depth > MaxDepth)
            {
                return false;
            }

            switch (value)
            {
                case NoneValue:
                    _text.Append("null");
                    return true;
                case BoolValue truth:
                    _text.Append(truth.Value ? "true" : "false");
                    return true;
                case FloatValue real:
                    _text.Append(double.IsNaN(real.Value) ? "NaN" : double.IsInfinity(real.Value) ? real.Value > 0 ? "Infinity" : "-Infinity" : DecimalText.Repr(real.Value));
                    return true;
                case IntValue whole:
                    string? digits = Representation.Decimal(whole.Value, budget);
                    _text.Append(digits);
                    return digits is not null;
                case TextValue text:
                    return Quote(text);
                case SequenceValue { Form: SequenceForm.List or SequenceForm.Tuple, IsPartial: false } sequence:
                    return WriteAll('[', ']', sequence.Items.Length, i => Write(sequence.Items[i], depth + 1));
                case MappingValue mapping:
                    return WriteMapping(mapping, depth);
                default:
                    _isPartial = true;
                    Characters.Append(_text, Representation.Unknown.Text);
                    return value is not (BytesValue or SequenceValue { IsPartial: false });
            }
        }

        private bool WriteMapping(MappingValue mapping, int depth)
        {
            ImmutableArray<KeyValuePair<Value, Value>> items = Mappings.Items(mapping, budget);
            if (items.IsDefault)
            {
                items = mapping.Items;
                _isPartial |= mapping.IsPartial;
            }

            if (isSorted)
            {
                if (!items.All(static item => item.Key is TextValue { IsPartial: false }))
                {
                    return false;
                }

                items = [.. items.Order(Comparer<KeyValuePair<Value, Value>>.Create(static (a, b) => Comparisons.OrderText(((TextValue)a.Key).Text, ((TextValue)b.Key).Text)))];
            }

            return WriteAll('{', '}', items.Length, i =>
            {
                bool isWritten = items[i].Key switch
                {
                    TextValue text => Quote(text),
                    IntValue or BoolValue or NoneValue or FloatValue => WriteKey(items[i].Key, depth),
                    _ => Write(Value.Unknown, depth),
                };
                _text.Append(keySeparator);
                return isWritten && Write(items[i].Value, depth + 1);
            });
        }

        private bool WriteKey(Value key, int depth)
        {
            _text.Append('"');
            bool isWritten = Write(key, depth);
            _text.Append('"');
            return isWritten;
        }

        private bool WriteAll(char open, char close, int count, Func<int, bool> write)
        {
            _text.Append(open);
            for (int i = 0; i < count; i++)
            {
                _text.Append(i > 0 ? itemSeparator : "");
                if (!write(i))
                {
                    return false;
                }
            }

            _text.Append(close);
            return true;
        }

        private bool Quote(TextValue text)
        {
            if (!budget.TrySpend(text.Text.Length, _text.Length + (long)text.Text.Length))
            {
                return false;
            }

            _text.Append('"');
            foreach (char c in text.Text)
            {
                switch (c)
                {
                    case '"' or '\\':
                        _text.Append('\\').Append(c);
                        break;
                    case '\n':
                        _text.Append("\\n");
                        break;
                    case '\r':
                        _text.Append("\\r");
                        break;
                    case '\t':
                        _text.Append("\\t");
                        break;
                    case '\b':
                        _text.Append("\\b");
                        break;
                    case '\f':
                        _text.Append("\\f");
                        break;
                    case TextValue.Hole when text.IsPartial:
                        _text.Append(c);
                        _isPartial = true;
                        break;
                    default:
                        if (c < ' ' || (isAscii && c > '~'))
                        {
                            _text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                        }
                        else
                        {
                            _text.Append(c);
                        }

                        break;
                }
            }

            _text.Append('"');
            return true;
        }
    }
}
