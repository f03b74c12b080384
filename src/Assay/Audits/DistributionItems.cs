using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Assay.Engine.Artifacts;
using Assay.Engine.Audits;
using Assay.Engine.Findings;
using Assay.Office;
using Assay.Packaging.Distributions;
using Assay.Packaging.Metadata;
using Assay.Packaging.Requirements;

namespace Assay.Audits;

/// <summary>From a wheel or source distribution to the items of an audit: itself, and what it declares to need.</summary>
internal static class DistributionItems
{
    private const int MaxMetadataBytes = 16 << 20;

    /// <summary>True where a file is named like a distribution.</summary>
    public static bool IsOne(string fileName) =>
        fileName.EndsWith(".whl", StringComparison.OrdinalIgnoreCase) || SdistFileName.TryParse(fileName, out _);

    /// <summary>The items of a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static (ImmutableArray<AuditItem> Items, ImmutableArray<AuditProblem> Problems) Of(string path, int source)
    {
        using FileStream stream = AssayOffice.OpenFile(path);
        string fileName = Path.GetFileName(path);
        InputPlace place = new(path);
        if (!TryReadMetadata(stream, fileName, out CoreMetadata? metadata) || metadata.Name is null || metadata.VersionText is null)
        {
            return ([], [new AuditProblem(place, "its metadata could not be read, so neither its project nor its version is known", MakesIncomplete: true)]);
        }

        ImmutableArray<AuditItem>.Builder items = ImmutableArray.CreateBuilder<AuditItem>();
        ImmutableArray<AuditProblem>.Builder problems = ImmutableArray.CreateBuilder<AuditProblem>();
        items.Add(new AuditItem(metadata.Name, metadata.VersionText, place, source));
        foreach (DeclaredRequirement declared in metadata.RequiresDist)
        {
            if (declared.Requirement is not Requirement requirement)
            {
                problems.Add(new AuditProblem(place, $"its requirement '{declared.Text}' could not be read", MakesIncomplete: true));
                continue;
            }

            string? exact = requirement.Specifier.ExactVersion;
            items.Add(new AuditItem(requirement.Name, exact, place, source)
            {
                Allowed = exact is null ? requirement.Specifier : null,
                Labels = requirement.Marker is Marker marker ? ["declared", $"if {marker}"] : ["declared"],
                RequiredBy = [metadata.Name],
                SkipReason = requirement.Url is null ? null : "from an address: no version is stated",
            });
        }

        return (items.DrainToImmutable(), problems.DrainToImmutable());
    }

    private static bool TryReadMetadata(Stream stream, string fileName, [NotNullWhen(true)] out CoreMetadata? metadata)
    {
        metadata = null;
        string? member =
            WheelFileName.TryParse(fileName, out WheelFileName? wheel) ? $"{wheel.Distribution}-{wheel.VersionText}.dist-info/METADATA"
            : SdistFileName.TryParse(fileName, out SdistFileName? sdist) ? $"{fileName[..^sdist.Extension.Length]}/PKG-INFO"
            : null;
        if (member is null || MemberContent.Find(stream, fileName, [member], InspectionLimits.Default, MaxMetadataBytes) is not MemberContent content)
        {
            return false;
        }

        metadata = CoreMetadata.Parse(content.Bytes.Span);
        return true;
    }
}
