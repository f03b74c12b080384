using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Assay.Python.Meaning;

namespace Assay.Engine.Capabilities;

/// <summary>Writes out what a call is aimed at: an address, a path, a command line, with holes for what is not known.</summary>
internal static class TargetText
{
    /// <summary>Characters of the longest target kept.</summary>
    private const int MaxLength = 16_384;

    private const int MaxDepth = 6;
    private const int MaxItems = 256;
    private static readonly SearchValues<char> s_meaning = SearchValues.Create(" \t\r\n'\"`$;|&<>()\\*?#");
    private static readonly string s_hole = TextValue.Hole.ToString();

    /// <summary>The target of a call by its catalogue row; empty where nothing of it is known.</summary>
    public static (string Text, Labels Labels) Of(CatalogueEntry entry, ImmutableArray<Argument> arguments, Value? receiver)
    {
        if (entry.Target is not string selector)
        {
            return (entry.Address ?? "", Labels.None);
        }

        string text = "";
        Labels labels = Labels.None;
        foreach (Range range in selector.AsSpan().Split('+'))
        {
            if (Select(selector[range], arguments, receiver) is not Value value)
            {
                continue;
            }

            labels |= Provenance.Of(Inner(value));
            string part = Write(value, 0);
            text = part.Contains("://", StringComparison.Ordinal) ? part : text + part;
        }

        text = Known(entry.Capability == Capability.Spawn ? WithInput(text, arguments) : entry.CountsWithSecrets ? HostOf(text) : text);
        return (entry.Address is string address ? text.Length == 0 ? address : $"{address} {text}" : text, labels);
    }

    // What an interpreter is given to read says what it does, as its arguments do.
    private static string WithInput(string text, ImmutableArray<Argument> arguments)
    {
        Value? input = ArgumentSelector.Find(arguments, null, "input|stdin");
        ResultValue? source = input as ResultValue ?? (input as SymbolValue)?.Receiver as ResultValue;
        string before = source is not null && IsStarted(source) ? Of(source) : "";
        string read = before.Length == 0 && input is TextValue or BytesValue ? Of(input) : "";
        return (before.Length == 0 && read.Length == 0) || !CommandClasses.Of(text).Is(CommandClass.Shell | CommandClass.Python) ? text
            : before.Length > 0 ? $"{before} | {text}"
            : $"{text} <<< '{read.Replace("'", "'\"'\"'", StringComparison.Ordinal)}'";
    }

    private static bool IsStarted(ResultValue result) => MakerOf(result) is CatalogueEntry { Capability: Capability.Spawn };

    /// <summary>A value as text; empty where nothing of it is known.</summary>
    public static string Of(Value value) => Known(Write(value, 0));

    /// <summary>The arguments that a target names.</summary>
    public static Value? Select(string selector, ImmutableArray<Argument> arguments, Value? receiver)
    {
        if (!selector.EndsWith('*'))
        {
            return ArgumentSelector.Find(arguments, receiver, selector);
        }

        int first = int.Parse(selector.AsSpan(0, selector.Length - 1));
        ImmutableArray<Value> items =
            [.. arguments.Where(static argument => argument.Name is null or "*").Skip(first).SelectMany(Unpacked)];
        return items.IsEmpty ? null : new SequenceValue(SequenceForm.List, items, false, Labels.None);
    }

    private static IEnumerable<Value> Unpacked(Argument argument) =>
        argument.Name == "*" && argument.Value is SequenceValue sequence ? sequence.Items : [argument.Value];

    // A request object or a path stands for the address or name it was made with.
    private static Value Inner(Value value) =>
        value is ResultValue result && MakerOf(result) is { Target: string selector }
            ? Select(selector.Split('+')[^1], result.Arguments, null) ?? value
            : value;

    /// <summary>The row of what made a result.</summary>
    public static KnownApi? MakerOf(ResultValue result) =>
        !result.Name.EndsWith("()", StringComparison.Ordinal) ? null : (KnownApi?)ApiCatalogue.Find(result.Name[..^2]) ?? KnownApis.Find(result.Name[..^2]);

    // libpq: "host=db.example.invalid user=x".
    private static string HostOf(string text)
    {
        int host = text.StartsWith("host=", StringComparison.Ordinal) ? 0 : text.IndexOf(" host=", StringComparison.Ordinal) + 1;
        return !text.AsSpan(host).StartsWith("host=") ? text : text[(host + 5)..].Split(' ', 2)[0];
    }

    private static string Known(string text) =>
        text.AsSpan().IndexOfAnyExcept(TextValue.Hole, ' ', '\'') < 0 ? "" : text.Length > MaxLength ? text[..MaxLength] : text;

    private static string Write(Value value, int depth) => value switch
    {
        _ when depth == MaxDepth => s_hole,
        TextValue text => text.Text.Length > MaxLength ? text.Text[..MaxLength] : text.Text,
        BytesValue bytes => Encoding.UTF8.GetString(bytes.Bytes.Span[..Math.Min(bytes.Bytes.Length, MaxLength)]),
        IntValue number => number.Value.GetByteCount() <= 64 ? number.Value.ToString(null, null) : s_hole,
        SequenceValue { Form: SequenceForm.Tuple, Items: [var host, IntValue port] } => $"{Write(host, depth + 1)}:{Write(port, depth + 1)}",
        SequenceValue { Form: SequenceForm.List or SequenceForm.Tuple } sequence => Line(sequence, depth),
        ResultValue result when MakerOf(result) is KnownApi entry => Made(entry, result, depth),
        SymbolValue { Name: "sys.executable" } => "sys.executable",
        SymbolValue { Name: "os.devnull" } => "/dev/null",
        _ => s_hole,
    };

    private static string Made(KnownApi entry, ResultValue result, int depth) =>
        entry.Target is string selector && Select(selector.Split('+')[^1], result.Arguments, null) is Value inner
            ? Write(inner, depth + 1)
            : s_hole;

    // A list of arguments as a shell would have to be given it.
    private static string Line(SequenceValue sequence, int depth)
    {
        // One item with spaces in it can only be meant as a whole line, and where a shell reads it, it is one.
        if (sequence is { Items: [var only], IsPartial: false })
        {
            return Write(only, depth + 1);
        }

        StringBuilder line = new();
        foreach (Value item in sequence.Items.Take(MaxItems))
        {
            string word = Write(item, depth + 1);
            line.Append(line.Length == 0 ? "" : " ").Append(IsPlain(word) ? word : $"'{word.Replace("'", "'\"'\"'", StringComparison.Ordinal)}'");
            if (line.Length > MaxLength)
            {
                break;
            }
        }

        return sequence.IsPartial ? line.Append(line.Length == 0 ? "" : " ").Append(TextValue.Hole).ToString() : line.ToString();
    }

    private static bool IsPlain(string word) => word.Length > 0 && word.AsSpan().IndexOfAny(s_meaning) < 0;
}
