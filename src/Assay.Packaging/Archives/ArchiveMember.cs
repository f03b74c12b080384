namespace Assay.Packaging.Archives;

/// <summary>What an archive entry is.</summary>
public enum MemberType { File, Directory, SymbolicLink, HardLink, Device, Other }

/// <summary>One entry of an archive, as the reader that most installers use would see it.</summary>
/// <param name="Path">The name as stored, decoded to text; may be hostile.</param>
/// <param name="Type">File, folder, link or special file.</param>
/// <param name="Size">Decoded bytes the archive declares; the bytes actually read may differ, which is an anomaly.</param>
/// <param name="Mode">Unix permission bits where stored, else 0.</param>
/// <param name="LinkTarget">Where a link points, as stored.</param>
/// <param name="Offset">Byte offset of the entry's header in the archive (in the decompressed tar stream for tar).</param>
public sealed record ArchiveMember(string Path, MemberType Type, long Size, int Mode, string? LinkTarget, long Offset);
