using System.Globalization;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>A file younger than policy asks for: most attacks are found and removed within days.</summary>
public sealed class TooYoung : ListingRule
{
    public override string Id => "too-young";

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
        if (now < old)
        {
            yield return Report(subject, Severity.High, Confidence.High, $"Uploaded {Format(uploaded)}, too recently for the policy: old enough from {Format(old)}") with
            {
                Until = old,
            };
        }
    }

    private static string Format(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
