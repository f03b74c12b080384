namespace Assay.Python.Syntax;

/// <summary>What kind of parameter a <see cref="NodeKind.Parameter"/> is.</summary>
public enum ParameterForm : byte
{
    Plain,

    /// <summary>The <c>/</c> that ends the positional-only ones.</summary>
    Slash,

    /// <summary><c>*args</c>, or a bare <c>*</c> where it has no name.</summary>
    Star,

    /// <summary><c>**kwargs</c>.</summary>
    DoubleStar,
}

/// <summary>The prefix of a string literal.</summary>
[Flags]
public enum StringForm : byte
{
    None = 0,
    Bytes = 1,
    Raw = 2,

    /// <summary>An <c>f</c> prefix.</summary>
    Format = 4,

    /// <summary>A <c>t</c> prefix (PEP 750).</summary>
    Template = 8,

    /// <summary>An explicit <c>u</c> prefix.</summary>
    Unicode = 16,
    Triple = 32,
}

/// <summary>Operators of expressions and of augmented assignments.</summary>
public enum Operator : byte
{
    None,
    Add,
    Subtract,
    Multiply,
    MatrixMultiply,
    Divide,
    FloorDivide,
    Modulo,
    Power,
    LeftShift,
    RightShift,
    BitAnd,
    BitOr,
    BitXor,
    And,
    Or,
    Not,
    Invert,
    Plus,
    Minus,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
    NotIn,
    Is,
    IsNot,
}
