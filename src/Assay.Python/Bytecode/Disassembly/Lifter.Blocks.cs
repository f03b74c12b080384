using System.Collections.Immutable;

namespace Assay.Python.Bytecode.Disassembly;

/// <content>Where ways part and meet, and the indented parts that come of it.</content>
internal sealed partial class Lifter
{
    /// <summary>How the code comes to a place by a jump.</summary>
    /// <param name="Condition">Under which it does.</param>
    /// <param name="Word">The operator that joins the two values, where it is one; else null.</param>
    private sealed record Arrival(StackCell? Stack, string Condition, string? Word = null);

    /// <summary>Where an exception leads.</summary>
    /// <param name="Base">What is on the stack before the exception is put there; null (with no cell) where nothing is.</param>
    private sealed record Handler(StackCell? Base, ImmutableArray<Operand> Pushed);

    private void Record(int target, string condition, string? word = null)
    {
        if (target > Current.Offset)
        {
            _arrivals.TryAdd(target, new Arrival(_stack, condition, word));
        }
    }

    private void Arrive(int offset)
    {
        if (_handlers.TryGetValue(offset, out Handler? handler))
        {
            CloseBlocks(offset);
            EnterHandler(offset, handler);
            StartTries(offset);
            return;
        }

        CloseBlocks(offset);
        bool isTarget = _arrivals.Remove(offset, out Arrival? arrival);
        if (_isDead)
        {
            if (isTarget)
            {
                _stack = arrival!.Stack;
            }

            // Compilers leave code behind that nothing leads to; what it would find on the stack means nothing.
            _isUnreachable = !isTarget && !_targets.Contains(offset);
            _isDead = false;
        }
        else if (isTarget)
        {
            if (_isUnreachable)
            {
                _stack = arrival!.Stack;
            }
            else
            {
                Merge(arrival!);
            }

            _isUnreachable = false;
        }

        StartTries(offset);
    }

    // Two ways lead here. Where they differ in one value, it is either.
    private void Merge(Arrival arrival)
    {
        if (_stack is null || arrival.Stack is null || ReferenceEquals(_stack, arrival.Stack) || _stack.Depth != arrival.Stack.Depth
            || !ReferenceEquals(_stack.Below, arrival.Stack.Below) || ReferenceEquals(_stack.Top, arrival.Stack.Top))
        {
            return;
        }

        if (IsText(_stack.Top) && IsText(arrival.Stack.Top))
        {
            Operand other = Pop();
            string joined = arrival.Word is null
                ? $"{Atom(arrival.Stack.Top)} if {arrival.Condition} else {Atom(other)}"
                : $"{Atom(arrival.Stack.Top)} {arrival.Word} {Atom(other)}";
            Push(Expression(joined, false, arrival.Stack.Top, other));
        }
    }

    private static bool IsText(Operand operand) => operand.Kind is <= OperandKind.Map;

    private void EnterHandler(int offset, Handler handler)
    {
        _bases.Push(handler.Base);
        if (!_isDead && Version < 309)
        {
            // Until 3.8 the end of a try statement falls into its finally part.
            _arrivals.Remove(offset);
            return;
        }

        if (_blocks.Count > 0 && _blocks[^1].IsHandler && _blocks[^1].End > offset)
        {
            Close(_blocks[^1], offset);
        }

        int end = _lastForwardJump > offset ? _lastForwardJump : int.MaxValue;
        _arrivals.Remove(offset);
        _stack = handler.Base;
        foreach (Operand pushed in handler.Pushed)
        {
            Push(pushed);
        }

        _isDead = false;
        _isUnreachable = false;
        Open($"if {AnyException}:", end, null, isHandler: true);
    }

    private void End(int jump = -1)
    {
        _isDead = true;
        _lastForwardJump = jump;
    }

    // True where nothing follows in the block: a statement that ends the flow hides nothing.
    private bool IsLastInBlock => Current.Next >= (_blocks.Count == 0 ? _code.Code.Length : _blocks[^1].End);

    private void Leave(string statement)
    {
        if (IsLastInBlock)
        {
            _writer.Line(statement);
        }
        else
        {
            _writer.Line($"if {AnyBranch}: {statement}");
        }

        End();
    }

    // ---- blocks ----

    /// <summary>An indented part.</summary>
    /// <param name="Start">Offset of its first instruction.</param>
    /// <param name="At">Offset of the jump that made it.</param>
    /// <param name="End">Offset behind it.</param>
    /// <param name="Header">Index of its first line.</param>
    /// <param name="Condition">What is tested; null where nothing is that could be shown.</param>
    private sealed record Block(int Start, int At, int End, int Header, StackCell? Stack, Operand? Condition, bool IsHandler)
    {
        public bool IsLoop { get; init; }
    }

