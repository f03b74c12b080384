namespace Assay.Python.Syntax;

/// <summary>One node of a <see cref="SyntaxTree"/>, 24 bytes. Indices and offsets are within that tree.</summary>
/// <param name="Start">Offset of its first byte in <see cref="SyntaxTree.Source"/>.</param>
/// <param name="End">Offset behind its last byte.</param>
/// <param name="First">Index of the first child; 0: none.</param>
/// <param name="Next">Index of the next sibling; 0: none.</param>
/// <param name="Symbol">Index of its name for <see cref="SyntaxTree.NameOf(int)"/>; 0: none.</param>
/// <param name="Op">See <see cref="NodeKind"/>.</param>
/// <param name="Extra">See <see cref="NodeKind"/>.</param>
public record struct Node(int Start, int End, int First, int Next, int Symbol, NodeKind Kind, byte Op, byte Extra);

/// <summary>A place where the text departs from the grammar of every version from 2.7 to 3.15.</summary>
/// <param name="Start">Offset of the first byte of the region that was given up; the tree has an <see cref="NodeKind.Unparsed"/> node there.</param>
/// <param name="End">Offset behind the region.</param>
/// <param name="At">Offset of the token that was not expected.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Limit">The name of the limit that ended the parse here; null where it is the text's own fault.</param>
public sealed record SyntaxError(int Start, int End, int At, string Message, string? Limit = null);

/// <summary>A position as people count it.</summary>
/// <param name="Line">From 1; CR, LF and CRLF end a line.</param>
/// <param name="Column">Characters (Unicode scalar values) from 1.</param>
public readonly record struct Position(int Line, int Column);
