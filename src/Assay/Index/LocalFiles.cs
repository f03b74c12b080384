using Assay.Packaging.Indexes;

namespace Assay.Index;

/// <summary>Find-links sources on this machine.</summary>
internal static class LocalFiles
{
    private const int BufferSize = 128 * 1_024;

    /// <summary>The full path of a local find-links source; null where it is none.</summary>
    public static string? PathOf(IndexSource source)
    {
        if (!source.IsFindLinks)
        {
            return null;
        }

        return source.Address.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
            ? Uri.TryCreate(source.Address, UriKind.Absolute, out Uri? address) && !address.IsUnc ? address.LocalPath : null
            : source.Address.Contains("://", StringComparison.Ordinal) ? null : Path.GetFullPath(source.Address);
    }

    /// <summary>Lists a folder, or reads a page of links.</summary>
    public static LinksAnswer ReadLinks(string path, PageLimits limits)
    {
        try
        {
            LinkPageReading reading;
            if (Directory.Exists(path))
            {
                reading = SimplePageReader.FromFolder(
                    new DirectoryInfo(path).EnumerateFiles().Where(static f => f.Exists).Select(static f => (f.FullName, Length(f))), limits);
            }
            else
            {
                long size = new FileInfo(path).Length;
                if (size > limits.MaxBytes)
                {
                    return new(null, [], null, $"The page of links {path} has {size} bytes, more than {limits.MaxBytes}. Name a smaller one.");
                }

                reading = SimplePageReader.ReadLinks(File.ReadAllBytes(path), path, limits);
            }

            return new(
                reading.Page, reading.Problems, null,
                reading.Page is null ? $"The links of {path} could not be read: {reading.Problems[0].Detail}. Name a folder or an HTML page." : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(null, [], null, $"The links of {path} could not be read ({e.Message}). Check the path.");
        }
    }

    /// <summary>Copies a listed file while hashing it.</summary>
    public static async Task<FileAnswer> CopyAsync(
        Uri address, string what, Stream destination, DigestCheck check, long maxBytes, IProgress<long>? progress, CancellationToken cancellation)
    {
        long total = 0;
        FileStream source;
        try
        {
            source = new FileStream(address.LocalPath, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            FileOutcome outcome = e is FileNotFoundException or DirectoryNotFoundException ? FileOutcome.NotFound : FileOutcome.Failed;
            return new(outcome, 0, null, null, check.Unchecked, null, $"{what} could not be opened ({e.Message}). Check the path.");
        }

        await using (source)
        {
            byte[] buffer = new byte[BufferSize];
            while (true)
            {
                (int read, Trouble? trouble) = await ReadPieceAsync(source, buffer, cancellation);
                if (read == 0)
                {
                    return IndexClient.Finish(what, check, total, null, trouble);
                }

                if (read > maxBytes - total)
                {
                    return IndexClient.Finish(
                        what, check, total, null,
                        new Trouble(FileOutcome.TooLarge, $"it has more than the {maxBytes} bytes that are taken", "Raise the limit if it is meant to be that large."));
                }

                check.Append(buffer.AsSpan(0, read));
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellation);
                total += read;
                progress?.Report(total);
            }
        }
    }

    // Apart from the destination, so that a full disk is never taken for a broken source.
    private static async Task<(int Read, Trouble? Trouble)> ReadPieceAsync(FileStream source, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return (await source.ReadAsync(buffer, cancellation), null);
        }
        catch (IOException e)
        {
            return (0, new Trouble(FileOutcome.Truncated, $"reading it failed ({e.Message})", "Check the disk."));
        }
    }

    // A broken link has no length; it fails when it is fetched.
    private static long Length(FileInfo file)
    {
        try
        {
            return file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target.Length : file.Length;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
