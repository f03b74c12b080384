using System.Collections.Immutable;
using System.Globalization;
using Assay.Engine.Findings;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;

namespace Assay.Engine.Verdicts;

/// <summary>Reads the tables of one policy file and writes down every mistake.</summary>
internal sealed partial class PolicyReader(string file, IReadOnlySet<string> knownRules, DateOnly today, List<PolicyProblem> problems)
{
    private static readonly string[] Tables = ["policy", "rule", "waiver", "hosts", "audit", "ignore"];
    private static readonly string[] PolicyKeys = ["default-age", "unknown", "indexes", "owned", "locked"];
    private static readonly string[] RuleKeys = ["id", "verdict"];
    private static readonly string[] WaiverKeys = ["rule", "project", "versions", "sha256", "reason", "owner", "expires"];
    private static readonly string[] HostKeys = ["allow"];

    public PolicyLayer Read(TomlBranch root)
    {
        Keys(root, "a policy file", Tables);
        TomlBranch? policy = Table(root, "policy");
        TomlBranch? hosts = Table(root, "hosts");
        if (policy is not null)
        {
            Keys(policy, "[policy]", PolicyKeys);
        }

        if (hosts is not null)
        {
            Keys(hosts, "[hosts]", HostKeys);
        }

        return new PolicyLayer(
            file,
            DefaultAge(policy?.Find("default-age")),
            Unknown(policy?.Find("unknown")),
            Indexes(policy?.Find("indexes")),
            Owned(policy?.Find("owned")),
            Rules(root),
            [.. Items(root, "waiver").Select(ReadWaiver).OfType<Waiver>()],
            Hosts(hosts?.Find("allow")),
            Audit(root))
        {
            Locked = policy?.Find("locked") is TomlEntry locked ? new Stated<bool>(Flag(locked), Origin(locked.Line)) : null,
        };
    }

    private Stated<TimeSpan>? DefaultAge(TomlEntry? entry)
    {
        switch (entry?.Value)
        {
            case null:
                return null;
            case TomlScalar { Value: 0L }:
                return new Stated<TimeSpan>(TimeSpan.Zero, Origin(entry.Line));
            case TomlScalar { Value: string text } when PolicyValues.TryParseDuration(text, out TimeSpan age):
                return new Stated<TimeSpan>(age, Origin(entry.Line));
            case TomlScalar { Value: string text }:
                Wrong(entry.Value, $"'{text}' is not a duration; write hours or days, such as '72h' or '3d', or '0' for none");
                return null;
            default:
                Wrong(entry.Value, $"'default-age' must be text such as \"72h\", not {entry.Value.Kind}");
                return null;
        }
    }

    private Stated<UnknownTreatment>? Unknown(TomlEntry? entry)
    {
        switch (Text(entry, "\"hold\" or \"warn\""))
        {
            case null:
                return null;
            case "hold":
                return new Stated<UnknownTreatment>(UnknownTreatment.Hold, Origin(entry!.Line));
            case "warn":
                return new Stated<UnknownTreatment>(UnknownTreatment.Warn, Origin(entry!.Line));
            case string other:
                Wrong(entry!.Value, $"'unknown' must be 'hold' or 'warn', not '{other}'{NearestName.Suggestion(other, ["hold", "warn"])}");
                return null;
        }
    }

    private Stated<ImmutableArray<string>>? Indexes(TomlEntry? entry)
    {
        if (entry is null)
        {
            return null;
        }

        ImmutableArray<string>.Builder indexes = ImmutableArray.CreateBuilder<string>();
        foreach ((TomlNode node, string text) in Texts(entry, "addresses"))
        {
            if (PolicyValues.CheckIndex(text, out string address) is string wrong)
            {
                Wrong(node, wrong);
            }
            else if (indexes.Contains(address))
            {
                Wrong(node, $"'{address}' is listed twice");
            }
            else
            {
                indexes.Add(address);
            }
        }

        return new Stated<ImmutableArray<string>>(indexes.ToImmutable(), Origin(entry.Line));
    }

    private ImmutableArray<OwnedName> Owned(TomlEntry? entry)
    {
        if (entry is null)
        {
            return [];
        }

        if (entry.Value is not TomlBranch table)
        {
            Wrong(entry.Value, $"'owned' must be a table of name patterns and indexes, not {entry.Value.Kind}");
            return [];
        }

        ImmutableArray<OwnedName>.Builder owned = ImmutableArray.CreateBuilder<OwnedName>();
        foreach (TomlEntry item in Limited(table.Entries, "owned", entry.Value))
        {
            if (!OwnedPattern.TryNormalize(item.Key, out string? pattern))
            {
                Wrong(item, $"'{item.Key}' is neither a project name nor the beginning of one with '*' at its end");
            }
            else if (owned.Any(other => other.Pattern == pattern))
            {
                Wrong(item, $"'{pattern}' is owned twice");
            }
            else if (Text(item, "an index's address") is string text)
            {
                if (PolicyValues.CheckIndex(text, out string address) is string wrong)
                {
                    Wrong(item.Value, wrong);
                }
                else
                {
                    owned.Add(new OwnedName(pattern, address, Origin(item.Line)));
                }
            }
        }

        return owned.ToImmutable();
    }

