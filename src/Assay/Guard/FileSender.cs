using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Assay.Guard;

/// <summary>
/// Sends a stored file. It is hashed again while it is sent, and its last block waits until the hash has come out right,
/// so that what was assayed is what arrives, or nothing arrives whole.
/// </summary>
public static class FileSender
{
    private const int BlockSize = 64 << 10;

    /// <summary>Answers a GET or HEAD, with ranges (RFC 9110 section 14) and conditions on the entity tag.</summary>
    /// <param name="content">The file from its beginning; disposed by the caller.</param>
    /// <param name="sha256">What it must hash to, lower-case hex.</param>
    /// <returns>False where the bytes were not the ones that were assayed: the connection is cut.</returns>
    public static async Task<bool> SendAsync(HttpContext context, FileStream content, string sha256)
    {
        HttpResponse response = context.Response;
        long length = content.Length;
        string tag = $"\"{sha256}\"";
        response.Headers.ETag = tag;
        response.Headers.CacheControl = "no-cache";
        response.Headers.AcceptRanges = "bytes";
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return true;
        }

        // Whatever the index said it was: bytes for an installer, nothing to render or decode.
        response.ContentType = "application/octet-stream";
        ByteRange range = ByteRange.Read(context.Request, tag, length);
        if (range.IsUnsatisfiable)
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{length}");
            response.ContentLength = 0;
            return true;
        }

        if (range.IsPartial)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {range.First}-{range.Last}/{length}");
        }

        response.ContentLength = range.Length;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return true;
        }

        if (await CopyAsync(content, response.Body, range, sha256, context.RequestAborted).ConfigureAwait(false))
        {
            return true;
        }

        context.Abort();
        return false;
    }

    /// <summary>Copies a range while hashing the whole; the range's last block is written only once the hash is right.</summary>
    public static async Task<bool> CopyAsync(Stream content, Stream target, ByteRange range, string sha256, CancellationToken cancellation)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockSize);
        byte[] withheld = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            int waiting = 0;
            long position = 0;
            int read;
            while ((read = await content.ReadAsync(block.AsMemory(0, BlockSize), cancellation).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(block, 0, read);
                int from = (int)Math.Clamp(range.First - position, 0, read);
                int to = (int)Math.Clamp(range.Last + 1 - position, from, read);
                if (to > from)
                {
                    await target.WriteAsync(withheld.AsMemory(0, waiting), cancellation).ConfigureAwait(false);
                    waiting = to - from;
                    block.AsSpan(from, waiting).CopyTo(withheld);
                }

                position += read;
            }

            if (Convert.ToHexStringLower(hash.GetHashAndReset()) != sha256)
            {
                return false;
            }

            await target.WriteAsync(withheld.AsMemory(0, waiting), cancellation).ConfigureAwait(false);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
            ArrayPool<byte>.Shared.Return(withheld);
        }
    }
}
