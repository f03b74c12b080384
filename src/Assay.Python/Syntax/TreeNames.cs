using System.Text;

namespace Assay.Python.Syntax;

/// <summary>Where a name stands in the text.</summary>
/// <param name="Start">Offset in bytes; below 0: the complement of its index among the composed names.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct NameSpan(int Start, int Length);

/// <summary>The names of one tree by their symbol. Most names are never asked for, so each becomes a string when it first is.</summary>
/// <param name="source">The text.</param>
/// <param name="known">The names of the first symbols: the empty one, keywords.</param>
/// <param name="spans">The names of the symbols after those.</param>
/// <param name="composed">Names that do not stand in the text as they are: normalised ones, dotted ones with blanks between.</param>
internal sealed class TreeNames(ReadOnlyMemory<byte> source, string[] known, NameSpan[] spans, string[] composed)
{
    private readonly string?[] _texts = new string?[spans.Length];

    public int Count => known.Length + spans.Length;

    public string this[int symbol]
    {
        get
        {
            if (symbol < known.Length)
            {
                return known[symbol];
            }

            int index = symbol - known.Length;
            return _texts[index] ??= Text(spans[index]);
        }
    }

    private string Text(NameSpan span) =>
        span.Start < 0 ? composed[~span.Start] : Encoding.UTF8.GetString(source.Span.Slice(span.Start, span.Length));
}
