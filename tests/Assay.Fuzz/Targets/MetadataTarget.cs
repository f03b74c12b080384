using Assay.Packaging.Metadata;

namespace Assay.Fuzz.Targets;

/// <summary>METADATA, WHEEL and entry_points.txt.</summary>
internal static class MetadataTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        CoreMetadata metadata = CoreMetadata.Parse(data, maxFields: 1_000);
        if (metadata.Fields.Any(field => field.Line < 1) || metadata.Problems.Any(problem => problem.Detail.Length == 0))
        {
            throw new InvalidOperationException("a field without a line, or a problem without words");
        }

        _ = metadata.ProjectUrls;
        _ = WheelInfo.Parse(data, maxFields: 1_000);
        _ = EntryPoints.Parse(data, maxEntries: 1_000);
    }
}
