using System.Security.Cryptography;

namespace Assay.Store;

/// <summary>
/// Files by their sha256 under <c>sha256/aa/bb/</c>. A file appears whole or not at all: it is written beside, flushed to the disk,
/// and renamed. What a killed process left half-written is removed by the next one.
/// </summary>
internal sealed class BlobFolder
{
    private readonly string _root;
    private readonly string _incoming;
    private readonly string _blobs;
    private readonly Func<Stream, Stream> _wrap;

    /// <param name="root">The store's folder.</param>
    /// <param name="wrap">Stands between the writer and the file; tests inject failing disks here.</param>
    public BlobFolder(string root, Func<Stream, Stream>? wrap = null)
    {
        _root = root;
        _incoming = Path.Combine(root, "incoming");
        _blobs = Path.Combine(root, "sha256");
        _wrap = wrap ?? (static stream => stream);
    }

    /// <summary>Where a blob lies or would lie.</summary>
    public string PathOf(string sha256) => Path.Combine(_blobs, sha256[..2], sha256[2..4], sha256);

    public IncomingFile Create()
    {
        try
        {
            Directory.CreateDirectory(_incoming);
            while (true)
            {
                string path = Path.Combine(_incoming, Path.GetRandomFileName());
                FileStream file;
                try
                {
                    // Sharing is an advisory lock that ends with the process: RemoveAbandoned asks for it.
                    file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
                }
                catch (IOException) when (File.Exists(path))
                {
                    continue;
                }

                if (File.Exists(path))
                {
                    return new IncomingFile(path, file, _wrap(file));
                }

                // A process that was cleaning up took it before it was locked.
                file.Dispose();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Of(_root, e);
        }
    }

    /// <summary>Moves a completed file to its place.</summary>
    public void Keep(IncomingFile file, string sha256)
    {
        try
        {
            string target = PathOf(sha256);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(file.Path, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Of(_root, e);
        }
    }

    /// <summary>Opens a blob whose bytes are what its name says; null where it is missing or is not (it is then removed).</summary>
    public FileStream? OpenVerified(string sha256)
    {
        FileStream? stream = Open(sha256);
        if (stream is null)
        {
            return null;
        }

        try
        {
            if (Convert.ToHexStringLower(SHA256.HashData(stream)) == sha256)
            {
                stream.Position = 0;
                return stream;
            }
        }
        catch (IOException e)
        {
            stream.Dispose();
            throw StoreErrors.Of(_root, e);
        }

        stream.Dispose();
        Delete(sha256);
        return null;
    }

    /// <summary>Opens a blob without a look at its bytes; null where it is missing.</summary>
    public FileStream? Open(string sha256)
    {
        try
        {
            return new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Of(_root, e);
        }
    }

    public void Delete(string sha256)
    {
        try
        {
            File.Delete(PathOf(sha256));
        }
        catch (DirectoryNotFoundException)
        {
            // Gone with its folder: what was asked for.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Of(_root, e);
        }
    }

    /// <summary>Every blob on the disk with its bytes and time of writing, whether or not the database knows it.</summary>
    public IEnumerable<(string Sha256, long Size, DateTimeOffset Written)> List()
    {
        if (!Directory.Exists(_blobs))
        {
            yield break;
        }

        foreach (FileInfo file in new DirectoryInfo(_blobs).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            if (file.Name.Length == 64)
            {
                yield return (file.Name, file.Length, new DateTimeOffset(file.LastWriteTimeUtc));
            }
        }
    }

    /// <summary>Removes half-written files whose writer is gone.</summary>
    public void RemoveAbandoned()
    {
        if (!Directory.Exists(_incoming))
        {
            return;
        }

        foreach (string path in Directory.EnumerateFiles(_incoming))
        {
            try
            {
                new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use by its writer, or already gone: either way nothing of ours is left behind.
                continue;
            }
        }
    }
}

/// <summary>A file on its way into the store.</summary>
internal sealed record IncomingFile(string Path, FileStream File, Stream Sink);