    private ImmutableArray<RuleSetting> Rules(TomlBranch root)
    {
        ImmutableArray<RuleSetting>.Builder rules = ImmutableArray.CreateBuilder<RuleSetting>();
        foreach (TomlBranch table in Items(root, "rule"))
        {
            Keys(table, "[[rule]]", RuleKeys);
            string? id = Required(table, "id", "[[rule]]", "a rule's id") is string text ? KnownId(table.Find("id")!, text) : null;
            Ruling? ruling = null;
            if (Required(table, "verdict", "[[rule]]", "\"allow\", \"warn\", \"hold\" or \"block\"") is string word)
            {
                if (PolicyValues.TryParseRuling(word, out Ruling parsed))
                {
                    ruling = parsed;
                }
                else
                {
                    string near = NearestName.Suggestion(word, ["allow", "warn", "hold", "block"]);
                    Wrong(table.Find("verdict")!.Value, $"'verdict' must be 'allow', 'warn', 'hold' or 'block', not '{word}'{near}");
                }
            }

            if (id is not null && rules.FirstOrDefault(rule => rule.Id == id) is RuleSetting first)
            {
                Wrong(table.Find("id")!.Value, $"'{id}' has a [[rule]] already, at {first.Origin}");
            }
            else if (id is not null && ruling is Ruling set)
            {
                rules.Add(new RuleSetting(id, set, Origin(table.Line)));
            }
        }

        return rules.ToImmutable();
    }

    private Waiver? ReadWaiver(TomlBranch table)
    {
        const string Where = "[[waiver]]";
        int before = problems.Count;
        Keys(table, Where, WaiverKeys);
        string? rule = Required(table, "rule", Where, "a rule's id") is string id ? KnownId(table.Find("rule")!, id) : null;
        string? reason = Required(table, "reason", Where, "a sentence that says why");
        string? owner = Required(table, "owner", Where, "a person or an address");
        DateOnly expires = Expires(table);
        string? sha256 = Text(table.Find("sha256"), "64 hex digits");
        string? versions = Text(table.Find("versions"), "a version specifier");
        string? project = Text(table.Find("project"), "a project's name");
        ProjectName name = default;

        if (project is not null && !ProjectName.TryParse(project, out name))
        {
            Wrong(table.Find("project")!.Value, $"'{project}' is not a project name");
        }

        if (sha256 is not null && !PolicyValues.IsSha256(sha256))
        {
            Wrong(table.Find("sha256")!.Value, $"'{sha256}' is not a sha256; it has 64 hex digits");
        }

        if (versions is not null && (string.IsNullOrWhiteSpace(versions) || !VersionSpecifierSet.TryParse(versions, out _)))
        {
            Wrong(table.Find("versions")!.Value, $"'{versions}' is not a version specifier; write one such as '>=7' or '==7.1'");
        }

        if (table.Find("project") is null && table.Find("sha256") is null)
        {
            Wrong(table, "a [[waiver]] must say what for: 'project' (with 'versions'), or 'sha256'");
        }
        else if (table.Find("sha256") is TomlEntry digest && (table.Find("project") ?? table.Find("versions")) is TomlEntry other)
        {
            Wrong(digest, $"a [[waiver]] has either 'sha256' or '{other.Key}', not both");
        }

        return problems.Skip(before).Any(static problem => !problem.IsWarning)
            ? null
            : new Waiver(
                rule!, project is null ? null : name, versions, sha256?.ToLowerInvariant(), reason!, owner!, expires, Origin(table.Line));
    }

    private DateOnly Expires(TomlBranch table)
    {
        switch (table.Find("expires"))
        {
            case null:
                Wrong(table, "this [[waiver]] has no 'expires'; every waiver ends, write a date such as expires = 2027-06-30");
                return default;
            case { Value: TomlScalar { Value: DateOnly date } } entry:
                if (date <= today)
                {
                    string day = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                    problems.Add(new PolicyProblem(
                        file, entry.Value.Line, entry.Value.Column, $"this waiver expired on {day} and no longer counts; remove it or renew it", IsWarning: true));
                }

                return date;
            case TomlEntry entry:
                Wrong(entry.Value, $"'expires' must be a date without quotes or time, such as 2027-06-30, not {entry.Value.Kind}");
                return default;
        }
    }

