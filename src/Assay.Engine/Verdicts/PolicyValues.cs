using System.Collections.Immutable;
using System.Globalization;
using Assay.Engine.Advisories;
using Assay.Engine.Findings;

namespace Assay.Engine.Verdicts;

/// <summary>The values that a policy file writes as text.</summary>
public static class PolicyValues
{
    /// <summary>The longest duration that is taken, in days: a hundred years.</summary>
    public const int LongestDays = 36_500;

    /// <summary>The words of <c>fail-on</c>, from the strictest.</summary>
    public static ImmutableArray<(string Word, AuditThreshold Value)> Thresholds { get; } =
    [
        ("any", AuditThreshold.Any), ("low", AuditThreshold.Low), ("medium", AuditThreshold.Medium), ("high", AuditThreshold.High),
        ("critical", AuditThreshold.Critical), ("none", AuditThreshold.None),
    ];

    /// <summary>The words of <c>disputed</c>, from the strictest.</summary>
    public static ImmutableArray<(string Word, DisputeTreatment Value)> Disputes { get; } =
        [("count", DisputeTreatment.Count), ("list", DisputeTreatment.List)];

    /// <summary>Reads <c>72h</c>, <c>3d</c> or <c>0</c>; false for anything else, for fractions and for more than <see cref="LongestDays"/>.</summary>
    public static bool TryParseDuration(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text is "0")
        {
            return true;
        }

        if (text.Length < 2
            || text[^1] is not ('h' or 'd')
            || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            || count > LongestDays * (text[^1] == 'h' ? 24 : 1))
        {
            return false;
        }

        duration = text[^1] == 'h' ? TimeSpan.FromHours(count) : TimeSpan.FromDays(count);
        return true;
    }

    /// <summary>A duration as a policy file writes it.</summary>
    public static string Describe(TimeSpan duration) =>
        duration == TimeSpan.Zero ? "0" : duration.Ticks % TimeSpan.TicksPerDay == 0 && duration.Days > 3
            ? $"{duration.Days}d" : $"{(long)duration.TotalHours}h";

    /// <summary>Reads a ruling in lower case: <c>allow</c>, <c>warn</c>, <c>hold</c>, <c>block</c>.</summary>
    public static bool TryParseRuling(string text, out Ruling ruling)
    {
        int at = Array.IndexOf(Rulings, text);
        ruling = at < 0 ? default : (Ruling)at;
        return at >= 0;
    }

    /// <summary>A ruling as a policy file writes it.</summary>
    public static string Describe(Ruling ruling) => Rulings[(int)ruling];

    /// <summary>A threshold as a policy file writes it.</summary>
    public static string Describe(AuditThreshold threshold) => Thresholds[(int)threshold].Word;

    /// <summary>How disputes are treated, as a policy file writes it.</summary>
    public static string Describe(DisputeTreatment disputed) => Disputes[(int)disputed].Word;

    /// <summary>How unknowns are treated, as a policy file writes it.</summary>
    public static string Describe(UnknownTreatment unknown) => unknown == UnknownTreatment.Warn ? "warn" : "hold";

    /// <summary><c>; did you mean 'ID'?</c> for a mistyped rule id or kind of gap; empty where none is near.</summary>
    public static string Suggest(string id, IEnumerable<string> knownRules) =>
        NearestName.Suggestion(id, knownRules.Concat(Gaps.All.Select(static gap => gap.Id)));

    /// <summary>Reads the address of an index and says what is wrong with it, or null and the address without trailing slash.</summary>
    internal static string? CheckIndex(string text, out string address)
    {
        address = text.TrimEnd('/');
        return !Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("https" or "http") || uri.Host.Length == 0
                ? $"'{text}' is not an index; write a whole address, such as 'https://index.example/simple'"
            : uri.UserInfo.Length > 0
                ? "an index in a policy must not carry credentials; leave them to the installer's own settings, netrc or the keyring"
            : uri.Query.Length > 0 || uri.Fragment.Length > 0
                ? $"'{text}' is not an index; an index has no '?' or '#' in its address"
            : null;
    }

    /// <summary>True for a host name or address, without scheme, port, path or wildcard.</summary>
    internal static bool IsHost(string text) => Uri.CheckHostName(text) != UriHostNameType.Unknown;

    /// <summary>True for 64 hex digits.</summary>
    internal static bool IsSha256(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigit);

    private static readonly string[] Rulings = ["allow", "warn", "hold", "block"];
}
