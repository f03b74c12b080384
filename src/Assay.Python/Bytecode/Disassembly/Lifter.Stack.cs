namespace Assay.Python.Bytecode.Disassembly;

/// <content>Instructions that only move what lies on the stack.</content>
internal sealed partial class Lifter
{
    private bool ExecuteStack(Instruction instruction)
    {
        switch (instruction.Operation)
        {
            case Op.PushNull or Op.ReturnGenerator:
                Push(Operand.Nothing);
                return true;
            case Op.DupTop:
                Copy(1);
                return true;
            case Op.DupTopTwo:
                Copy(2);
                Copy(2);
                return true;
            case Op.DupTopx:
                for (int i = 0; i < Math.Min(instruction.Argument, 5); i++)
                {
                    Copy(instruction.Argument);
                }

                return true;
            case Op.Copy:
                Copy(instruction.Argument);
                return true;
            case Op.Swap:
                Rotate(instruction.Argument, isSwap: true);
                return true;
            case Op.RotTwo:
                Rotate(2, isSwap: false);
                return true;
            case Op.RotThree:
                Rotate(3, isSwap: false);
                return true;
            case Op.RotFour:
                Rotate(4, isSwap: false);
                return true;
            case Op.RotN:
                Rotate(instruction.Argument, isSwap: false);
                return true;
            default:
                return false;
        }
    }

    // Pushes again what lies at a depth, 1 for the top. A value that must not be computed twice gets a name first.
    private void Copy(int depth)
    {
        const int Deepest = 300;
        if (depth < 1 || depth > Deepest || depth > StackCell.DepthOf(_stack))
        {
            Miss();
            Push(Operand.Name(AnyValue));
            return;
        }

        StackCell cell = _stack!;
        for (int i = 1; i < depth; i++)
        {
            cell = cell.Below!;
        }

        if (cell.Top.IsPure || cell.Top.Kind is OperandKind.Import or OperandKind.ImportedName)
        {
            Push(cell.Top);
            return;
        }

        List<Operand?> above = Pop(depth - 1);
        Operand shared = Shared(Pop());
        Push(shared);
        foreach (Operand? operand in above)
        {
            Push(operand!);
        }

        Push(shared);
    }

    // Rotates the top below the others, or swaps the top with the one at a depth.
    private void Rotate(int count, bool isSwap)
    {
        const int Deepest = 300;
        if (count > Deepest)
        {
            Confuse();
            return;
        }

        List<Operand?> items = Pop(count);
        if (items.Count == 0)
        {
            return;
        }

        if (isSwap)
        {
            (items[0], items[^1]) = (items[^1], items[0]);
        }
        else
        {
            items.Insert(0, items[^1]);
            items.RemoveAt(items.Count - 1);
        }

        foreach (Operand? item in items)
        {
            Push(item!);
        }
    }
}
