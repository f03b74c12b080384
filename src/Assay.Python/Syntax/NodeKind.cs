namespace Assay.Python.Syntax;

/// <summary>
/// What a node of a <see cref="SyntaxTree"/> is. After each kind: its children in order; <c>[X]</c> may be absent (then the next one
/// follows at once, so tell children apart by their kind), <c>X*</c> repeats. "Name" means <see cref="Node.Symbol"/>.
/// </summary>
public enum NodeKind : byte
{
    /// <summary>Index 0 of every tree: no node.</summary>
    None,

    /// <summary>Statement*.</summary>
    Module,

    /// <summary>
    /// Statement*. The body of a compound statement, also one on the same line. An empty Unparsed stands where a body is missing or an
    /// indentation fits no block.
    /// </summary>
    Block,

    /// <summary>Name; [Decorators] [TypeParameters] Parameters [Returns] Block. Op 1: async.</summary>
    FunctionDef,

    /// <summary>Name; [Decorators] [TypeParameters] argument (expression, Keyword, Starred, DoubleStarred)*, Block last.</summary>
    ClassDef,

    /// <summary>Expression*.</summary>
    Decorators,

    /// <summary>One expression: what stands behind the arrow.</summary>
    Returns,

    /// <summary>Parameter*.</summary>
    Parameters,

    /// <summary>
    /// Name (0 for a bare <c>*</c>, for <c>/</c>, and for a tuple of Python 2); [Annotation] [Default] or, in Python 2, one Tuple.
    /// Op is a <see cref="ParameterForm"/>.
    /// </summary>
    Parameter,

    /// <summary>One expression.</summary>
    Annotation,

    /// <summary>One expression: a parameter's or a type parameter's default.</summary>
    Default,

    /// <summary>TypeParameter*.</summary>
    TypeParameters,

    /// <summary>Name; [Annotation] (its bound) [Default].</summary>
    TypeParameter,

    /// <summary>[Expression].</summary>
    Return,

    /// <summary>Target*.</summary>
    Delete,

    /// <summary>Target+ Value: the last child is the value.</summary>
    Assign,

    /// <summary>Target Value. Op is an <see cref="Operator"/>.</summary>
    AugmentedAssign,

    /// <summary>Target Annotation [Value].</summary>
    AnnotatedAssign,

    /// <summary>Target Iterable Block [Else]. Op 1: async.</summary>
    For,

    /// <summary>Test Block [Else].</summary>
    While,

    /// <summary>(Test Block)+ [Else]: the tests of if and elif with their blocks.</summary>
    If,

    /// <summary>One Block.</summary>
    Else,

    /// <summary>WithItem+ Block. Op 1: async.</summary>
    With,

    /// <summary>Expression [Target].</summary>
    WithItem,

    /// <summary>Block Handler* [Else] [Finally]. An empty Unparsed among them: what should follow is missing, or except and except* are mixed.</summary>
    Try,

    /// <summary>[Type] [Target] Block. Op 1: <c>except*</c>. The target is a Name, in Python 2 any target.</summary>
    Handler,

    /// <summary>One Block.</summary>
    Finally,

    /// <summary>[Exception] [Cause or, in Python 2, value] [traceback].</summary>
    Raise,

    /// <summary>Test [Message].</summary>
    Assert,

    /// <summary>Alias+. Op 1: lazy (PEP 810).</summary>
    Import,

    /// <summary>[DottedName] then Alias+ or ImportStar. Op: number of leading dots. <see cref="Node.Extra"/> 1: lazy.</summary>
    ImportFrom,

    /// <summary>Name: what it is bound to behind <c>as</c>, else 0; one DottedName (in ImportFrom one Name).</summary>
    Alias,

    /// <summary>Name: the whole dotted text, as <c>a.b.c</c>.</summary>
    DottedName,

    ImportStar,

    /// <summary>Name*.</summary>
    Global,

    /// <summary>Name*.</summary>
    Nonlocal,

    /// <summary>One expression.</summary>
    ExpressionStatement,

    Pass,
    Break,
    Continue,

    /// <summary>Python 2: [PrintTarget] expression*. Op 1: a comma at the end.</summary>
    Print,

    /// <summary>One expression: the file behind <c>&gt;&gt;</c>.</summary>
    PrintTarget,

    /// <summary>Python 2: Code [Globals] [Locals].</summary>
    Exec,

    /// <summary>Subject Case+. Where no case stands: a broken one as Unparsed, or an empty Unparsed and then the statement that is there.</summary>
    Match,

