using Assay.Packaging.Archives;
using Assay.Tests.Packaging.Archives.Samples;

namespace Assay.Tests.Packaging.Archives;

public sealed class BrokenArchiveTests
{
    public static TheoryData<string> Names => [.. BrokenArchives.List.Select(archive => archive.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_lie_is_named(string name)
    {
        BrokenArchive archive = BrokenArchives.List.Single(a => a.Name == name);

        ArchiveContent content = ArchiveContent.Read(BrokenArchives.All[name], archive.Format);

        Assert.True(content.Kinds.Contains(archive.Kind), string.Join('\n', content.Anomalies));
        Assert.All(content.Anomalies, anomaly => Assert.EndsWith(".", anomaly.Detail, StringComparison.Ordinal));
        Assert.All(content.Anomalies, anomaly => Assert.InRange(anomaly.Offset, 0, long.MaxValue));
    }

    [Fact]
    public void Dump()
    {
        File.WriteAllLines("/tmp/arch-try/broken.txt", BrokenArchives.List.Select(a => a.Name + "\n   members: " + string.Join(" | ", ArchiveContent.Read(a.Build(), a.Format).Members.Select(m => m.Member.Path + "=" + m.Bytes.Length)) + "\n" + string.Join("\n", ArchiveContent.Read(a.Build(), a.Format).Anomalies.Select(x => $"   {x.Kind} '{x.Member}' @{x.Offset} {x.Detail}"))));
    }
}
