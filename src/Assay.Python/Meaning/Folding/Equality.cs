using System.Numerics;

namespace Assay.Python.Meaning.Folding;

/// <summary>Python's <c>==</c> and <c>hash</c> on values that are known; labels play no part.</summary>
internal sealed class Equality : IEqualityComparer<Value>
{
    private const int MaxDepth = 32;

    public static Equality Instance { get; } = new();

    /// <summary>True where a value is known to its last part and may be a key.</summary>
    public static bool IsKey(Value value, int depth = 0) => value switch
    {
        TextValue text => !text.IsPartial,
        BytesValue bytes => !bytes.IsPartial,
        IntValue or FloatValue or BoolValue or NoneValue => true,
        SequenceValue { Form: SequenceForm.Tuple, IsPartial: false } tuple => depth < MaxDepth && tuple.Items.All(item => IsKey(item, depth + 1)),
        _ => false,
    };

    /// <summary>Equal, not equal, or not known.</summary>
    public static bool? Same(Value left, Value right, FoldingBudget budget, int depth = 0)
    {
        if (depth > MaxDepth || !budget.TrySpend(1))
        {
            return null;
        }

        switch (left, right)
        {
            case (NoneValue, NoneValue):
                return true;
            case (IntValue a, IntValue b):
                return a.Value == b.Value;
            case (TextValue a, TextValue b):
                return budget.TrySpend(Math.Min(a.Text.Length, b.Text.Length)) ? SameText(a.Text, a.IsPartial, b.Text, b.IsPartial) : null;
            case (BytesValue a, BytesValue b):
                if (!budget.TrySpend(Math.Min(a.Bytes.Length, b.Bytes.Length)))
                {
                    return null;
                }

                return a.IsPartial || b.IsPartial
                    ? Characters.TryOf(a, out Characters first) && Characters.TryOf(b, out Characters second)
                        ? SameText(first.Text, a.IsPartial, second.Text, b.IsPartial)
                        : null
                    : a.Bytes.Span.SequenceEqual(b.Bytes.Span);
            case (SequenceValue a, SequenceValue b):
                return SameItems(a, b, budget, depth);
            case (MappingValue a, MappingValue b):
                return ReferenceEquals(a, b) ? true : SameMappings(a, b, budget, depth);
        }

        if (IsNumber(left) && IsNumber(right))
        {
            return Arithmetic.Order(left, right) == 0;
        }

        // Two kinds that are both known are never equal.
        return IsPlain(left) && IsPlain(right) ? false : null;
    }

    public bool Equals(Value? x, Value? y) => x is not null && y is not null && Equal(x, y, 0);

    public int GetHashCode(Value obj) => Hash(obj, 0);

    private static bool Equal(Value x, Value y, int depth) => (x, y) switch
    {
        (TextValue a, TextValue b) => a.Text == b.Text,
        (BytesValue a, BytesValue b) => a.Bytes.Span.SequenceEqual(b.Bytes.Span),
        (NoneValue, NoneValue) => true,
        (SequenceValue a, SequenceValue b) => depth < MaxDepth && a.Form == b.Form && a.Items.Length == b.Items.Length
            && a.Items.Zip(b.Items).All(pair => Equal(pair.First, pair.Second, depth + 1)),
        _ => IsNumber(x) && IsNumber(y) && Arithmetic.Order(x, y) == 0,
    };

    private static int Hash(Value value, int depth)
    {
        switch (value)
        {
            case TextValue text:
                return string.GetHashCode(text.Text, StringComparison.Ordinal);
            case BytesValue bytes:
                HashCode content = default;
                content.AddBytes(bytes.Bytes.Span);
                return content.ToHashCode();
            case SequenceValue tuple:
                HashCode items = default;
                foreach (Value item in tuple.Items)
                {
                    items.Add(depth < MaxDepth ? Hash(item, depth + 1) : 0);
                }

                return items.ToHashCode();
            case FloatValue real:
                return double.IsInteger(real.Value) ? new BigInteger(real.Value).GetHashCode() : real.Value.GetHashCode();
            default:
                return Numbers.TryInt(value, out BigInteger whole) ? whole.GetHashCode() : 0;
        }
    }

