using Assay.Feeds;

namespace Assay.Fuzz.Targets;

/// <summary>Safety's database in both layouts: read or dropped with a reason, and what is read is written and read back the same.</summary>
internal static class SafetyTarget
{
    public static void Run(ReadOnlySpan<byte> data) =>
        FeedPromise.Check(new SafetyDatabase(), new FeedDocument("insecure_full.json", data.ToArray()));
}
