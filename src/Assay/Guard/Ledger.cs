using System.Collections.Concurrent;
using Assay.Engine.Findings;
using Assay.Engine.Verdicts;

namespace Assay.Guard;

/// <summary>What happened to one thing that the installer asked for.</summary>
public enum Outcome
{
    /// <summary>Served.</summary>
    Allowed,

    /// <summary>Listed as not to be taken yet, so that an older version is chosen.</summary>
    Steered,

    /// <summary>Asked for and not served.</summary>
    Refused,
}

/// <summary>One line of the guard's record.</summary>
/// <param name="Subject">File name, address or requirement, unescaped.</param>
/// <param name="Project">Normalised project name, where it is known.</param>
/// <param name="Version">As the file name gives it, where it is known.</param>
/// <param name="Sha256">Lower-case hex, where the bytes are known.</param>
/// <param name="Rule">The rule or gap kind that decided; null where nothing did.</param>
/// <param name="Message">One sentence, unescaped.</param>
/// <param name="Until">When a hold ends by itself.</param>
/// <param name="Id">What <c>assay explain</c> takes; null where nothing was decided.</param>
/// <param name="Verdict">The whole verdict, where there is one.</param>
public sealed record LedgerEntry(
    Outcome Outcome,
    string Subject,
    string? Project,
    string? Version,
    string? Sha256,
    string? Rule,
    string Message,
    DateTimeOffset? Until,
    string? Id,
    Verdict? Verdict);

/// <summary>What one run of the guard did, for the closing summary and the report. Safe for use by several requests at once.</summary>
public sealed class Ledger
{
    private readonly ConcurrentDictionary<(Outcome, string), LedgerEntry> _entries = new();
    private readonly ConcurrentDictionary<string, string> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _failures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Gap> _gaps = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _notices = new(StringComparer.Ordinal);

    /// <summary>Entries by outcome, then subject; one for each.</summary>
    public IReadOnlyList<LedgerEntry> Entries =>
        [.. _entries.Values.OrderBy(static entry => entry.Outcome).ThenBy(static entry => entry.Subject, StringComparer.Ordinal)];

    /// <summary>Hosts that were refused, with why.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> RefusedHosts => [.. _hosts.OrderBy(static host => host.Key, StringComparer.Ordinal)];

    /// <summary>What failed in the guard or upstream of it; any makes the run's exit code 2.</summary>
    public IReadOnlyList<string> Failures => [.. _failures.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What could not be known in this run.</summary>
    public IReadOnlyList<Gap> Gaps => [.. _gaps.OrderBy(static gap => gap.Key, StringComparer.Ordinal).Select(static gap => gap.Value)];

    /// <summary>What people should know and nothing decided.</summary>
    public IReadOnlyList<string> Notices => [.. _notices.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Which advisories are too old, of when, and what to do; null where none is.</summary>
    public string? OldData { get; set; }

    /// <summary>Files refused or steered so far: pages that were written before are stale once this grows.</summary>
    public int Epoch => _epoch;

    private int _epoch;

    public void Record(LedgerEntry entry)
    {
        if (_entries.TryAdd((entry.Outcome, entry.Subject), entry) && entry.Outcome == Outcome.Refused)
        {
            Interlocked.Increment(ref _epoch);
        }
    }

    public void RefuseHost(string host, string why) => _hosts.TryAdd(host, why);

    /// <summary>Writes down that a host was reached past the guard, by leave.</summary>
    public void Pass(string host) => Note($"{host} was reached directly, and what came from there was not looked at");

    public void Fail(string what) => _failures.TryAdd(what, true);

    public void Note(string notice) => _notices.TryAdd(notice, true);

    public void Add(Gap gap) => _gaps.TryAdd($"{gap.Id} {gap.Place.Describe()}", gap);
}
