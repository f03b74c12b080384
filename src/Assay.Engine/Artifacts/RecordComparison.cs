using System.Collections.Immutable;
using Assay.Packaging.Archives;
using Assay.Packaging.Distributions;

namespace Assay.Engine.Artifacts;

/// <summary>RECORD held against the members, both ways (PyPA "Binary distribution format", section "The .dist-info directory").</summary>
internal sealed record RecordComparison(
    ImmutableArray<string> Missing, ImmutableArray<LineOf> Extra, ImmutableArray<LineOf> Wrong, ImmutableArray<LineOf> Unhashed)
{
    public static RecordComparison None { get; } = new([], [], [], []);

    /// <summary>Compares.</summary>
    /// <param name="members">Sorted.</param>
    /// <param name="distInfo">The dist-info folder whose RECORD this is.</param>
    public static RecordComparison Of(RecordFile record, List<RawMember> members, string distInfo)
    {
        ILookup<string, RawMember> files = members
            .Where(static member => member.IsOutermost && member.Type != MemberType.Directory)
            .ToLookup(static member => RecordFile.Normalize(member.Name), StringComparer.Ordinal);
        HashSet<string> listed = new(StringComparer.Ordinal);
        List<LineOf> extra = [];
        List<LineOf> unhashed = [];
        List<LineOf> wrong = [.. record.Problems.Select(static problem => new LineOf(problem.Line, problem.Text))];
        foreach (RecordRow row in record.Rows)
        {
            listed.Add(row.Path);
            if (!files.Contains(row.Path))
            {
                // Folders may be listed, and say nothing.
                if (!row.Path.EndsWith('/'))
                {
                    extra.Add(new LineOf(row.Line, row.Path));
                }

                continue;
            }

            foreach (RawMember member in files[row.Path])
            {
                if (Disagreement(row, member) is string difference)
                {
                    wrong.Add(new LineOf(row.Line, difference));
                }
            }

            if (row.Algorithm is not "sha256" && !IsExempt(row.Path, distInfo))
            {
                unhashed.Add(new LineOf(row.Line, row.Algorithm is null ? row.Path : $"{row.Path} (only {row.Algorithm})"));
            }
        }

        ImmutableArray<string> missing =
            [.. files.Select(static group => group.Key).Where(path => !listed.Contains(path) && !IsExempt(path, distInfo)).Order(StringComparer.Ordinal)];
        return new RecordComparison(missing, Sort(extra), Sort(wrong), Sort(unhashed));
    }

    // RECORD cannot hold its own hash, and signatures of it are made after it.
    private static bool IsExempt(string path, string distInfo) =>
        path.StartsWith(distInfo, StringComparison.Ordinal) && path.AsSpan(distInfo.Length) is "/RECORD" or "/RECORD.jws" or "/RECORD.p7s";

    private static string? Disagreement(RecordRow row, RawMember member)
    {
        if (row.Size is long size && size != member.Size)
        {
            return $"{row.Path}: RECORD says {size} bytes, the file has {member.Size}";
        }

        return row.Algorithm == "sha256" && !row.Digest.IsEmpty && !Matches(row.Digest, member.Sha256)
            ? $"{row.Path}: RECORD says sha256 {Convert.ToHexStringLower(row.Digest.AsSpan())}, the file has {member.Sha256}"
            : null;
    }

    private static bool Matches(ImmutableArray<byte> digest, string hex)
    {
        Span<char> text = stackalloc char[64];
        return digest.Length == 32 && Convert.TryToHexStringLower(digest.AsSpan(), text, out _) && text.SequenceEqual(hex);
    }

    private static ImmutableArray<LineOf> Sort(List<LineOf> rows) =>
        [.. rows.OrderBy(static row => row.Line).ThenBy(static row => row.Text, StringComparer.Ordinal)];
}
