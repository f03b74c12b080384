using System.IO.Compression;
using System.IO.Hashing;

namespace Assay.Packaging.Archives;

/// <summary>Decodes one entry's bytes and notices where its compressed data really ends.</summary>
internal sealed class ZipContent : IDisposable
{
    private readonly DeflateInput _input;
    private readonly Crc32 _crc = new();
    private readonly Stream _decoder;
    private readonly long? _declared;

    /// <param name="start">First byte of the stored data.</param>
    /// <param name="end">Byte after the stored data.</param>
    /// <param name="method">0 or 8 (APPNOTE 4.4.5).</param>
    /// <param name="declared">Decoded bytes that should come.</param>
    public ZipContent(FileWindow file, long start, long end, ushort method, long? declared)
    {
        _declared = declared;
        _input = new DeflateInput(file, start, end);
        _decoder = method == ZipFormat.Deflated ? new DeflateStream(_input, CompressionMode.Decompress, leaveOpen: true) : _input;
        IsDeflated = method == ZipFormat.Deflated;
    }

    public bool IsDeflated { get; }

    /// <summary>Decoded bytes so far.</summary>
    public long Decoded { get; private set; }

    /// <summary>CRC-32 of the decoded bytes so far.</summary>
    public uint Checksum => _crc.GetCurrentHashAsUInt32();

    /// <summary>CRC-32 of as many bytes as were declared, once more have come.</summary>
    public uint? ChecksumOfDeclared { get; private set; }

    /// <summary>Stored bytes taken from the file.</summary>
    public long Handed => _input.At - _input.Start;

    /// <summary>
    /// Where the last piece handed to the decoder begins: the compressed data ends behind it, at most one decoder's buffer later.
    /// </summary>
    public long LastChunkAt => _input.LastChunkAt;

    /// <summary>True once <see cref="Read"/> has answered 0.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>The compressed data broke off before the decoder's own end mark.</summary>
    public bool IsCutShort => IsDeflated && IsFinished && _input.AskedBeyondEnd;

    /// <summary>The decoder ended before the compressed data did.</summary>
    public bool HasRest => IsDeflated && IsFinished && !_input.AskedBeyondEnd && _input.Remaining > 0;

    /// <summary>The compressed data made no sense to the decoder.</summary>
    public bool IsDamaged { get; private set; }

    public int Read(Span<byte> target)
    {
        if (IsFinished || target.IsEmpty)
        {
            return 0;
        }

        int n;
        try
        {
            n = _decoder.Read(target);
        }
        catch (InvalidDataException)
        {
            IsDamaged = true;
            n = 0;
        }

        IsFinished = n == 0;
        if (_declared is long declared && Decoded <= declared && Decoded + n > declared)
        {
            int within = (int)(declared - Decoded);
            _crc.Append(target[..within]);
            ChecksumOfDeclared = Checksum;
            _crc.Append(target[within..n]);
        }
        else
        {
            _crc.Append(target[..n]);
        }

        Decoded += n;
        return n;
    }

    public void Dispose()
    {
        _decoder.Dispose();
        _input.Dispose();
    }
}

/// <summary>
/// A part of the file as a decoder's input. The last byte is handed out alone: a decoder that ends without asking for it
/// proves that something follows the compressed data, which the in-box decoder itself does not tell.
/// </summary>
internal sealed class DeflateInput(FileWindow file, long start, long end, int singleBytes = 1) : Stream
{
    private long _position = start;

    public long Start { get; } = start;

    public long LastChunkAt { get; private set; } = start;

    /// <summary>Bytes not handed out yet.</summary>
    public long Remaining => end - _position;

    /// <summary>Where the next byte to hand out stands in the file.</summary>
    public long At => _position;

    /// <summary>The decoder wanted more than there is.</summary>
    public bool AskedBeyondEnd { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        long rest = Remaining;
        if (rest <= 0)
        {
            AskedBeyondEnd = true;
            return 0;
        }

        int wanted = (int)Math.Min(buffer.Length, rest > singleBytes ? rest - singleBytes : 1);
        int n = file.ReadAt(_position, buffer[..wanted]);
        if (n == 0)
        {
            AskedBeyondEnd = true;
        }

        LastChunkAt = _position;
        _position += n;
        return n;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
