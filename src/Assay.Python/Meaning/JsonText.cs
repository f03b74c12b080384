using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Assay.Python.Meaning.Folding;

namespace Assay.Python.Meaning;

/// <summary>Reads JSON text to the values that <c>json.loads</c> makes of it.</summary>
internal static class JsonText
{
    private const int MaxDepth = 32;

    /// <summary>The value; null where the text is not known or is no JSON.</summary>
    public static Value? Read(Value source, FoldingBudget budget)
    {
        byte[]? bytes = source switch
        {
            TextValue { IsPartial: false } text => Encoding.UTF8.GetBytes(text.Text),
            BytesValue { IsPartial: false } data => data.Bytes.ToArray(),
            _ => null,
        };
        if (bytes is null || !budget.TrySpend(bytes.Length, bytes.Length))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Convert(document.RootElement, source.Labels);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped: Python reads it, the framework refuses the string.
            return null;
        }
    }

    private static Value Convert(JsonElement element, Labels labels)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return new TextValue(element.GetString()!, false, labels);
            case JsonValueKind.Number:
                string digits = element.GetRawText();
                return digits.Length < 64 && BigInteger.TryParse(digits, out BigInteger number) ? new IntValue(number, labels) : new FloatValue(element.GetDouble(), labels);
            case JsonValueKind.True:
            case JsonValueKind.False:
                return new BoolValue(element.GetBoolean(), labels);
            case JsonValueKind.Array:
                return new SequenceValue(SequenceForm.List, [.. element.EnumerateArray().Select(item => Convert(item, labels))], false, labels);
            case JsonValueKind.Object:
                ImmutableArray<KeyValuePair<Value, Value>>.Builder items = ImmutableArray.CreateBuilder<KeyValuePair<Value, Value>>();
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    items.Add(new KeyValuePair<Value, Value>(new TextValue(property.Name, false, labels), Convert(property.Value, labels)));
                }

                return new MappingValue(items.DrainToImmutable(), false, labels);
            default:
                return new NoneValue(labels);
        }
    }
}
