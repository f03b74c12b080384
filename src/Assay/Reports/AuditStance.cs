using Assay.Engine.Advisories;
using Assay.Engine.Audits;

namespace Assay.Reports;

/// <summary>
/// What an ignored vulnerability says to others about the product (VEX). Only a reason that begins with one of OpenVEX's justifications claims
/// that the product is not affected; any other ignore is an accepted risk, and one without a reason a question that is open.
/// </summary>
/// <param name="Status">OpenVEX 0.2.0, "Status Labels".</param>
/// <param name="Justification">OpenVEX 0.2.0, "Status Justifications"; null unless <c>not_affected</c>.</param>
/// <param name="Statement">Reason, owner and end, unescaped.</param>
/// <param name="MayBeFixed">True where the ignore ends with a fix.</param>
internal sealed record AuditStance(string Status, string? Justification, string Statement, bool MayBeFixed)
{
    public const string NotAffected = "not_affected";
    public const string Affected = "affected";
    public const string UnderInvestigation = "under_investigation";

    // CycloneDX 1.6 has no word for a missing component or for code that an attacker does not reach: the nearest that claims no more, or none.
    private static readonly (string OpenVex, string? CycloneDx)[] s_justifications =
    [
        ("component_not_present", "code_not_present"),
        ("vulnerable_code_not_present", "code_not_present"),
        ("vulnerable_code_not_in_execute_path", "code_not_reachable"),
        ("vulnerable_code_cannot_be_controlled_by_adversary", null),
        ("inline_mitigations_already_exist", "protected_by_mitigating_control"),
    ];

    public string? CycloneDxJustification => s_justifications.FirstOrDefault(pair => pair.OpenVex == Justification).CycloneDx;

    public static AuditStance Of(AdvisoryIgnore ignore)
    {
        string? justification = ignore.Reason is string reason ? JustificationOf(reason) : null;
        string status = justification is not null ? NotAffected : string.IsNullOrWhiteSpace(ignore.Reason) ? UnderInvestigation : Affected;
        return new(status, justification, AuditWords.Terms(ignore), ignore.UntilFixed);
    }

    private static string? JustificationOf(string reason)
    {
        foreach ((string word, _) in s_justifications)
        {
            if (reason.StartsWith(word, StringComparison.Ordinal) && (reason.Length == word.Length || reason[word.Length] is ':' or ' ' or ',' or ';'))
            {
                return word;
            }
        }

        return null;
    }
}
