using System.Collections.Frozen;
using Assay.Engine.Findings;

namespace Assay.Engine.Verdicts;

/// <summary>
/// What each kind of behaviour adds to the score: natural log-odds that a package which shows it is hostile, by the context in which it
/// shows. No weight is negative, so more evidence never lowers a score.
/// </summary>
public static class ScoreTable
{
    /// <summary>Log-odds of a package of which nothing is known: about one in a thousand uploads is hostile.</summary>
    public const double Prior = -7.0;

    /// <summary>From here a package is held: hostile is as likely as not.</summary>
    public const double HoldFrom = 0.0;

    /// <summary>From here it is blocked: about nineteen in twenty.</summary>
    public const double BlockFrom = 3.0;

    // Columns as in VerdictTable, with "none" read as "import": the archive itself counts for everybody who uses it.
    private static readonly FrozenDictionary<string, (double Itself, double Import, double Asked, double Test)> s_rows =
        new (string Rule, double Itself, double Import, double Asked, double Test)[]
        {
            ("startup-code", 4.0, 4.0, 0, 0),
        }.ToFrozenDictionary(static row => row.Rule, static row => (row.Itself, row.Import, row.Asked, row.Test), StringComparer.Ordinal);

    /// <summary>The rules that count.</summary>
    public static IEnumerable<string> Rules => s_rows.Keys;

    /// <summary>What one finding adds; 0 for rules that say nothing about intent.</summary>
    public static double Of(Finding finding)
    {
        if (!s_rows.TryGetValue(finding.Rule, out (double Itself, double Import, double Asked, double Test) row))
        {
            return 0;
        }

        double full = finding.Context switch
        {
            CodeContext.Startup or CodeContext.Install => row.Itself,
            CodeContext.Main or CodeContext.Call => row.Asked,
            CodeContext.Test => row.Test,
            _ => row.Import,
        };
        return full * ShareOf(finding.Severity) * ShareOf(finding.Confidence);
    }

    private static double ShareOf(Severity severity) => severity switch
    {
        Severity.Critical or Severity.High => 1.0,
        Severity.Medium => 0.6,
        Severity.Low => 0.25,
        _ => 0,
    };

    private static double ShareOf(Confidence confidence) => confidence switch
    {
        Confidence.Certain or Confidence.High => 1.0,
        Confidence.Medium => 0.75,
        _ => 0.4,
    };
}
