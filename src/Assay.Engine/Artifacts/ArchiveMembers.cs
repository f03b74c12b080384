using Assay.Packaging.Archives;

namespace Assay.Engine.Artifacts;

/// <summary>The files of an archive in one pass, for a reader who picks some of them.</summary>
public static class ArchiveMembers
{
    /// <summary>Each file's path, and what decodes it while the enumeration stands on it; null where it is larger than the bytes given. Empty where the archive's format is not known.</summary>
    /// <param name="seekable">The archive; read from its beginning, left open.</param>
    /// <param name="fileName">The archive's name, where content does not tell its format.</param>
    /// <exception cref="IOException">The stream fails; broken content ends the enumeration.</exception>
    public static IEnumerable<(string Path, Func<int, byte[]?> Read)> Of(Stream seekable, string fileName)
    {
        if (ArtifactReader.FormatOf(seekable, fileName) is not ArchiveFormat format)
        {
            yield break;
        }

        seekable.Position = 0;
        using ArchiveReader reader = ArchiveReader.Open(seekable, format, InspectionLimits.Default.Archives);
        while (reader.MoveNext())
        {
            if (reader.Current.Type == MemberType.File)
            {
                yield return (reader.Current.Path, maxBytes => MemberContent.Read(reader, maxBytes));
            }
        }
    }
}
