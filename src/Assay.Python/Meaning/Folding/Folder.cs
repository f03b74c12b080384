using System.Collections.Frozen;
using System.Collections.Immutable;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning.Folding;

/// <summary>
/// Computes what Python would compute, on values that are known, in C# and within a budget. Null: not foldable (not known, an error in
/// Python, or over budget). Labels of the inputs are on the result; decoders add <see cref="Labels.Decoded"/>.
/// </summary>
public static class Folder
{
    // Calls of calls (map over a function that is itself one) within one another.
    private const int MaxDepth = 16;

    private static readonly FrozenDictionary<string, Row> s_functions = Catalogue.Functions();
    private static readonly FrozenDictionary<string, Row> s_textMethods = Catalogue.TextMethods();
    private static readonly FrozenDictionary<string, Row> s_containerMethods = Catalogue.ContainerMethods();
    private static readonly FrozenDictionary<string, Row> s_numberMethods = Catalogue.NumberMethods();
    private static readonly FrozenDictionary<string, Row> s_objectMethods = Catalogue.ObjectMethods();
    private static readonly FrozenDictionary<string, Row> s_objectAttributes = Catalogue.ObjectAttributes();

    // Functions of a type that are its methods: str.join(sep, items).
    private static readonly string[] s_types = ["str", "bytes", "bytearray", "unicode", "list", "tuple", "dict", "set", "int", "float"];

    public static Value? Binary(Operator op, Value left, Value right, FoldingBudget budget) =>
        budget.TrySpend(1) ? Operators.Binary(op, Constants.Resolve(left), Constants.Resolve(right), budget) : null;

    public static Value? Unary(Operator op, Value operand, FoldingBudget budget) =>
        budget.TrySpend(1) ? Operators.Unary(op, Constants.Resolve(operand)) : null;

    /// <summary>A comparison; <see cref="BoolValue"/>.</summary>
    public static Value? Compare(Operator op, Value left, Value right, FoldingBudget budget) =>
        budget.TrySpend(1) ? Comparisons.Compare(op, Constants.Resolve(left), Constants.Resolve(right), budget) : null;

    /// <summary>Whether Python takes it for true; null where that is not known.</summary>
    public static bool? Truth(Value value) => Iteration.Truth(value);

    public static Value? Index(Value container, Value index, FoldingBudget budget) => Slices.Index(Constants.Resolve(container), Constants.Resolve(index), budget);

    /// <param name="lower">Null: left out.</param>
    public static Value? Slice(Value container, Value? lower, Value? upper, Value? step, FoldingBudget budget) =>
        Slices.Slice(Constants.Resolve(container), lower, upper, step, budget);

    /// <summary>The items a loop would go through; default where they are not known.</summary>
    public static ImmutableArray<Value> Items(Value iterable, FoldingBudget budget) => Iteration.Items(Constants.Resolve(iterable), budget);

    /// <summary>What <c>format(value, spec)</c> gives after a conversion; a hole where the value is not known.</summary>
    /// <param name="conversion"><c>r</c>, <c>s</c>, <c>a</c>, or 0.</param>
    public static TextValue Format(Value value, char conversion, string spec, FoldingBudget budget)
    {
        TextValue text = FormatSpec.Apply(value, conversion, spec, budget) ?? Representation.Unknown;
        return text with { Labels = text.Labels | Provenance.Of(value) };
    }

    /// <summary>An attribute that is the same everywhere, by its resolved name: <c>string.ascii_letters</c>; null where it is none.</summary>
    public static Value? Constant(string name) => Constants.Find(name);