    private ImmutableArray<Stated<string>> Hosts(TomlEntry? entry)
    {
        if (entry is null)
        {
            return [];
        }

        ImmutableArray<Stated<string>>.Builder hosts = ImmutableArray.CreateBuilder<Stated<string>>();
        foreach ((TomlNode node, string text) in Texts(entry, "host names"))
        {
            if (PolicyValues.IsHost(text))
            {
                hosts.Add(new Stated<string>(text.ToLowerInvariant(), Origin(node.Line)));
            }
            else
            {
                Wrong(node, $"'{text}' is not a host name; write it without scheme, port, path or '*'");
            }
        }

        return hosts.ToImmutable();
    }

    private string? KnownId(TomlEntry entry, string id)
    {
        if (knownRules.Contains(id) || Gaps.Find(id) is not null)
        {
            return id;
        }

        string near = PolicyValues.Suggest(id, knownRules);
        Wrong(entry.Value, $"'{id}' is neither a rule nor a kind of gap{(near.Length > 0 ? near : "; 'assay rules' lists them")}");
        return null;
    }

    private void Keys(TomlBranch table, string where, string[] known)
    {
        foreach (TomlEntry entry in table.Entries.Where(entry => !known.Contains(entry.Key)))
        {
            string near = NearestName.Suggestion(entry.Key, known);
            Wrong(entry, $"'{entry.Key}' is not a key of {where}{(near.Length > 0 ? near : $"; it has {string.Join(", ", known)}")}");
        }
    }

    private TomlBranch? Table(TomlBranch root, string key)
    {
        TomlNode? node = root.Find(key)?.Value;
        if (node is not null and not TomlBranch)
        {
            Wrong(node, $"'{key}' must be one table, [{key}], not {node.Kind}");
        }

        return node as TomlBranch;
    }

    private IEnumerable<TomlBranch> Items(TomlBranch root, string key)
    {
        TomlNode? node = root.Find(key)?.Value;
        if (node is not null and not TomlSequence)
        {
            Wrong(node, $"'{key}' must be written [[{key}]], with two brackets, once for each");
        }

        foreach (TomlNode item in node is TomlSequence sequence ? Limited(sequence.Items, key, node) : [])
        {
            if (item is TomlBranch table)
            {
                yield return table;
            }
            else
            {
                Wrong(item, $"each '{key}' must be a table, not {item.Kind}");
            }
        }
    }

    private IEnumerable<(TomlNode Node, string Text)> Texts(TomlEntry entry, string of)
    {
        if (entry.Value is not TomlSequence sequence)
        {
            Wrong(entry.Value, $"'{entry.Key}' must be an array of {of}, not {entry.Value.Kind}");
            yield break;
        }

        foreach (TomlNode item in Limited(sequence.Items, entry.Key, sequence))
        {
            if (item is TomlScalar { Value: string text })
            {
                yield return (item, text);
            }
            else
            {
                Wrong(item, $"'{entry.Key}' must hold {of} as text, not {item.Kind}");
            }
        }
    }

    // A list beyond the limit is a mistake and is not read: comparing its entries with each other would take long.
    private IEnumerable<T> Limited<T>(List<T> items, string key, TomlNode at)
    {
        if (items.Count <= PolicyFile.MaxItems)
        {
            return items;
        }

        Wrong(at, string.Create(CultureInfo.InvariantCulture, $"'{key}' has {items.Count} entries; a policy file may have {PolicyFile.MaxItems}"));
        return [];
    }

    private string? Required(TomlBranch table, string key, string where, string what)
    {
        if (table.Find(key) is not TomlEntry entry)
        {
            Wrong(table, $"this {where} has no '{key}'; write {what}");
            return null;
        }

        string? text = Text(entry, what);
        if (text is not null && string.IsNullOrWhiteSpace(text))
        {
            Wrong(entry.Value, $"'{key}' is empty; write {what}");
            return null;
        }

        return text;
    }

    private string? Text(TomlEntry? entry, string what)
    {
        if (entry?.Value is null or TomlScalar { Value: string })
        {
            return (entry?.Value as TomlScalar)?.Value as string;
        }

        Wrong(entry.Value, $"'{entry.Key}' must be text ({what}), not {entry.Value.Kind}");
        return null;
    }

    private void Wrong(TomlNode node, string message) => problems.Add(new PolicyProblem(file, node.Line, node.Column, message));

    private void Wrong(TomlEntry entry, string message) => problems.Add(new PolicyProblem(file, entry.Line, entry.Column, message));

    private string Origin(int line) => string.Create(CultureInfo.InvariantCulture, $"{file}:{line}");
}
