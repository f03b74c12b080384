using System.Collections.Immutable;

namespace Assay.Python.Meaning;

/// <summary>Codecs that the distribution registers: a text decoded by one is made by its own function.</summary>
internal sealed partial class Interpreter
{
    private const int MaxFinders = 16;

    /// <summary>Functions given to <c>codecs.register</c>, each of which finds codecs by name.</summary>
    private readonly List<Value> _codecFinders = [];

    /// <summary><c>codecs.register</c> and <c>codecs.CodecInfo</c>; null for all others.</summary>
    private Value? CodecCall(string name, ImmutableArray<Argument> arguments, int node)
    {
        switch (name)
        {
            case "codecs.register" when arguments.Length > 0 && _codecFinders.Count < MaxFinders:
                _codecFinders.Add(arguments[0].Value);
                return s_none;
            case "codecs.CodecInfo":
                return MakeRecord("CodecInfo", [Text("encode"), Text("decode")], arguments, node);
            default:
                return null;
        }
    }

    /// <summary>What a registered codec makes of a value; null where none has this name.</summary>
    private Value? ByOwnCodec(Value receiver, string method, ImmutableArray<Argument> arguments, int node)
    {
        if (_codecFinders.Count == 0 || method is not ("decode" or "encode") || (Find(arguments, 0, "encoding") is { } named ? PlainText(named) : null) is not { } encoding)
        {
            return null;
        }

        foreach (Value finder in _codecFinders)
        {
            if (Call(finder, [new Argument(null, Text(encoding))], node) is Objects.InstanceValue codec && codec.Object.Attributes.Find(method) is { } function)
            {
                Value made = Item(Call(Read(function), [new Argument(null, receiver)], node), new IntValue(0, Labels.None), node);
                return made.With(LabelsOf(receiver) | Labels.Decoded);
            }
        }

        return null;
    }
}
