using System.Collections.Immutable;
using System.Text;
using Assay.Engine;
using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Archives;
using Assay.Packaging.Distributions;

namespace Assay.Tests.Engine.Artifacts;

/// <summary>Artifacts made in memory, and how they are read.</summary>
internal static class Samples
{
    public static WheelWriter.Plan Wheel(params ArchiveInput[] files) => new("sample", "1.0", files);

    public static SdistWriter.Plan Sdist(params ArchiveInput[] files) => new("sample", "1.0", files);

    public static ArchiveInput Text(string path, string text) => ArchiveInput.Text(path, text);

    public static ArchiveInput Bytes(string path, params byte[] bytes) => new(path, bytes);

    public static ArtifactReading Read(WheelWriter.Plan plan, InspectionLimits? limits = null) => Read(WheelWriter.Write(plan), plan.FileName, limits);

    public static ArtifactReading Read(SdistWriter.Plan plan) => Read(SdistWriter.Write(plan), plan.FileName);

    public static ArtifactReading Read(byte[] bytes, string fileName, InspectionLimits? limits = null)
    {
        using MemoryStream stream = new(bytes);
        return ArtifactReader.Read(stream, fileName, limits ?? InspectionLimits.Default, CancellationToken.None);
    }

    public static Inspection Inspect(byte[] bytes, string fileName)
    {
        using MemoryStream stream = new(bytes);
        return Assayer.Inspect(stream, fileName, InspectionLimits.Default, ImmutableHashSet<string>.Empty, CancellationToken.None);
    }

    public static ArtifactReading ReadTree(params ArchiveInput[] files) =>
        ArtifactReader.ReadTree(
            "tree",
            files.Select(static file => new TreeFile(file.Path, file.Mode, null, () => new MemoryStream(file.Bytes.ToArray()))),
            InspectionLimits.Default,
            CancellationToken.None);

    public static Member Member(this ArtifactReading reading, string name) => Assert.Single(reading.Subject.Members, member => member.Path[^1] == name);

    public static IEnumerable<Gap> Blind(this ArtifactReading reading) => reading.Gaps.Where(static gap => gap.Weight == GapWeight.Blind);

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
