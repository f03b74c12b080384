using System.Collections.Immutable;
using Assay.Python.Meaning.Folding;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>Operators, subscripts and slices.</summary>
internal sealed partial class Interpreter
{
    /// <summary>A chain of operators leans to the left and may be a million deep: it is gone through without recursion.</summary>
    private Value EvaluateBinary(int node)
    {
        Stack<int> chain = new();
        int at = node;
        while (Tree[at].Kind == NodeKind.BinOp)
        {
            chain.Push(at);
            at = Tree[at].First;
        }

        Value left = Evaluate(at);
        while (chain.TryPop(out int next))
        {
            Step(next);
            Operator op = (Operator)Tree[next].Op;
            Value right = Evaluate(Tree[Tree[next].First].Next);
            if (op == Operator.Add && left is TextValue or BytesValue && chain.Count > 0)
            {
                left = ConcatenateChain(left, right, chain);
            }
            else
            {
                left = Binary(op, left, right);
            }
        }

        return left;
    }

    /// <summary>Concatenates texts, or bytes, as long as the chain goes on with them: each is copied once.</summary>
    private Value ConcatenateChain(Value left, Value right, Stack<int> chain)
    {
        GrowingText buffer = left is TextValue text ? new GrowingText(text.Text) { IsPartial = text.IsPartial }
            : new GrowingText(((BytesValue)left).Bytes.Span) { IsPartial = ((BytesValue)left).IsPartial };
        Labels labels = left.Labels;
        List<Value> inputs = [left];
        while (true)
        {
            Value piece = right is AlternativeValue ? right : HoleOf(left, right) ?? Freeze(right);
            int size = piece is TextValue added ? added.Text.Length : piece is BytesValue addedBytes ? addedBytes.Bytes.Length : 0;
            if (!_folding.TrySpend(size + 1, buffer.Length + (long)size) || !buffer.TryAppend(piece))
            {
                Value sum = buffer.Read(buffer.Length, labels);
                _derivations.Made(sum, [.. inputs], null);
                return Binary(Operator.Add, sum, right);
            }

            labels |= LabelsOf(right);
            if (!_derivations.IsEmpty)
            {
                inputs.Add(right);
            }

            if (!chain.TryPeek(out int next) || (Operator)Tree[next].Op != Operator.Add)
            {
                break;
            }

            chain.Pop();
            Step(next);
            right = Evaluate(Tree[Tree[next].First].Next);
        }

        Value result = buffer.Read(buffer.Length, labels);
        _derivations.Made(result, [.. inputs], null);
        return result;
    }

    /// <summary>A hole in the place of what is not known, where it is added to text or bytes; null where it is known or no text.</summary>
    private Value? HoleOf(Value text, Value other)
    {
        if (other is not (UnknownValue or ResultValue or SymbolValue) || other is ResultValue && PathOf(other) is not null)
        {
            return null;
        }

        Read(text);
        return Read(text) switch
        {
            TextValue => new TextValue(TextValue.Hole.ToString(), true, LabelsOf(other)),
            BytesValue => new BytesValue(System.Text.Encoding.UTF8.GetBytes(TextValue.Hole.ToString()), true, LabelsOf(other)),
            _ => null,
        };
    }

    private Value Binary(Operator op, Value left, Value right)
    {
        if (left is AlternativeValue alternatives)
        {
            return Each(alternatives, option => Binary(op, option, right));
        }

        if (right is AlternativeValue others)
        {
            return Each(others, option => Binary(op, left, option));
        }

        Labels labels = LabelsOf(left) | LabelsOf(right);
        if (op == Operator.Divide && PathOf(left) is { } folder && left is ResultValue)
        {
            return JoinPath(folder, right, labels);
        }

        if (op == Operator.Add)
        {
            Value first = HoleOf(right, left) ?? left;
            Value second = HoleOf(left, right) ?? right;
            left = first;
            right = second;
        }

        if (left is InstanceValue or ClassValue or UnknownValue || right is UnknownValue && left is not TextValue)
        {
            return new UnknownValue(labels);
        }

        Value frozenLeft = Freeze(left);
        Value frozenRight = Freeze(right);
        Value? folded = Settle(Folder.Binary(op, frozenLeft, frozenRight, _folding), labels);
        if (folded is null && op == Operator.Modulo && frozenLeft is TextValue format)
        {
            folded = new TextValue(HolesForFields(format.Text), true, labels);
        }

        if (folded is null)
        {
            return new UnknownValue(labels);
        }

        // To combine bits by XOR is to decrypt, or to be harmless: it says nothing where the result is not executed.
        Value result = folded.With(op == Operator.BitXor ? labels | Labels.Decoded : labels);
        _derivations.Made(result, [folded, left, right], null);
        return result;
    }

