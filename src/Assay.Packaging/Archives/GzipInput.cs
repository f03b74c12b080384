using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Assay.Packaging.Archives;

/// <summary>Decompresses gzip (RFC 1952) with its headers and trailers checked, to the last byte of the file.</summary>
internal sealed class GzipInput(FileWindow file, AnomalyReport report) : TarSource
{
    private const int TrailerBytes = 8;
    private const int MinHeaderBytes = 10;
    private const int MaxMembers = 1_000;
    private const byte HeaderCrcFlag = 2;
    private const byte ExtraFlag = 4;
    private const byte NameFlag = 8;
    private const byte CommentFlag = 16;
    private const byte ReservedFlags = 0xE0;

    private readonly Crc32 _crc = new();
    private DeflateInput? _input;
    private DeflateStream? _decoder;
    private long _bodyAt;
    private long _decoded;
    private long _at;
    private int _members;
    private bool _ended;

    public override int Read(Span<byte> target)
    {
        while (!_ended)
        {
            if (_decoder is null && !BeginMember())
            {
                _ended = true;
                break;
            }

            int n;
            try
            {
                n = _decoder!.Read(target);
            }
            catch (InvalidDataException)
            {
                report(AnomalyKind.Unreadable, null, _input!.LastChunkAt, "The compressed data is damaged.");
                _ended = true;
                break;
            }

            if (n > 0)
            {
                _crc.Append(target[..n]);
                _decoded += n;
                return n;
            }

            EndMember();
        }

        return 0;
    }

    public override void Dispose()
    {
        _decoder?.Dispose();
        _input?.Dispose();
    }

    private bool BeginMember()
    {
        if (_at >= file.Length && _members > 0)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[MinHeaderBytes];
        int present = file.ReadAt(_at, header);
        if (present < MinHeaderBytes || header[0] != 0x1F || header[1] != 0x8B)
        {
            ReportRest();
            return false;
        }

        if (++_members == 2)
        {
            report(AnomalyKind.CompressedStream, null, _at, "A second gzip member follows: some readers stop at the first.");
        }

        if (_members > MaxMembers)
        {
            report(AnomalyKind.LimitReached, null, _at, $"The file has more than {MaxMembers} gzip members; the reading ends here.");
            return false;
        }

        byte flags = header[3];
        if (header[2] != 8 || (flags & ReservedFlags) != 0)
        {
            report(AnomalyKind.Unreadable, null, _at, $"The gzip header has method {header[2]} and flags {flags:x2}, which no reader knows.");
            return false;
        }

        if (SkipHeader(flags) is not long body)
        {
            report(AnomalyKind.Unreadable, null, _at, "The gzip header breaks off.");
            return false;
        }

        _bodyAt = body;
        _crc.Reset();
        _decoded = 0;
        // One byte more than the trailer goes singly, so that the usual single member's end is found without a second look.
        _input = new DeflateInput(file, body, file.Length, TrailerBytes + 1);
        _decoder = new DeflateStream(_input, CompressionMode.Decompress, leaveOpen: true);
        return true;
    }

    private long? SkipHeader(byte flags)
    {
        long at = _at + MinHeaderBytes;
        Span<byte> two = stackalloc byte[2];
        if ((flags & ExtraFlag) != 0)
        {
            if (file.ReadAt(at, two) < 2)
            {
                return null;
            }

            at += 2 + BinaryPrimitives.ReadUInt16LittleEndian(two);
        }

        foreach (byte text in (ReadOnlySpan<byte>)[NameFlag, CommentFlag])
        {
            if ((flags & text) != 0)
            {
                at = file.IndexOf([0], at, file.Length);
                if (at < 0)
                {
                    return null;
                }

                at++;
            }
        }

        if ((flags & HeaderCrcFlag) != 0)
        {
            if (file.ReadAt(at, two) < 2)
            {
                return null;
            }

            uint crc = Checksum(_at, at) & ushort.MaxValue;
            if (crc != BinaryPrimitives.ReadUInt16LittleEndian(two))
            {
                report(AnomalyKind.CompressedStream, null, _at, "The gzip header's own checksum is wrong.");
            }

            at += 2;
        }

        return at <= file.Length ? at : null;
    }

    private uint Checksum(long from, long to)
    {
        Crc32 crc = new();
        while (from < to)
        {
            ReadOnlySpan<byte> present = file.Peek(from);
            present = present[..(int)Math.Min(present.Length, to - from)];
            crc.Append(present);
            from += present.Length;
        }

        return crc.GetCurrentHashAsUInt32();
    }

    private void EndMember()
    {
        DeflateInput input = _input!;
        _decoder!.Dispose();
        _decoder = null;
        if (input.AskedBeyondEnd)
        {
            report(AnomalyKind.Unreadable, null, file.Length, "The compressed data breaks off.");
            _ended = true;
            return;
        }

        _at = input.Remaining > TrailerBytes ? FindEnd(input.LastChunkAt) : input.At;
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        if (file.ReadAt(_at, trailer) < TrailerBytes)
        {
            report(AnomalyKind.CompressedStream, null, _at, "The gzip trailer breaks off.");
            _ended = true;
            return;
        }

        uint crc = BinaryPrimitives.ReadUInt32LittleEndian(trailer);
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]);
        if (crc != _crc.GetCurrentHashAsUInt32())
        {
            report(AnomalyKind.CompressedStream, null, _at, $"The gzip trailer's CRC-32 is {crc:x8}; the data's is {_crc.GetCurrentHashAsUInt32():x8}.");
        }

        if (size != unchecked((uint)_decoded))
        {
            report(AnomalyKind.CompressedStream, null, _at, $"The gzip trailer says {size} bytes; there are {_decoded}.");
        }

        _at += TrailerBytes;
    }

    // More follows than a trailer: the exact end takes a second look, with single bytes where the first one ended.
    private long FindEnd(long singlyFrom)
    {
        DeflateInput again = new(file, _bodyAt, file.Length, (int)Math.Min(int.MaxValue, file.Length - singlyFrom));
        using DeflateStream decoder = new(again, CompressionMode.Decompress, leaveOpen: true);
        Span<byte> discarded = stackalloc byte[4096];
        while (decoder.Read(discarded) > 0)
        {
        }

        return again.At;
    }

    private void ReportRest()
    {
        if (_members == 0)
        {
            report(AnomalyKind.Unreadable, null, _at, "This is not gzip data.");
            return;
        }

        ReportRest(file, _at, "gzip", report);
    }
}
