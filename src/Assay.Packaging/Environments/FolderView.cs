namespace Assay.Packaging.Environments;

/// <summary>One entry of a folder.</summary>
/// <param name="Name">Without folders, as the disk spells it.</param>
/// <param name="IsFolder">True also for a link to a folder.</param>
public readonly record struct FolderEntry(string Name, bool IsFolder, bool IsLink);

/// <summary>The folders of a machine, as the readers need them. A path is full.</summary>
/// <param name="List">Entries of a folder, in any order; empty where there is none, null where it cannot be listed.</param>
/// <param name="Head">The first bytes of a file, at most so many; null where it is not there or cannot be read.</param>
/// <param name="Resolve">The path of a file or folder without links; null where nothing is there.</param>
/// <param name="MaxBytes">Of one file that is read whole, and of the headers of a metadata file; larger counts as unreadable.</param>
public sealed record FolderView(
    Func<string, IReadOnlyList<FolderEntry>?> List, Func<string, int, byte[]?> Head, Func<string, string?> Resolve, int MaxBytes)
{
    /// <summary>The bytes of a file; null where it cannot be read or is larger than <see cref="MaxBytes"/>.</summary>
    public byte[]? Read(string path) => Head(path, MaxBytes + 1) is { } bytes && bytes.Length <= MaxBytes ? bytes : null;

    /// <summary>The entries of a folder by name; null where it cannot be listed.</summary>
    internal FolderEntry[]? Sorted(string path)
    {
        if (List(path) is not { } entries)
        {
            return null;
        }

        FolderEntry[] sorted = [.. entries];
        Array.Sort(sorted, static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return sorted;
    }
}
