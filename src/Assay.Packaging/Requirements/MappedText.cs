using System.Text;

namespace Assay.Packaging.Requirements;

/// <summary>Text put together from pieces of a file, each character of which knows where in the file it comes from. A slice copies nothing.</summary>
internal sealed class MappedText
{
    private readonly string _source;
    private readonly int _from;
    private readonly int _at;
    private readonly Run[] _runs;
    private string? _string;

    private MappedText(string source, int from, int length, int at, Run[] runs)
    {
        _source = source;
        _from = from;
        Length = length;
        _at = at;
        _runs = runs;
    }

    public int Length { get; }

    public char this[int index] => _source[_from + index];

    public ReadOnlySpan<char> Span => _source.AsSpan(_from, Length);

    /// <summary>Text that stands in the file as it is.</summary>
    public static MappedText Of(string file, int start, int length) => new(file, start, length, start, []);

    public MappedText Slice(int start, int length) => length == Length ? this : new(_source, _from + start, length, _at + start, _runs);

    public MappedText Slice(int start) => Slice(start, Length - start);

    /// <summary>Where the characters come from: first character's beginning and last one's end; where there are none, an empty place.</summary>
    public (int Start, int End) Source(int start, int length, int whenEmpty)
    {
        if (length == 0)
        {
            return (whenEmpty, whenEmpty);
        }

        int first = Place(start).Start;
        return (first, Math.Max(first, Place(start + length - 1).End));
    }

    public override string ToString() => _string ??= _source.Substring(_from, Length);

    // Without runs the text is the file's, and a place in it the place itself.
    private (int Start, int End) Place(int index)
    {
        int at = _at + index;
        if (_runs.Length == 0)
        {
            return (at, at + 1);
        }

        int low = 0;
        int high = _runs.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = _runs[middle].At <= at ? (middle, high) : (low, middle - 1);
        }

        Run run = _runs[low];
        return run.IsCopy ? (run.Start + at - run.At, run.Start + at - run.At + 1) : (run.Start, run.End);
    }

    /// <summary>Characters from one place on: copied from there, or all of them standing for what is there.</summary>
    /// <param name="At">How many characters stand before it.</param>
    private readonly record struct Run(int At, int Start, int End, bool IsCopy);

    /// <summary>Puts such text together.</summary>
    public sealed class Builder
    {
        private readonly StringBuilder _text = new();
        private readonly List<Run> _runs = [];

        public int Length => _text.Length;

        /// <summary>Adds a character that stands for what lies between two places of the file.</summary>
        public void Add(char c, int start, int end)
        {
            if (_runs is not [.., { IsCopy: false } last] || last.Start != start || last.End != end)
            {
                _runs.Add(new Run(_text.Length, start, end, IsCopy: false));
            }

            _text.Append(c);
        }

        public void Add(MappedText text, int start, int length)
        {
            if (text._runs.Length == 0)
            {
                Copied(text._at + start);
                _text.Append(text.Span.Slice(start, length));
                return;
            }

            for (int i = start; i < start + length; i++)
            {
                (int from, int to) = text.Place(i);
                if (to == from + 1)
                {
                    Copied(from);
                    _text.Append(text[i]);
                }
                else
                {
                    Add(text[i], from, to);
                }
            }
        }

        public MappedText Build() => new(_text.ToString(), 0, _text.Length, 0, [.. _runs]);

        private void Copied(int place)
        {
            if (_runs is not [.., { IsCopy: true } last] || last.Start + _text.Length - last.At != place)
            {
                _runs.Add(new Run(_text.Length, place, place, IsCopy: true));
            }
        }
    }
}
