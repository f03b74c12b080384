using System.Collections.Frozen;

namespace Assay.Python.Meaning.Folding;

/// <summary>Everything that folds, in plain sight: each area adds its rows.</summary>
internal static class Catalogue
{
    public static FrozenDictionary<string, Row> Functions() => Freeze(
        Builtins.AddTo,
        Conversions.AddTo,
        Iterators.AddTo,
        BaseDecoders.AddTo,
        Inflation.AddTo,
        CodecFunctions.AddTo,
        Checksums.AddTo,
        Packing.AddTo,
        Ciphers.AddTo,
        Digests.AddTo,
        Paths.AddTo,
        Addresses.AddTo,
        Markup.AddTo,
        ShellWords.AddTo,
        JsonText.AddTo);

    public static FrozenDictionary<string, Row> TextMethods() => Freeze(
        Folding.TextMethods.AddTo,
        Padding.AddTo,
        TextCases.AddTo,
        CodecFunctions.AddMethodsTo);

    public static FrozenDictionary<string, Row> ContainerMethods() => Freeze(Folding.ContainerMethods.AddTo);

    public static FrozenDictionary<string, Row> NumberMethods() => Freeze(Folding.NumberMethods.AddTo);

    public static FrozenDictionary<string, Row> ObjectMethods() => Freeze(
        Inflation.AddObjectsTo,
        Ciphers.AddObjectsTo,
        Digests.AddObjectsTo,
        Templates.AddObjectsTo);

    public static FrozenDictionary<string, Row> ObjectAttributes() => Freeze(Identifiers.AddAttributesTo);

    private static FrozenDictionary<string, Row> Freeze(params ReadOnlySpan<Action<Table>> areas)
    {
        Table table = new();
        foreach (Action<Table> area in areas)
        {
            area(table);
        }

        return table.Rows.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
