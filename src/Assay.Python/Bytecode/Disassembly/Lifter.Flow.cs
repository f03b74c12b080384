using System.Collections.Immutable;

namespace Assay.Python.Bytecode.Disassembly;

/// <content>Jumps, loops, exceptions, with, generators.</content>
internal sealed partial class Lifter
{
    private static readonly Operand s_exit = new(OperandKind.Exit) { IsPure = true };

    private bool ExecuteFlow(Instruction instruction)
    {
        switch (instruction.Operation)
        {
            case Op.Jump:
                JumpTo(instruction.Target);
                return true;
            case Op.JumpBackNoInterrupt:
                // The loop in which await and yield from wait; any other such jump is a jump.
                if (_index < 3 || _instructions[_index - 3].Operation != Op.Send)
                {
                    JumpTo(instruction.Target);
                }

                return true;
            case Op.BreakLoop:
                End();
                return true;
            case Op.PopJumpIfFalse:
                JumpIf(Pop(), "{0}", "not {0}", jumpsIfTrue: false);
                return true;
            case Op.PopJumpIfTrue:
                JumpIf(Pop(), "{0}", "not {0}", jumpsIfTrue: true);
                return true;
            case Op.PopJumpIfNone:
                JumpIf(Pop(), "{0} is None", "{0} is not None", jumpsIfTrue: true);
                return true;
            case Op.PopJumpIfNotNone:
                JumpIf(Pop(), "{0} is None", "{0} is not None", jumpsIfTrue: false);
                return true;
            case Op.JumpIfFalseOrPop or Op.JumpIfTrueOrPop:
                Push(Shared(Pop()));
                string word = instruction.Operation == Op.JumpIfFalseOrPop ? "and" : "or";
                Record(instruction.Target, AnyBranch, word);
                Pop();
                return true;
            case Op.JumpIfNotExcMatch:
                Operand type = Pop();
                Pop();
                JumpIf(Expression($"isinstance({AnyException}, {Use(type)})", true, type), "{0}", "not {0}", jumpsIfTrue: false);
                return true;
            case Op.GetIter:
                if (Version >= 315)
                {
                    Push(Operand.Nothing);
                }

                return true;
            case Op.ForIter:
                Loop(instruction);
                return true;
            case Op.GetAnext:
                Operand iterator = At(1) ?? Operand.Name(AnyValue);
                Push(Expression($"next({Use(iterator)})", true, iterator));
                return true;
            case Op.EndAsyncFor:
                Pop(Version < 311 ? Math.Min(7, StackCell.DepthOf(_stack)) : 2);
                return true;
            case Op.SetupFinally:
                _handlers.TryAdd(instruction.Target, new Handler(_stack, Exceptions()));
                return true;
            case Op.SetupWith:
                Operand context = Pop();
                _handlers.TryAdd(instruction.Target, new Handler(_stack, [s_exit, .. Exceptions()]));
                Push(s_exit);
                Push(EnterWith(context));
                return true;
            case Op.SetupAsyncWith:
                _handlers.TryAdd(instruction.Target, new Handler(_stack?.Below, Exceptions()));
                return true;
            case Op.BeforeWith:
                Operand entered = Pop();
                Push(s_exit);
                Push(EnterWith(entered));
                return true;
            case Op.LoadSpecial:
                Operand owner = Pop();
                Push(instruction.Argument is 0 or 2 ? new Operand(OperandKind.Enter) { Text = Owner(owner), Depth = owner.Depth, IsPure = true } : s_exit);
                Push(Operand.Nothing);
                return true;
            case Op.WithExceptStart:
                Push(Operand.Name(AnyException));
                return true;
            case Op.EndFinally:
                if (_bases.TryPop(out StackCell? kept))
                {
                    _stack = kept;
                }

                return true;
            case Op.PopExcept:
                Pop(Version < 311 ? 3 : 1);
                return true;
            case Op.PushExcInfo:
                Operand exception = Pop();
                Push(Operand.Nothing);
                Push(exception);
                return true;
            case Op.GetAwaitable:
                Operand awaited = Pop();
                bool canAwait = _scope == LiftedScope.Function && (_code.Flags & (CodeFlags.Coroutine | CodeFlags.AsyncGenerator)) != CodeFlags.None;
                Push(canAwait && awaited.Kind != OperandKind.Nothing ? Expression($"await {Atom(awaited)}", false, awaited) : awaited);
                return true;
            case Op.GetYieldFromIter:
                Operand source = Pop();
                bool canYield = _scope == LiftedScope.Function && (_code.Flags & CodeFlags.Generator) != CodeFlags.None;
                Push(canYield ? Expression($"(yield from {Atom(source)})", true, source) : source);
                return true;
            case Op.YieldFrom or Op.Send:
                Pop();
                return true;
            case Op.YieldValue:
                Yield();
                return true;
            case Op.PushMatch:
                Push(Operand.Name(AnyBranch));
                return true;
            case Op.GetLen:
                Operand measured = At(1) ?? Operand.Name(AnyValue);
                Push(Expression($"len({Use(measured)})", true, measured));
                return true;
            case Op.MatchKeys:
                Match(Version == 310 ? 2 : 1);
                return true;
            case Op.MatchClass:
                Pop(3);
                Match(Version == 310 ? 2 : 1);
                return true;
            default:
                return false;
        }
    }

