namespace Assay.Packaging.Names;

/// <summary>White space as Python's <c>str.strip</c> and <c>\s</c> see it, which is what the reference tools strip.</summary>
internal static class PythonSpace
{
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
}
