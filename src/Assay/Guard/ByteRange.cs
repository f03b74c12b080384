using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Assay.Guard;

/// <summary>The bytes of a file that a request asks for.</summary>
/// <param name="First">First byte, from 0.</param>
/// <param name="Last">Last byte; <c>First - 1</c> for an empty file.</param>
/// <param name="IsPartial">True where the answer is 206.</param>
/// <param name="IsUnsatisfiable">True where the answer is 416.</param>
public readonly record struct ByteRange(long First, long Last, bool IsPartial, bool IsUnsatisfiable)
{
    public long Length => Last - First + 1;

    /// <summary>All of a file of <paramref name="length"/> bytes.</summary>
    public static ByteRange All(long length) => new(0, length - 1, IsPartial: false, IsUnsatisfiable: false);

    /// <summary>
    /// Reads <c>Range</c> and <c>If-Range</c>. Several ranges, other units and a tag that is not <paramref name="tag"/>
    /// are answered with the whole file, as RFC 9110 section 14.2 allows.
    /// </summary>
    public static ByteRange Read(HttpRequest request, string tag, long length)
    {
        string? condition = request.Headers.IfRange;
        if ((condition is not null && condition != tag)
            || !RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out RangeHeaderValue? header)
            || header.Unit != "bytes" || header.Ranges.Count != 1)
        {
            return All(length);
        }

        RangeItemHeaderValue range = header.Ranges.First();
        (long first, long last) = (range.From, range.To) switch
        {
            (long from, long to) => (from, Math.Min(to, length - 1)),
            (long from, null) => (from, length - 1),
            (null, long suffix) => (Math.Max(0, length - suffix), length - 1),
            _ => (length, length),
        };
        return first >= length || last < first
            ? new ByteRange(0, -1, IsPartial: false, IsUnsatisfiable: true)
            : new ByteRange(first, last, IsPartial: true, IsUnsatisfiable: false);
    }
}
