using Assay.Feeds;

namespace Assay.Fuzz.Targets;

/// <summary>A record of OSV as YAML: read or dropped with a reason, and what is read is written and read back the same.</summary>
internal static class OsvYamlTarget
{
    public static void Run(ReadOnlySpan<byte> data) =>
        FeedPromise.Check(new OsvYaml(), new FeedDocument("osv.yaml", data.ToArray()));
}
