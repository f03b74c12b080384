using Assay.Packaging.Names;

namespace Assay.Packaging.Requirements;

/// <summary>Finds the line and column of a place in a text.</summary>
internal sealed class LineIndex
{
    private readonly List<int> _starts = [0];

    public LineIndex(string text)
    {
        int at = 0;
        while (at < text.Length)
        {
            _ = PythonText.EndOfLine(text, at, out at);
            _starts.Add(at);
        }
    }

    public SourceSpan Span(int start, int end)
    {
        int found = _starts.BinarySearch(start);
        int line = found >= 0 ? found : ~found - 1;
        return new SourceSpan(start, end - start, line + 1, start - _starts[line] + 1);
    }
}
