using System.Globalization;
using System.Text;
using Assay.Engine;
using Assay.Engine.Findings;

namespace Assay.Tests.Engine;

/// <summary>Everything that an inspection says, byte for byte, but for the digest and the size of the container.</summary>
internal static class InspectionText
{
    public static string Of(Inspection inspection)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{inspection.FileName}|{inspection.Kind}|{inspection.MemberCount}\n");
        if (inspection.Metadata is { } facts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{facts.Member}|{facts.Sha256}|{facts.MetadataVersion}|{facts.Name}|{facts.Version}|{facts.RequiresPython}\n")
                .AppendJoin('|', facts.Requirements).AppendJoin('|', facts.ProvidesExtra).AppendJoin('|', facts.Dynamic).AppendJoin('|', facts.Problems).Append('\n');
        }

        text.Append(inspection.CoreMetadata is { } bytes ? Convert.ToHexString(bytes.AsSpan()) : "none").Append('\n');
        foreach (Finding finding in inspection.Findings)
        {
            text.Append(CultureInfo.InvariantCulture, $"{finding.Rule}|{finding.Severity}|{finding.Confidence}|{finding.Audience}|{finding.Context}|{PlaceOf(finding.Place)}|{finding.Message}\n")
                .AppendJoin('|', finding.Trail).AppendJoin('|', finding.Evidence).Append('\n');
        }

        foreach (Gap gap in inspection.Gaps)
        {
            text.Append(CultureInfo.InvariantCulture, $"{gap.Kind}|{gap.Weight}|{PlaceOf(gap.Place)}|{gap.Limit}|{gap.Detail}\n");
        }

        return text.ToString();
    }

    private static string PlaceOf(Place place) => place is MemberPlace member ? $"{member.Describe()}|{member.Offset}|{member.Length}" : place.Describe();
}
