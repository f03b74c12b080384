using Assay.Engine.Advisories;
using Assay.Engine.Findings;

namespace Assay.Tests.Engine.Advisories;

public sealed class CvssTests
{
    // The examples that FIRST publishes with each version, and for version 4 pairs that its calculator gives.
    [Theory]
    [InlineData("AV:N/AC:L/Au:N/C:N/I:N/A:C", 7.8)]
    [InlineData("AV:N/AC:L/Au:N/C:C/I:C/A:C", 10.0)]
    [InlineData("AV:L/AC:H/Au:N/C:C/I:C/A:C", 6.2)]
    [InlineData("AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H", 7.8)]
    [InlineData("AV:N/AC:L/Au:N/C:N/I:N/A:N", 0.0)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 6.4)]
    [InlineData("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", 3.1)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H", 9.9)]
    [InlineData("CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L", 4.2)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", 8.8)]
    [InlineData("CVSS:3.0/AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H", 7.8)]
    [InlineData("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 7.5)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8)]
    [InlineData("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:C/C:N/I:H/A:N", 6.8)]
    [InlineData("CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 6.8)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:L/I:N/A:N", 5.8)]
    [InlineData("CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:H", 9.3)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N", 5.4)]
    [InlineData("CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N", 4.6)]
    [InlineData("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N", 7.4)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0.0)]
    [InlineData("CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.3)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.7)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U", 5.2)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N", 8.3)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N/CR:H/IR:L/AR:L/MAV:N/MAC:H/MVC:H/MVI:L/MVA:L", 8.1)]
    [InlineData("CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N", 4.6)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N", 5.1)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:L/VA:N/SC:N/SI:N/SA:N", 6.9)]
    [InlineData("CVSS:4.0/AV:L/AC:L/AT:N/PR:H/UI:N/VC:N/VI:N/VA:N/SC:H/SI:N/SA:N", 5.9)]
    [InlineData("CVSS:4.0/AV:L/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 9.3)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N/E:A", 8.7)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 10.0)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 9.3)]
    [InlineData("CVSS:4.0/AV:P/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 8.6)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:H/VA:L/SC:N/SI:H/SA:L", 9.2)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:L/VI:L/VA:L/SC:H/SI:N/SA:L", 7.8)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:P/VC:H/VI:L/VA:L/SC:L/SI:L/SA:L", 7.0)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:A/VC:N/VI:L/VA:L/SC:L/SI:L/SA:H", 6.2)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:H/UI:P/VC:L/VI:L/VA:N/SC:L/SI:N/SA:N", 4.8)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:N/VA:H/SC:L/SI:L/SA:L", 8.3)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:A/VC:L/VI:L/VA:L/SC:L/SI:H/SA:H", 5.3)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:N/SA:N", 2.1)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:P/PR:L/UI:N/VC:L/VI:L/VA:H/SC:L/SI:L/SA:H", 7.2)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:P/PR:H/UI:A/VC:N/VI:L/VA:L/SC:L/SI:N/SA:N", 1.8)]
    [InlineData("CVSS:4.0/AV:N/AC:H/AT:N/PR:N/UI:N/VC:H/VI:H/VA:N/SC:L/SI:H/SA:L", 9.4)]
    [InlineData("CVSS:4.0/AV:N/AC:H/AT:N/PR:L/UI:A/VC:L/VI:N/VA:L/SC:L/SI:H/SA:N", 4.5)]
    [InlineData("CVSS:4.0/AV:N/AC:H/AT:N/PR:H/UI:N/VC:N/VI:N/VA:N/SC:L/SI:H/SA:N", 4.8)]
    [InlineData("CVSS:4.0/AV:N/AC:H/AT:P/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:L/SA:N", 9.5)]
    [InlineData("CVSS:4.0/AV:N/AC:H/AT:P/PR:N/UI:N/VC:N/VI:L/VA:N/SC:L/SI:H/SA:L", 7.0)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0.0)]
    public void Published_examples_have_their_scores(string vector, double score)
    {
        SeverityRating rating = Cvss.Rate(vector);
        Assert.Equal(score, rating.Score);
        Assert.Equal(vector, rating.Vector);
    }

    [Theory]
    [InlineData("")]
    [InlineData("CVSS:3.1/")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H")]
    [InlineData("CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")]
    [InlineData("CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/QQ:N")]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/")]
    [InlineData("CVSS:3.2/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")]
    [InlineData("CVSS:4.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:S/VA:H/SC:N/SI:N/SA:N")]
    [InlineData("cvss:4.0/AV:N")]
    [InlineData("9.8")]
    public void What_cannot_be_read_is_unknown(string vector) => Assert.Equal(SeverityRating.Unknown, Cvss.Rate(vector));

    [Theory]
    [InlineData("AV:L/AC:H/Au:M/C:P/I:N/A:N", Severity.Low)]
    [InlineData("AV:L/AC:H/Au:N/C:C/I:C/A:C", Severity.Medium)]
    [InlineData("AV:N/AC:L/Au:N/C:C/I:C/A:C", Severity.High)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", Severity.Info)]
    [InlineData("CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N", Severity.Low)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", Severity.Medium)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", Severity.High)]
    [InlineData("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", Severity.Critical)]
    [InlineData("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", Severity.Critical)]
    public void A_score_has_the_rating_of_its_version(string vector, Severity level) => Assert.Equal(level, Cvss.Rate(vector).Level);

    [Fact]
    public void Of_version_3_a_worse_metric_never_lowers_the_score() =>
        AssertMonotone("CVSS:3.1/", "AV:PLAN", "AC:HL", "PR:HLN", "UI:RN", "S:UC", "C:NLH", "I:NLH", "A:NLH");

    [Fact]
    public void Of_version_2_a_worse_metric_never_lowers_the_score() =>
        AssertMonotone("", "AV:LAN", "AC:HML", "Au:MSN", "C:NPC", "I:NPC", "A:NPC");

    [Fact]
    public void Of_version_4_every_base_vector_has_a_score_of_one_decimal_in_range()
    {
        int count = 0;
        foreach (string vector in Vectors("CVSS:4.0/", "AV:PLAN", "AC:HL", "AT:PN", "PR:HLN", "UI:APN", "VC:NLH", "VI:NLH", "VA:NLH", "SC:NLH", "SI:NLH", "SA:NLH"))
        {
            count++;
            double score = Cvss.Rate(vector).Score ?? -1;
            Assert.True(score is >= 0 and <= 10 && Math.Abs((score * 10) - Math.Round(score * 10)) < 1e-9, $"{vector}: {score}");
            Assert.Equal(score == 0, vector.EndsWith("VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", StringComparison.Ordinal));
        }

        Assert.Equal(104_976, count);
    }

    [Fact]
    public void Of_a_record_the_newest_version_counts_then_the_word_and_malware_is_critical()
    {
        AdvisoryRecord record = new("GHSA-1", "f")
        {
            Severities = [new("CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"), new("CVSS_V4", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N")],
            SeverityWord = "HIGH",
        };
        Assert.Equal(5.1, SeverityRatings.Of(record).Score);
        Assert.Equal(9.8, SeverityRatings.Of(record with { Severities = [new("CVSS_V4", "CVSS:4.0/broken"), record.Severities[0]] }).Score);
        Assert.Equal(new SeverityRating(Severity.Medium, null, null), SeverityRatings.Of(record with { Severities = [], SeverityWord = "Moderate" }));
        Assert.Equal(SeverityRating.Unknown, SeverityRatings.Of(record with { Severities = [new("CVSS_V2", "?")], SeverityWord = null }));
        Assert.Equal(Severity.Critical, SeverityRatings.Of(new AdvisoryRecord("MAL-2026-1", "f")).Level);
    }

    private static void AssertMonotone(string prefix, params string[] metrics)
    {
        foreach (string vector in Vectors(prefix, metrics))
        {
            double score = Cvss.Rate(vector).Score!.Value;
            foreach (string metric in metrics)
            {
                string name = metric[..(metric.IndexOf(':', StringComparison.Ordinal) + 1)];
                int at = vector.IndexOf("/" + name, StringComparison.Ordinal) + 1;
                char value = vector[at + name.Length];
                int worse = metric.IndexOf(value, name.Length) + 1;
                if (worse < metric.Length)
                {
                    string other = $"{vector[..at]}{name}{metric[worse]}{vector[(at + name.Length + 1)..]}";
                    Assert.True(Cvss.Rate(other).Score >= score, $"{vector} {score} and {other} {Cvss.Rate(other).Score}");
                }
            }
        }
    }

    private static IEnumerable<string> Vectors(string prefix, params string[] metrics)
    {
        IEnumerable<string> vectors = [prefix];
        foreach (string metric in metrics)
        {
            int colon = metric.IndexOf(':', StringComparison.Ordinal);
            vectors = vectors.SelectMany(vector => metric[(colon + 1)..].Select(value => $"{vector}{(vector.Length == prefix.Length ? "" : "/")}{metric[..(colon + 1)]}{value}"));
        }

        return vectors;
    }
}
