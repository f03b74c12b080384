using System.Collections.Immutable;
using System.Text;
using Assay.Python.Bytecode;
using Assay.Python.Bytecode.Disassembly;
using Assay.Python.Meaning.Objects;
using Assay.Python.Parsing;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>Text and code objects that the program executes: read in the same context, as a layer of their own.</summary>
internal sealed partial class Interpreter
{
    /// <summary>How often the same text is run through where it is executed again: for the names that it binds.</summary>
    private const int MaxRepeats = 16;
    private const int MaxRepeatedText = 1 << 16;

    private readonly Dictionary<(Trigger, int, string), ReadLayer> _read = [];
    private long _layerBytes;

    private sealed class ReadLayer(CodeUnit unit, int number)
    {
        public CodeUnit Unit => unit;

        public int Number => number;

        public bool IsActive { get; set; }

        public int Runs { get; set; }
    }

    /// <summary><c>exec</c>, <c>eval</c> and what else runs code.</summary>
    private Value ExecuteCode(string api, ImmutableArray<Argument> arguments, int node, bool isExpression)
    {
        Value code = arguments.Length > 0 ? arguments[0].Value : Value.Unknown;
        if (_frame.Function is { } function)
        {
            function.ExecutesText = true;
        }

        Value? space = Find(arguments, 2, "locals") ?? Find(arguments, 1, "globals");
        if (code is AlternativeValue alternative)
        {
            return Each(
                alternative, (api, arguments, space, node, isExpression), static (self, run, option) =>
                    self.ExecuteOne(run.api, option, run.arguments.SetItem(0, run.arguments[0] with { Value = option }), run.space, run.node, run.isExpression));
        }

        return ExecuteOne(api, code, arguments, space, node, isExpression);
    }

    private Value ExecuteOne(string api, Value code, ImmutableArray<Argument> arguments, Value? space, int node, bool isExpression)
    {
        (string Text, bool IsBytecode)? text = TextOfCode(code, node);
        if (text is not { } known)
        {
            if (code is CodeValue { Source: OwnValue })
            {
                return Value.Unknown;
            }

            Observe(ObservationKind.Execute, api, null, arguments, node, Value.Unknown);
            if (LimitOf(code) is { } limit)
            {
                _log.AddShortfall(SiteOf(node), limit, _trigger, "text that is executed was not computed to its end");
            }

            return new UnknownValue(LabelsOf(code));
        }

        if (LimitOf(code) is { } cut)
        {
            _log.AddShortfall(SiteOf(node), cut, _trigger, "text that is executed was not computed to its end");
        }

        ReadLayer? layer = Layer(known.Text, code, HowOf(api, code, known.IsBytecode), node, isExpression);
        Observe(ObservationKind.Execute, api, null, arguments, node, Value.Unknown, layer?.Number ?? 0);
        return layer is null ? new UnknownValue(LabelsOf(code)) : Run(layer, space, node, isExpression);
    }

    private string? LimitOf(Value code) => _derivations.Of(code).Limit ?? (code is CodeValue { Source: { } source } ? _derivations.Of(source).Limit : null);

    /// <summary>The text that is executed; null where it is not known.</summary>
    private (string Text, bool IsBytecode)? TextOfCode(Value code, int node)
    {
        if (code is CodeValue { Source: BytesValue { IsPartial: false } marshalled })
        {
            BytecodeReading reading = BytecodeReader.ReadMarshalled(marshalled.Bytes, MarshalLimits.Default);
            if (reading.Problem is { } problem)
            {
                _log.AddShortfall(SiteOf(node), "Bytecode", _trigger, problem);
            }

            return reading.Code is { } object_ ? (Decompiler.ToSource(object_, reading.Version, _limits.MaxValueBytes).Text, true) : null;
        }

        return Freeze(code is CodeValue { Source: { } source } ? source : code) switch
        {
            TextValue text when !IsOnlyHole(text.Text) => (text.Text, false),
            BytesValue bytes when !bytes.IsPartial => (Encoding.UTF8.GetString(bytes.Bytes.Span), false),
            _ => null,
        };
    }

    private static bool IsOnlyHole(string text) => text.AsSpan().Trim(TextValue.Hole).Trim().IsEmpty && text.Contains(TextValue.Hole, StringComparison.Ordinal);

    private string HowOf(string api, Value code, bool isBytecode)
    {
        ImmutableArray<string> decoders = _derivations.Of(code).Decoders;
        if (decoders.IsEmpty && code is CodeValue { Source: { } source })
        {
            decoders = _derivations.Of(source).Decoders;
        }

        string verb = api.StartsWith("builtins.", StringComparison.Ordinal) ? api[9..] : api;
        return decoders.IsEmpty ? isBytecode ? verb + " of bytecode" : verb : $"{verb} of {string.Join(", ", decoders)}";
    }

