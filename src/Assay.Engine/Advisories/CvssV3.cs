namespace Assay.Engine.Advisories;

/// <summary>The base score of CVSS 3.0 and 3.1 (specification 3.1, sections 7.1 and 7.4).</summary>
internal static class CvssV3
{
    private const int Mandatory = 8;

    private static readonly string[][] s_metrics =
    [
        ["AV", "N", "A", "L", "P"],
        ["AC", "L", "H"],
        ["PR", "N", "L", "H"],
        ["UI", "N", "R"],
        ["S", "U", "C"],
        ["C", "H", "L", "N"],
        ["I", "H", "L", "N"],
        ["A", "H", "L", "N"],
        ["E", "X", "H", "F", "P", "U"],
        ["RL", "X", "U", "W", "T", "O"],
        ["RC", "X", "C", "R", "U"],
        ["CR", "X", "H", "M", "L"],
        ["IR", "X", "H", "M", "L"],
        ["AR", "X", "H", "M", "L"],
        ["MAV", "X", "N", "A", "L", "P"],
        ["MAC", "X", "L", "H"],
        ["MPR", "X", "N", "L", "H"],
        ["MUI", "X", "N", "R"],
        ["MS", "X", "U", "C"],
        ["MC", "X", "N", "L", "H"],
        ["MI", "X", "N", "L", "H"],
        ["MA", "X", "N", "L", "H"],
    ];

    /// <summary>From 0.0 to 10.0; null where the vector can't be read.</summary>
    /// <param name="vector">Without the version.</param>
    public static double? BaseScore(ReadOnlySpan<char> vector)
    {
        if (CvssVector.Read(vector, s_metrics, Mandatory) is not { } metrics)
        {
            return null;
        }

        bool isChanged = metrics.Get("S") == "C";
        double lost = 1 - ((1 - Loss(metrics, "C")) * (1 - Loss(metrics, "I")) * (1 - Loss(metrics, "A")));
        double impact = isChanged ? (7.52 * (lost - 0.029)) - (3.25 * Math.Pow(lost - 0.02, 15)) : 6.42 * lost;
        if (impact <= 0)
        {
            return 0;
        }

        double vectorWeight = metrics.Get("AV") switch { "N" => 0.85, "A" => 0.62, "L" => 0.55, _ => 0.2 };
        double complexity = metrics.Get("AC") == "L" ? 0.77 : 0.44;
        double privileges = metrics.Get("PR") switch { "N" => 0.85, "L" => isChanged ? 0.68 : 0.62, _ => isChanged ? 0.5 : 0.27 };
        double interaction = metrics.Get("UI") == "N" ? 0.85 : 0.62;
        double sum = impact + (8.22 * vectorWeight * complexity * privileges * interaction);
        return RoundUp(Math.Min(isChanged ? 1.08 * sum : sum, 10));
    }

    private static double Loss(CvssVector metrics, string metric) => metrics.Get(metric) switch { "H" => 0.56, "L" => 0.22, _ => 0 };

    // Version 3.1, appendix A: up to the next tenth, in whole numbers, so that 4.000001 of inexact arithmetic stays 4.0. What 3.0 means too.
    private static double RoundUp(double score)
    {
        long scaled = (long)Math.Round(score * 100_000);
        return (scaled + 9_999) / 10_000 / 10.0;
    }
}