    private void Match(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Push(Operand.Name(AnyBranch));
        }
    }

    // What CPython pushes for a handler: what was being handled before, and what is now.
    private ImmutableArray<Operand> Exceptions() => [.. Enumerable.Repeat(Operand.Name(AnyException), Version < 300 ? 3 : 6)];

    private void JumpTo(int target)
    {
        if (target <= Current.Offset)
        {
            JumpBack(target);
            End();
            return;
        }

        string header = _blocks.Count > 0 ? _writer.LineAt(_blocks[^1].Header) : "";
        Record(target, header.StartsWith("if ", StringComparison.Ordinal) ? header[3..^1] : AnyBranch);
        End(target);
    }

    private void Loop(Instruction instruction)
    {
        Operand extra = Version >= 315 ? Pop() : Operand.Nothing;
        Operand iterator = Pop();

        // What the loop fills needs a name before it.
        const int MostFilled = 3;
        List<Operand?> below = Pop(Math.Min(MostFilled, StackCell.DepthOf(_stack)));
        foreach (Operand? operand in below)
        {
            Push(operand!.Kind is OperandKind.List or OperandKind.Set or OperandKind.Map && !operand.IsPure ? Named(operand) : operand);
        }

        string variable = StoredNext("each");
        string iterated = Use(iterator);
        StackCell? without = _stack;
        if (Version >= 313)
        {
            Push(Operand.Nothing);
            if (Version >= 315)
            {
                Push(extra);
            }
        }

        Record(instruction.Target, AnyBranch);
        _stack = without;
        int blocks = _blocks.Count;
        Open($"for {variable} in {iterated}:", instruction.Target, null, isLoop: true);
        if (_blocks.Count == blocks)
        {
            _writer.Line($"{variable} = next({iterated})");
        }

        Push(Operand.Nothing);
        if (Version >= 315)
        {
            Push(extra);
        }

        Push(Operand.Name(variable));
    }

    // The variable to which the next instruction assigns; a new name where it does not assign to one.
    private string StoredNext(string otherwise)
    {
        Instruction next = _index + 1 < _instructions.Count ? _instructions[_index + 1] : default;
        string? name = next.Operation switch
        {
            Op.StoreFast when InstructionSet.IsWithin(next.Argument, _code.Variables.Length) => _code.Variables[next.Argument],
            Op.StoreFastLoadFast when InstructionSet.IsWithin(next.Argument >> 4, _code.Variables.Length) => _code.Variables[next.Argument >> 4],
            Op.StoreName when InstructionSet.IsWithin(next.Argument, _code.Names.Length) => _code.Names[next.Argument],
            _ => null,
        };
        return name is null ? _writer.Temporary(otherwise) : SourceLiteral.NameFor(name);
    }

    private Operand EnterWith(Operand context)
    {
        string name = StoredNext("with");
        _writer.Line($"with {Atom(context.Kind == OperandKind.Enter ? Operand.Name(context.Text) : context)} as {name}: pass");
        return Operand.Name(name);
    }

    private void Yield()
    {
        // What await and yield from do between themselves.
        if (_index > 0 && _instructions[_index - 1].Operation == Op.Send)
        {
            return;
        }

        Operand value = Pop();
        if (_scope == LiftedScope.Generator)
        {
            _writer.Line($"{_generated}.append({Use(value)})");
            Push(Operand.Nothing);
        }
        else
        {
            bool canYield = _scope == LiftedScope.Function && (_code.Flags & (CodeFlags.Generator | CodeFlags.AsyncGenerator)) != CodeFlags.None;
            Push(canYield ? Expression($"(yield {Use(value)})", true, value) : value);
        }
    }
}
