using Assay.Python.Syntax;

namespace Assay.Python.Parsing;

/// <summary>Caps on one parse. A cap that is reached is a <see cref="SyntaxError"/> with its name, never an exception.</summary>
/// <param name="MaxDepth">Brackets, operators and blocks within one another.</param>
/// <param name="MaxNodes">Nodes of one tree, 24 bytes each; while it grows half as many more are held. A dense table of numbers has one for two bytes.</param>
/// <param name="MaxErrors">Regions given up before the rest of the file is one.</param>
public sealed record ParserLimits(int MaxDepth = 200, int MaxNodes = 8_000_000, int MaxErrors = 200)
{
    public static ParserLimits Default { get; } = new();
}

/// <summary>Reads Python text, the union of the versions 2.7 to 3.15, into a tree. Never fails, time linear in the text.</summary>
public static class Parser
{
    /// <summary>Parses a module.</summary>
    /// <param name="source">UTF-8 without byte order mark (<c>Text.SourceText</c> makes it from a file's bytes).</param>
    public static SyntaxTree ParseModule(ReadOnlyMemory<byte> source, ParserLimits limits)
    {
        using Grammar grammar = new(source, limits);
        return grammar.Module();
    }

    /// <summary>Parses one expression, as <c>eval</c> does: leading blanks and line ends around it are allowed. The root holds one ExpressionStatement.</summary>
    public static SyntaxTree ParseExpression(ReadOnlyMemory<byte> source, ParserLimits limits)
    {
        using Grammar grammar = new(source, limits);
        return grammar.SingleExpression();
    }
}
