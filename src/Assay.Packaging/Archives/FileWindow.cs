using System.Buffers;

namespace Assay.Packaging.Archives;

/// <summary>Reads of a seekable stream at any position, through one pooled buffer, so that small neighbouring reads cost one.</summary>
internal sealed class FileWindow
{
    private readonly Stream _stream;
    private byte[] _buffer;
    private long _start;
    private int _filled;

    /// <param name="bufferBytes">Bytes read at once; of a shorter stream all of it.</param>
    public FileWindow(Stream stream, int bufferBytes = 128 * 1024)
    {
        _stream = stream;
        Length = stream.Length;
        _buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(Length, 1, bufferBytes));
    }

    /// <summary>Bytes of the whole stream.</summary>
    public long Length { get; }

    /// <summary>Fills <paramref name="target"/> from <paramref name="position"/>; the number of bytes is smaller only at the stream's end.</summary>
    public int ReadAt(long position, Span<byte> target)
    {
        int done = 0;
        while (done < target.Length && position >= 0 && position < Length)
        {
            if (position < _start || position >= _start + _filled)
            {
                Fill(position);
                if (_filled == 0)
                {
                    break;
                }
            }

            ReadOnlySpan<byte> present = _buffer.AsSpan((int)(position - _start), (int)(_start + _filled - position));
            int n = Math.Min(present.Length, target.Length - done);
            present[..n].CopyTo(target[done..]);
            done += n;
            position += n;
        }

        return done;
    }

    /// <summary>What the buffer holds from <paramref name="position"/> on, at least one byte unless the stream ends there.</summary>
    public ReadOnlySpan<byte> Peek(long position)
    {
        if (position < 0 || position >= Length)
        {
            return [];
        }

        if (position < _start || position >= _start + _filled)
        {
            Fill(position);
        }

        return _filled == 0 ? [] : _buffer.AsSpan((int)(position - _start), (int)(_start + _filled - position));
    }

    /// <summary>The first place at or after <paramref name="from"/>, wholly before <paramref name="to"/>, where the pattern stands; -1: none.</summary>
    public long IndexOf(ReadOnlySpan<byte> pattern, long from, long to)
    {
        while (from + pattern.Length <= to)
        {
            ReadOnlySpan<byte> present = Peek(from);
            if (present.Length < pattern.Length)
            {
                Fill(from);
                present = Peek(from);
                if (present.Length < pattern.Length)
                {
                    return -1;
                }
            }

            present = present[..(int)Math.Min(present.Length, to - from)];
            int at = present.IndexOf(pattern);
            if (at >= 0)
            {
                return from + at;
            }

            from += present.Length - pattern.Length + 1;
        }

        return -1;
    }

    /// <summary>True where every byte of the part is 0.</summary>
    public bool IsZero(long from, long to)
    {
        while (from < to)
        {
            ReadOnlySpan<byte> present = Peek(from);
            if (present.IsEmpty)
            {
                break;
            }

            present = present[..(int)Math.Min(present.Length, to - from)];
            if (present.IndexOfAnyExcept((byte)0) >= 0)
            {
                return false;
            }

            from += present.Length;
        }

        return true;
    }

    /// <summary>Gives the buffer back; the stream belongs to the caller and stays open.</summary>
    public void Release()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _filled = 0;
        }
    }

    private void Fill(long position)
    {
        _stream.Position = position;
        _start = position;
        _filled = _stream.ReadAtLeast(_buffer, _buffer.Length, throwOnEndOfStream: false);
    }
}
