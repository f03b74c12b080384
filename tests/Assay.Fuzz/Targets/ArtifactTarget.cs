using System.Collections.Immutable;
using Assay.Engine;
using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Fuzz.Targets;

/// <summary>A whole distribution, from bytes to findings; the first byte chooses the name under which it was offered. A rule that fails is a crash.</summary>
internal static class ArtifactTarget
{
    private static readonly string[] s_names = ["frob-1.0-py3-none-any.whl", "frob-1.0.tar.gz", "frob-1.0.zip", "frob-1.0-cp311-cp311-manylinux_2_17_x86_64.whl"];
    private static readonly InspectionLimits s_limits = new(new ArchiveLimits(MaxTotalBytes: 1 << 24, MaxEntryBytes: 1 << 23, MaxEntries: 2_000));

    public static void Run(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return;
        }

        byte[] bytes = data[1..].ToArray();
        string name = s_names[data[0] % s_names.Length];
        Inspection first = Inspect(bytes, name);
        if (first.Gaps.FirstOrDefault(static gap => gap.Kind == GapKind.RuleFailed) is Gap failed)
        {
            throw new InvalidOperationException(failed.Detail);
        }

        Inspection second = Inspect(bytes, name);
        if (Text(first) != Text(second))
        {
            throw new InvalidOperationException("two inspections of the same bytes differ");
        }
    }

    private static string Text(Inspection inspection) =>
        string.Join('\n', inspection.Findings.Select(static finding => $"{finding.Rule} {finding.Severity} {finding.Confidence} {finding.Context} {finding.Place.Describe()} {finding.Message}")
            .Concat(inspection.Gaps.Select(static gap => $"{gap.Id} {gap.Weight} {gap.Place.Describe()} {gap.Detail}")));

    private static Inspection Inspect(byte[] bytes, string name)
    {
        using MemoryStream stream = new(bytes);
        return Assayer.Inspect(stream, name, s_limits, ImmutableHashSet<string>.Empty, CancellationToken.None);
    }
}
