namespace Assay.Python.Bytecode.Disassembly;

/// <summary>What a place on the stack holds.</summary>
internal enum OperandKind
{
    /// <summary>Text of an expression.</summary>
    Expression,

    /// <summary>A constant of the code object: <see cref="Operand.Value"/>.</summary>
    Constant,
    Tuple,
    List,
    Set,

    /// <summary>Keys and values by turns; a null key before what is unpacked.</summary>
    Map,

    /// <summary>Something within a display that is unpacked.</summary>
    Unpacked,

    /// <summary>What CPython pushes beside a callee, and other places that hold nothing.</summary>
    Nothing,

    /// <summary>What starts a class.</summary>
    ClassBuilder,
    Function,
    Class,

    /// <summary>A module just imported: its name and what is taken from it.</summary>
    Import,
    ImportedName,

    /// <summary>What leaves a <c>with</c>; its calls are not shown.</summary>
    Exit,

    /// <summary>What enters a <c>with</c>, once it is called.</summary>
    Enter,

    /// <summary>A slice, as it stands between brackets.</summary>
    Slice,
}

/// <summary>A place on the stack of the machine: a piece of source text, or what will become one.</summary>
internal sealed record Operand(OperandKind Kind)
{
    /// <summary>The text, without brackets around the whole.</summary>
    public string Text { get; init; } = "";

    /// <summary>True where the text needs no brackets as part of a greater one.</summary>
    public bool IsAtom { get; init; }

    /// <summary>True where reading it twice, or never, makes no difference: names and constants.</summary>
    public bool IsPure { get; init; }

    /// <summary>Expressions within one another.</summary>
    public int Depth { get; set; }

    /// <summary>The constant; the code of a function or class.</summary>
    public object? Value { get; init; }

    /// <summary>The items of a display; the bases of a class; positional defaults, then the map of the others, of a function.</summary>
    public List<Operand?> Items { get; init; } = s_none;

    // Displays bring their own list; nobody adds to this one.
    private static readonly List<Operand?> s_none = [];

    public static Operand Nothing { get; } = new(OperandKind.Nothing) { IsPure = true, Text = "None", IsAtom = true };

    public static Operand Name(string name) => new(OperandKind.Expression) { Text = name, IsAtom = true, IsPure = true };

    public static Operand Display(OperandKind kind, List<Operand?> items) => new(kind) { Items = items, IsAtom = true, Depth = DepthOf(items) };

    /// <summary>The depth of a display of these items.</summary>
    public static int DepthOf(List<Operand?> items)
    {
        int depth = 0;
        foreach (Operand? item in items)
        {
            depth = Math.Max(depth, item?.Depth ?? 0);
        }

        return depth + 1;
    }
}

/// <summary>The stack, shared by the branches that come from one place.</summary>
internal sealed record StackCell(Operand Top, StackCell? Below)
{
    public int Depth { get; } = Below is null ? 1 : Below.Depth + 1;

    public static int DepthOf(StackCell? cell) => cell?.Depth ?? 0;
}
