using System.IO.MemoryMappedFiles;

namespace Assay.Engine.Advisories;

/// <summary>The bytes of an index at any offset, read as they are asked for: from memory, a mapped file or a stream. Safe for several threads.</summary>
public sealed class IndexBytes : IDisposable
{
    private readonly ReadOnlyMemory<byte> _memory;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly Stream? _stream;
    private readonly Lock _position = new();

    private IndexBytes(ReadOnlyMemory<byte> memory, MemoryMappedViewAccessor? view, Stream? stream, long length)
    {
        _memory = memory;
        _view = view;
        _stream = stream;
        Length = length;
    }

    /// <summary>In bytes.</summary>
    public long Length { get; }

    public static IndexBytes Of(ReadOnlyMemory<byte> memory) => new(memory, null, null, memory.Length);

    /// <summary>Takes over a view of a mapped file.</summary>
    /// <param name="length">The file's length in bytes; a view is rounded up to whole pages.</param>
    public static IndexBytes Of(MemoryMappedViewAccessor view, long length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, view.Capacity);
        return new(default, view, null, length);
    }

    /// <summary>Takes over a stream that can seek, such as a resource of the program.</summary>
    public static IndexBytes Of(Stream stream) => new(default, null, stream, stream.Length);

    /// <summary>Fills <paramref name="destination"/> with the bytes from <paramref name="offset"/> on.</summary>
    /// <exception cref="AdvisoryIndexException">There are fewer.</exception>
    public void Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset > Length - destination.Length)
        {
            throw new AdvisoryIndexException($"The advisory index is cut: bytes {offset} to {offset + destination.Length} are asked for and there are {Length}.");
        }

        if (_view is not null)
        {
            _view.SafeMemoryMappedViewHandle.ReadSpan((ulong)(_view.PointerOffset + offset), destination);
        }
        else if (_stream is not null)
        {
            lock (_position)
            {
                _stream.Position = offset;
                _stream.ReadExactly(destination);
            }
        }
        else
        {
            _memory.Span.Slice((int)offset, destination.Length).CopyTo(destination);
        }
    }

    public void Dispose()
    {
        _view?.Dispose();
        _stream?.Dispose();
    }
}
