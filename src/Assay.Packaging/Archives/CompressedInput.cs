using SharpCompress.Common;
using SharpCompress.Compressors;
using SharpCompress.Compressors.BZip2;
using SharpCompress.Compressors.Xz;

namespace Assay.Packaging.Archives;

/// <summary>
/// Decompresses bzip2 or xz, one stream after the other to the last byte of the file. The decoders check their own checksums; what
/// they throw on broken data becomes an anomaly here.
/// </summary>
internal sealed class CompressedInput(FileWindow file, ArchiveFormat format, AnomalyReport report) : TarSource
{
    private const int MaxStreams = 1_000;

    private readonly string _name = format == ArchiveFormat.TarXz ? "xz" : "bzip2";
    private FileSlice? _slice;
    private Stream? _decoder;
    private long _at;
    private int _streams;
    private bool _ended;

    private ReadOnlySpan<byte> Magic => format == ArchiveFormat.TarXz ? [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0] : "BZh"u8;

    public override int Read(Span<byte> target)
    {
        while (!_ended)
        {
            try
            {
                if (_decoder is null && !Begin())
                {
                    _ended = true;
                    break;
                }

                int n = _decoder!.Read(target);
                if (n > 0)
                {
                    return n;
                }

                _at = _slice!.Position;
                _decoder.Dispose();
                _decoder = null;
            }
            catch (Exception broken) when (broken is SharpCompressException or InvalidDataException or EndOfStreamException
                or NotImplementedException or NotSupportedException or ArgumentException or ArithmeticException or IndexOutOfRangeException
                or InvalidOperationException or NullReferenceException)
            {
                // What the decoder's own checks say is worth showing; an index out of range only says that it ran off the rails.
                string why = broken is SharpCompressException ? broken.Message.TrimEnd('.') : "it breaks off or makes no sense";
                report(AnomalyKind.Unreadable, null, _slice?.Position ?? _at, $"The {_name} data is broken: {why}.");
                _ended = true;
            }
        }

        return 0;
    }

    public override void Dispose()
    {
        _decoder?.Dispose();
        _slice?.Dispose();
    }

    private bool Begin()
    {
        if (_at >= file.Length && _streams > 0)
        {
            return false;
        }

        Span<byte> head = stackalloc byte[Magic.Length];
        if (file.ReadAt(_at, head) < head.Length || !head.SequenceEqual(Magic))
        {
            ReportRest();
            return false;
        }

        if (++_streams == 2)
        {
            report(AnomalyKind.CompressedStream, null, _at, $"A second {_name} stream follows: some readers stop at the first.");
        }

        if (_streams > MaxStreams)
        {
            report(AnomalyKind.LimitReached, null, _at, $"The file has more than {MaxStreams} {_name} streams; the reading ends here.");
            return false;
        }

        _slice?.Dispose();
        _slice = new FileSlice(file, _at);
        _decoder = format == ArchiveFormat.TarXz
            ? new XZStream(_slice)
            : BZip2Stream.Create(_slice, CompressionMode.Decompress, decompressConcatenated: false, leaveOpen: true);
        return true;
    }

    private void ReportRest()
    {
        if (_streams == 0)
        {
            report(AnomalyKind.Unreadable, null, _at, $"This is no {_name} data.");
            return;
        }

        ReportRest(file, _at, _name, report);
    }

    /// <summary>The file from a place on, as the decoders want it.</summary>
    private sealed class FileSlice(FileWindow file, long start) : Stream
    {
        private long _at = start;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        /// <summary>Where the next byte stands in the file.</summary>
        public override long Position { get => _at; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            int n = file.ReadAt(_at, buffer);
            _at += n;
            return n;
        }

        public override int ReadByte()
        {
            ReadOnlySpan<byte> present = file.Peek(_at);
            if (present.IsEmpty)
            {
                return -1;
            }

            _at++;
            return present[0];
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
