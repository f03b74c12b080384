using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Assay.Packaging.Archives;

/// <summary>
/// Remembers every name of an archive, as a hash, to find two that are one: a collision of hashes would be reported as a
/// collision of names, never the reverse.
/// </summary>
internal sealed class NameLedger
{
    // Names of many folders each could otherwise cost more memory than the entries; beyond this, a file that is also a folder is
    // still noticed when the file comes first.
    private const int MaxFolders = 400_000;

    private readonly Dictionary<UInt128, (UInt128 Exact, bool IsFolder)> _entries = [];
    private readonly HashSet<UInt128> _folders = [];
    private readonly HashSet<UInt128> _links = [];
    private readonly List<UInt128> _prefixes = [];

    /// <summary>Adds an entry's name and reports what it shares with earlier ones, and where a link leads.</summary>
    public void Add(string name, MemberType type, string? target, long offset, AnomalyReport report)
    {
        UInt128 folded = HashPrefixes(PathFolding.Fold(name));
        UInt128 exact = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(name.AsSpan()));
        bool isFolder = type == MemberType.Directory;
        if (!_entries.TryAdd(folded, (exact, isFolder)))
        {
            bool same = _entries[folded] == (exact, isFolder);
            report(
                same ? AnomalyKind.DuplicateName : AnomalyKind.CollidingName,
                name,
                offset,
                same ? "An earlier entry has the same name." : "An earlier entry's name differs only by case, Unicode form, empty segments or being a folder.");
        }
        else if (!isFolder && _folders.Contains(folded))
        {
            report(AnomalyKind.CollidingName, name, offset, "The file's name is an earlier entry's folder.");
        }

        JudgeFolders(name, offset, report);
        if (type is MemberType.SymbolicLink or MemberType.HardLink)
        {
            JudgeLink(name, type, target ?? "", offset, report);
            _links.Add(folded);
        }
    }

    private void JudgeFolders(string name, long offset, AnomalyReport report)
    {
        bool throughLink = false;
        bool throughFile = false;
        foreach (UInt128 folder in _prefixes)
        {
            throughLink |= _links.Contains(folder);
            throughFile |= _entries.TryGetValue(folder, out (UInt128 Exact, bool IsFolder) entry) && !entry.IsFolder;
            if (_folders.Count < MaxFolders)
            {
                _folders.Add(folder);
            }
        }

        if (throughLink)
        {
            report(AnomalyKind.EscapingLink, name, offset, "The entry's path leads through a link.");
        }
        else if (throughFile)
        {
            report(AnomalyKind.CollidingName, name, offset, "A folder of the entry is an earlier entry's file.");
        }
    }

    private void JudgeLink(string name, MemberType type, string target, long offset, AnomalyReport report)
    {
        // A symbolic link starts from its own folder, a hard link from the archive's root.
        string folder = type == MemberType.SymbolicLink && name.TrimEnd('/').LastIndexOf('/') is int slash and > 0 ? name[..slash] : "";
        string what = type == MemberType.SymbolicLink ? "symbolic" : "hard";
        switch (EntryName.IsRooted(target) ? Walk.Leaves : Follow(PathFolding.Fold($"{folder}/{target}")))
        {
            case Walk.Leaves:
                report(AnomalyKind.EscapingLink, name, offset, $"A {what} link that leaves the archive's root: '{target}'.");
                break;
            case Walk.MeetsLink:
                report(AnomalyKind.EscapingLink, name, offset, $"A {what} link that leads through another link: '{target}'.");
                break;
            default:
                report(AnomalyKind.Link, name, offset, $"A {what} link within the archive: '{target}'.");
                break;
        }
    }

    private enum Walk { Stays, MeetsLink, Leaves }

    private Walk Follow(string folded)
    {
        Stack<UInt128> above = new();
        UInt128 here = default;
        Walk walk = Walk.Stays;
        foreach (Range part in folded.AsSpan().Split('/'))
        {
            ReadOnlySpan<char> segment = folded.AsSpan()[part];
            if (segment is not "..")
            {
                above.Push(here);
                here = Chain(here, segment);
                walk = _links.Contains(here) ? Walk.MeetsLink : walk;
            }
            else if (!above.TryPop(out here))
            {
                return Walk.Leaves;
            }
        }

        return walk;
    }

    // A folder's hash goes into its children's, so that every folder above a path is known in one pass over it.
    private UInt128 HashPrefixes(string folded)
    {
        _prefixes.Clear();
        UInt128 hash = default;
        bool first = true;
        foreach (Range part in folded.AsSpan().Split('/'))
        {
            if (!first)
            {
                _prefixes.Add(hash);
            }

            hash = Chain(hash, folded.AsSpan()[part]);
            first = false;
        }

        return hash;
    }

    private static UInt128 Chain(UInt128 folder, ReadOnlySpan<char> segment) =>
        XxHash128.HashToUInt128(MemoryMarshal.AsBytes(segment), unchecked((long)(ulong)folder)) ^ (folder >> 64);
}
