using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace Assay.Python.Bytecode.Disassembly;

/// <content>What each instruction does.</content>
internal sealed partial class Lifter
{
    private const int MaxUnpacked = 10_000;

    private static readonly string[] s_comparisons = ["<", "<=", "==", "!=", ">", ">=", "in", "not in", "is", "is not"];
    private static readonly string[] s_binary =
        ["+", "&", "//", "<<", "@", "*", "%", "|", "**", ">>", "-", "/", "^"];

    private static readonly string[] s_commonConstants = ["AssertionError", "NotImplementedError", "tuple", "all", "any", "list", "set"];

    private void Execute(Instruction instruction)
    {
        int argument = instruction.Argument;
        switch (instruction.Operation)
        {
            case Op.Nop or Op.CleanupThrow:
                break;
            case Op.Pop:
                Discard(Pop());
                break;
            case Op.Drop:
                Pop();
                break;
            case Op.PopIter:
                Pop();
                if (Version >= 315)
                {
                    Pop();
                }

                break;
            case Op.LoadConst:
                Push(ConstantOperand(ConstantAt(argument)));
                break;
            case Op.LoadSmallInt:
                Push(ConstantOperand((BigInteger)argument));
                break;
            case Op.LoadCommonConstant:
                Push(Operand.Name(argument < s_commonConstants.Length && argument >= 0 ? s_commonConstants[argument] : AnyValue));
                break;
            case Op.LoadAssertionError:
                Push(Operand.Name("AssertionError"));
                break;
            case Op.LoadName:
                string loaded = NameAt(argument);

                // Until 2.7 these were names.
                Push(Version < 300 && loaded is "True" or "False" or "None" ? Operand.Name(loaded) : Variable(loaded));
                break;
            case Op.LoadGlobal:
                LoadGlobal(instruction);
                break;
            case Op.LoadFast:
                Push(Variable(VariableAt(argument)));
                break;
            case Op.LoadFastAndClear:
                Push(Operand.Nothing);
                break;
            case Op.LoadFastLoadFast:
                Push(Variable(VariableAt(argument >> 4)));
                Push(Variable(VariableAt(argument & 15)));
                break;
            case Op.LoadDeref or Op.LoadClosure:
                Push(Variable(CellAt(argument)));
                break;
            case Op.LoadFromDictOrDeref:
                Pop();
                Push(Variable(CellAt(argument)));
                break;
            case Op.LoadFromDictOrGlobals:
                Pop();
                Push(Variable(NameAt(argument)));
                break;
            case Op.LoadLocals:
                Push(Expression("locals()", true));
                break;
            case Op.StoreName or Op.StoreGlobal:
                Store(NameAt(argument), Pop());
                break;
            case Op.StoreFast:
                Store(VariableAt(argument), Pop());
                break;
            case Op.StoreDeref:
                Store(CellAt(argument), Pop());
                break;
            case Op.StoreFastLoadFast:
                Store(VariableAt(argument >> 4), Pop());
                Push(Variable(VariableAt(argument & 15)));
                break;
            case Op.StoreFastStoreFast:
                Store(VariableAt(argument >> 4), Pop());
                Store(VariableAt(argument & 15), Pop());
                break;
            case Op.LoadAttr:
                LoadAttribute(instruction);
                break;
            case Op.LoadMethod:
                Push(Attribute(Pop(), NameAt(argument)));
                Push(Operand.Nothing);
                break;
            case Op.StoreAttr:
                StoreAttribute(NameAt(argument));
                break;
            case Op.DeleteAttr:
                DeleteAttribute(NameAt(argument));
                break;
            case Op.LoadSuperAttr:
                LoadSuper(instruction);
                break;
            case Op.BinarySubscr:
                BinarySubscript();
                break;
            case Op.BinarySlice:
                List<Operand?> ends = Pop(2);
                Push(Subscript(Pop(), Operand.Display(OperandKind.Slice, ends)));
                break;
            case Op.StoreSubscr:
                Operand key = Pop();
                Operand into = Pop();
                _writer.Line($"{Item(into, key)} = {Use(Pop())}");
                break;
            case Op.StoreSlice:
                List<Operand?> limits = Pop(2);
                Operand whole = Pop();
                _writer.Line($"{Item(whole, Operand.Display(OperandKind.Slice, limits))} = {Use(Pop())}");
                break;
            case Op.DeleteSubscr:
                Operand deleted = Pop();
                _writer.Line($"del {Item(Pop(), deleted)}");
                break;
            case >= Op.Slice0 and <= Op.Slice3:
                (Operand from, Operand part) = PopSlice(instruction.Operation - Op.Slice0);
                Push(Subscript(from, part));
                break;
            case >= Op.StoreSlice0 and <= Op.StoreSlice3:
                (Operand changed, Operand place) = PopSlice(instruction.Operation - Op.StoreSlice0);
                _writer.Line($"{Item(changed, place)} = {Use(Pop())}");
                break;
            case >= Op.DeleteSlice0 and <= Op.DeleteSlice3:
                (Operand shortened, Operand removed) = PopSlice(instruction.Operation - Op.DeleteSlice0);
                _writer.Line($"del {Item(shortened, removed)}");
                break;
            case Op.UnaryNot:
                Unary("not ");
                break;
            case Op.UnaryNegative:
                Unary("-");
                break;
            case Op.UnaryInvert:
                Unary("~");
                break;
            case Op.UnaryConvert:
                Operand shown = Pop();
                Push(Expression($"repr({Use(shown)})", true, shown));
                break;
            case Op.BinaryOp when Version >= 314 && argument == 26:
                BinarySubscript();
                break;
            case Op.BinaryOp when argument is >= 0 and < 26:
                Binary(s_binary[argument % s_binary.Length]);
                break;
            case Op.Add or Op.Subtract or Op.Multiply or Op.Divide or Op.FloorDivide or Op.Modulo or Op.Power or Op.MatrixMultiply
                or Op.And or Op.Or or Op.Xor or Op.ShiftLeft or Op.ShiftRight:
                Binary(Sign(instruction.Operation));
                break;
            case Op.CompareOp:
                Compare(argument);
                break;
            case Op.IsOp:
                Binary(argument == 1 ? "is not" : "is");
                break;
            case Op.ContainsOp:
                Binary(argument == 1 ? "not in" : "in");
                break;
            case Op.CheckExceptionMatch:
                Operand type = Pop();
                Push(Expression($"isinstance({AnyException}, {Use(type)})", true, type));
                break;
            case Op.ReturnValue:
                Return(Pop());
                break;
            case Op.ReturnConst:
                Return(ConstantOperand(ConstantAt(argument)));
                break;
            case Op.RaiseVarargs:
                List<Operand?> raised = Pop(argument);
                Leave(raised.Count == 0 ? "raise" : $"raise {Use(raised[0])}");
                break;
            case Op.Reraise:
                End();
                break;
            case Op.UnpackSequence:
                Unpack(argument, -1);
                break;
            case Op.UnpackEx:
                Unpack(argument & 0xFF, argument >> 8);
                break;
            default:
                if (!ExecuteStack(instruction) && !ExecuteDisplay(instruction) && !ExecuteFlow(instruction) && !ExecuteCall(instruction))
                {
                    Confuse();
                    Flush();
                }

                break;
        }
    }

