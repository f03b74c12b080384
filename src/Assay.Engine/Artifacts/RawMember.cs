using System.Collections.Immutable;
using Assay.Packaging.Archives;

namespace Assay.Engine.Artifacts;

/// <summary>A member as the one pass over its archive saw it, before anything is known about the artifact as a whole.</summary>
internal sealed class RawMember
{
    public required ImmutableArray<string> Path { get; init; }

    public required MemberType Type { get; init; }

    public int Mode { get; init; }

    public string? LinkTarget { get; init; }

    public MemberKind Kind { get; set; }

    public long Size { get; set; }

    public string Sha256 { get; set; } = "";

    public ImmutableArray<SecretSighting> Secrets { get; set; } = [];

    /// <summary>What rules or the census read as text.</summary>
    public KeptPiece Excerpt { get; } = new();

    /// <summary>All of it, where the reading of Python needs it: source, bytecode, and data that source may open.</summary>
    public KeptPiece Content { get; } = new();

    /// <summary>The bytes of <see cref="Excerpt"/>.</summary>
    public byte[]? Kept => Excerpt.Bytes;

    public string Name => Path[^1];

    public bool IsOutermost => Path.Length == 1;

    /// <summary>Orders by path, then by content: an order that the archive cannot choose.</summary>
    public static int Compare(RawMember left, RawMember right)
    {
        int order = ComparePaths(left.Path, right.Path);
        order = order != 0 ? order : string.CompareOrdinal(left.Sha256, right.Sha256);
        order = order != 0 ? order : left.Type.CompareTo(right.Type);
        order = order != 0 ? order : left.Mode.CompareTo(right.Mode);
        return order != 0 ? order : string.CompareOrdinal(left.LinkTarget, right.LinkTarget);
    }

    public static int ComparePaths(ImmutableArray<string> left, ImmutableArray<string> right)
    {
        int shared = Math.Min(left.Length, right.Length);
        for (int i = 0; i < shared; i++)
        {
            int order = string.CompareOrdinal(left[i], right[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }
}
