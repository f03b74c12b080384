using Assay.Packaging.Archives;

namespace Assay.Engine.Artifacts;

/// <summary>The bytes of one member, for a reader who wants to see them.</summary>
/// <param name="Bytes">Decoded, at most the cap.</param>
/// <param name="IsCut">True where the member goes on behind the cap.</param>
/// <param name="Text">The same as text, by byte order mark or as UTF-8; null where it is none.</param>
public sealed record MemberContent(ReadOnlyMemory<byte> Bytes, bool IsCut, string? Text)
{
    /// <summary>Finds a member in an archive and decodes it; null where there is none of this path, or it cannot be read.</summary>
    /// <param name="seekable">The archive; read from its beginning, left open.</param>
    /// <param name="fileName">The archive's name, where content does not tell its format.</param>
    /// <param name="path">Member names from the outermost archive inwards; at least one.</param>
    /// <param name="maxBytes">Most bytes to return; archives on the way are held to <see cref="InspectionLimits.MaxNestedBytes"/>.</param>
    public static MemberContent? Find(Stream seekable, string fileName, ReadOnlySpan<string> path, InspectionLimits limits, int maxBytes)
    {
        Stream archive = seekable;
        for (int depth = 0; depth < path.Length; depth++)
        {
            bool isLast = depth == path.Length - 1;
            if (depth > limits.Archives.MaxNesting || Extract(archive, fileName, path[depth], limits, isLast ? maxBytes : limits.MaxNestedBytes) is not MemberContent found)
            {
                return null;
            }

            if (isLast)
            {
                return WithText(found);
            }

            if (found.IsCut)
            {
                return null;
            }

            archive = new MemoryStream(found.Bytes.ToArray(), writable: false);
            fileName = path[depth];
        }

        return null;
    }

    /// <summary>Decodes many members of the archive itself in one pass; a member that is not there, or cannot be read, is left out.</summary>
    /// <param name="seekable">The archive; read from its beginning, left open.</param>
    /// <param name="fileName">The archive's name, where content does not tell its format.</param>
    /// <param name="members">Names of members; of several members of one name the first counts.</param>
    /// <param name="maxBytes">Most bytes to return of each.</param>
    /// <param name="maxTotalBytes">Bytes after which no further member is read.</param>
    public static Dictionary<string, MemberContent> FindAll(
        Stream seekable, string fileName, IReadOnlySet<string> members, InspectionLimits limits, int maxBytes, long maxTotalBytes)
    {
        long total = 0;
        Dictionary<string, MemberContent> found = new(StringComparer.Ordinal);
        if (members.Count == 0 || ArtifactReader.FormatOf(seekable, fileName) is not ArchiveFormat format)
        {
            return found;
        }

        seekable.Position = 0;
        using ArchiveReader reader = ArchiveReader.Open(seekable, format, limits.Archives);
        while (found.Count < members.Count && total < maxTotalBytes && reader.MoveNext())
        {
            string path = reader.Current.Path;
            if (reader.Current.Type == MemberType.File && members.Contains(path) && !found.ContainsKey(path))
            {
                MemberContent content = WithText(ReadToCap(reader.Read, maxBytes));
                total += content.Bytes.Length;
                found.Add(path, content);
            }
        }

        return found;
    }

    /// <summary>Reads a file that stands alone.</summary>
    /// <param name="maxBytes">Most bytes to return.</param>
    public static MemberContent Read(Stream stream, int maxBytes) => WithText(ReadToCap(stream.Read, maxBytes));

    internal static byte[]? Read(ArchiveReader reader, int maxBytes) =>
        ReadToCap(reader.Read, maxBytes) is { IsCut: false } whole ? whole.Bytes.ToArray() : null;

    // The first member of a name is what a reader that goes from the front sees; the rules report where there are more.
    private static MemberContent? Extract(Stream archive, string fileName, string member, InspectionLimits limits, int maxBytes)
    {
        if (ArtifactReader.FormatOf(archive, fileName) is not ArchiveFormat format)
        {
            return null;
        }

        archive.Position = 0;
        using ArchiveReader reader = ArchiveReader.Open(archive, format, limits.Archives);
        while (reader.MoveNext())
        {
            if (reader.Current.Path == member && reader.Current.Type == MemberType.File)
            {
                return ReadToCap(reader.Read, maxBytes);
            }
        }

        return null;
    }

    private static MemberContent WithText(MemberContent found) =>
        found with { Text = ContentSniffer.IsText(found.Bytes.Span) ? TextDecoding.Decode(found.Bytes.Span) : null };

    private static MemberContent ReadToCap(ByteSource source, int maxBytes)
    {
        using MemoryStream bytes = new();
        byte[] buffer = new byte[64 << 10];
        int read;
        while (bytes.Length <= maxBytes && (read = source(buffer)) > 0)
        {
            bytes.Write(buffer, 0, read);
        }

        bool isCut = bytes.Length > maxBytes;
        return new MemberContent(bytes.GetBuffer().AsMemory(0, isCut ? maxBytes : (int)bytes.Length), isCut, null);
    }
}
