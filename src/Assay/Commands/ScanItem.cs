using System.Collections.Immutable;
using Assay.Index;
using Assay.Packaging.Indexes;
using Assay.Packaging.Versions;

namespace Assay.Commands;

/// <summary>One thing to look at.</summary>
/// <param name="Shown">How reports name it.</param>
public abstract record ScanItem(string Shown)
{
    /// <summary>From this size on, in bytes, a distribution is large: few are, and reading one takes up to 200 MB.</summary>
    private const long LargeFile = 1_000_000;

    /// <summary>True where reading it may take much memory, as far as that can be told beforehand.</summary>
    public bool IsLarge => this switch
    {
        File one => new FileInfo(one.Path) is { Exists: true, Length: >= LargeFile },
        Offered one => one.Entry.Size >= LargeFile,
        Tree => true,
        _ => false,
    };

    /// <summary>A distribution on the disk.</summary>
    public sealed record File(string Shown, string Path) : ScanItem(Shown);

    /// <summary>A folder of sources.</summary>
    /// <param name="Besides">Full paths of the distributions in it, which are looked at by themselves.</param>
    public sealed record Tree(string Shown, string Folder, ImmutableHashSet<string> Besides) : ScanItem(Shown);

    /// <summary>A file that an index offers.</summary>
    public sealed record Offered(string Shown, IndexSource Index, SimpleFile Entry, Pin Pin) : ScanItem(Shown);

    /// <summary>A target that led nowhere.</summary>
    /// <param name="Problem">Its kind before the first colon, then a sentence with the next step; unescaped.</param>
    public sealed record Unusable(string Shown, string Problem) : ScanItem(Shown);
}