    /// <summary>A <c>%</c> format of which the values are not known.</summary>
    private static string HolesForFields(string format)
    {
        System.Text.StringBuilder text = new(format.Length);
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }

            int end = i + 1;
            while (end < format.Length && !char.IsAsciiLetter(format[end]) && format[end] != '%')
            {
                end = format[end] == '(' ? Math.Max(format.IndexOf(')', end), end) + 1 : end + 1;
            }

            text.Append(end < format.Length && format[end] == '%' ? '%' : TextValue.Hole);
            i = end;
        }

        return text.ToString();
    }

    private Value EvaluateUnary(int node)
    {
        // -- - not not x: as deep as anyone likes.
        List<Operator> operators = [];
        int at = node;
        while (Tree[at].Kind == NodeKind.UnaryOp)
        {
            operators.Add((Operator)Tree[at].Op);
            at = Tree[at].First;
        }

        Value value = Evaluate(at);
        for (int i = operators.Count - 1; i >= 0; i--)
        {
            value = Unary(operators[i], value);
        }

        return value;
    }

    private Value Unary(Operator op, Value operand)
    {
        if (op == Operator.Not)
        {
            return TruthOf(operand) is { } truth ? (truth ? s_false : s_true).With(operand.Labels) : new UnknownValue(LabelsOf(operand));
        }

        if (operand is AlternativeValue alternative)
        {
            return Each(alternative, option => Unary(op, option));
        }

        return Settle(Folder.Unary(op, Freeze(operand), _folding), operand.Labels) ?? new UnknownValue(LabelsOf(operand));
    }

    private Value EvaluateBoolean(int node)
    {
        Stack<int> chain = new();
        int at = node;
        while (Tree[at].Kind == NodeKind.BoolOp)
        {
            chain.Push(at);
            at = Tree[at].First;
        }

        int guards = _guards;
        int before = _environmentTests;
        Value value = Evaluate(at);
        while (chain.TryPop(out int next))
        {
            Step(next);
            bool isAnd = (Operator)Tree[next].Op == Operator.And;
            int right = Tree[Tree[next].First].Next;
            bool? truth = TruthOf(value);
            _guards = guards + (isAnd && _environmentTests != before ? 1 : 0);
            if (truth == !isAnd)
            {
                WalkCold(right, _trigger, static (self, operand) => self.Evaluate(operand));
            }
            else if (truth == isAnd)
            {
                value = Evaluate(right);
            }
            else
            {
                _journal.Open();
                Value other = Evaluate(right);
                JoinWithBefore(_journal.TakeBack());
                value = Join(value, other);
            }
        }

        _guards = guards;
        return value;
    }

    private Value EvaluateCompare(int node)
    {
        Stack<int> chain = new();
        int at = node;
        while (Tree[at].Kind == NodeKind.Compare)
        {
            chain.Push(at);
            at = Tree[at].First;
        }

        Value left = Evaluate(at);
        bool? all = true;
        Labels labels = LabelsOf(left);
        while (chain.TryPop(out int next))
        {
            Step(next);
            Value right = Evaluate(Tree[Tree[next].First].Next);
            labels |= LabelsOf(right);
            bool? holds = Compare((Operator)Tree[next].Op, left, right);
            all = all == false || holds == false ? false : all & holds;
            left = right;
        }

        return all is { } known ? (known ? s_true : s_false).With(labels) : new UnknownValue(labels);
    }

    private bool? Compare(Operator op, Value left, Value right)
    {
        if (left is AlternativeValue or UnknownValue or ResultValue or SymbolValue or InstanceValue
            || right is AlternativeValue or UnknownValue or ResultValue or SymbolValue or InstanceValue)
        {
            return null;
        }

        bool isOwn = left is FunctionValue or ClassValue or ModuleValue or BoundValue;
        if (op is Operator.Is or Operator.IsNot or Operator.Equal or Operator.NotEqual && isOwn && right is NoneValue)
        {
            return op is Operator.IsNot or Operator.NotEqual;
        }

        return isOwn ? null : Settle(Folder.Compare(op, Freeze(left), Freeze(right), _folding), Labels.None) is BoolValue truth ? truth.Value : null;
    }

    private Value EvaluateSubscript(int node)
    {
        int target = Tree[node].First;
        int index = Tree[target].Next;
        Value container = Evaluate(target, isObject: true);
        if (index == 0)
        {
            return container;
        }

        if (Tree[index].Kind == NodeKind.Slice)
        {
            return EvaluateSlice(container, index);
        }

        Value key = Evaluate(index);
        return Item(container, key, node);
    }

    private Value EvaluateSlice(Value container, int slice)
    {
        Value? lower = null;
        Value? upper = null;
        Value? step = null;
        foreach (int child in Tree.ChildrenOf(slice))
        {
            Value bound = Freeze(Evaluate(Tree[child].First));
            switch (Tree[child].Kind)
            {
                case NodeKind.SliceLower:
                    lower = bound;
                    break;
                case NodeKind.SliceUpper:
                    upper = bound;
                    break;
                default:
                    step = bound;
                    break;
            }
        }

        return Slice(container, lower, upper, step);
    }

    private Value Slice(Value container, Value? lower, Value? upper, Value? step)
    {
        if (container is AlternativeValue alternative)
        {
            return Each(alternative, option => Slice(option, lower, upper, step));
        }

        Labels labels = LabelsOf(container);
        Value frozen = Freeze(container);
        if (frozen is UnknownValue or ResultValue or SymbolValue)
        {
            return new UnknownValue(labels);
        }

        bool reverses = step is IntValue { Value.Sign: < 0 } && frozen is TextValue or BytesValue;
        Value? folded = Settle(Folder.Slice(frozen, lower, upper, step, _folding), labels);
        if (folded is null)
        {
            // What is left of a list is a list of the same things.
            return container is ListValue or SequenceValue ? Loosen(ElementOf(container)).With(labels) is var element
                ? NewList(SequenceForm.List, [element], isPartial: true, labels) : container : new UnknownValue(labels);
        }

        Value result = folded.With(reverses ? labels | Labels.Decoded : labels);
        _derivations.Made(result, [folded, container], reverses ? "[::-1]" : null);
        return result;
    }

    private Value Item(Value container, Value key, int node)
    {
        switch (container)
        {
            case AlternativeValue alternative:
                return Each(alternative, option => Item(option, key, node));
            case SymbolValue symbol:
                return SymbolItem(symbol, key, node);
            case NamespaceValue names:
                return PlainText(key) is { } name ? NameIn(names.Names, name) : new UnknownValue(names.Labels);
            case ListValue list when key is IntValue at && at.Value < list.Store.Count && at.Value >= -list.Store.Count && !list.Store.IsPartial:
                return list.Store[(int)(at.Value < 0 ? at.Value + list.Store.Count : at.Value)];
            case SequenceValue { IsPartial: false } tuple when key is IntValue at && at.Value < tuple.Items.Length && at.Value >= -tuple.Items.Length:
                return tuple.Items[(int)(at.Value < 0 ? at.Value + tuple.Items.Length : at.Value)].With(tuple.Labels);
            case DictValue dict:
                Value frozenKey = Freeze(key);
                return dict.Store.Find(frozenKey) is { } found ? (dict.Store.IsPartial ? Loosen(found) : found)
                    : dict.Store.Default is { } missing ? Missing(dict, missing, frozenKey, node)
                    : AnyItem(dict.Store.Items, dict.Store.Labels).With(NameLabels(frozenKey));
            case ListValue or SequenceValue:
                return ElementOf(container);
            case InstanceValue instance when FindAttribute(instance, "__getitem__", node) is { } getter:
                return Call(getter, [new Argument(null, key)], node);
            case ClassValue:
                return container;
            case ResultValue result:
                return new ResultValue(result.Name + "[]", [], result.Labels | NameLabels(key));
            case ByteArrayValue bytes when key is IntValue at && at.Value >= 0 && at.Value < bytes.Store.Count:
                return new IntValue(bytes.Store[(int)at.Value], bytes.Labels | bytes.Store.Labels);
            default:
                Labels labels = LabelsOf(container);
                Value frozen = Freeze(container);
                return frozen is UnknownValue ? new UnknownValue(labels | NameLabels(key))
                    : (Settle(Folder.Index(frozen, Freeze(key), _folding), labels) ?? new UnknownValue(labels)).With(labels);
        }
    }

    private Value NameIn(Bindings names, string name) =>
        names.Find(name) is { } bound ? Read(bound) : name == "__builtins__" ? Symbol("builtins") : Value.Unknown;

    private Value Missing(DictValue dict, Value factory, Value key, int node)
    {
        Value made = Call(factory, [], node);
        dict.Store.TrySet(key, made, Labels.None);
        return made;
    }

    private Labels NameLabels(Value key) => key is TextValue { IsPartial: false } name ? LabelsOfName(name.Text) : Labels.None;

    private Value AnyItem(IEnumerable<KeyValuePair<Value, Value>> items, Labels labels)
    {
        Value? joined = null;
        foreach ((Value _, Value item) in items.Take(MaxOptions))
        {
            joined = joined is null ? item : Join(joined, item);
        }

        return joined is null ? new UnknownValue(labels) : Loosen(joined).With(labels);
    }
}
