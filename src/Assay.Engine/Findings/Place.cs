using System.Collections.Immutable;
using System.Globalization;

namespace Assay.Engine.Findings;

/// <summary>Where a finding or a gap is. Nothing is reported without one.</summary>
public abstract record Place
{
    private protected Place()
    {
    }

    /// <summary>The place in one line, unescaped: escape it before showing it.</summary>
    public abstract string Describe();
}

/// <summary>A member of an artifact, or a part of it.</summary>
/// <param name="Path">Member names from the outermost archive inwards; empty for the archive file itself.</param>
/// <param name="Offset">First byte of the part within the decoded member (or within the archive file when <paramref name="Path"/> is empty); null: all of it.</param>
/// <param name="Length">Bytes of the part; null where <paramref name="Offset"/> is.</param>
/// <param name="Line">Line from 1, where the content has lines.</param>
/// <param name="Column">Column in characters from 1.</param>
public sealed record MemberPlace(ImmutableArray<string> Path, long? Offset = null, long? Length = null, int? Line = null, int? Column = null) : Place
{
    private const string LayerLine = "line ";

    /// <summary>
    /// Texts within the member that it decodes and runs, outermost first, each with where it is run (<c>line 3: exec of base64.b64decode</c>);
    /// offset, line and column then count in the innermost.
    /// </summary>
    public ImmutableArray<string> Layers { get; init; } = [];

    /// <summary>The artifact as a whole.</summary>
    public static MemberPlace Whole { get; } = new([]);

    /// <summary>A member of the outermost archive.</summary>
    public static MemberPlace Of(string path, int? line = null, int? column = null) => new([path], Line: line, Column: column);

    public override string Describe()
    {
        string path = Path.IsEmpty ? "(archive)" : string.Join("!/", Path);
        string offset = Path.IsEmpty && Offset is long at ? $" at byte {at}" : "";
        if (Layers.IsEmpty)
        {
            return Line is not int line ? path + offset : Column is int column ? $"{path}:{line}:{column}" : $"{path}:{line}";
        }

        // The line counts in the innermost text, so it stands behind that text's name and not behind the file's.
        string inside = Line is not int inner ? "" : Column is int character ? $" → line {inner}:{character}" : $" → line {inner}";
        return $"{path} → {string.Join(" → ", Layers)}{inside}";
    }

    /// <summary>A text within <see cref="Layers"/>, named by where and how it is run.</summary>
    /// <param name="line">Line from 1 in the text around it; null where it has no lines.</param>
    /// <param name="how">How it is made and run: <c>exec of base64.b64decode</c>.</param>
    public static string LayerName(int? line, string how) => line is int at ? $"{LayerLine}{at}: {how}" : how;

    /// <summary>The line of the member itself: of a place in a layer, the line at which the outermost layer is run. Null where it has none.</summary>
    public int? OwnLine =>
        Layers.IsEmpty ? Line
        : Layers[0].StartsWith(LayerLine, StringComparison.Ordinal) && Layers[0].IndexOf(':', StringComparison.Ordinal) is > 0 and int colon
            && int.TryParse(Layers[0].AsSpan(LayerLine.Length, colon - LayerLine.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int own)
            ? own
            : null;

    // Record equality of ImmutableArray is by reference; a place is a value.
    public bool Equals(MemberPlace? other) =>
        other is not null && Path.AsSpan().SequenceEqual(other.Path.AsSpan())
        && Offset == other.Offset && Length == other.Length && Line == other.Line && Column == other.Column
        && Layers.AsSpan().SequenceEqual(other.Layers.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Path.IsEmpty ? "" : Path[^1], Offset, Line, Column);
}

/// <summary>A file's entry on an index page.</summary>
/// <param name="Index">The index's address without credentials.</param>
public sealed record ListingPlace(string Index, string Project, string File) : Place
{
    public override string Describe() => $"{File} on {Index}";
}

/// <summary>A line of a file that the user handed in.</summary>
/// <param name="Line">Line from 1; null: the whole file.</param>
public sealed record InputPlace(string File, int? Line = null, int? Column = null) : Place
{
    public override string Describe() => Line is not int line ? File : Column is int column ? $"{File}:{line}:{column}" : $"{File}:{line}";
}

/// <summary>A project and version as such.</summary>
public sealed record PinPlace(string Project, string? Version) : Place
{
    public override string Describe() => Version is null ? Project : $"{Project}=={Version}";
}
