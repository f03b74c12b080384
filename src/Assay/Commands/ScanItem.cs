using Assay.Index;
using Assay.Packaging.Indexes;
using Assay.Packaging.Versions;

namespace Assay.Commands;

/// <summary>One thing to look at.</summary>
/// <param name="Shown">How reports name it.</param>
public abstract record ScanItem(string Shown)
{
    /// <summary>A distribution on the disk.</summary>
    public sealed record File(string Shown, string Path) : ScanItem(Shown);

    /// <summary>A folder of sources.</summary>
    public sealed record Tree(string Shown, string Folder) : ScanItem(Shown);

    /// <summary>A file that an index offers.</summary>
    public sealed record Offered(string Shown, IndexSource Index, SimpleFile Entry, Pin Pin) : ScanItem(Shown);

    /// <summary>A target that led nowhere.</summary>
    /// <param name="Problem">Its kind before the first colon, then a sentence with the next step; unescaped.</param>
    public sealed record Unusable(string Shown, string Problem) : ScanItem(Shown);
}
