using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Assay.Packaging.Archives;

/// <summary>
/// Remembers every name of an archive, as a hash, to find two that are one: a collision of hashes would be reported as a
/// collision of names, never the reverse.
/// </summary>
internal sealed class NameLedger
{
    private readonly Dictionary<UInt128, UInt128> _exactByFolded = [];
    private readonly HashSet<UInt128> _links = [];

    /// <summary>Adds an entry's name and reports what it shares with earlier ones, and where a link leads.</summary>
    public void Add(string name, MemberType type, string? target, long offset, AnomalyReport report)
    {
        UInt128 exact = Hash(name);
        string foldedName = PathFolding.Fold(name);
        UInt128 folded = Hash(foldedName);
        if (!_exactByFolded.TryAdd(folded, exact))
        {
            bool same = _exactByFolded[folded] == exact;
            report(
                same ? AnomalyKind.DuplicateName : AnomalyKind.CollidingName,
                name,
                offset,
                same ? "An earlier entry has the same name." : "An earlier entry's name differs only by case, Unicode form or empty folders.");
        }

        if (_links.Count > 0 && PassesThroughLink(foldedName))
        {
            report(AnomalyKind.EscapingLink, name, offset, "The entry's path leads through a link.");
        }

        if (type is MemberType.SymbolicLink or MemberType.HardLink)
        {
            JudgeLink(name, type, target ?? "", offset, report);
            _links.Add(folded);
        }
    }

    private void JudgeLink(string name, MemberType type, string target, long offset, AnomalyReport report)
    {
        // A symbolic link starts from its own folder, a hard link from the archive's root.
        string folder = type == MemberType.SymbolicLink && name.TrimEnd('/').LastIndexOf('/') is int slash and > 0 ? name[..slash] : "";
        string? resolved = target.StartsWith('/') ? null : PathFolding.Resolve(folder, target);
        string what = type == MemberType.SymbolicLink ? "symbolic" : "hard";
        if (resolved is null)
        {
            report(AnomalyKind.EscapingLink, name, offset, $"A {what} link that leaves the archive's root: '{target}'.");
        }
        else if (PassesThroughLink(PathFolding.Fold(resolved)))
        {
            report(AnomalyKind.EscapingLink, name, offset, $"A {what} link that leads through another link: '{target}'.");
        }
        else
        {
            report(AnomalyKind.Link, name, offset, $"A {what} link within the archive: '{target}'.");
        }
    }

    private bool PassesThroughLink(string foldedName)
    {
        for (int slash = foldedName.IndexOf('/'); slash >= 0; slash = foldedName.IndexOf('/', slash + 1))
        {
            if (_links.Contains(Hash(foldedName.AsSpan(0, slash))))
            {
                return true;
            }
        }

        return false;
    }

    private static UInt128 Hash(ReadOnlySpan<char> text) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text));
}