    private static bool IsNumber(Value value) => value is IntValue or BoolValue or FloatValue;

    private static bool IsPlain(Value value) => value is NoneValue or TextValue or BytesValue or SequenceValue { Form: not SequenceForm.Iterator } or MappingValue || IsNumber(value);

    // Texts with holes differ where what is known before the first or behind the last hole differs.
    private static bool? SameText(string left, bool leftPartial, string right, bool rightPartial)
    {
        if (!leftPartial && !rightPartial)
        {
            return left == right;
        }

        ReadOnlySpan<char> a = leftPartial ? left.AsSpan(0, Hole(left)) : left;
        ReadOnlySpan<char> b = rightPartial ? right.AsSpan(0, Hole(right)) : right;
        bool differs = (leftPartial || a.Length >= b.Length) && (rightPartial || b.Length >= a.Length)
            ? !a[..Math.Min(a.Length, b.Length)].SequenceEqual(b[..Math.Min(a.Length, b.Length)])
            : true;
        if (differs)
        {
            return false;
        }

        a = leftPartial ? left.AsSpan(left.LastIndexOf(TextValue.Hole) + 1) : left;
        b = rightPartial ? right.AsSpan(right.LastIndexOf(TextValue.Hole) + 1) : right;
        int common = Math.Min(a.Length, b.Length);
        bool tooShort = (!leftPartial && b.Length > a.Length) || (!rightPartial && a.Length > b.Length);
        return tooShort || !a[^common..].SequenceEqual(b[^common..]) ? false : null;

        static int Hole(string text) => text.IndexOf(TextValue.Hole) is int at and >= 0 ? at : text.Length;
    }

    private static bool? SameItems(SequenceValue a, SequenceValue b, FoldingBudget budget, int depth)
    {
        if (a.Form == SequenceForm.Iterator || b.Form == SequenceForm.Iterator)
        {
            return null;
        }

        if (a.Form != b.Form)
        {
            return false;
        }

        if (a.IsPartial || b.IsPartial)
        {
            return null;
        }

        if (a.Form == SequenceForm.Set)
        {
            return a.Items.All(item => IsKey(item)) && b.Items.All(item => IsKey(item)) && budget.TrySpend(a.Items.Length + b.Items.Length)
                ? a.Items.ToHashSet(Instance).SetEquals(b.Items)
                : null;
        }

        if (a.Items.Length != b.Items.Length)
        {
            return false;
        }

        bool isKnown = true;
        for (int i = 0; i < a.Items.Length; i++)
        {
            switch (Same(a.Items[i], b.Items[i], budget, depth + 1))
            {
                case false:
                    return false;
                case null:
                    isKnown = false;
                    break;
            }
        }

        return isKnown ? true : null;
    }

    private static bool? SameMappings(MappingValue a, MappingValue b, FoldingBudget budget, int depth)
    {
        if (a.IsPartial || b.IsPartial || !budget.TrySpend(a.Items.Length + b.Items.Length)
            || !a.Items.All(item => IsKey(item.Key)) || !b.Items.All(item => IsKey(item.Key)))
        {
            return null;
        }

        Dictionary<Value, Value> left = Mappings.ToDictionary(a);
        Dictionary<Value, Value> right = Mappings.ToDictionary(b);
        if (left.Count != right.Count)
        {
            return false;
        }

        bool isKnown = true;
        foreach ((Value key, Value value) in left)
        {
            if (!right.TryGetValue(key, out Value? other))
            {
                return false;
            }

            switch (Same(value, other, budget, depth + 1))
            {
                case false:
                    return false;
                case null:
                    isKnown = false;
                    break;
            }
        }

        return isKnown ? true : null;
    }
}
