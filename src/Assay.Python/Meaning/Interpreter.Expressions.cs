using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Assay.Python.Meaning.Folding;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>Expressions: literals, displays, names, strings with fields.</summary>
internal sealed partial class Interpreter
{
    private static readonly IntValue[] s_small = [.. Enumerable.Range(0, 1_024).Select(static number => new IntValue(number, Labels.None))];
    private static readonly BoolValue s_true = new(true, Labels.None);
    private static readonly BoolValue s_false = new(false, Labels.None);
    private static readonly NoneValue s_none = new(Labels.None);

    private Value Evaluate(int node, bool isObject = false)
    {
        Step(node);
        if (!EnterDepth(node))
        {
            return Value.Unknown;
        }

        Value value = EvaluateKind(node);
        if (!isObject && value is SymbolValue symbol && Tree[node].Kind is NodeKind.Name or NodeKind.Attribute)
        {
            ObserveRead(symbol, [], node);
        }

        _depth--;
        return value;
    }

    private Value EvaluateKind(int node)
    {
        switch (Tree[node].Kind)
        {
            case NodeKind.Name:
                return EvaluateName(node);
            case NodeKind.Attribute:
                return EvaluateAttribute(node);
            case NodeKind.Call:
                return EvaluateCall(node);
            case NodeKind.StringLiteral:
            case NodeKind.Number:
                return Literal(node);
            case NodeKind.StringConcat:
            case NodeKind.FString:
                return EvaluateString(node);
            case NodeKind.Constant:
                return Tree[node].Op switch { 0 => s_none, 1 => s_false, _ => s_true };
            case NodeKind.BinOp:
                return EvaluateBinary(node);
            case NodeKind.UnaryOp:
                return EvaluateUnary(node);
            case NodeKind.BoolOp:
                return EvaluateBoolean(node);
            case NodeKind.Compare:
                return EvaluateCompare(node);
            case NodeKind.IfExp:
                return EvaluateIfExpression(node);
            case NodeKind.Lambda:
                return DefineLambda(node);
            case NodeKind.List:
            case NodeKind.Set:
            case NodeKind.Tuple:
                return EvaluateDisplay(node);
            case NodeKind.Dict:
                return EvaluateDict(node);
            case NodeKind.ListComp:
            case NodeKind.SetComp:
            case NodeKind.DictComp:
            case NodeKind.GeneratorExp:
                return EvaluateComprehension(node);
            case NodeKind.Subscript:
                return EvaluateSubscript(node);
            case NodeKind.NamedExpr:
                Value named = Evaluate(Tree.Child(node, 1));
                Assign(Tree[node].First, named);
                return named;
            case NodeKind.Await:
                return Evaluate(Tree[node].First);
            case NodeKind.Yield:
            case NodeKind.YieldFrom:
                return EvaluateYield(node);
            case NodeKind.Starred:
            case NodeKind.DoubleStarred:
            case NodeKind.Annotation:
            case NodeKind.Default:
            case NodeKind.Returns:
            case NodeKind.Guard:
                return Evaluate(Tree[node].First);
            case NodeKind.Backtick:
                return Format(Evaluate(Tree[node].First), 'r', "");
            case NodeKind.Slice:
                EvaluateAll(node);
                return Value.Unknown;
            case NodeKind.SliceLower or NodeKind.SliceUpper or NodeKind.SliceStep:
                return Evaluate(Tree[node].First);
            default:
                return Value.Unknown;
        }
    }

    private Value Literal(int node)
    {
        if (_frame.Unit.Literals.TryGetValue(node, out Value? known))
        {
            return known;
        }

        Value value = DecodeLiteral(node);
        _frame.Unit.Literals.Add(node, value);
        return value;
    }

