namespace Assay.Engine.Advisories;

/// <summary>The score of CVSS 4.0 (specification, sections 7 and 8).</summary>
internal static class CvssV4
{
    private const int Mandatory = 11;

    // What inexact arithmetic may lack before a score is rounded.
    private const double Tolerance = 1e-6;

    private static readonly string[][] s_metrics =
    [
        ["AV", "N", "A", "L", "P"],
        ["AC", "L", "H"],
        ["AT", "N", "P"],
        ["PR", "N", "L", "H"],
        ["UI", "N", "P", "A"],
        ["VC", "H", "L", "N"],
        ["VI", "H", "L", "N"],
        ["VA", "H", "L", "N"],
        ["SC", "H", "L", "N"],
        ["SI", "H", "L", "N"],
        ["SA", "H", "L", "N"],
        ["E", "X", "A", "P", "U"],
        ["CR", "X", "H", "M", "L"],
        ["IR", "X", "H", "M", "L"],
        ["AR", "X", "H", "M", "L"],
        ["MAV", "X", "N", "A", "L", "P"],
        ["MAC", "X", "L", "H"],
        ["MAT", "X", "N", "P"],
        ["MPR", "X", "N", "L", "H"],
        ["MUI", "X", "N", "P", "A"],
        ["MVC", "X", "H", "L", "N"],
        ["MVI", "X", "H", "L", "N"],
        ["MVA", "X", "H", "L", "N"],
        ["MSC", "X", "H", "L", "N"],
        ["MSI", "X", "S", "H", "L", "N"],
        ["MSA", "X", "S", "H", "L", "N"],
        ["S", "X", "N", "P"],
        ["AU", "X", "N", "Y"],
        ["R", "X", "A", "U", "I"],
        ["V", "X", "D", "C"],
        ["RE", "X", "L", "M", "H"],
        ["U", "X", "Clear", "Green", "Amber", "Red"],
    ];

    // How many steps a class of vectors is deep, from its most severe ones to its least severe (section 8.2), and how many steps the most severe
    // ones are away from the most severe of all: all of one class are equally far, so that a sum of steps says how deep in its class a vector lies.
    private static readonly int[] s_depth1 = [1, 4, 5];
    private static readonly int[] s_start1 = [0, 1, 3];
    private static readonly int[] s_depth2 = [1, 2];
    private static readonly int[] s_start2 = [0, 1];
    private static readonly int[][] s_depth36 = [[7, 6], [8, 8], [0, 10]];
    private static readonly int[][] s_start36 = [[0, 3], [1, 3], [0, 3]];
    private static readonly int[] s_depth4 = [6, 5, 4];
    private static readonly int[] s_start4 = [1, 3, 6];

    /// <summary>From 0.0 to 10.0; null where the vector can't be read.</summary>
    /// <param name="vector">Without the version.</param>
    public static double? Score(ReadOnlySpan<char> vector)
    {
        if (CvssVector.Read(vector, s_metrics, Mandatory) is not { } metrics)
        {
            return null;
        }

        // Steps below the most severe value.
        int av = Steps(metrics, "AV", "NALP");
        int pr = Steps(metrics, "PR", "NLH");
        int ui = Steps(metrics, "UI", "NPA");
        int ac = Steps(metrics, "AC", "LH");
        int at = Steps(metrics, "AT", "NP");
        int vc = Steps(metrics, "VC", "HLN");
        int vi = Steps(metrics, "VI", "HLN");
        int va = Steps(metrics, "VA", "HLN");
        int sc = Steps(metrics, "SC", "SHLN");
        int si = Steps(metrics, "SI", "SHLN");
        int sa = Steps(metrics, "SA", "SHLN");
        int cr = Requirement(metrics, "CR");
        int ir = Requirement(metrics, "IR");
        int ar = Requirement(metrics, "AR");
        if (vc + vi + va == 6 && sc + si + sa == 9)
        {
            return 0;
        }

        // Section 8.2, "MacroVectors": the classes.
        int eq1 = av + pr + ui == 0 ? 0 : av != 3 && (av == 0 || pr == 0 || ui == 0) ? 1 : 2;
        int eq2 = ac + at == 0 ? 0 : 1;
        int eq3 = vc + vi == 0 ? 0 : vc == 0 || vi == 0 || va == 0 ? 1 : 2;
        int eq4 = si == 0 || sa == 0 ? 0 : sc == 1 || si == 1 || sa == 1 ? 1 : 2;
        int eq5 = metrics.Get("E") switch { "P" => 1, "U" => 2, _ => 0 };
        int eq6 = (cr == 0 && vc == 0) || (ir == 0 && vi == 0) || (ar == 0 && va == 0) ? 0 : 1;
        double value = Table(eq1, eq2, eq3, eq4, eq5, eq6)!.Value;

        // Section 8.3: for each class that has a next lower one, the part of the way there that the vector lies deep in its own; the mean is taken off.
        Mean mean = default;
        mean.Add(value, Table(eq1 + 1, eq2, eq3, eq4, eq5, eq6), av + pr + ui - s_start1[eq1], s_depth1[eq1]);
        mean.Add(value, Table(eq1, eq2 + 1, eq3, eq4, eq5, eq6), ac + at - s_start2[eq2], s_depth2[eq2]);
        double? lower36 = (eq3, eq6) switch
        {
            (0, 0) => Math.Max(Table(eq1, eq2, 0, eq4, eq5, 1)!.Value, Table(eq1, eq2, 1, eq4, eq5, 0)!.Value),
            (1, 0) => Table(eq1, eq2, 1, eq4, eq5, 1),
            _ => Table(eq1, eq2, eq3 + 1, eq4, eq5, eq6),
        };
        mean.Add(value, lower36, vc + vi + va + cr + ir + ar - s_start36[eq3][eq6], s_depth36[eq3][eq6]);
        mean.Add(value, Table(eq1, eq2, eq3, eq4 + 1, eq5, eq6), sc + si + sa - s_start4[eq4], s_depth4[eq4]);
        mean.Add(value, Table(eq1, eq2, eq3, eq4, eq5 + 1, eq6), 0, 1);
        return Math.Round(Math.Clamp(value - mean.Value, 0, 10) + Tolerance, 1, MidpointRounding.AwayFromZero);
    }

    // Modified metrics stand in for the base metrics that they modify.
    private static int Steps(CvssVector metrics, string metric, string fromWorst)
    {
        string modified = metrics.Get("M" + metric);
        return fromWorst.IndexOf((modified == "X" ? metrics.Get(metric) : modified)[0], StringComparison.Ordinal);
    }

    private static int Requirement(CvssVector metrics, string metric) => metrics.Get(metric) switch { "M" => 1, "L" => 2, _ => 0 };

    private static double? Table(int eq1, int eq2, int eq3, int eq4, int eq5, int eq6) => CvssV4Table.Score(eq1, eq2, eq3, eq4, eq5, eq6);

    private struct Mean
    {
        private double _sum;
        private int _count;

        public readonly double Value => _count == 0 ? 0 : _sum / _count;

        public void Add(double score, double? lower, int steps, int depth)
        {
            if (lower is { } next)
            {
                _sum += (score - next) * steps / depth;
                _count++;
            }
        }
    }
}
