using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;
using Assay.Python.Meaning.Objects;

namespace Assay.Python.Meaning;

/// <summary>Pickles that are known: a little program of its own (library reference, pickletools), which names functions and calls them.</summary>
internal sealed partial class Interpreter
{
    private static ReadOnlySpan<byte> HoleBytes => "\uFFFC"u8;

    private const int MaxPickleBytes = 4 << 20;
    private const int MaxPickleSteps = 400_000;
    private const int MaxPickleStack = 100_000;

    /// <summary>Stands on the stack for a mark.</summary>
    private static readonly NoneValue s_mark = new(Labels.Decoded);

    /// <summary><c>pickle.dumps</c> of an instance that says how it is made again: that is what reading it calls. Null for all others.</summary>
    private PartialCallValue? Pickled(Value value, int node)
    {
        if (value is InstanceValue instance && (FindOwnAttribute(instance, "__reduce__") ?? FindOwnAttribute(instance, "__reduce_ex__")) is { } reduce
            && ItemsOf(Call(reduce, [], node)) is { IsDefault: false, Length: >= 2 } made && ItemsOf(made[1]) is { IsDefault: false } items)
        {
            return new PartialCallValue(made[0], [.. items.Select(static item => new Argument(null, item))], Labels.None);
        }

        return null;
    }

    /// <summary>What reading a pickle does and gives; null where the pickle is not known.</summary>
    private Value? Unpickle(Value pickle, int node)
    {
        if (pickle is PartialCallValue made)
        {
            return Call(made, [], node);
        }

        if (Freeze(pickle) is not BytesValue bytes)
        {
            return null;
        }

        // A long repetition is kept as one, so that a pickle of which only the middle is unknown was too large.
        bool isCut = bytes.IsPartial && !bytes.Bytes.Span.StartsWith(HoleBytes) && !bytes.Bytes.Span.EndsWith(HoleBytes);
        if (bytes.IsPartial && !isCut)
        {
            return null;
        }

        if (isCut || bytes.Bytes.Length > MaxPickleBytes)
        {
            _log.AddShortfall(SiteOf(node), nameof(MaxPickleBytes), _trigger, "a pickle was not read");
            return null;
        }

        return RunPickle(bytes.Bytes.Span, node).With(bytes.Labels);
    }

