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
        if (_instructions.Count == InstructionSet.MostInstructions)
        {
            Confuse();
        }

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
            _writer.Charge(0);
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

        bool isDeep = operand.Depth > MaxDepth && operand.Kind is (OperandKind.Tuple or OperandKind.List or OperandKind.Set or OperandKind.Map);
        _stack = new StackCell(isDeep ? Named(operand) : operand, _stack);
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

    // The uppermost so many, the lowest first. Where there are fewer, the missing ones are unknown, as far as it is a few.
    private List<Operand?> Pop(int count)
    {
        const int MostMissing = 8;
        int there = Math.Clamp(count, 0, StackCell.DepthOf(_stack));
        int missing = 0;
        if (there != count)
        {
            Miss();
            missing = Math.Clamp(count - there, 0, MostMissing);
        }

        Operand?[] items = new Operand?[there + missing];
        for (int i = items.Length - 1; i >= 0; i--)
        {
            items[i] = i < missing ? Operand.Name(AnyValue) : Pop();
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
}
