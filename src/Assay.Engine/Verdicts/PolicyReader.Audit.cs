using System.Collections.Immutable;
using System.Globalization;
using Assay.Engine.Advisories;
using Assay.Packaging.Names;
using Assay.Packaging.Requirements;
using Assay.Packaging.Versions;

namespace Assay.Engine.Verdicts;

/// <content>The tables about known vulnerabilities: <c>[audit]</c> and <c>[[ignore]]</c>.</content>
internal sealed partial class PolicyReader
{
    private static readonly string[] AuditKeys = ["fail-on", "disputed", "max-db-age"];
    private static readonly string[] IgnoreKeys = ["id", "project", "versions", "marker", "until-fixed", "reason", "owner", "expires"];

    private AuditLayer Audit(TomlBranch root)
    {
        TomlBranch? audit = Table(root, "audit");
        if (audit is not null)
        {
            Keys(audit, "[audit]", AuditKeys);
        }

        return new AuditLayer(
            Word(audit?.Find("fail-on"), PolicyValues.Thresholds),
            Word(audit?.Find("disputed"), PolicyValues.Disputes),
            MaxAge(audit?.Find("max-db-age")),
            [.. Items(root, "ignore").Select(ReadIgnore).OfType<AdvisoryIgnore>()]);
    }

    private Stated<T>? Word<T>(TomlEntry? entry, ImmutableArray<(string Word, T Value)> known)
    {
        string choice = string.Join(", ", known.Select(static one => $"'{one.Word}'"));
        if (Text(entry, $"one of {choice}") is not string word)
        {
            return null;
        }

        foreach ((string text, T value) in known)
        {
            if (text == word)
            {
                return new Stated<T>(value, Origin(entry!.Line));
            }
        }

        Wrong(entry!.Value, $"'{entry.Key}' must be one of {choice}, not '{word}'{NearestName.Suggestion(word, [.. known.Select(static one => one.Word)])}");
        return null;
    }

    private Stated<TimeSpan>? MaxAge(TomlEntry? entry)
    {
        if (Text(entry, "a duration such as \"30d\"") is not string text)
        {
            return null;
        }

        if (PolicyValues.TryParseDuration(text, out TimeSpan age))
        {
            return new Stated<TimeSpan>(age, Origin(entry!.Line));
        }

        Wrong(entry!.Value, $"'{text}' is not a duration; write days or hours, such as '30d'");
        return null;
    }

    private AdvisoryIgnore? ReadIgnore(TomlBranch table)
    {
        const string Where = "[[ignore]]";
        int before = problems.Count;
        Keys(table, Where, IgnoreKeys);
        string? id = Required(table, "id", Where, "an id of the vulnerability, or one of its aliases");
        string? reason = Required(table, "reason", Where, "a sentence that says why");
        string? owner = Text(table.Find("owner"), "a person or an address");
        string? project = Text(table.Find("project"), "a project's name");
        string? versions = Text(table.Find("versions"), "a version specifier");
        string? marker = Text(table.Find("marker"), "a marker such as 'python_version < \"3.12\"'");
        bool untilFixed = Flag(table.Find("until-fixed"));
        DateOnly? expires = table.Find("expires") is null ? null : IgnoreEnd(table.Find("expires")!);
        ProjectName name = default;
        if (project is not null && !ProjectName.TryParse(project, out name))
        {
            Wrong(table.Find("project")!.Value, $"'{project}' is not a project name");
        }

        if (versions is not null && (string.IsNullOrWhiteSpace(versions) || !VersionSpecifierSet.TryParse(versions, out _)))
        {
            Wrong(table.Find("versions")!.Value, $"'{versions}' is not a version specifier; write one such as '<2' or '==1.4.2'");
        }

        if (marker is not null && !Marker.TryParse(marker, out _, out RequirementProblem? problem))
        {
            Wrong(table.Find("marker")!.Value, $"'{marker}' is not a marker: {problem.Message}");
        }

        return problems.Skip(before).Any(static problem => !problem.IsWarning)
            ? null
            : new AdvisoryIgnore(id!, project is null ? null : name, versions, marker, reason, owner, expires, untilFixed, Origin(table.Line));
    }

    private bool Flag(TomlEntry? entry)
    {
        if (entry?.Value is null or TomlScalar { Value: bool })
        {
            return (entry?.Value as TomlScalar)?.Value is true;
        }

        Wrong(entry.Value, $"'{entry.Key}' must be true or false, not {entry.Value.Kind}");
        return false;
    }

    private DateOnly? IgnoreEnd(TomlEntry entry)
    {
        if (entry.Value is not TomlScalar { Value: DateOnly date })
        {
            Wrong(entry.Value, $"'expires' must be a date without quotes or time, such as 2027-06-30, not {entry.Value.Kind}");
            return null;
        }

        if (date <= today)
        {
            string day = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            problems.Add(new PolicyProblem(
                file, entry.Value.Line, entry.Value.Column, $"this ignore entry expired on {day} and no longer counts; remove it or renew it", IsWarning: true));
        }

        return date;
    }
}
