namespace Assay.Engine.Advisories;

/// <summary>The base score of CVSS 2.0 ("A Complete Guide to the Common Vulnerability Scoring System", section 3.2.1).</summary>
internal static class CvssV2
{
    private const int Mandatory = 6;

    private static readonly string[][] s_metrics =
    [
        ["AV", "L", "A", "N"],
        ["AC", "H", "M", "L"],
        ["Au", "M", "S", "N"],
        ["C", "N", "P", "C"],
        ["I", "N", "P", "C"],
        ["A", "N", "P", "C"],
        ["E", "U", "POC", "F", "H", "ND"],
        ["RL", "OF", "TF", "W", "U", "ND"],
        ["RC", "UC", "UR", "C", "ND"],
        ["CDP", "N", "L", "LM", "MH", "H", "ND"],
        ["TD", "N", "L", "M", "H", "ND"],
        ["CR", "L", "M", "H", "ND"],
        ["IR", "L", "M", "H", "ND"],
        ["AR", "L", "M", "H", "ND"],
    ];

    /// <summary>From 0.0 to 10.0; null where the vector can't be read.</summary>
    public static double? BaseScore(ReadOnlySpan<char> vector)
    {
        if (CvssVector.Read(vector, s_metrics, Mandatory) is not { } metrics)
        {
            return null;
        }

        double access = metrics.Get("AV") switch { "L" => 0.395, "A" => 0.646, _ => 1.0 };
        double complexity = metrics.Get("AC") switch { "H" => 0.35, "M" => 0.61, _ => 0.71 };
        double authentication = metrics.Get("Au") switch { "M" => 0.45, "S" => 0.56, _ => 0.704 };
        double exploitability = 20 * access * complexity * authentication;
        double impact = 10.41 * (1 - ((1 - Loss(metrics, "C")) * (1 - Loss(metrics, "I")) * (1 - Loss(metrics, "A"))));
        return impact == 0 ? 0 : Math.Round(((0.6 * impact) + (0.4 * exploitability) - 1.5) * 1.176, 1, MidpointRounding.AwayFromZero);
    }

    private static double Loss(CvssVector metrics, string metric) => metrics.Get(metric) switch { "N" => 0, "P" => 0.275, _ => 0.660 };
}
