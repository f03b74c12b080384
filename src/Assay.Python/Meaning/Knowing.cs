using System.Collections.Immutable;

namespace Assay.Python.Meaning;

/// <summary>Compares how much is known of values, without their labels.</summary>
internal static class Knowing
{
    private const int MaxItems = 64;
    private const int MaxDepth = 4;

    /// <summary>True where the first arguments say all that the second ones say.</summary>
    public static bool Covers(ImmutableArray<Argument> known, ImmutableArray<Argument> other)
    {
        if (known.Length != other.Length)
        {
            return false;
        }

        for (int i = 0; i < known.Length; i++)
        {
            if (known[i].Name != other[i].Name || !Covers(known[i].Value, other[i].Value, 0))
            {
                return false;
            }
        }

        return true;
    }

    public static bool AreSame(Value left, Value right) => Covers(left, right, 0) && Covers(right, left, 0);

    private static bool Covers(Value known, Value other, int depth)
    {
        if (ReferenceEquals(known, other) || depth == MaxDepth)
        {
            return true;
        }

        switch (known, other)
        {
            case (_, UnknownValue):
            case (NoneValue, NoneValue):
                return true;
            case (TextValue left, TextValue right):
                return left.Text == right.Text;
            case (BytesValue left, BytesValue right):
                return left.Bytes.Span.SequenceEqual(right.Bytes.Span);
            case (SequenceValue left, SequenceValue right):
                return left.Items.Length == right.Items.Length && CoversItems(left.Items, right.Items, depth);
            case (MappingValue left, MappingValue right):
                return left.Items.Length == right.Items.Length && CoversItems(left.Items, right.Items, depth);
            case (IntValue left, IntValue right):
                return left.Value == right.Value;
            case (BoolValue left, BoolValue right):
                return left.Value == right.Value;
            case (SymbolValue left, SymbolValue right):
                return left.Name == right.Name;
            case (ResultValue left, ResultValue right):
                return left.Name == right.Name;
            case (OwnValue left, OwnValue right):
                return left.Name == right.Name;
            case (not UnknownValue, ResultValue):
                return true;
            default:
                return false;
        }
    }

    private static bool CoversItems(ImmutableArray<Value> known, ImmutableArray<Value> other, int depth)
    {
        for (int i = 0; i < known.Length && i < MaxItems; i++)
        {
            if (!Covers(known[i], other[i], depth + 1))
            {
                return false;
            }
        }

        return true;
    }

    private static bool CoversItems(ImmutableArray<KeyValuePair<Value, Value>> known, ImmutableArray<KeyValuePair<Value, Value>> other, int depth)
    {
        for (int i = 0; i < known.Length && i < MaxItems; i++)
        {
            if (!Covers(known[i].Key, other[i].Key, depth + 1) || !Covers(known[i].Value, other[i].Value, depth + 1))
            {
                return false;
            }
        }

        return true;
    }
}