    /// <summary>The layer of a text; null where a limit forbids it.</summary>
    private ReadLayer? Layer(string text, Value code, string how, int node, bool isExpression)
    {
        (Trigger, int, string) key = (_trigger, _frame.Unit.Module.Source.Id, text);
        if (_read.TryGetValue(key, out ReadLayer? known))
        {
            return known;
        }

        int depth = _frame.Unit.Depth + 1;
        long bytes = Encoding.UTF8.GetMaxByteCount(0) + text.Length;
        string? limit = depth > _limits.MaxLayers ? nameof(ProgramLimits.MaxLayers)
            : _log.LayerCount >= _limits.MaxLayerCount ? nameof(ProgramLimits.MaxLayerCount)
            : _layerBytes + bytes > _limits.MaxLayerBytes ? nameof(ProgramLimits.MaxLayerBytes) : null;
        if (limit is not null)
        {
            _log.AddShortfall(SiteOf(node), limit, _trigger, "executed text that was not read");
            return null;
        }

        _layerBytes += bytes;
        SyntaxTree tree = Parse(text, isExpression);
        Labels labels = LabelsOf(code is CodeValue { Source: { } source } ? source : code) | code.Labels;
        int number = _log.AddLayer(new Layer(SiteOf(node), depth, how, labels, tree, text));
        _log.AddUnparsed(_frame.Unit.Module.Source.Id, number, _trigger, tree.Errors);
        ReadLayer layer = new(new CodeUnit(tree, _frame.Unit.Module, number, depth), number);
        _read.Add(key, layer);
        return layer;
    }

    private static SyntaxTree Parse(string text, bool isExpression)
    {
        // A hole in the text is read as a name of the same length in bytes, so that places stay right.
        byte[] source = Encoding.UTF8.GetBytes(text.Contains(TextValue.Hole, StringComparison.Ordinal)
            ? text.Replace(TextValue.Hole.ToString(), "___", StringComparison.Ordinal) : text);
        return isExpression ? Parser.ParseExpression(source, ParserLimits.Default) : Parser.ParseModule(source, ParserLimits.Default);
    }

    private Value Run(ReadLayer layer, Value? space, int node, bool isExpression)
    {
        if (layer.IsActive || (layer.Runs > 0 && (layer.Runs >= MaxRepeats || layer.Unit.Tree.Source.Length > MaxRepeatedText) && !isExpression))
        {
            return Value.Unknown;
        }

        layer.IsActive = true;
        layer.Runs++;
        Scope scope = ScopeFor(space);
        Value result = RunUnit(layer.Unit, scope, node, isExpression);
        if (space is DictValue dict)
        {
            foreach ((string name, Value value) in scope.Names.All.ToList())
            {
                dict.Store.TrySet(Text(name), Read(value), Labels.None);
            }
        }

        layer.IsActive = false;
        return result;
    }

    private Scope ScopeFor(Value? space)
    {
        switch (space)
        {
            case NamespaceValue names:
                return new Scope(ScopeKind.Module, names.Names, null, _frame.Scope.Module);
            case DictValue dict:
                Bindings bindings = NewBindings();
                foreach ((Value key, Value value) in dict.Store.Items)
                {
                    if (key is TextValue { IsPartial: false } name)
                    {
                        bindings.Set(name.Text, value);
                    }
                }

                return new Scope(ScopeKind.Function, bindings, ModuleScope(_frame.Scope), _frame.Scope.Module);
            default:
                return _frame.Scope;
        }
    }

    private Value RunUnit(CodeUnit unit, Scope scope, int node, bool isExpression)
    {
        Frame before = _frame;
        Trail? trail = _trail;
        _trail = new Trail(_trail, SiteOf(node), "executes text");
        _frame = new Frame(unit, scope, _coldDepth) { Function = before.Function, Owner = before.Owner, Self = before.Self };
        Value result = s_none;
        if (EnterDepth(unit.Tree.Root))
        {
            int first = unit.Tree[unit.Tree.Root].First;
            if (isExpression && first != 0 && unit.Tree[first].Kind == NodeKind.ExpressionStatement)
            {
                result = unit.Tree[first].First is > 0 and int expression ? Evaluate(expression) : s_none;
            }
            else
            {
                ExecuteStatements(first);
            }

            _depth--;
        }

        _frame = before;
        _trail = trail;
        return result;
    }

    /// <summary>A literal in text, which <c>ast.literal_eval</c> evaluates without running anything.</summary>
    private Value? EvaluateText(string text, Labels labels)
    {
        if (text.Length > _limits.MaxValueBytes || _layerBytes + text.Length > _limits.MaxLayerBytes)
        {
            return null;
        }

        _layerBytes += text.Length;
        SyntaxTree tree = Parse(text, isExpression: true);
        int first = tree[tree.Root].First;
        if (!tree.Errors.IsEmpty || first == 0 || tree[tree[first].First].Kind is not (NodeKind.List or NodeKind.Tuple or NodeKind.Dict or NodeKind.StringLiteral or NodeKind.Number or NodeKind.StringConcat))
        {
            return null;
        }

        Frame before = _frame;
        _frame = new Frame(new CodeUnit(tree, before.Unit.Module, before.Unit.Layer, before.Unit.Depth), before.Scope, _coldDepth);
        Value value = Evaluate(tree[first].First);
        _frame = before;
        return value.With(labels);
    }
}