    private Value DecodeLiteral(int node)
    {
        ref readonly Node literal = ref Tree[node];
        if (literal.Kind == NodeKind.Number)
        {
            return Tree.NumberOf(node) switch
            {
                BigInteger number => number >= 0 && number < s_small.Length ? s_small[(int)number] : new IntValue(number, Labels.None),
                double real => new FloatValue(real, Labels.None),
                _ => Value.Unknown,
            };
        }

        if (literal.End - literal.Start > _limits.MaxValueBytes)
        {
            UnknownValue cut = new(Labels.None);
            _derivations.Cut(cut, nameof(ProgramLimits.MaxValueBytes));
            return cut;
        }

        return ((StringForm)literal.Op & StringForm.Bytes) != StringForm.None
            ? new BytesValue(Tree.BytesOf(node), false, Labels.None)
            : Text(Tree.StringOf(node));
    }

    /// <summary>Literals side by side and strings with fields: text with holes for what is not known.</summary>
    private Value EvaluateString(int node)
    {
        System.Text.StringBuilder text = new();
        List<byte>? bytes = null;
        Labels labels = Labels.None;
        bool isPartial = false;
        string? cut = null;
        List<Value>? inputs = null;
        Append(node);
        Value result = cut is not null ? new UnknownValue(labels)
            : bytes is not null ? new BytesValue(bytes.ToArray(), isPartial, labels)
            : new TextValue(text.ToString(), isPartial, labels);
        if (cut is not null)
        {
            _derivations.Cut(result, cut);
        }

        _derivations.Made(result, CollectionsMarshal.AsSpan(inputs), null);
        return result;

        void Append(int part)
        {
            switch (Tree[part].Kind)
            {
                case NodeKind.StringConcat:
                case NodeKind.FString:
                    foreach (int child in Tree.ChildrenOf(part))
                    {
                        Append(child);
                    }

                    break;
                case NodeKind.StringPart:
                    text.Append(Tree.StringOf(part));
                    break;
                case NodeKind.Field:
                    AppendField(part);
                    break;
                default:
                    Value literal = Literal(part);
                    if (literal is BytesValue more)
                    {
                        (bytes ??= []).AddRange(more.Bytes.Span);
                    }
                    else if (literal is TextValue piece)
                    {
                        text.Append(piece.Text);
                        isPartial |= piece.IsPartial;
                    }
                    else
                    {
                        cut ??= nameof(ProgramLimits.MaxValueBytes);
                    }

                    break;
            }
        }

        void AppendField(int field)
        {
            int expression = Tree[field].First;
            Value value = Evaluate(expression);
            int specification = Tree.Child(field, NodeKind.FormatSpec);
            string format = "";
            if (specification != 0)
            {
                foreach (int child in Tree.ChildrenOf(specification))
                {
                    format += Tree[child].Kind == NodeKind.Field ? (PlainText(Evaluate(Tree[child].First)) ?? "") : Tree.StringOf(child);
                }
            }

            if (Tree[field].Extra == 1)
            {
                text.Append(Tree.TextOf(expression)).Append('=');
            }

            TextValue formatted = Format(value, (char)Tree[field].Op, format);
            text.Append(formatted.Text);
            isPartial |= formatted.IsPartial;
            labels |= LabelsOf(value);
            (inputs ??= []).Add(value);
        }
    }

    private TextValue Format(Value value, char conversion, string specification)
    {
        if (PathOf(value) is { } path)
        {
            return path.With(LabelsOf(value)) as TextValue ?? path;
        }

        if (value is AlternativeValue alternative)
        {
            value = alternative.Options[0].With(alternative.Labels);
        }

        if (value is InstanceValue instance)
        {
            value = Special(instance, [], conversion == 'r' ? "__repr__" : "__format__", "__str__", "__repr__");
        }

        Labels labels = LabelsOf(value);
        return value is UnknownValue or ResultValue or SymbolValue or InstanceValue or FunctionValue or ClassValue
            ? new TextValue(TextValue.Hole.ToString(), true, labels)
            : (TextValue)Folder.Format(Freeze(value), conversion, specification, _folding).With(labels);
    }

