namespace Assay.Packaging.Requirements;

/// <summary>A place in a text file.</summary>
/// <param name="Start">Characters (UTF-16) before it in the decoded text, from 0.</param>
/// <param name="Length">Characters.</param>
/// <param name="Line">Its first line, from 1, lines counted as Python's <c>splitlines</c> does.</param>
/// <param name="Column">Characters before it in that line, plus 1.</param>
public readonly record struct SourceSpan(int Start, int Length, int Line, int Column)
{
    public int End => Start + Length;
}

/// <summary>Something in a requirements file that pip would refuse, or that could not be read.</summary>
/// <param name="File">The path or address of the file.</param>
/// <param name="Message">One sentence, unescaped.</param>
public sealed record RequirementsProblem(string File, SourceSpan Span, string Message);
