using System.Collections.Immutable;
using Assay.Engine.Artifacts;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>
/// A way in which RECORD and the wheel's content disagree (PyPA "Recording installed projects" and "Binary distribution format",
/// "Signed wheel files"). Installers copy RECORD without checking it, and later checks of the environment believe it.
/// </summary>
public abstract class RecordRule : Rule
{
    // A RECORD that fits nowhere would repeat itself for every file.
    private const int Most = 25;

    /// <summary>Says the first of the sorted-out sightings, and how many more there are, keeping the worst.</summary>
    private protected IEnumerable<Finding> Limited(IEnumerable<Finding> findings)
    {
        ImmutableArray<Finding> all = [.. findings];
        if (all.Length <= Most)
        {
            return all;
        }

        ImmutableArray<Finding> worst = [.. all.OrderByDescending(static finding => finding.Severity).Take(Most)];
        Finding last = worst[^1];
        return worst.SetItem(Most - 1, last with { Message = $"{last.Message} ({all.Length - Most} more like this)" });
    }

    /// <summary>RECORD as a place.</summary>
    private protected static Place At(WheelFacts wheel, int? line = null) =>
        wheel.DistInfos.IsEmpty ? MemberPlace.Whole : MemberPlace.Of($"{wheel.DistInfos[0]}/RECORD", line);
}