    /// <summary>Pattern [Guard] Block.</summary>
    Case,

    /// <summary>One expression.</summary>
    Guard,

    /// <summary>Name; [TypeParameters] Value.</summary>
    TypeAlias,

    /// <summary>A stretch of text that could not be parsed: no children, the span is the text.</summary>
    Unparsed,

    // ---- Expressions -----------------------------------------------------------------------------------------------------------

    /// <summary>Left Right. Op <see cref="Operator.And"/> or <see cref="Operator.Or"/>; a chain leans to the left.</summary>
    BoolOp,

    /// <summary>Left Right. Op is an <see cref="Operator"/>; a chain leans to the left and may be a million deep.</summary>
    BinOp,

    /// <summary>Operand. Op is an <see cref="Operator"/>.</summary>
    UnaryOp,

    /// <summary>Left Right. Op is an <see cref="Operator"/>. <c>a &lt; b &lt; c</c> leans to the left.</summary>
    Compare,

    /// <summary>Parameters Body.</summary>
    Lambda,

    /// <summary>Body Test Otherwise, in the order of the text.</summary>
    IfExp,

    /// <summary>Target Value: the walrus.</summary>
    NamedExpr,

    /// <summary>DictItem or DoubleStarred, each*.</summary>
    Dict,

    /// <summary>Key Value.</summary>
    DictItem,

    /// <summary>Element*.</summary>
    Set,

    /// <summary>Element*.</summary>
    List,

    /// <summary>Element*.</summary>
    Tuple,

    /// <summary>Element CompFor+.</summary>
    ListComp,

    /// <summary>Element CompFor+.</summary>
    SetComp,

    /// <summary>Element CompFor+.</summary>
    GeneratorExp,

    /// <summary>DictItem or, as in <c>{**x for x in y}</c> (PEP 798), DoubleStarred; CompFor+.</summary>
    DictComp,

    /// <summary>Target Iterable CompIf*. Op 1: async.</summary>
    CompFor,

    /// <summary>One expression.</summary>
    CompIf,

    /// <summary>One expression.</summary>
    Await,

    /// <summary>[Expression].</summary>
    Yield,

    /// <summary>One expression.</summary>
    YieldFrom,

    /// <summary>Callee then argument (expression, Keyword, Starred, DoubleStarred)*.</summary>
    Call,

    /// <summary>Name; one expression.</summary>
    Keyword,

    /// <summary>One expression.</summary>
    Starred,

    /// <summary>One expression.</summary>
    DoubleStarred,

    /// <summary>Name; one expression: the object.</summary>
    Attribute,

    /// <summary>Object Index.</summary>
    Subscript,

    /// <summary>[SliceLower] [SliceUpper] [SliceStep].</summary>
    Slice,

    /// <summary>One expression.</summary>
    SliceLower,

    /// <summary>One expression.</summary>
    SliceUpper,

    /// <summary>One expression.</summary>
    SliceStep,

    /// <summary>Name.</summary>
    Name,

    /// <summary>A literal: <see cref="SyntaxTree.NumberOf"/>.</summary>
    Number,

    /// <summary>A literal without fields: <see cref="SyntaxTree.StringOf"/>, <see cref="SyntaxTree.BytesOf"/>. Op is a <see cref="StringForm"/>.</summary>
    StringLiteral,

    /// <summary>Literals side by side: (StringLiteral or FString)+.</summary>
    StringConcat,

    /// <summary>(StringPart or Field)*. Op is a <see cref="StringForm"/>; t-strings have <see cref="StringForm.Template"/>.</summary>
    FString,

    /// <summary>Literal text within an FString or a format specification: <see cref="SyntaxTree.StringOf"/>. Op is a <see cref="StringForm"/>.</summary>
    StringPart,

    /// <summary>Expression [FormatSpec]. Op: the conversion's character or 0. Extra 1: <c>=</c> behind the expression.</summary>
    Field,

    /// <summary>(StringPart or Field)*.</summary>
    FormatSpec,

    /// <summary>Op 0 None, 1 False, 2 True.</summary>
    Constant,

    Ellipsis,

    /// <summary>Python 2: one expression.</summary>
    Backtick,

    // ---- Patterns that are no expressions; the others use the kinds above ----------------------------------------------------------

    /// <summary>Pattern Name: <c>pattern as name</c>.</summary>
    PatternAs,

    /// <summary>Left Right: <c>a | b</c>, leaning to the left.</summary>
    PatternOr,
}
