using System.Buffers.Binary;
using System.IO.Compression;
using SharpCompress.Common;
using SharpCompress.Compressors.BZip2;

namespace Assay.Python.Meaning.Folding;

/// <summary>The modules <c>zlib</c>, <c>gzip</c>, <c>bz2</c> and <c>lzma</c>, as far as they decompress.</summary>
internal static class Inflation
{
    private const int MaxStreams = 1_000;
    private const int BufferBytes = 32_768;

    public static void AddTo(Table table)
    {
        table.Add("zlib.decompress", "data wbits? bufsize?", static call => call.TryInt(1, 15, out int bits) && call.TryBytes(0, out ReadOnlyMemory<byte> data) ? Zlib(data, bits, mustEnd: true, call.Budget) : null, Traits.Decoder);
        table.Add("gzip.decompress", "data", static call => call.TryBytes(0, out ReadOnlyMemory<byte> data) ? Gzip(data, call.Budget) : null, Traits.Decoder);
        table.Add("bz2.decompress", "data", static call => call.TryBytes(0, out ReadOnlyMemory<byte> data) ? Bzip2(data, call.Budget) : null, Traits.Decoder);
        table.Add("lzma.decompress", "data format? memlimit? filters?", Lzma.Decompress, Traits.Decoder);
    }

    public static void AddObjectsTo(Table table)
    {
        table.Add("zlib.decompressobj().decompress", "data max_length?", static call =>
            call.Receiver is ResultValue made && call.TryInt(1, 0, out int most) && most == 0 && call.TryBytes(0, out ReadOnlyMemory<byte> data)
            && Bits(made) is int bits
                ? Zlib(data, bits, mustEnd: false, call.Budget)
                : null, Traits.Decoder | Traits.Holes | Traits.Changes);
        // What there is was given by decompress.
        table.Add("zlib.decompressobj().flush", "length?", static _ => Numbers.Bytes([]), Traits.Holes);
        table.Add("io.BytesIO().read io.BytesIO().getvalue io.StringIO().read io.StringIO().getvalue StringIO.StringIO().read StringIO.StringIO().getvalue cStringIO.StringIO().read", "",
            static call => Content(call.Receiver), Traits.Holes | Traits.Changes);
        table.Add("gzip.GzipFile().read gzip.open().read", "", static call =>
            call.Receiver is ResultValue made && Array.Find([.. made.Arguments], static argument => argument.Value is ResultValue).Value is Value file
            && Content(file) is Value content && Bytes.TryOf(content, out ReadOnlyMemory<byte> data)
                ? Gzip(data, call.Budget)
                : null, Traits.Decoder | Traits.Holes);
        table.Add("bz2.BZ2Decompressor().decompress", "data", static call => call.TryBytes(0, out ReadOnlyMemory<byte> data) ? Bzip2(data, call.Budget) : null, Traits.Decoder | Traits.Holes);
        table.Add("lzma.LZMADecompressor().decompress", "data", Lzma.DecompressByObject, Traits.Decoder | Traits.Holes);
    }

    /// <summary>A zlib, gzip or raw stream; null where Python raises, or over budget.</summary>
    /// <param name="windowBits">As zlib takes them: negative raw, from 24 gzip, from 40 either.</param>
    /// <param name="mustEnd">False gives what there is of a stream that breaks off.</param>
    public static Value? Zlib(ReadOnlyMemory<byte> data, int windowBits, bool mustEnd, FoldingBudget budget)
    {
        bool isGzip = data.Length > 1 && data.Span[0] == 0x1F && data.Span[1] == 0x8B;
        Func<Stream, Stream>? open = windowBits switch
        {
            >= -15 and <= -8 => static stream => new DeflateStream(stream, CompressionMode.Decompress),
            >= 24 and <= 31 when isGzip => static stream => new GZipStream(stream, CompressionMode.Decompress),
            >= 40 and <= 47 when isGzip => static stream => new GZipStream(stream, CompressionMode.Decompress),
            (>= 8 and <= 15) or 0 or (>= 40 and <= 47) when !isGzip => static stream => new ZLibStream(stream, CompressionMode.Decompress),
            _ => null,
        };
        if (open is null || !budget.TrySpend(data.Length))
        {
            return null;
        }

        WatchedInput input = new(data);
        MemoryStream output = new();
        if (!TryDrain(input, open, output, budget, out bool isBroken) || (isBroken && (mustEnd || !input.IsStarved)))
        {
            return null;
        }

        // Behind a gzip stream the decoder looks for another one, so that it comes to the end of whole input too.
        return !mustEnd || !input.IsStarved || (isGzip && EndsWell(data.Span, output)) ? Numbers.Bytes(output.ToArray()) : null;
    }

