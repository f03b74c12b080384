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
            //                           itself import asked test
            ("startup-code",             5.5, 5.0, 4.5, 0),
            ("install-time-activity",    5.5, 5.0, 4.5, 0),
            ("persists",                 5.5, 5.0, 4.5, 0),
            ("runs-opaque-blob",         5.5, 5.0, 4.5, 0),
            ("odd-host",                 5.5, 5.0, 4.5, 0),
            ("evades-analysis",          5.5, 5.0, 4.5, 0),
            ("executes-decoded-code",    6.5, 6.0, 5.5, 0),
            ("downloads-and-runs",       6.5, 6.0, 5.5, 0),
            ("shell-cradle",             6.5, 6.0, 5.5, 0),
            ("sends-secrets",            6.5, 6.0, 5.5, 0),
            ("reads-stores",             6.5, 6.0, 5.5, 0),
            ("reverse-shell",            6.5, 6.0, 5.5, 0),
            ("drops-program",            6.5, 6.0, 5.5, 0),
            ("injects-code",             6.5, 6.0, 5.5, 0),
            ("loads-hidden-payload",     6.5, 6.0, 5.5, 0),
            ("hidden-code",              6.5, 6.0, 5.5, 0),
            ("obfuscated-code",          6.5, 6.0, 5.5, 0),
            ("deceiving-encoding",       6.5, 6.0, 5.5, 0),
            ("takes-cloud-identity",     6.5, 6.0, 5.5, 0),
            ("sends-key",                6.5, 6.0, 5.5, 0),
            ("swaps-clipboard",          6.5, 6.0, 5.5, 0),
            ("captures-input",           6.5, 6.0, 5.5, 0),
            ("publishes-itself",         6.5, 6.0, 5.5, 0),
            ("drives-agents",            6.5, 6.0, 5.5, 0),
            ("replaces-function",        6.5, 6.0, 5.5, 0),
            ("contacts-at-start",        6.5, 6.0, 5.5, 0),
            ("disables-protection",      6.5, 6.0, 5.5, 0),
            ("destroys-files",           6.5, 6.0, 5.5, 0),
            ("mines-coins",              6.5, 6.0, 5.5, 0),
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
        Severity.Low => 0.15,
        _ => 0,
    };

    private static double ShareOf(Confidence confidence) => confidence switch
    {
        Confidence.Certain or Confidence.High => 1.0,
        Confidence.Medium => 0.75,
        _ => 0.4,
    };
}
