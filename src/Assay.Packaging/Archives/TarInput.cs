using System.Buffers;

namespace Assay.Packaging.Archives;

/// <summary>The decompressed tar, read forward through one pooled buffer and counted against the limits.</summary>
internal sealed class TarInput(TarSource source, ArchiveBudget budget) : IDisposable
{
    // Long content is decompressed where it is wanted, without a copy.
    private const int DirectBytes = 16 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _at;
    private int _end;

    /// <summary>Bytes of the tar read so far.</summary>
    public long Offset { get; private set; }

    /// <summary>The limit that ended the input, or null.</summary>
    public string? Limit { get; private set; }

    /// <summary>Reads some bytes; 0 at the end.</summary>
    public int Take(Span<byte> target)
    {
        if (target.Length >= DirectBytes && _at == _end)
        {
            return TakeDirectly(target);
        }

        if (target.IsEmpty || (_at == _end && !Refill()))
        {
            return 0;
        }

        int n = Math.Min(target.Length, _end - _at);
        _buffer.AsSpan(_at, n).CopyTo(target);
        _at += n;
        Offset += n;
        return n;
    }

    /// <summary>Fills the target; fewer bytes only at the end.</summary>
    public int Fill(Span<byte> target)
    {
        int done = 0;
        int n;
        while ((n = Take(target[done..])) > 0)
        {
            done += n;
        }

        return done;
    }

    /// <summary>Reads on without keeping anything; the number of bytes that were missing.</summary>
    public long Skip(long bytes)
    {
        while (bytes > 0 && (_at < _end || Refill()))
        {
            int n = (int)Math.Min(bytes, _end - _at);
            _at += n;
            Offset += n;
            bytes -= n;
        }

        return bytes;
    }

    public void Dispose()
    {
        source.Dispose();
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _at = _end = 0;
            Limit ??= "";
        }
    }

    private int TakeDirectly(Span<byte> target)
    {
        int n = ReadSource(target);
        Offset += n;
        return n;
    }

    private bool Refill()
    {
        _at = 0;
        _end = ReadSource(_buffer);
        return _end > 0;
    }

    private int ReadSource(Span<byte> target)
    {
        if (Limit is not null)
        {
            return 0;
        }

        int n = source.Read(target);
        Limit = n > 0 ? budget.AddDecoded(n) : null;
        return Limit is null ? n : 0;
    }
}
