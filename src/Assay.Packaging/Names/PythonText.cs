using System.Buffers;

namespace Assay.Packaging.Names;

/// <summary>White space and lines as Python's <c>str</c> sees them, because the tools whose files are read here are written in it.</summary>
internal static class PythonText
{
    private static readonly SearchValues<char> s_lineBreaks = SearchValues.Create("\n\r\v\f\u001c\u001d\u001e\u0085\u2028\u2029");

    /// <summary>True for what Python calls white space: .NET's, and the four information separators U+001C to U+001F.</summary>
    public static bool IsSpace(char c) => c is >= '\u001c' and <= '\u001f' || char.IsWhiteSpace(c);

    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && IsSpace(text[start]))
        {
            start++;
        }

        while (end > start && IsSpace(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>
    /// The end of the line that begins at <paramref name="start"/>, as <c>str.splitlines</c> finds it: at more characters than most
    /// editors break lines at.
    /// </summary>
    /// <param name="next">Where the next line begins; the text's length after the last.</param>
    public static int EndOfLine(ReadOnlySpan<char> text, int start, out int next)
    {
        int length = text[start..].IndexOfAny(s_lineBreaks);
        if (length < 0)
        {
            next = text.Length;
            return text.Length;
        }

        int end = start + length;
        next = text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1;
        return end;
    }
}
