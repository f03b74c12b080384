using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Assay.Engine.Artifacts;

/// <summary>
/// Looks for credentials in text that passes by in pieces. Linear: marks are found in one pass, and each mark is looked at within a
/// fixed window. Reuse one scanner for many members; its buffers are given back at its end.
/// </summary>
internal sealed class SecretScanner : IDisposable
{
    // A 16,384-bit RSA key in PEM has 12,700 characters; two thirds of it are enough to know it.
    private const int Ahead = 8 << 10;
    private const int Behind = 256;
    private const int PieceBytes = 64 << 10;
    private const int MaxSightings = 20;

    private const int WindowBytes = PieceBytes + Ahead + (2 * Behind);

    private readonly byte[] _window = ArrayPool<byte>.Shared.Rent(WindowBytes);
    private readonly List<SecretSighting> _sightings = [];
    private char[]? _text;
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
        piece.CopyTo(_window.AsSpan(_length));
        _length += piece.Length;
        Scan(last: false);
    }

    /// <summary>Ends the member and says what was found, in the order of the text.</summary>
    public ImmutableArray<SecretSighting> End()
    {
        Scan(last: true);
        return [.. _sightings];
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_window);
        if (_text is not null)
        {
            ArrayPool<char>.Shared.Return(_text);
        }
    }

    private void Scan(bool last)
    {
        ReadOnlySpan<byte> bytes = _window.AsSpan(0, _length);
        ReadOnlySpan<char> text = [];
        int at = _from;
        int next = Math.Max(_from, bytes.Length - SecretMarks.Longest + 1);
        while (_sightings.Count < MaxSightings)
        {
            int mark = SecretMarks.Next(bytes, ref at);
            if (mark < 0)
            {
                break;
            }

            if (!last && bytes.Length - mark < Ahead)
            {
                next = mark;
                break;
            }

            if (text.IsEmpty)
            {
                // Every shape is ASCII: one character a byte keeps offsets.
                _text ??= ArrayPool<char>.Shared.Rent(WindowBytes);
                Encoding.Latin1.GetChars(bytes, _text);
                text = _text.AsSpan(0, bytes.Length);
            }

            if (SecretShapes.At(text, mark, out int length) is (string kind, string shown))
            {
                _sightings.Add(new SecretSighting(kind, shown, _line + bytes[..mark].Count((byte)'\n')));
            }

            at = Math.Max(at, mark + length);
        }

        int keep = Math.Max(0, next - Behind);
        _line += bytes[..keep].Count((byte)'\n');
        bytes[keep..].CopyTo(_window);
        (_length, _from) = (bytes.Length - keep, next - keep);
    }
}
