using System.Security.Cryptography;

namespace Assay.Store;

/// <summary>
/// A file that is being fetched into the store: write it, complete it, look at it, then keep it. Disposed without being kept,
/// nothing of it stays: that is how blocked bytes are dropped.
/// </summary>
public sealed class IncomingBlob : IDisposable
{
    private readonly AssayStore _store;
    private readonly IncomingFile _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private string? _sha256;
    private bool _kept;

    internal IncomingBlob(AssayStore store, IncomingFile file)
    {
        _store = store;
        _file = file;
    }

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    /// <summary>Appends bytes.</summary>
    /// <exception cref="StoreException">The disk is full or fails.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_sha256 is not null, this);
        _hash.AppendData(bytes);
        Length += bytes.Length;
        try
        {
            _file.Sink.Write(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Of(_store.Folder, e);
        }
    }

    /// <summary>The same as a stream, for those who write to one; disposing of it changes nothing.</summary>
    public Stream AsStream() => new IncomingStream(this);

    /// <summary>Ends the writing.</summary>
    /// <returns>Lower-case hex of everything written.</returns>
    /// <exception cref="StoreException">The disk is full or fails.</exception>
    public string Complete()
    {
        if (_sha256 is null)
        {
            try
            {
                _file.Sink.Flush();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw StoreErrors.Of(_store.Folder, e);
            }

            _sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset());
        }

        return _sha256;
    }

    /// <summary>A reader of the completed file, valid until this is disposed or longer.</summary>
    public Stream OpenRead()
    {
        Complete();
        try
        {
            return new FileStream(_file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Of(_store.Folder, e);
        }
    }

    /// <summary>Puts the file into the store for good: flushed to the disk, renamed, then listed.</summary>
    /// <returns>Its sha256, lower-case hex.</returns>
    /// <exception cref="StoreException">The disk is full or fails.</exception>
    public string Keep()
    {
        string sha256 = Complete();
        if (!_kept)
        {
            _store.Keep(_file, sha256, Length);
            _kept = true;
        }

        return sha256;
    }

    public void Dispose()
    {
        _hash.Dispose();
        try
        {
            _file.File.Dispose();
            if (!_kept)
            {
                File.Delete(_file.Path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk may refuse the last flush; the next process removes what is left.
            _kept = true;
        }
    }
}
