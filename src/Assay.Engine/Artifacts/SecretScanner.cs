using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Assay.Engine.Artifacts;

/// <summary>
/// Looks for credentials in text that passes by in pieces. Linear: marks are found by a vectorised search, and each mark is looked
/// at within a fixed window. Reuse one scanner for many members.
/// </summary>
internal sealed class SecretScanner
{
    // A 16,384-bit RSA key in PEM has 12,700 characters; two thirds of it are enough to know it.
    private const int Ahead = 8 << 10;
    private const int Behind = 256;
    private const int PieceBytes = 64 << 10;
    private const int MaxSightings = 20;

    private readonly char[] _window = new char[PieceBytes + Ahead + (2 * Behind)];
    private readonly List<SecretSighting> _sightings = [];
    private int _length;
    private int _from;
    private int _line;

    /// <summary>Forgets the last member.</summary>
    public void Begin()
    {
        _sightings.Clear();
        (_length, _from, _line) = (0, 0, 1);
    }

    /// <summary>Takes the next bytes of the member; what they complete is looked at.</summary>
    /// <param name="piece">At most 64 KiB.</param>
    public void Feed(ReadOnlySpan<byte> piece)
    {
        // Every shape is ASCII: one character a byte keeps offsets and is the cheapest widening there is.
        _length += Encoding.Latin1.GetChars(piece, _window.AsSpan(_length));
        Scan(last: false);
    }

    /// <summary>Ends the member and says what was found, in the order of the text.</summary>
    public ImmutableArray<SecretSighting> End()
    {
        Scan(last: true);
        return [.. _sightings];
    }

    private void Scan(bool last)
    {
        Span<char> text = _window.AsSpan(0, _length);
        int at = _from;
        int wait = -1;
        while (at < text.Length && _sightings.Count < MaxSightings)
        {
            int found = text[at..].IndexOfAny(SecretShapes.Marks);
            if (found < 0)
            {
                at = text.Length;
                break;
            }

            at += found;
            if (!last && text.Length - at < Ahead)
            {
                wait = at;
                break;
            }

            if (SecretShapes.At(text, at, out int length) is (string kind, string shown))
            {
                _sightings.Add(new SecretSighting(kind, shown, _line + text[..at].Count('\n')));
            }

            at += Math.Max(1, length);
        }

        at = _sightings.Count < MaxSightings ? at : text.Length;

        // A mark may be cut in two by the end of the piece.
        int next = wait >= 0 ? wait : Math.Max(_from, Math.Min(at, text.Length - SecretShapes.LongestMark + 1));
        int keep = Math.Max(0, next - Behind);
        _line += text[..keep].Count('\n');
        text[keep..].CopyTo(_window);
        (_length, _from) = (text.Length - keep, next - keep);
    }
}
