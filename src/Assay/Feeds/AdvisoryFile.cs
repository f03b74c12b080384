using System.IO.MemoryMappedFiles;
using Assay.Engine.Advisories;
using Assay.Store;

namespace Assay.Feeds;

/// <summary>An index of advisories as a file: written whole or not at all, read where a question needs it.</summary>
public static class AdvisoryFile
{
    /// <summary>Its name in the store's folder.</summary>
    public const string Name = "advisories.db";

    /// <summary>Compiles records beside the target, opens the result, and only then puts it in the target's place.</summary>
    /// <returns>Lower-case hex sha256 of the index, and its bytes.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static (string Digest, long Length) Write(string path, FeedHarvest harvest)
    {
        string digest = "";
        WholeFile.Write(path, WholeFile.Private, stream => AdvisoryIndexBuilder.Build(harvest.Records, harvest.Feeds, stream), beside =>
        {
            using AdvisoryIndex written = Open(beside);
            digest = written.Digest;
        });
        return (digest, new FileInfo(path).Length);
    }

    /// <summary>Maps a file.</summary>
    /// <exception cref="AdvisoryIndexException">It is not there, cannot be read, or is no index.</exception>
    public static AdvisoryIndex Open(string path)
    {
        try
        {
            long length = new FileInfo(path).Length;
            if (length == 0)
            {
                throw new AdvisoryIndexException($"The advisory index {path} is empty; make it anew with 'assay db build' or 'assay db update'.");
            }

            // The view keeps the mapping; whoever replaces the file later leaves this reader what it opened.
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using MemoryMappedFile map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            return AdvisoryIndex.Open(IndexBytes.Of(map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read), length));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new AdvisoryIndexException($"There is no advisory index {path}; make one with 'assay db build' or 'assay db update'.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new AdvisoryIndexException($"The advisory index {path} cannot be read: {e.Message}");
        }
        catch (AdvisoryIndexException e) when (!e.Message.Contains(path, StringComparison.Ordinal))
        {
            throw new AdvisoryIndexException($"{path}: {e.Message} Make it anew with 'assay db build' or 'assay db update'.");
        }
    }
}
