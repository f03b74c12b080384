using System.IO.Compression;
using Assay.Packaging.Distributions;
using Assay.Packaging.Metadata;
using Assay.Tests.Packaging.Versions;

namespace Assay.Tests.Packaging.Metadata;

public sealed class RealWheelMetadataTests
{
    // What published wheels may have: fields of tools, and fields newer than the version they claim.
    private static readonly MetadataProblemKind[] s_harmless = [MetadataProblemKind.UnknownField, MetadataProblemKind.FieldTooNew];

    [Fact]
    public void Published_wheels_are_read_without_problems()
    {
        List<string> wrong = [];
        int read = 0;
        foreach (string path in Directory.EnumerateFiles(SharedData.Require("benign-dev"), "*.whl", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(path);
            using ZipArchive wheel = ZipFile.OpenRead(path);
            if (!WheelFileName.TryParse(name, out WheelFileName? file))
            {
                wrong.Add($"{name}: not a wheel's name");
                continue;
            }

            read++;
            CoreMetadata metadata = CoreMetadata.Parse(Bytes(wheel, "METADATA")!);
            if (metadata.Project != file.Project || metadata.Version != file.Version || metadata.RequiresDist.Any(r => r.Requirement is null))
            {
                wrong.Add($"{name}: is {metadata.Name} {metadata.VersionText}");
            }

            wrong.AddRange(metadata.Problems.Where(p => !s_harmless.Contains(p.Kind)).Select(p => $"{name}: {p}"));
            WheelInfo info = WheelInfo.Parse(Bytes(wheel, "WHEEL")!);
            wrong.AddRange(info.Problems.Where(p => !s_harmless.Contains(p.Kind)).Select(p => $"{name}: {p}"));
            if (Bytes(wheel, "entry_points.txt") is { } points)
            {
                wrong.AddRange(EntryPoints.Parse(points).Problems.Select(p => $"{name}: {p}"));
            }
        }

        Assert.True(read > 100);
        StandardsVectors.AssertNone(wrong);
    }

    private static byte[]? Bytes(ZipArchive wheel, string member)
    {
        ZipArchiveEntry? entry = wheel.Entries.FirstOrDefault(e => e.FullName.EndsWith($".dist-info/{member}", StringComparison.Ordinal) && e.FullName.Count(c => c == '/') == 1);
        if (entry is null)
        {
            return null;
        }

        using MemoryStream bytes = new();
        using Stream stream = entry.Open();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
