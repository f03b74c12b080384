using System.Collections.Immutable;
using Assay.Python.Meaning.Folding;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>Operators.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Operators that wait for their right side, of all expressions that are being evaluated; the innermost last.</summary>
    private readonly Stack<int> _operators = new();

    /// <summary>
    /// A chain of operators leans to the left and may be a million deep: it is gone through without recursion. Puts its operators on the
    /// stack, the outermost first, and returns what stands at its left end.
    /// </summary>
    private int Descend(int node, NodeKind kind)
    {
        while (Tree[node].Kind == kind)
        {
            _operators.Push(node);
            node = Tree[node].First;
        }

        return node;
    }

    private bool TryPopOperator(int bottom, out int node)
    {
        node = 0;
        return _operators.Count > bottom && _operators.TryPop(out node);
    }

    private Value EvaluateBinary(int node)
    {
        int bottom = _operators.Count;
        Value left = Evaluate(Descend(node, NodeKind.BinOp));
        while (TryPopOperator(bottom, out int next))
        {
            Step(next);
            Operator op = (Operator)Tree[next].Op;
            Value right = Evaluate(Tree[Tree[next].First].Next);
            if (op == Operator.Add && left is TextValue or BytesValue && _operators.Count > bottom)
            {
                left = ConcatenateChain(left, right, bottom);
            }
            else
            {
                left = Binary(op, left, right);
            }
        }

        return left;
    }

    /// <summary>Concatenates texts, or bytes, as long as the chain goes on with them: each is copied once.</summary>
    private Value ConcatenateChain(Value left, Value right, int bottom)
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

            if (_operators.Count == bottom || (Operator)Tree[_operators.Peek()].Op != Operator.Add)
            {
                break;
            }

            int next = _operators.Pop();
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
            return Each(alternatives, (op, right), static (self, at, option) => self.Binary(at.op, option, at.right));
        }

        if (right is AlternativeValue others)
        {
            return Each(others, (op, left), static (self, at, option) => self.Binary(at.op, at.left, option));
        }

        if (left is InstanceValue || right is InstanceValue)
        {
            return OperatorMethod(op, left, right);
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

        if (op == Operator.Add && JoinInPart(left, right, labels) is { } inPart)
        {
            return inPart;
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

    /// <summary>A list of which only the beginning or the end is known: <c>["twine", "upload"] + glob.glob("dist/*")</c>; null where it is none.</summary>
    private ListValue? JoinInPart(Value left, Value right, Labels labels) => (left, right) switch
    {
        (ListValue { Store: { Form: SequenceForm.List } head }, UnknownValue or ResultValue or SymbolValue) =>
            NewList(SequenceForm.List, head.Items, isPartial: true, labels),
        // What stands in front is not known, nor how much it is: one item stands for it.
        (UnknownValue or ResultValue or SymbolValue, ListValue { Store: { Form: SequenceForm.List } tail }) =>
            NewList(SequenceForm.List, tail.Items is [UnknownValue, ..] ? tail.Items : [new UnknownValue(LabelsOf(left)), .. tail.Items], isPartial: true, labels),
        _ => null,
    };

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
        int bottom = _operators.Count;
        Value value = Evaluate(Descend(node, NodeKind.UnaryOp));
        while (TryPopOperator(bottom, out int next))
        {
            value = Unary((Operator)Tree[next].Op, value);
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
            return Each(alternative, op, static (self, operation, option) => self.Unary(operation, option));
        }

        if (operand is InstanceValue instance)
        {
            return Special(instance, [], op switch { Operator.Invert => "__invert__", Operator.Minus => "__neg__", _ => "__pos__" });
        }

        return Settle(Folder.Unary(op, Freeze(operand), _folding), operand.Labels) ?? new UnknownValue(LabelsOf(operand));
    }

    private Value EvaluateBoolean(int node)
    {
        int bottom = _operators.Count;
        int guards = _guards;
        int before = _environmentTests;
        Value value = Evaluate(Descend(node, NodeKind.BoolOp));
        while (TryPopOperator(bottom, out int next))
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
        int bottom = _operators.Count;
        Value left = Evaluate(Descend(node, NodeKind.Compare));
        bool? all = true;
        Labels labels = LabelsOf(left);
        while (TryPopOperator(bottom, out int next))
        {
            Step(next);
            Value right = Evaluate(Tree[Tree[next].First].Next);
            labels |= LabelsOf(right);
            if (left is InstanceValue || right is InstanceValue)
            {
                labels |= LabelsOf(OperatorMethod((Operator)Tree[next].Op, left, right));
            }

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
}
