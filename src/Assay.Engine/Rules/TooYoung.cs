using System.Globalization;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>A file younger than policy asks for: most attacks are found and removed within days.</summary>
public sealed class TooYoung : ListingRule
{
    /// <summary>The rule's id, for those who tell where the age was no hindrance.</summary>
    public const string RuleId = "too-young";

    public override string Id => RuleId;

    public override string Title => "Published too recently";

    public override IEnumerable<ListingFinding> Inspect(ListingSubject subject, DateTimeOffset now)
    {
        // An index that gives no time is a gap of its own; a time of the far future must not overflow.
        if (subject.UploadTime is not { } uploaded || subject.DefaultAge <= TimeSpan.Zero)
        {
            yield break;
        }

        DateTimeOffset old = uploaded.UtcDateTime > DateTimeOffset.MaxValue.UtcDateTime - subject.DefaultAge
            ? DateTimeOffset.MaxValue
            : uploaded.ToUniversalTime() + subject.DefaultAge;
        if (now >= old)
        {
            yield break;
        }

        if (subject.Fix is SecurityFix fix)
        {
            // What would be taken in its place is known to be vulnerable: waiting is the greater risk.
            string ids = fix.Ids.Length == 1 ? fix.Ids[0] : $"{fix.Ids[0]} and {fix.Ids.Length - 1} more";
            yield return Report(subject, Severity.Info, Confidence.Certain, $"Uploaded {Format(uploaded)}, too recently for the policy, but taken: it fixes {ids} of {fix.Release}, the newest that is old enough");
        }
        else
        {
            yield return Report(subject, Severity.High, Confidence.High, $"Uploaded {Format(uploaded)}, too recently for the policy: old enough from {Format(old)}") with
            {
                Until = old,
            };
        }
    }

    private static string Format(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