    private Value RunPickle(ReadOnlySpan<byte> code, int node)
    {
        List<Value> stack = [];
        Dictionary<int, Value> memo = [];
        int at = 0;
        for (int step = 0; at < code.Length; step++)
        {
            if (!_folding.TrySpend(1) || step >= MaxPickleSteps || stack.Count > MaxPickleStack)
            {
                _log.AddShortfall(SiteOf(node), _folding.Ended ?? nameof(MaxPickleSteps), _trigger, "a pickle was not read to its end");
                return Value.Unknown;
            }

            byte operation = code[at++];
            switch ((char)operation)
            {
                case '.':
                    return Pop(stack);
                case '(':
                    stack.Add(s_mark);
                    break;
                case 'N':
                    stack.Add(s_none);
                    break;
                case 'c':
                    string module = Line(code, ref at);
                    stack.Add(Global(module, Line(code, ref at), node));
                    break;
                case '\u0093':
                    string name = PlainText(Pop(stack)) ?? "?";
                    stack.Add(Global(PlainText(Pop(stack)) ?? "?", name, node));
                    break;
                case 'R' or '\u0081' or '\u0092':
                    if (operation == 0x92)
                    {
                        // Keywords.
                        Pop(stack);
                    }

                    Value arguments = Pop(stack);
                    stack.Add(CallPickled(Pop(stack), ItemsOf(arguments), node));
                    break;
                case 'o':
                    ImmutableArray<Value> parts = ToMark(stack);
                    stack.Add(parts.IsEmpty ? Value.Unknown : CallPickled(parts[0], parts[1..], node));
                    break;
                case 'i':
                    string owner = Line(code, ref at);
                    Value callee = Global(owner, Line(code, ref at), node);
                    stack.Add(CallPickled(callee, ToMark(stack), node));
                    break;
                case 'S':
                    stack.Add(Text(Line(code, ref at).Trim('\'', '"').Replace("\\n", "\n", StringComparison.Ordinal)));
                    break;
                case 'V':
                    stack.Add(Text(Line(code, ref at)));
                    break;
                case 'X' or 'T':
                    stack.Add(Text(Encoding.UTF8.GetString(Counted(code, ref at, 4))));
                    break;
                case '\u008c' or 'U':
                    stack.Add(Text(Encoding.UTF8.GetString(Counted(code, ref at, 1))));
                    break;
                case '\u008d':
                    stack.Add(Text(Encoding.UTF8.GetString(Counted(code, ref at, 8))));
                    break;
                case 'B':
                    stack.Add(new BytesValue(Counted(code, ref at, 4).ToArray(), false, Labels.None));
                    break;
                case 'C':
                    stack.Add(new BytesValue(Counted(code, ref at, 1).ToArray(), false, Labels.None));
                    break;
                case '\u008e' or '\u0096':
                    stack.Add(new BytesValue(Counted(code, ref at, 8).ToArray(), false, Labels.None));
                    break;
                case 'I' or 'L':
                    stack.Add(BigInteger.TryParse(Line(code, ref at).TrimEnd('L'), NumberStyles.Integer, CultureInfo.InvariantCulture, out BigInteger number)
                        ? new IntValue(number, Labels.None) : Value.Unknown);
                    break;
                case 'F':
                    Line(code, ref at);
                    stack.Add(Value.Unknown);
                    break;
                case 'J' or 'M' or 'K' or 'G':
                    int width = (char)operation switch { 'J' => 4, 'M' => 2, 'K' => 1, _ => 8 };
                    ReadOnlySpan<byte> digits = Taken(code, ref at, width);
                    stack.Add(operation == 'G' ? Value.Unknown : new IntValue(new BigInteger(digits, isUnsigned: operation != 'J'), Labels.None));
                    break;
                case '\u008a':
                    stack.Add(new IntValue(new BigInteger(Counted(code, ref at, 1)), Labels.None));
                    break;
                case '\u0088' or '\u0089':
                    stack.Add(operation == 0x88 ? s_true : s_false);
                    break;
                case ')':
                    stack.Add(new SequenceValue(SequenceForm.Tuple, [], false, Labels.None));
                    break;
                case ']' or '\u008f':
                    stack.Add(NewList(SequenceForm.List, []));
                    break;
                case '}':
                    stack.Add(NewDict());
                    break;
                case 't' or 'l' or '\u0091':
                    stack.Add(new SequenceValue(SequenceForm.Tuple, ToMark(stack), false, Labels.None));
                    break;
                case '\u0085' or '\u0086' or '\u0087':
                    Value[] items = new Value[operation - 0x84];
                    for (int i = items.Length - 1; i >= 0; i--)
                    {
                        items[i] = Pop(stack);
                    }

                    stack.Add(new SequenceValue(SequenceForm.Tuple, [.. items], false, Labels.None));
                    break;
                case 'a':
                    Value item = Pop(stack);
                    if (stack.Count > 0 && stack[^1] is ListValue around && item is not ListValue)
                    {
                        around.Store.TryAdd(item, LabelsOf(item));
                    }

                    break;
                case 'e' or '\u0090':
                    ImmutableArray<Value> more = ToMark(stack);
                    if (stack.Count > 0 && stack[^1] is ListValue list)
                    {
                        Extend(list, new SequenceValue(SequenceForm.Tuple, more, false, Labels.None));
                    }

                    break;
                case 'd' or 'u':
                    ImmutableArray<Value> pairs = ToMark(stack);
                    DictValue dict = operation == 'u' && stack.Count > 0 && stack[^1] is DictValue below ? below : NewDict();
                    for (int i = 0; i + 1 < pairs.Length; i += 2)
                    {
                        dict.Store.TrySet(Freeze(pairs[i]), pairs[i + 1], LabelsOf(pairs[i + 1]));
                    }

                    if (operation == 'd')
                    {
                        stack.Add(dict);
                    }

                    break;
                case 's':
                    Value set = Pop(stack);
                    Value key = Pop(stack);
                    (stack.Count > 0 ? stack[^1] as DictValue : null)?.Store.TrySet(Freeze(key), set, LabelsOf(set));
                    break;
                case 'b':
                    Value state = Pop(stack);
                    if (stack.Count > 0 && stack[^1] is InstanceValue instance)
                    {
                        Special(instance, [new Argument(null, state)], "__setstate__");
                    }

                    break;
                case 'p' or 'q' or 'r' or '\u0094':
                    memo[operation == 0x94 ? memo.Count : Index(code, ref at, operation)] = stack.Count > 0 ? stack[^1] : Value.Unknown;
                    break;
                case 'g' or 'h' or 'j':
                    stack.Add(memo.GetValueOrDefault(Index(code, ref at, operation), Value.Unknown));
                    break;
                case '0' or 'P' or 'Q' or '\u0098':
                    if (operation is (byte)'P')
                    {
                        Line(code, ref at);
                    }
                    else if (operation == '0')
                    {
                        Pop(stack);
                    }

                    break;
                case '1':
                    ToMark(stack);
                    break;
                case '2':
                    stack.Add(stack.Count > 0 ? stack[^1] : Value.Unknown);
                    break;
                case '\u0080':
                    at++;
                    break;
                case '\u0095':
                    at += 8;
                    break;
                default:
                    return Value.Unknown;
            }
        }

        return Value.Unknown;
    }

