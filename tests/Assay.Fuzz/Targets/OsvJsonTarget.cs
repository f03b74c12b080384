using Assay.Feeds;

namespace Assay.Fuzz.Targets;

/// <summary>A record of OSV as JSON: read or dropped with a reason, and what is read is written and read back the same.</summary>
internal static class OsvJsonTarget
{
    public static void Run(ReadOnlySpan<byte> data) =>
        FeedPromise.Check(new OsvJson(), new FeedDocument("osv.json", data.ToArray()));
}