    private void LoadGlobal(Instruction instruction)
    {
        Operand value = Variable(NameAt(_set!.NameIndex(instruction)));
        bool hasNothing = Version >= 311 && (instruction.Argument & 1) != 0;
        if (hasNothing && Version < 313)
        {
            Push(Operand.Nothing);
        }

        Push(value);
        if (hasNothing && Version >= 313)
        {
            Push(Operand.Nothing);
        }
    }

    private void LoadAttribute(Instruction instruction)
    {
        Push(Attribute(Pop(), NameAt(_set!.NameIndex(instruction))));
        if (Version >= 312 && (instruction.Argument & 1) != 0)
        {
            Push(Operand.Nothing);
        }
    }

    private void LoadSuper(Instruction instruction)
    {
        List<Operand?> parts = Pop(3);
        string super = parts.Count == 3 && Use(parts[0]) is not "super" and string other ? $"{other}({Use(parts[1])}, {Use(parts[2])})" : "super()";
        Push(Attribute(Expression(super, true), NameAt(_set!.NameIndex(instruction))));
        if ((instruction.Argument & 1) != 0)
        {
            Push(Operand.Nothing);
        }
    }

    private void StoreAttribute(string name)
    {
        Operand owner = Pop();
        Operand value = Pop();
        string text = Use(value);
        _writer.Line(SourceLiteral.IsName(name) ? $"{Owner(owner)}.{name} = {text}" : $"setattr({Use(owner)}, {SourceLiteral.Of(name, _writer.Room)}, {text})");
    }

