using System.Collections.Immutable;

namespace Assay.Python.Bytecode.Disassembly;

/// <summary>What kind of scope a code object is the body of.</summary>
internal enum LiftedScope
{
    Module,
    Function,
    Class,

    /// <summary>A generator expression, which is written as a function that returns a list.</summary>
    Generator,
}

/// <summary>
/// Follows the instructions of one code object from the first to the last, with a stack of text in place of values, and writes statements.
/// This file keeps stack, branches and blocks; the others say what each instruction does.
/// </summary>
internal sealed partial class Lifter
{
    private const string AnyBranch = "_branch_";
    private const string AnyException = "_exception_";
    private const string AnyValue = "_unknown_";

    // Text deeper or longer than this gets a name of its own, so that no parser is strained and no text is copied often.
    private const int MaxDepth = 20;
    private const int MaxLength = 2_000;
    private const int MaxIndent = 60;
    private const int MaxScopes = 16;
    private const int MaxStack = 100_000;

    private readonly SourceWriter _writer;
    private readonly InstructionSet? _set;
    private readonly CodeObject _code;
    private readonly LiftedScope _scope;
    private readonly int _scopeDepth;
    private readonly Dictionary<int, Arrival> _arrivals = [];
    private readonly Dictionary<int, Handler> _handlers = [];
    private readonly Stack<StackCell?> _bases = new();
    private readonly List<Block> _blocks = [];
    private readonly HashSet<CodeObject> _defined = [];
    private HashSet<int> _targets = [];
    private List<Instruction> _instructions = [];
    private StackCell? _stack;
    private int _index;
    private bool _isDead;
    private bool _isUnreachable;
    private bool _isConfused;
    private int _lastForwardJump = -1;
    private string? _generated;

    public Lifter(SourceWriter writer, InstructionSet? set, CodeObject code, LiftedScope scope, int scopeDepth)
    {
        _writer = writer;
        _set = set;
        _code = code;
        _scope = scope;
        _scopeDepth = scopeDepth;
    }

    private Instruction Current => _instructions[_index];

    private int Version => _set!.Version;

    /// <summary>Writes the body at the writer's indentation: nothing, where the code does nothing.</summary>
    public void Run()
    {
        if (_set is null)
        {
            _isConfused = true;
        }
        else
        {
            Follow();
        }

        DefineForgotten();
        if (_isConfused)
        {
            _writer.IsPartial = true;
            List();
        }
    }

    private void Follow()
    {
        int indent = _writer.Indent;
        _instructions = _set!.Decode(_code.Code.Span);
        _targets = [.. _instructions.Select(static instruction => instruction.Target)];
        Declare();
        ReadExceptionTable();
        if (_scope == LiftedScope.Generator)
        {
            _generated = _writer.Temporary("items");
            _writer.Line($"{_generated} = []");
        }

        for (_index = 0; _index < _instructions.Count && !_writer.IsFull; _index++)
        {
            Arrive(Current.Offset);
            Execute(Current);
        }

        int end = _code.Code.Length;
        CloseBlocks(end);
        Flush();
        if (_scope == LiftedScope.Generator && _generated is not null)
        {
            _writer.Line($"return {_generated}");
        }

        while (_blocks.Count > 0)
        {
            Close(_blocks[^1], end);
        }

        _writer.Indent = indent;
    }

    // ---- the stack ----

    private void Push(Operand operand)
    {
        if (StackCell.DepthOf(_stack) == MaxStack)
        {
            Confuse();
            return;
        }

        _stack = new StackCell(operand, _stack);
    }

    private Operand Pop()
    {
        if (_stack is null)
        {
            Miss();
            return Operand.Name(AnyValue);
        }

        Operand top = _stack.Top;
        _stack = _stack.Below;
        return top;
    }

    private List<Operand?> Pop(int count)
    {
        if (count < 0 || count > StackCell.DepthOf(_stack))
        {
            Miss();
            count = Math.Clamp(count, 0, StackCell.DepthOf(_stack));
        }

        Operand?[] items = new Operand?[count];
        for (int i = count - 1; i >= 0; i--)
        {
            items[i] = Pop();
        }

        return [.. items];
    }

    // Something that this reader does not understand.
    private void Confuse() => _isConfused = true;

    private void Miss()
    {
        if (!_isUnreachable)
        {
            Confuse();
        }
    }

    // What was computed and never used is shown: it may call something.
    private void Flush()
    {
        for (; _stack is not null && !_writer.IsFull; _stack = _stack.Below)
        {
            Discard(_stack.Top);
        }

        _stack = null;
    }

    // ---- branches ----

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

    // A jump back to where the condition of a block is computed makes it a loop.
    private void JumpBack(int target)
    {
        for (int i = _blocks.Count - 1; i >= 0; i--)
        {
            Block block = _blocks[i];
            int around = i == 0 ? 0 : _blocks[i - 1].Start;
            if (block.Condition is not null && !block.IsLoop && target >= around && (target <= block.At || target == block.Start))
            {
                string header = _writer.LineAt(block.Header);
                if (header.StartsWith("if ", StringComparison.Ordinal))
                {
                    _writer.Replace(block.Header, $"while {header[3..]}");
                }

                return;
            }

            if (target >= around)
            {
                return;
            }
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