    // What a file in memory was made with.
    private static Value? Content(Value file) =>
        file is ResultValue { Name: "io.BytesIO()" or "io.StringIO()" or "StringIO.StringIO()" or "cStringIO.StringIO()", Arguments: [{ Name: null, Value: TextValue or BytesValue }] } made
            ? made.Arguments[0].Value
            : null;

    private static int? Bits(ResultValue made) =>
        made.Arguments.Length == 0 ? 15
        : made.Arguments.Length == 1 && made.Arguments[0].Name is null or "wbits" && Numbers.TryInt32(Constants.Resolve(made.Arguments[0].Value), out int bits) ? bits
        : null;

    private static Value? Gzip(ReadOnlyMemory<byte> data, FoldingBudget budget)
    {
        if (!data.Span.StartsWith<byte>([0x1F, 0x8B]) || !budget.TrySpend(data.Length))
        {
            return null;
        }

        WatchedInput input = new(data);
        MemoryStream output = new();
        return TryDrain(input, static stream => new GZipStream(stream, CompressionMode.Decompress), output, budget, out bool isBroken) && !isBroken
            && EndsWell(data.Span, output)
                ? Numbers.Bytes(output.ToArray())
                : null;
    }

    // Of a file cut short the decoder says nothing: the length that the trailer states tells.
    private static bool EndsWell(ReadOnlySpan<byte> data, MemoryStream output)
    {
        ReadOnlySpan<byte> body = data.TrimEnd((byte)0);
        for (int zeros = 0; zeros <= 8 && body.Length + zeros <= data.Length; zeros++)
        {
            ReadOnlySpan<byte> whole = data[..(body.Length + zeros)];
            if (whole.Length >= 18 && BinaryPrimitives.ReadUInt32LittleEndian(whole[^4..]) <= output.Length)
            {
                uint last = BinaryPrimitives.ReadUInt32LittleEndian(whole[^4..]);
                uint sum = BinaryPrimitives.ReadUInt32LittleEndian(whole[^8..^4]);
                if (Checksums.Crc32(output.GetBuffer().AsSpan((int)(output.Length - last), (int)last)) == sum)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>One or more bzip2 streams; null where Python raises, or over budget.</summary>
    public static Value? Bzip2(ReadOnlyMemory<byte> data, FoldingBudget budget)
    {
        if (!budget.TrySpend(data.Length))
        {
            return null;
        }

        if (data.IsEmpty)
        {
            return Numbers.Bytes([]);
        }

        MemoryStream output = new();
        int at = 0;
        for (int streams = 0; at < data.Length && streams < MaxStreams; streams++)
        {
            // What follows the last stream and is none is passed over.
            if (!data.Span[at..].StartsWith("BZh"u8))
            {
                return streams == 0 ? null : Numbers.Bytes(output.ToArray());
            }

            WatchedInput input = new(data[at..]);
            if (!TryDrain(input, static stream => BZip2Stream.Create(stream, SharpCompress.Compressors.CompressionMode.Decompress, decompressConcatenated: false, leaveOpen: true), output, budget, out bool isBroken))
            {
                return null;
            }

            if (isBroken)
            {
                return streams == 0 ? null : Numbers.Bytes(output.ToArray());
            }

            at += input.Taken;
        }

        return Numbers.Bytes(output.ToArray());
    }

    /// <summary>Copies a decoder's output.</summary>
    /// <param name="isBroken">True where the decoder gave up on its input; what it gave before is in the output.</param>
    /// <returns>False over budget.</returns>
    public static bool TryDrain(Stream input, Func<Stream, Stream> open, MemoryStream output, FoldingBudget budget, out bool isBroken)
    {
        byte[] buffer = new byte[BufferBytes];
        isBroken = false;
        try
        {
            using Stream decoder = open(input);
            int n;
            while ((n = decoder.Read(buffer)) > 0)
            {
                if (!budget.TrySpend(n, output.Length + n))
                {
                    return false;
                }

                output.Write(buffer, 0, n);
            }
        }
        catch (Exception broken) when (broken is SharpCompressException or InvalidDataException or EndOfStreamException or IOException
            or NotImplementedException or NotSupportedException or ArgumentException or ArithmeticException or IndexOutOfRangeException
            or InvalidOperationException or NullReferenceException)
        {
            isBroken = true;
        }

        return true;
    }

    /// <summary>Bytes in memory that tell how far they were read, and whether more was wanted.</summary>
    internal sealed class WatchedInput(ReadOnlyMemory<byte> data) : Stream
    {
        /// <summary>Bytes given so far.</summary>
        public int Taken { get; private set; }

        /// <summary>True where the reader came to the end and wanted more.</summary>
        public bool IsStarved { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Taken; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            int n = Math.Min(buffer.Length, data.Length - Taken);
            data.Span.Slice(Taken, n).CopyTo(buffer);
            Taken += n;
            IsStarved |= n == 0 && !buffer.IsEmpty;
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
}
