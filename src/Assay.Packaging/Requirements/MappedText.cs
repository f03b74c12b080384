namespace Assay.Packaging.Requirements;

/// <summary>Text put together from pieces of a file, each character of which knows where in the file it comes from.</summary>
internal sealed class MappedText
{
    private readonly char[] _text;
    private readonly int[] _starts;
    private readonly int[] _ends;
    private string? _string;

    private MappedText(char[] text, int[] starts, int[] ends)
    {
        _text = text;
        _starts = starts;
        _ends = ends;
    }

    public int Length => _text.Length;

    public char this[int index] => _text[index];

    public ReadOnlySpan<char> Span => _text;

    /// <summary>Text that stands in the file as it is.</summary>
    public static MappedText Of(ReadOnlySpan<char> text, int start)
    {
        int[] starts = new int[text.Length];
        int[] ends = new int[text.Length];
        for (int i = 0; i < text.Length; i++)
        {
            starts[i] = start + i;
            ends[i] = start + i + 1;
        }

        return new MappedText(text.ToArray(), starts, ends);
    }

    public MappedText Slice(int start, int length) => length == Length
        ? this
        : new(_text.AsSpan(start, length).ToArray(), _starts.AsSpan(start, length).ToArray(), _ends.AsSpan(start, length).ToArray());

    public MappedText Slice(int start) => Slice(start, Length - start);

    /// <summary>Where the characters come from: first character's beginning and last one's end; where there are none, an empty place.</summary>
    public (int Start, int End) Source(int start, int length, int whenEmpty) =>
        length == 0 ? (whenEmpty, whenEmpty) : (_starts[start], Math.Max(_starts[start], _ends[start + length - 1]));

    public override string ToString() => _string ??= new string(_text);

    /// <summary>Puts such text together.</summary>
    public sealed class Builder
    {
        private readonly List<char> _text = [];
        private readonly List<int> _starts = [];
        private readonly List<int> _ends = [];

        public int Length => _text.Count;

        public void Add(char c, int start, int end)
        {
            _text.Add(c);
            _starts.Add(start);
            _ends.Add(end);
        }

        public void Add(MappedText text, int start, int length)
        {
            for (int i = start; i < start + length; i++)
            {
                Add(text._text[i], text._starts[i], text._ends[i]);
            }
        }

        public MappedText Build() => new([.. _text], [.. _starts], [.. _ends]);
    }
}