    private void DeleteAttribute(string name)
    {
        Operand owner = Pop();
        _writer.Line(SourceLiteral.IsName(name) ? $"del {Owner(owner)}.{name}" : $"delattr({Use(owner)}, {SourceLiteral.Of(name, _writer.Room)})");
    }

    private static bool IsNone(Operand operand) => operand is { Kind: OperandKind.Constant, Value: null };

    private void Unary(string sign)
    {
        Operand operand = Pop();
        Push(Expression(sign + Atom(operand), false, operand));
    }

    private void Binary(string sign)
    {
        Operand right = Pop();
        Operand left = Pop();
        Push(Expression($"{Atom(left)} {sign} {Atom(right)}", false, left, right));
    }

    private static string Sign(Op operation) => operation switch
    {
        Op.Add => "+",
        Op.Subtract => "-",
        Op.Multiply => "*",
        Op.Divide => "/",
        Op.FloorDivide => "//",
        Op.Modulo => "%",
        Op.Power => "**",
        Op.MatrixMultiply => "@",
        Op.And => "&",
        Op.Or => "|",
        Op.Xor => "^",
        Op.ShiftLeft => "<<",
        _ => ">>",
    };

    private void Compare(int argument)
    {
        int index = Version >= 313 ? argument >> 5 : Version == 312 ? argument >> 4 : argument;
        if (Version < 309 && index == 10)
        {
            Operand type = Pop();
            Pop();
            Push(Expression($"isinstance({AnyException}, {Use(type)})", true, type));
            return;
        }

        if (!InstructionSet.IsWithin(index, s_comparisons.Length))
        {
            Confuse();
            index = 2;
        }

        Binary(s_comparisons[index]);
    }

    private void Return(Operand value)
    {
        if (_scope != LiftedScope.Function)
        {
            if (!(_scope == LiftedScope.Class && Version < 300))
            {
                Discard(value);
            }

            End();
            return;
        }

        bool isLast = Current.Next >= _code.Code.Length && _blocks.Count == 0;
        if (IsNone(value) && isLast)
        {
            End();
            return;
        }

        Leave(IsNone(value) ? "return" : $"return {Use(value)}");
    }

    private void Unpack(int before, int after)
    {
        Operand value = Pop();
        int count = before + (after < 0 ? 0 : after + 1);
        if (before < 0 || count > MaxUnpacked)
        {
            Confuse();
            return;
        }

        if (after < 0 && ItemsOf(value) is List<Operand?> items && items.Count == count && !items.Exists(static item => item?.Kind == OperandKind.Unpacked))
        {
            for (int i = count - 1; i >= 0; i--)
            {
                Push(items[i]!);
            }

            return;
        }

        Operand named = Shared(value);
        string text = Atom(named);
        for (int i = count - 1; i >= 0; i--)
        {
            string index = after < 0 || i < before ? i.ToString(CultureInfo.InvariantCulture)
                : i > before ? string.Create(CultureInfo.InvariantCulture, $"{i - count}")
                : after == 0 ? string.Create(CultureInfo.InvariantCulture, $"{before}:")
                : string.Create(CultureInfo.InvariantCulture, $"{before}:{-after}");
            Push(Expression($"{text}[{index}]", true, named));
        }
    }
}
