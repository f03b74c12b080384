using System.Collections.Immutable;
using System.Globalization;
using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Assay.Installers;

/// <summary>A text or truth value in a TOML file, with the way to it and its place.</summary>
/// <param name="Path">Keys from the root; elements of arrays count from <c>0</c>.</param>
/// <param name="Value">A <see cref="string"/> or <see cref="bool"/>; null for anything else.</param>
/// <param name="Offset">Of the value as written, quotes included, in characters from 0.</param>
/// <param name="Length">In characters, quotes included.</param>
/// <param name="Line">From 1.</param>
public sealed record TomlLeaf(ImmutableArray<string> Path, object? Value, int Offset, int Length, int Line)
{
    /// <summary>The value as text; null where it is none.</summary>
    public string? Text => Value as string;

    /// <summary>True where exactly these keys lead to it; <c>*</c> stands for any one key or element.</summary>
    public bool IsAt(params ReadOnlySpan<string> path)
    {
        if (path.Length != Path.Length)
        {
            return false;
        }

        for (int i = 0; i < path.Length; i++)
        {
            if (path[i] != Path[i] && path[i] != "*")
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Flattens TOML into its leaves, whichever of its spellings (headers, dotted keys, inline tables) put them there.</summary>
public static class TomlLeaves
{
    /// <summary>All leaves in the order written; null where the text is not TOML.</summary>
    public static ImmutableArray<TomlLeaf>? Read(string text)
    {
        DocumentSyntax document;
        try
        {
            document = SyntaxParser.Parse(text, "", validate: true);
        }
        catch (Exception e) when (e is TomlException or ArgumentOutOfRangeException)
        {
            // Nesting beyond the parser's depth comes as an exception, and so does an escape that names no character (\uD800).
            return null;
        }

        if (document.HasErrors)
        {
            return null;
        }

        var leaves = ImmutableArray.CreateBuilder<TomlLeaf>();
        var arrays = new Dictionary<string, int>(StringComparer.Ordinal);
        AddPairs(document.KeyValues, [], leaves);
        foreach (TableSyntaxBase table in document.Tables)
        {
            if (table.Name is { } name)
            {
                AddPairs(table.Items, Located(Keys(name), table is TableArraySyntax, arrays), leaves);
            }
        }

        return leaves.ToImmutable();
    }

    // [[a]] opens the next element of a; [a.b] and [[a.b]] then stand inside a's last element.
    private static ImmutableArray<string> Located(List<string> keys, bool opensElement, Dictionary<string, int> arrays)
    {
        var path = ImmutableArray.CreateBuilder<string>();
        for (int i = 0; i < keys.Count; i++)
        {
            path.Add(keys[i]);
            string prefix = string.Join('\n', path);
            bool isLast = i == keys.Count - 1;
            if (isLast && opensElement)
            {
                arrays[prefix] = arrays.GetValueOrDefault(prefix, -1) + 1;
            }

            if (arrays.TryGetValue(prefix, out int element))
            {
                path.Add(element.ToString(CultureInfo.InvariantCulture));
            }
        }

        return path.ToImmutable();
    }

    private static void AddPairs(IEnumerable<KeyValueSyntax> pairs, ImmutableArray<string> path, ImmutableArray<TomlLeaf>.Builder leaves)
    {
        foreach (KeyValueSyntax pair in pairs)
        {
            if (pair.Key is { } key)
            {
                AddValue(pair.Value, [.. path, .. Keys(key)], leaves);
            }
        }
    }

    private static void AddValue(ValueSyntax? value, ImmutableArray<string> path, ImmutableArray<TomlLeaf>.Builder leaves)
    {
        switch (value)
        {
            case null:
                break;
            case ArraySyntax array:
                int element = 0;
                foreach (ArrayItemSyntax item in array.Items)
                {
                    AddValue(item.Value, path.Add((element++).ToString(CultureInfo.InvariantCulture)), leaves);
                }

                break;
            case InlineTableSyntax table:
                AddPairs(table.Items.Select(item => item.KeyValue).OfType<KeyValueSyntax>(), path, leaves);
                break;
            default:
                object? content = value switch
                {
                    StringValueSyntax text => text.Value,
                    BooleanValueSyntax truth => truth.Value,
                    _ => null,
                };
                SourceSpan span = value.Span;
                leaves.Add(new TomlLeaf(path, content, span.Offset, span.Length, span.Start.Line + 1));
                break;
        }
    }

    private static List<string> Keys(KeySyntax key)
    {
        List<string> keys = [NameOf(key.Key)];
        keys.AddRange(key.DotKeys.Select(dotted => NameOf(dotted.Key)));
        return keys;
    }

    private static string NameOf(BareKeyOrStringValueSyntax? key) => key switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? "",
        StringValueSyntax text => text.Value ?? "",
        _ => "",
    };
}
