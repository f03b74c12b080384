using System.Collections.Immutable;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning.Folding;

/// <summary>Work that folding may still do: one unit about a byte made or looked at, so that results do not depend on the machine.</summary>
/// <param name="units">Units in all.</param>
/// <param name="maxValueBytes">Bytes of one value made.</param>
public sealed class FoldingBudget(long units, int maxValueBytes)
{
    public long Left { get; private set; } = units;

    public int MaxValueBytes { get; } = maxValueBytes;

    /// <summary>The first limit that ended a folding; null while none did.</summary>
    public string? Ended { get; private set; }

    /// <summary>Takes units; false, and <see cref="Ended"/> set, where there are not enough or the value would be too large.</summary>
    public bool TrySpend(long count, long valueBytes = 0)
    {
        if (valueBytes > MaxValueBytes)
        {
            Ended ??= "MaxValueBytes";
            return false;
        }

        if (count > Left)
        {
            Ended ??= "FoldingUnits";
            return false;
        }

        Left -= count;
        return true;
    }
}

/// <summary>
/// Computes what Python would compute, on values that are known, in C# and within a budget. Null: not foldable (not known, an error in
/// Python, or over budget). Labels of the inputs are on the result; decoders add <see cref="Labels.Decoded"/>.
/// </summary>
public static class Folder
{
    public static Value? Binary(Operator op, Value left, Value right, FoldingBudget budget) => throw new NotSupportedException();

    public static Value? Unary(Operator op, Value operand, FoldingBudget budget) => throw new NotSupportedException();

    /// <summary>A comparison; <see cref="BoolValue"/>.</summary>
    public static Value? Compare(Operator op, Value left, Value right, FoldingBudget budget) => throw new NotSupportedException();

    /// <summary>Whether Python takes it for true; null where that is not known.</summary>
    public static bool? Truth(Value value) => throw new NotSupportedException();

    public static Value? Index(Value container, Value index, FoldingBudget budget) => throw new NotSupportedException();

    /// <param name="lower">Null: left out.</param>
    public static Value? Slice(Value container, Value? lower, Value? upper, Value? step, FoldingBudget budget) => throw new NotSupportedException();

    /// <summary>The items a loop would go through; default where they are not known.</summary>
    public static ImmutableArray<Value> Items(Value iterable, FoldingBudget budget) => throw new NotSupportedException();

    /// <summary>What <c>format(value, spec)</c> gives after a conversion; a hole where the value is not known.</summary>
    /// <param name="conversion"><c>r</c>, <c>s</c>, <c>a</c>, or 0.</param>
    public static TextValue Format(Value value, char conversion, string spec, FoldingBudget budget) => throw new NotSupportedException();

    /// <summary>A method of a known value: <c>replace</c>, <c>join</c>, <c>decode</c>, <c>format</c>, <c>get</c> …</summary>
    public static Value? Method(Value receiver, string name, ImmutableArray<Argument> arguments, FoldingBudget budget) => throw new NotSupportedException();

    /// <summary>A function of Python by its resolved name: <c>builtins.chr</c>, <c>base64.b64decode</c>, <c>zlib.decompress</c>, <c>codecs.decode</c> …</summary>
    public static Value? Function(string name, ImmutableArray<Argument> arguments, FoldingBudget budget) => throw new NotSupportedException();

    /// <summary>True where <see cref="Function"/> is a decoder, so that its result is <see cref="Labels.Decoded"/> even where it is not known.</summary>
    public static bool IsDecoder(string name) => throw new NotSupportedException();
}
