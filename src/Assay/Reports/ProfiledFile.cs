using System.Collections.Immutable;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Packaging.Distributions;

namespace Assay.Reports;

/// <summary>How a profile is written.</summary>
public enum ProfileFormat { Text, Json }

/// <summary>One file or folder with what its code can do; either a profile or an error.</summary>
/// <param name="Path">As the user named it, or as the folder's listing gave it.</param>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Gaps">What could not be looked at.</param>
/// <param name="Error">Its kind before the first colon; null where there is a profile.</param>
public sealed record ProfiledFile(
    string Path, string? Sha256, long? Size, DistributionKind? Kind, Profile? Profile, ImmutableArray<Gap> Gaps, string? Error)
{
    /// <summary>False where something that can run could not be read.</summary>
    public bool IsComplete => Gaps.All(static gap => gap.Weight != GapWeight.Blind);

    public static ProfiledFile Failed(string path, string error) => new(path, null, null, null, null, [], error);
}