    private Value Global(string module, string name, int node)
    {
        Value value = ImportByName(module, node);
        foreach (string part in name.Split('.'))
        {
            value = value is SymbolValue or ModuleValue or ClassValue ? Attribute(value, part, node) : Value.Unknown;
        }

        return value;
    }

    private Value CallPickled(Value callee, ImmutableArray<Value> arguments, int node) =>
        Call(callee, arguments.IsDefault ? [new Argument("*", Value.Unknown)] : [.. arguments.Select(static argument => new Argument(null, argument))], node);

    private static Value Pop(List<Value> stack)
    {
        if (stack.Count == 0)
        {
            return Value.Unknown;
        }

        Value top = stack[^1];
        stack.RemoveAt(stack.Count - 1);
        return top;
    }

    private static ImmutableArray<Value> ToMark(List<Value> stack)
    {
        int mark = stack.FindLastIndex(static value => ReferenceEquals(value, s_mark));
        ImmutableArray<Value> above = [.. stack.Skip(mark + 1)];
        stack.RemoveRange(Math.Max(mark, 0), stack.Count - Math.Max(mark, 0));
        return above;
    }

    private static string Line(ReadOnlySpan<byte> code, ref int at)
    {
        int end = code[Math.Min(at, code.Length)..].IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = Taken(code, ref at, end < 0 ? code.Length : end);
        at++;
        return Encoding.UTF8.GetString(line);
    }

    private static int Index(ReadOnlySpan<byte> code, ref int at, byte operation) => (char)operation switch
    {
        'p' or 'g' => int.TryParse(Line(code, ref at), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1,
        'q' or 'h' => Taken(code, ref at, 1) is [var small] ? small : -1,
        _ => Taken(code, ref at, 4) is { Length: 4 } wide ? BinaryPrimitives.ReadInt32LittleEndian(wide) : -1,
    };

    /// <summary>Bytes behind their number, which takes so many bytes itself.</summary>
    private static ReadOnlySpan<byte> Counted(ReadOnlySpan<byte> code, ref int at, int width)
    {
        ReadOnlySpan<byte> digits = Taken(code, ref at, width);
        BigInteger length = new(digits, isUnsigned: true);
        return Taken(code, ref at, length > code.Length ? code.Length : (int)length);
    }

    /// <summary>The next bytes, fewer where the pickle ends.</summary>
    private static ReadOnlySpan<byte> Taken(ReadOnlySpan<byte> code, ref int at, int length)
    {
        int start = Math.Min(at, code.Length);
        int end = Math.Min(code.Length, start + Math.Min(length, code.Length - start));
        at = end;
        return code[start..end];
    }
}
