using Assay.Office;
using Assay.Store;

namespace Assay.Audits;

/// <summary>A file that the user named, or what a shell hands over in its place: a pipe, or standard input as <c>-</c>.</summary>
internal static class NamedInput
{
    /// <summary>True for what can be read only once, and not be written back.</summary>
    public static bool IsStream(string path, string shown) => shown == "-" || UnixFile.IsPipe(path);

    /// <summary>Reads it whole.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="shown">As the user named it.</param>
    /// <param name="maxBytes">More than this is refused.</param>
    /// <exception cref="IOException">It cannot be read, or is larger.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] Read(string path, string shown, int maxBytes)
    {
        using Stream stream = shown == "-" ? Console.OpenStandardInput()
            : UnixFile.IsPipe(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1, FileOptions.None)
            : AssayOffice.OpenFile(path);
        return Read(stream, maxBytes);
    }

    /// <summary>Reads a plain file whole, such as one that another names.</summary>
    /// <exception cref="IOException">It cannot be read, is larger, or is no plain file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] ReadPlain(string path, int maxBytes)
    {
        using Stream stream = AssayOffice.OpenFile(path);
        return Read(stream, maxBytes);
    }

    private static byte[] Read(Stream stream, int maxBytes)
    {
        using MemoryStream content = new(stream.CanSeek ? (int)Math.Min(stream.Length, maxBytes) : 0);
        byte[] buffer = new byte[65_536];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            if (content.Length + read > maxBytes)
            {
                throw new IOException($"it is larger than {maxBytes >> 20} MiB");
            }

            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }
}
