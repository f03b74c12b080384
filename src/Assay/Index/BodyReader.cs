using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Assay.Index;

/// <summary>Reads bodies within caps, and says how far it came when the server stops.</summary>
internal static class BodyReader
{
    private const int BufferSize = 64 * 1_024;
    private const string AskAgain = "Try again; if it stays so, ask whoever runs the index.";

    /// <summary>Hands a body to <paramref name="sink"/> piece by piece; what the sink throws passes through.</summary>
    /// <param name="maxBytes">Most bytes to take.</param>
    /// <returns>The bytes handed on, and what ended the reading early (null: the body's end).</returns>
    public static async Task<(long Bytes, Trouble? Trouble)> ReadAsync(
        HttpResponseMessage response, long maxBytes, Func<ReadOnlyMemory<byte>, ValueTask> sink, Patience patience, CancellationToken cancellation)
    {
        long? announced = response.Content.Headers.ContentLength;
        if (announced > maxBytes)
        {
            return (0, TooLarge(maxBytes));
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        long total = 0;
        try
        {
            while (true)
            {
                (int read, Trouble? trouble) = await ReadPieceAsync(response, buffer, total, patience, cancellation);
                if (trouble is not null)
                {
                    return (total, trouble);
                }

                if (read == 0)
                {
                    return (total, announced is null || announced == total ? null : Cut(total, announced, "the connection ended"));
                }

                if (read > maxBytes - total)
                {
                    return (total, TooLarge(maxBytes));
                }

                patience.Pause();
                await sink(buffer.AsMemory(0, read));
                patience.Heard();
                total += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads a whole body into memory and undoes gzip.</summary>
    /// <param name="maxBytes">Most bytes, packed as well as unpacked.</param>
    public static async Task<(ReadOnlyMemory<byte> Body, Trouble? Trouble)> ReadPageAsync(
        HttpResponseMessage response, int maxBytes, Patience patience, CancellationToken cancellation)
    {
        string[] encodings = [.. response.Content.Headers.ContentEncoding.Where(static e => !e.Equals("identity", StringComparison.OrdinalIgnoreCase))];
        bool isPacked = encodings is [var only] && (only.Equals("gzip", StringComparison.OrdinalIgnoreCase) || only.Equals("x-gzip", StringComparison.OrdinalIgnoreCase));
        if (encodings.Length > 0 && !isPacked)
        {
            return (default, new Trouble(FileOutcome.Refused, "its answer has an encoding that was not asked for", AskAgain, (int)response.StatusCode));
        }

        var body = new MemoryStream();
        (_, Trouble? trouble) = await ReadAsync(
            response,
            maxBytes,
            piece =>
            {
                body.Write(piece.Span);
                return ValueTask.CompletedTask;
            },
            patience,
            cancellation);
        return trouble is not null ? (default, trouble)
            : isPacked ? Unpack(body, maxBytes, (int)response.StatusCode)
            : (body.GetBuffer().AsMemory(0, (int)body.Length), null);
    }

    private static (ReadOnlyMemory<byte> Body, Trouble? Trouble) Unpack(MemoryStream packed, int maxBytes, int status)
    {
        var broken = new Trouble(FileOutcome.Failed, "its answer is broken gzip", AskAgain, status);
        packed.Position = 0;
        using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        var body = new MemoryStream();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = gzip.Read(buffer)) > 0)
            {
                if (read > maxBytes - body.Length)
                {
                    return (default, TooLarge(maxBytes));
                }

                body.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            return (default, broken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        ReadOnlyMemory<byte> unpacked = body.GetBuffer().AsMemory(0, (int)body.Length);
        return IsWhole(packed.GetBuffer().AsSpan(0, (int)packed.Length), unpacked.Span) ? (unpacked, null) : (default, broken);
    }

    // GZipStream takes data that breaks off for its end: only the trailer (RFC 1952: CRC-32, length) tells.
    private static bool IsWhole(ReadOnlySpan<byte> packed, ReadOnlySpan<byte> unpacked) =>
        packed.Length > 18
        && BinaryPrimitives.ReadUInt32LittleEndian(packed[^8..]) == Crc32.HashToUInt32(unpacked)
        && BinaryPrimitives.ReadUInt32LittleEndian(packed[^4..]) == (uint)unpacked.Length;

    // Apart from the sink, so that a full disk is never taken for a broken connection.
    private static async Task<(int Read, Trouble? Trouble)> ReadPieceAsync(
        HttpResponseMessage response, byte[] buffer, long total, Patience patience, CancellationToken cancellation)
    {
        long? announced = response.Content.Headers.ContentLength;
        try
        {
            Stream body = await response.Content.ReadAsStreamAsync(patience.Token);
            return (await body.ReadAsync(buffer, patience.Token), null);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return (0, Cut(total, announced, "the connection broke"));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (0, Cut(total, announced, patience.Exhausted ?? "the connection broke"));
        }
    }

    private static Trouble Cut(long total, long? announced, string why) => new(
        FileOutcome.Truncated,
        announced is null ? $"{why} after {total} bytes, before the end" : $"{why} after {total} of {announced} bytes",
        AskAgain);

    private static Trouble TooLarge(long maxBytes) =>
        new(FileOutcome.TooLarge, $"it has more than the {maxBytes} bytes that are taken", "Raise the limit if it is meant to be that large.");
}
