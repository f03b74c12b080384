using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Assay.Engine.Verdicts;

/// <summary>A TOML value with its place, whichever of TOML's spellings (headers, dotted keys, inline tables) put it there.</summary>
/// <param name="Line">Line from 1.</param>
/// <param name="Column">Column in characters from 1.</param>
internal abstract record TomlNode(int Line, int Column)
{
    /// <summary>What it is, for messages.</summary>
    public abstract string Kind { get; }
}

/// <summary>A table; its entries in the order written.</summary>
internal sealed record TomlBranch(int Line, int Column) : TomlNode(Line, Column)
{
    private readonly Dictionary<string, TomlEntry> _byKey = new(StringComparer.Ordinal);

    public List<TomlEntry> Entries { get; } = [];

    public override string Kind => "a table";

    public TomlEntry? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>Adds an entry; false where the key is there already.</summary>
    public bool Add(TomlEntry entry)
    {
        if (!_byKey.TryAdd(entry.Key, entry))
        {
            return false;
        }

        Entries.Add(entry);
        return true;
    }
}

/// <summary>A key with its place, and its value.</summary>
internal sealed record TomlEntry(string Key, int Line, int Column, TomlNode Value);

/// <summary>An array, or an array of tables.</summary>
internal sealed record TomlSequence(int Line, int Column) : TomlNode(Line, Column)
{
    public List<TomlNode> Items { get; } = [];

    public override string Kind => "an array";
}

/// <summary>Text, a number, a truth value or a date.</summary>
/// <param name="Value">A <see cref="string"/>, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="DateOnly"/>, or null for dates with a time.</param>
internal sealed record TomlScalar(int Line, int Column, object? Value) : TomlNode(Line, Column)
{
    public override string Kind => Value switch
    {
        string => "text",
        long or double => "a number",
        bool => "true or false",
        DateOnly => "a date",
        _ => "a date with a time",
    };
}

/// <summary>Reads TOML 1.1 into <see cref="TomlNode"/>s. Broken text is a list of problems, never an exception.</summary>
internal static class PolicySyntax
{
    /// <summary>The document's root table; null where the text is not TOML.</summary>
    public static TomlBranch? Read(string text, string file, List<PolicyProblem> problems)
    {
        DocumentSyntax document;
        try
        {
            document = SyntaxParser.Parse(text, file, validate: true);
        }
        catch (Exception e) when (e is TomlException or ArgumentOutOfRangeException)
        {
            // Nesting beyond the parser's depth comes as an exception, and so does an escape that names no character (\uD800).
            problems.Add(new PolicyProblem(file, 0, 0, $"is not a policy: {e.Message}"));
            return null;
        }

        if (document.HasErrors)
        {
            // A text of nothing but errors has several a character: those that are told suffice.
            foreach (DiagnosticMessage message in document.Diagnostics.Take(PolicyFile.MaxProblems))
            {
                problems.Add(new PolicyProblem(file, message.Span.Start.Line + 1, message.Span.Start.Column + 1, $"not TOML: {message.Message}"));
            }

            return null;
        }

        TomlBranch root = new(1, 1);
        Fill(root, document.KeyValues);
        foreach (TableSyntaxBase table in document.Tables)
        {
            if (table.Name is KeySyntax name && Target(root, name, table) is TomlBranch target)
            {
                Fill(target, table.Items);
            }
        }

        return root;
    }

    // The table that a header opens. The parser has refused headers that contradict each other, so null cannot hide a statement.
    private static TomlBranch? Target(TomlBranch root, KeySyntax name, TableSyntaxBase table)
    {
        (int line, int column) = At(table);
        List<(string Key, int Line, int Column)> path = Segments(name);
        TomlBranch? parent = Descend(root, path);
        (string key, int keyLine, int keyColumn) = path[^1];
        TomlNode? there = parent?.Find(key)?.Value;
        if (table is TableArraySyntax)
        {
            TomlSequence? sequence = there as TomlSequence;
            if (there is null)
            {
                sequence = new TomlSequence(line, column);
                parent?.Add(new TomlEntry(key, keyLine, keyColumn, sequence));
            }

            TomlBranch item = new(line, column);
            sequence?.Items.Add(item);
            return sequence is null ? null : item;
        }

        if (there is null)
        {
            there = new TomlBranch(line, column);
            parent?.Add(new TomlEntry(key, keyLine, keyColumn, there));
        }

        return there as TomlBranch;
    }

    // All but the last segment; an array of tables stands for its newest table.
    private static TomlBranch? Descend(TomlBranch from, List<(string Key, int Line, int Column)> path)
    {
        TomlBranch at = from;
        foreach ((string key, int line, int column) in path.Take(path.Count - 1))
        {
            TomlNode? next = at.Find(key)?.Value;
            if (next is null)
            {
                next = new TomlBranch(line, column);
                at.Add(new TomlEntry(key, line, column, next));
            }

            if ((next is TomlSequence { Items.Count: > 0 } sequence ? sequence.Items[^1] : next) is not TomlBranch branch)
            {
                return null;
            }

            at = branch;
        }

        return at;
    }

    private static void Fill(TomlBranch target, IEnumerable<KeyValueSyntax> items)
    {
        foreach (KeyValueSyntax item in items)
        {
            if (item.Key is KeySyntax key && item.Value is ValueSyntax value)
            {
                List<(string Key, int Line, int Column)> path = Segments(key);
                (string last, int line, int column) = path[^1];
                Descend(target, path)?.Add(new TomlEntry(last, line, column, Value(value)));
            }
        }
    }

    // Recursion is bounded: the parser refuses values nested deeper than its limit (64).
    private static TomlNode Value(ValueSyntax syntax)
    {
        (int line, int column) = At(syntax);
        switch (syntax)
        {
            case StringValueSyntax text:
                return new TomlScalar(line, column, text.Value ?? "");
            case IntegerValueSyntax integer:
                return new TomlScalar(line, column, integer.Value);
            case FloatValueSyntax number:
                return new TomlScalar(line, column, number.Value);
            case BooleanValueSyntax truth:
                return new TomlScalar(line, column, truth.Value);
            case DateTimeValueSyntax { Kind: SyntaxKind.LocalDate } date:
                return new TomlScalar(line, column, DateOnly.FromDateTime(date.Value.DateTime.DateTime));
            case ArraySyntax array:
                TomlSequence sequence = new(line, column);
                sequence.Items.AddRange(array.Items.Where(static item => item.Value is not null).Select(static item => Value(item.Value!)));
                return sequence;
            case InlineTableSyntax table:
                TomlBranch branch = new(line, column);
                Fill(branch, table.Items.Where(static item => item.KeyValue is not null).Select(static item => item.KeyValue!));
                return branch;
            default:
                return new TomlScalar(line, column, null);
        }
    }

    private static List<(string Key, int Line, int Column)> Segments(KeySyntax key)
    {
        List<(string, int, int)> segments = [];
        Add(key.Key);
        foreach (DottedKeyItemSyntax item in key.DotKeys)
        {
            Add(item.Key);
        }

        return segments;

        void Add(BareKeyOrStringValueSyntax? part)
        {
            if (part is not null)
            {
                (int line, int column) = At(part);
                string text = part switch
                {
                    StringValueSyntax quoted => quoted.Value ?? "",
                    BareKeySyntax bare => bare.Key?.Text ?? "",
                    _ => "",
                };
                segments.Add((text, line, column));
            }
        }
    }

    private static (int Line, int Column) At(SyntaxNode node) => (node.Span.Start.Line + 1, node.Span.Start.Column + 1);
}
