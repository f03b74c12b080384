namespace Assay.Packaging.Archives;

/// <summary>One way to read an entry: by the central directory, or by a local header alone.</summary>
/// <param name="Path">Decoded name.</param>
/// <param name="HeaderAt">Where the local header stands.</param>
/// <param name="DataEnd">Byte after the stored data, or after the region in which it must end.</param>
/// <param name="Flags">General purpose bits (APPNOTE 4.4.4) of both headers together.</param>
/// <param name="Size">Declared decoded bytes; null where only a descriptor says.</param>
/// <param name="Crc">Declared CRC-32; null where only a descriptor says.</param>
internal sealed record ZipReading(
    string Path, long HeaderAt, long DataStart, long DataEnd, ushort Flags, ushort Method, long? Size, uint? Crc, uint Attributes)
{
    private const int TypeMask = 0xF000;
    private const int TypeFolder = 0x4000;
    private const int TypeFile = 0x8000;
    private const int TypeLink = 0xA000;

    /// <summary>A data descriptor should follow the data.</summary>
    public bool HasDescriptor { get; init; }

    /// <summary>The directory lists the entry, but nothing stands where it points.</summary>
    public bool IsMissing { get; init; }

    /// <summary>Nothing but the compressed data itself says where it ends.</summary>
    public bool IsOpenEnded { get; init; }

    /// <summary>Unix mode from the upper half of the external attributes, where pip looks for it whatever system wrote the archive.</summary>
    public int Mode => (int)(Attributes >> 16);

    /// <summary>The entry's type by name and mode; where the two disagree or the type has no place in a package, a report.</summary>
    public MemberType JudgeType(AnomalyReport report)
    {
        bool named = Path.EndsWith('/');
        switch (Mode & TypeMask)
        {
            case TypeLink:
                return MemberType.SymbolicLink;
            case 0 or TypeFile:
                break;
            case TypeFolder when named:
                break;
            case TypeFolder:
                report(AnomalyKind.SpecialFile, Path, HeaderAt, "The mode says folder, the name says file.");
                break;
            default:
                report(AnomalyKind.SpecialFile, Path, HeaderAt, $"The mode {Mode:x4} is neither a file's nor a folder's.");
                return MemberType.Device;
        }

        if (named && DataEnd > DataStart + 2)
        {
            report(AnomalyKind.WrongSize, Path, HeaderAt, $"The folder has {DataEnd - DataStart} bytes of content.");
        }

        return named ? MemberType.Directory : MemberType.File;
    }

    /// <summary>True for content that pip could decode; else a report.</summary>
    public bool CanDecode(AnomalyReport report)
    {
        if ((Flags & (ZipFormat.FlagEncrypted | ZipFormat.FlagStrongEncryption | ZipFormat.FlagMaskedHeaders)) != 0)
        {
            report(AnomalyKind.Encrypted, Path, HeaderAt, "The entry is encrypted.");
            return false;
        }

        if ((Flags & ZipFormat.FlagPatch) != 0)
        {
            report(AnomalyKind.UnknownMethod, Path, HeaderAt, "The entry is a patch to another file.");
            return false;
        }

        if (Method is not (ZipFormat.Stored or ZipFormat.Deflated))
        {
            report(AnomalyKind.UnknownMethod, Path, HeaderAt, $"Compression method {Method} is neither stored (0) nor deflate (8).");
            return false;
        }

        return true;
    }
}

/// <summary>What a local header says, sizes already widened by its ZIP64 extra field.</summary>
/// <param name="OtherName">Its name where that is not the central directory's, or the directory lists none.</param>
internal sealed record ZipLocalReading(
    ushort Flags, ushort Method, uint Crc, long CompressedSize, long Size, long DataStart, string? OtherName);

/// <summary>Holds a local header against the central directory.</summary>
internal static class ZipComparison
{
    // Bits 1 and 2 only say how hard the encoder tried.
    private const ushort ComparedFlags = unchecked((ushort)~0x0006);

    /// <summary>Reports every difference in one sentence; true where a reader of local headers would get another name or content.</summary>
    public static bool Compare(ZipDirectoryEntry listed, long size, long packed, ZipLocalReading local, ZipReading reading, AnomalyReport report)
    {
        List<string>? differences = null;
        bool isOther = local.OtherName is not null || listed.Method != local.Method;
        if (local.OtherName is not null)
        {
            (differences ??= []).Add($"name '{local.OtherName}', not '{reading.Path}'");
        }

        if (listed.Method != local.Method)
        {
            (differences ??= []).Add($"method {local.Method}, not {listed.Method}");
        }

        if (((listed.Flags ^ local.Flags) & ComparedFlags) != 0)
        {
            (differences ??= []).Add($"flags {local.Flags:x4}, not {listed.Flags:x4}");
        }

        // With a descriptor, zero stands for "not known yet" in the local header.
        bool descriptor = (local.Flags & ZipFormat.FlagDescriptor) != 0;
        if (local.Crc != listed.Crc && !(descriptor && local.Crc == 0))
        {
            (differences ??= []).Add($"CRC-32 {local.Crc:x8}, not {listed.Crc:x8}");
        }

        if (local.CompressedSize != packed && !(descriptor && local.CompressedSize == 0))
        {
            (differences ??= []).Add($"{local.CompressedSize} stored bytes, not {packed}");
            isOther = true;
        }

        if (local.Size != size && !(descriptor && local.Size == 0))
        {
            (differences ??= []).Add($"{local.Size} bytes, not {size}");
        }

        if (descriptor)
        {
            report(AnomalyKind.DataDescriptor, reading.Path, reading.HeaderAt, "Sizes and CRC-32 stand behind the data, where a reader of local headers learns them too late.");
        }

        if (differences is not null)
        {
            report(AnomalyKind.HeaderMismatch, reading.Path, reading.HeaderAt, $"The local header contradicts the directory: {string.Join("; ", differences)}.");
        }

        return isOther;
    }
}