    /// <summary>A method of a known value: <c>replace</c>, <c>join</c>, <c>decode</c>, <c>format</c>, <c>get</c> …</summary>
    public static Value? Method(Value receiver, string name, ImmutableArray<Argument> arguments, FoldingBudget budget)
    {
        receiver = Constants.Resolve(receiver);
        switch (receiver)
        {
            case TextValue or BytesValue:
                return Fold(s_textMethods, name);
            case SequenceValue or MappingValue:
                return Fold(s_containerMethods, name);
            case IntValue or BoolValue or FloatValue:
                return Fold(s_numberMethods, name);
            case SymbolValue symbol:
                return Function($"{symbol.Name}.{name}", arguments, budget);
            case ResultValue result:
                return Fold(s_objectMethods, $"{result.Name}.{name}");
            default:
                return null;
        }

        Value? Fold(FrozenDictionary<string, Row> rows, string key) => rows.TryGetValue(key, out Row? row) ? row.Fold(receiver, arguments, budget) : null;
    }

    /// <summary>A function of Python by its resolved name: <c>builtins.chr</c>, <c>base64.b64decode</c>, <c>zlib.decompress</c>, <c>codecs.decode</c> …</summary>
    public static Value? Function(string name, ImmutableArray<Argument> arguments, FoldingBudget budget)
    {
        if (s_functions.TryGetValue(name, out Row? row))
        {
            return row.Fold(Value.Unknown, arguments, budget);
        }

        if (!name.StartsWith("builtins.", StringComparison.Ordinal) || arguments.Length == 0 || arguments[0].Name is not null)
        {
            return null;
        }

        int dot = name.IndexOf('.', "builtins.".Length);
        return dot > 0 && s_types.AsSpan().Contains(name["builtins.".Length..dot]) && arguments[0].Value is not SymbolValue
            ? Method(arguments[0].Value, name[(dot + 1)..], arguments[1..], budget)
            : null;
    }

    /// <summary>
    /// A function that is a value: one of Python's own, or a method taken from a known value or from what a call returned
    /// (<c>zlib.decompressobj().decompress</c>, <c>Crypto.Cipher.AES.new().decrypt</c>: the receiver is the <see cref="ResultValue"/>).
    /// </summary>
    public static Value? Call(Value callee, ImmutableArray<Argument> arguments, FoldingBudget budget)
    {
        if (callee is not SymbolValue symbol || !budget.TryEnter(MaxDepth))
        {
            return null;
        }

        Value? result = symbol.Receiver switch
        {
            null => Function(symbol.Name, arguments, budget),
            ResultValue made => s_objectMethods.TryGetValue(symbol.Name, out Row? row) ? row.Fold(made, arguments, budget) : Function(symbol.Name, arguments, budget),
            Value receiver => Method(receiver, symbol.Name[(symbol.Name.LastIndexOf('.') + 1)..], arguments, budget) ?? Function(symbol.Name, arguments, budget),
        };
        budget.Leave();
        return result?.With(callee.Labels);
    }

    /// <summary>An attribute of what a call returned: <c>uuid.UUID("…").bytes</c>.</summary>
    public static Value? Attribute(ResultValue owner, string name, FoldingBudget budget) =>
        s_objectAttributes.TryGetValue($"{owner.Name}.{name}", out Row? row) ? row.Fold(owner, [], budget) : null;

    /// <summary>True for a method after which its object is not the one that was made: a stream cipher, a digest that is fed, a stream that is read.</summary>
    public static bool Changes(string name) =>
        s_objectMethods.TryGetValue(name, out Row? row) ? row.Traits.HasFlag(Traits.Changes)
        : name.EndsWith(".update", StringComparison.Ordinal) && (name.StartsWith("hashlib.", StringComparison.Ordinal) || name.StartsWith("hmac.", StringComparison.Ordinal));

    /// <summary>True where <see cref="Function"/> is a decoder, so that its result is <see cref="Labels.Decoded"/> even where it is not known.</summary>
    public static bool IsDecoder(string name) =>
        (s_functions.TryGetValue(name, out Row? row) || s_objectMethods.TryGetValue(name, out row)) && row.Traits.HasFlag(Traits.Decoder);
}
