using Assay.Packaging.Archives;

namespace Assay.Tests.Packaging.Archives;

/// <summary>An archive read to its end: members with their content, and what was wrong.</summary>
public sealed record ArchiveContent(IReadOnlyList<(ArchiveMember Member, byte[] Bytes)> Members, IReadOnlyList<ArchiveAnomaly> Anomalies)
{
    public IEnumerable<string> Paths => Members.Select(m => m.Member.Path);

    public IEnumerable<AnomalyKind> Kinds => Anomalies.Select(a => a.Kind).Distinct();

    public static ArchiveContent Read(byte[] archive, ArchiveFormat format, ArchiveLimits? limits = null)
    {
        using MemoryStream stream = new(archive);
        using ArchiveReader reader = ArchiveReader.Open(stream, format, limits ?? ArchiveLimits.Default);
        List<(ArchiveMember, byte[])> members = [];
        byte[] buffer = new byte[8192];
        while (reader.MoveNext())
        {
            using MemoryStream content = new();
            int n;
            while ((n = reader.Read(buffer)) > 0)
            {
                content.Write(buffer.AsSpan(0, n));
            }

            members.Add((reader.Current, content.ToArray()));
        }

        return new ArchiveContent(members, reader.Anomalies);
    }
}
