using System.Text;

namespace Assay.Reports;

/// <summary>A stream that hands on what is written to it piece by piece, so that a report is never in memory whole.</summary>
internal sealed class PieceStream(Action<ReadOnlySpan<byte>> take) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Writes UTF-8 on as text; a character may stand across two pieces.</summary>
    public static PieceStream To(TextWriter output)
    {
        Decoder decoder = Encoding.UTF8.GetDecoder();
        char[] buffer = new char[4096];
        return new PieceStream(Decode);

        void Decode(ReadOnlySpan<byte> bytes)
        {
            while (!bytes.IsEmpty)
            {
                decoder.Convert(bytes, buffer, flush: false, out int used, out int made, out _);
                output.Write(buffer.AsSpan(0, made));
                bytes = bytes[used..];
            }
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer) => take(buffer);

    public override void Write(byte[] buffer, int offset, int count) => take(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