    private void Open(string header, int end, Operand? condition, bool isHandler = false, bool isLoop = false)
    {
        end = Math.Min(end, _blocks.Count == 0 ? _code.Code.Length : _blocks[^1].End);
        if (_writer.Indent >= MaxIndent || end <= Current.Offset)
        {
            return;
        }

        int header0 = _writer.Count;
        _writer.Line(header);
        if (_writer.Count == header0)
        {
            return;
        }

        _writer.Indent++;
        _blocks.Add(new Block(isHandler ? Current.Offset : Current.Next, Current.Offset, end, header0, _stack, condition, isHandler) { IsLoop = isLoop });
    }

    private void CloseBlocks(int offset)
    {
        while (_blocks.Count > 0 && _blocks[^1].End <= offset)
        {
            Close(_blocks[^1], offset);
        }
    }

    private void Close(Block block, int offset)
    {
        _blocks.Remove(block);
        bool isEmpty = _writer.Count == block.Header + 1;
        if (isEmpty && (block.IsLoop || _writer.IsFull))
        {
            _writer.Pass();
        }

        _writer.Indent--;
        string header = _writer.LineAt(block.Header);
        if (isEmpty && !block.IsLoop && !_writer.IsFull)
        {
            _writer.RemoveFrom(block.Header);
        }

        bool hasElse = _isDead && block.Condition is not null && _lastForwardJump > offset && !header.StartsWith("while ", StringComparison.Ordinal);
        bool isValue = hasElse && _arrivals.TryGetValue(_lastForwardJump, out Arrival? arrival) && StackCell.DepthOf(arrival.Stack) > StackCell.DepthOf(block.Stack);
        if (hasElse && !isValue && offset < _code.Code.Length)
        {
            int end = _lastForwardJump;
            Restore(offset, block);
            Open(isEmpty ? $"if not ({header[3..^1]}):" : "else:", end, isEmpty ? block.Condition : null);
            return;
        }

        if (isEmpty && !isValue && !block.IsLoop && block.Condition is { IsPure: false } condition)
        {
            Discard(condition);
        }

        if (_isDead && offset < _code.Code.Length && !_arrivals.ContainsKey(offset) && !_handlers.ContainsKey(offset))
        {
            Restore(offset, block);
        }
    }

    private void Restore(int offset, Block block)
    {
        _stack = _arrivals.Remove(offset, out Arrival? arrival) ? arrival.Stack : block.Stack;
        _isUnreachable = false;
        _isDead = false;
    }

    // A jump back to the start of a block, or to where its condition is computed, makes it a loop.
    private void JumpBack(int target)
    {
        int loop = _blocks.FindLastIndex(block => block.Start == target);
        for (int i = _blocks.Count - 1; i >= 0 && loop < 0; i--)
        {
            if (target >= (i == 0 ? 0 : _blocks[i - 1].Start))
            {
                loop = target <= _blocks[i].At ? i : loop;
                break;
            }
        }

        if (loop >= 0 && _blocks[loop] is { Condition: not null, IsLoop: false } block && _writer.LineAt(block.Header) is ['i', 'f', ' ', .. string test])
        {
            _writer.Replace(block.Header, $"while {test}");
        }
    }

    private void JumpIf(Operand value, string whenTrue, string whenFalse, bool jumpsIfTrue)
    {
        int target = Current.Target;

        // The value that is tested and kept: a and b, a or b.
        bool isKept = _stack is not null && ReferenceEquals(_stack.Top, value);
        Operand condition = Tested(value);
        string text = Atom(condition);
        string isTrue = whenTrue.Replace("{0}", text, StringComparison.Ordinal);
        string isFalse = whenFalse.Replace("{0}", text, StringComparison.Ordinal);
        if (target <= Current.Offset)
        {
            if (_blocks.Exists(block => block.Start == target && !block.IsLoop))
            {
                JumpBack(target);
                return;
            }

            target = int.MaxValue;
        }

        Record(target, jumpsIfTrue ? isTrue : isFalse, !isKept ? null : jumpsIfTrue ? "or" : "and");
        Open($"if {(jumpsIfTrue ? isFalse : isTrue)}:", target, condition);
    }

    private Operand Tested(Operand value) => IsText(value) ? value : Expression(Use(value), true, value);
}