    private Value EvaluateDisplay(int node)
    {
        NodeKind kind = Tree[node].Kind;
        SequenceForm form = kind == NodeKind.List ? SequenceForm.List : kind == NodeKind.Set ? SequenceForm.Set : SequenceForm.Tuple;
        if (_frame.Unit.Literals.TryGetValue(node, out Value? known))
        {
            return kind == NodeKind.Tuple ? known : NewList(form, ((SequenceValue)known).Items);
        }

        ImmutableArray<Value>.Builder items = ImmutableArray.CreateBuilder<Value>(Tree.CountOf(node));
        bool isPartial = false;
        bool isLiteral = true;
        Labels labels = Labels.None;
        foreach (int child in Tree.ChildrenOf(node))
        {
            if (Tree[child].Kind is NodeKind.Number or NodeKind.StringLiteral or NodeKind.Constant)
            {
                Step(child);
                items.Add(Tree[child].Kind == NodeKind.Constant ? EvaluateKind(child) : DecodeLiteral(child));
                continue;
            }

            isLiteral = false;
            Value value = Evaluate(child);
            labels |= LabelsOf(value);
            if (Tree[child].Kind != NodeKind.Starred)
            {
                items.Add(value);
            }
            else if (ItemsOf(value) is { IsDefault: false } more)
            {
                items.AddRange(more);
            }
            else
            {
                isPartial = true;
                items.Add(ElementOf(value));
            }
        }

        ImmutableArray<Value> all = items.DrainToImmutable();
        SequenceValue sequence = new(form, all, isPartial, Labels.None);
        if (isLiteral && all.Length > 0)
        {
            _frame.Unit.Literals.Add(node, sequence);
        }

        return kind == NodeKind.Tuple ? sequence : NewList(form, all, isPartial, labels);
    }

    private DictValue EvaluateDict(int node)
    {
        DictValue dict = NewDict();
        foreach (int child in Tree.ChildrenOf(node))
        {
            if (Tree[child].Kind == NodeKind.DoubleStarred)
            {
                Update(dict, Evaluate(Tree[child].First));
                continue;
            }

            Value key = Freeze(Evaluate(Tree[child].First));
            Value value = Evaluate(Tree.Child(child, 1));
            if (key is TextValue { IsPartial: false } name && value is not (TextValue { IsPartial: false } or IntValue or BoolValue or NoneValue))
            {
                value = value.With(LabelsOfName(name.Text));
            }

            dict.Store.TrySet(key, value, LabelsOf(value));
        }

        return dict;
    }

    private Value EvaluateIfExpression(int node)
    {
        int body = Tree[node].First;
        int test = Tree[body].Next;
        int otherwise = Tree[test].Next;
        int before = _environmentTests;
        bool? truth = TruthOf(Evaluate(test));
        int guards = _guards;
        _guards += _environmentTests != before ? 1 : 0;
        _frame.UnknownTests += truth is null ? 1 : 0;
        Value result = truth switch
        {
            true => Taken(body, otherwise),
            false => Taken(otherwise, body),
            null => Join(Evaluate(body), Evaluate(otherwise)),
        };
        _guards = guards;
        return result;

        Value Taken(int taken, int other)
        {
            Value value = Evaluate(taken);
            WalkCold(other, _trigger, static (self, at) => self.Evaluate(at));
            return value;
        }
    }

    private Value EvaluateYield(int node)
    {
        Value value = Tree[node].First is > 0 and int child ? Evaluate(child) : s_none;
        if (_frame.Yields is { } yields && _coldDepth == _frame.ColdDepth && yields.Count < MaxRounds)
        {
            if (Tree[node].Kind == NodeKind.Yield)
            {
                yields.Add(value);
            }
            else if (ItemsOf(value) is { IsDefault: false } items)
            {
                yields.AddRange(items);
            }
            else
            {
                yields.Add(ElementOf(value));
                _frame.IsInexact = true;
            }
        }

        if (Tree[node].Kind == NodeKind.YieldFrom)
        {
            return new UnknownValue(LabelsOf(value));
        }

        // What is sent arrives once: where the body stood still.
        Value sent = _frame.Sent ?? Value.Unknown;
        _frame.Sent = null;
        return sent;
    }

    /// <summary>A text that is known as a whole; null for everything else.</summary>
    private string? PlainText(Value value) => Freeze(value) is TextValue { IsPartial: false } text ? text.Text : null;
}
