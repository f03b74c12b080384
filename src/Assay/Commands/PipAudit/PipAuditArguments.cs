using System.Collections.Immutable;
using System.Globalization;

namespace Assay.Commands.PipAudit;

/// <summary>A command line that pip-audit would refuse.</summary>
/// <param name="message">As argparse words it, without the program's name.</param>
public sealed class PipAuditUsageException(string message) : Exception(message);

/// <summary>pip-audit's command line (2.10), read as Python's argparse reads it: long options may be cut short where that is unambiguous.</summary>
internal sealed record PipAuditArguments
{
    private static readonly string[] s_formats = ["columns", "json", "cyclonedx-json", "cyclonedx-xml", "markdown"];
    private static readonly string[] s_services = ["osv", "pypi", "esms"];
    private static readonly string[] s_switches = ["on", "off", "auto"];
    private static readonly string[] s_spinners = ["on", "off"];

    // Name, short name, whether a value must (true), must not (false) or may (null) follow.
    private static readonly (string Long, string? Short, bool? Value)[] s_options =
    [
        ("--help", "-h", false), ("--version", "-V", false), ("--local", "-l", false), ("--requirement", "-r", true), ("--locked", null, false),
        ("--format", "-f", true), ("--vulnerability-service", "-s", true), ("--osv-url", null, true), ("--dry-run", "-d", false), ("--strict", "-S", false),
        ("--desc", null, null), ("--aliases", null, null), ("--cache-dir", null, true), ("--progress-spinner", null, true), ("--timeout", null, true),
        ("--path", null, true), ("--verbose", "-v", false), ("--fix", null, false), ("--require-hashes", null, false), ("--index-url", null, true),
        ("--extra-index-url", null, true), ("--skip-editable", null, false), ("--no-deps", null, false), ("--output", "-o", true),
        ("--ignore-vuln", null, true), ("--disable-pip", null, false),
    ];

    public bool Help { get; private set; }

    public bool Version { get; private set; }

    public bool Local { get; private set; }

    public List<string> Requirements { get; } = [];

    public bool Locked { get; private set; }

    public string Format { get; private set; } = "columns";

    public bool DryRun { get; private set; }

    public bool Strict { get; private set; }

    /// <summary><c>on</c>, <c>off</c> or <c>auto</c>.</summary>
    public string Descriptions { get; private set; } = "auto";

    /// <inheritdoc cref="Descriptions"/>
    public string Aliases { get; private set; } = "auto";

    public List<string> Paths { get; } = [];

    public bool Fix { get; private set; }

    public bool RequireHashes { get; private set; }

    public string? IndexUrl { get; private set; }

    public bool SkipEditable { get; private set; }

    public bool NoDeps { get; private set; }

    public string? Output { get; private set; }

    public List<string> Ignored { get; } = [];

    public bool DisablePip { get; private set; }

    public string? ProjectPath { get; private set; }

    /// <summary>Reads a command line.</summary>
    /// <param name="variable">Looks up an environment variable; null where it is not set.</param>
    /// <exception cref="PipAuditUsageException">pip-audit would refuse it.</exception>
    public static PipAuditArguments Read(ImmutableArray<string> arguments, Func<string, string?> variable)
    {
        PipAuditArguments result = new();
        result.TakeEnvironment(variable);
        bool extraIndex = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            string argument = arguments[i];
            if (argument == "--")
            {
                foreach (string rest in arguments.AsSpan()[(i + 1)..])
                {
                    result.TakeProject(rest);
                }

                break;
            }

            if (argument.Length < 2 || argument[0] != '-')
            {
                result.TakeProject(argument);
                continue;
            }

            (string name, bool? takes, string? attached) = Recognise(argument);
            string? value = attached;
            if (takes == false && attached is not null)
            {
                // '-lS' is two switches; '--strict=x' is a mistake.
                if (argument.StartsWith("--", StringComparison.Ordinal))
                {
                    throw new PipAuditUsageException($"argument {Shown(name)}: ignored explicit argument '{attached}'");
                }

                arguments = arguments.Insert(i + 1, "-" + attached);
                value = null;
            }
            else if (takes != false && attached is null && i + 1 < arguments.Length && !IsOption(arguments[i + 1]))
            {
                value = arguments[++i];
            }

            if (takes == true && value is null)
            {
                throw new PipAuditUsageException($"argument {Shown(name)}: expected one argument");
            }

            extraIndex |= name == "--extra-index-url";
            result.Take(name, value);
        }

        result.Check(extraIndex);
        return result;
    }

    private void Take(string name, string? value)
    {
        switch (name)
        {
            case "--help": Help = true; break;
            case "--version": Version = true; break;
            case "--local": Local = true; break;
            case "--requirement": Exclusive(name); Requirements.Add(value!); break;
            case "--locked": Locked = true; break;
            case "--format": Format = Choice(name, value!, s_formats); break;
            case "--vulnerability-service": Choice(name, value!, s_services); break;
            case "--dry-run": DryRun = true; break;
            case "--strict": Strict = true; break;
            case "--desc": Descriptions = value is null ? "on" : Choice(name, value, s_switches); break;
            case "--aliases": Aliases = value is null ? "on" : Choice(name, value, s_switches); break;
            case "--progress-spinner": Choice(name, value!, s_spinners); break;
            case "--timeout": Whole(value!); break;
            case "--path": Exclusive(name); Paths.Add(value!); break;
            case "--fix": Fix = true; break;
            case "--require-hashes": RequireHashes = true; break;
            case "--index-url": IndexUrl = value; break;
            case "--skip-editable": SkipEditable = true; break;
            case "--no-deps": NoDeps = true; break;
            case "--output": Output = value; break;
            case "--ignore-vuln": Ignored.Add(value!); break;
            case "--disable-pip": DisablePip = true; break;

            // The rest says how a service is reached; the index of advisories needs none.
            default: break;
        }
    }

    private void TakeEnvironment(Func<string, string?> variable)
    {
        Format = variable("PIP_AUDIT_FORMAT") is string format ? Choice("--format", format, s_formats) : Format;
        Descriptions = variable("PIP_AUDIT_DESC") is string desc ? Choice("--desc", desc, s_switches) : Descriptions;
        Output = variable("PIP_AUDIT_OUTPUT") is { Length: > 0 } output ? output : Output;
    }

    private void TakeProject(string path)
    {
        if (ProjectPath is not null)
        {
            throw new PipAuditUsageException($"unrecognized arguments: {path}");
        }

        if (Requirements.Count > 0 || Paths.Count > 0)
        {
            throw new PipAuditUsageException($"argument project_path: not allowed with argument {(Requirements.Count > 0 ? "-r/--requirement" : "--path")}");
        }

        ProjectPath = path;
    }

    private void Exclusive(string name)
    {
        string? other =
            name != "--requirement" && Requirements.Count > 0 ? "-r/--requirement"
            : name != "--path" && Paths.Count > 0 ? "--path"
            : ProjectPath is not null ? "project_path"
            : null;
        if (other is not null)
        {
            throw new PipAuditUsageException($"argument {Shown(name)}: not allowed with argument {other}");
        }
    }

    private void Check(bool extraIndex)
    {
        if (Help || Version || Requirements.Count > 0)
        {
            return;
        }

        string? alone =
            RequireHashes ? "--require-hashes" : IndexUrl is not null ? "--index-url" : extraIndex ? "--extra-index-url"
            : NoDeps ? "--no-deps" : DisablePip ? "--disable-pip" : null;
        if (alone is not null)
        {
            throw new PipAuditUsageException($"The {alone} flag can only be used with --requirement (-r)");
        }
    }

    private static (string Name, bool? Value, string? Attached) Recognise(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
        {
            foreach ((string name, string? shortName, bool? takes) in s_options)
            {
                if (shortName is not null && argument.StartsWith(shortName, StringComparison.Ordinal))
                {
                    string rest = argument[2..];
                    return (name, takes, rest.Length == 0 ? null : rest.StartsWith('=') && takes == true ? rest[1..] : rest);
                }
            }

            throw new PipAuditUsageException($"unrecognized arguments: {argument}");
        }

        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        string written = equals < 0 ? argument : argument[..equals];
        string? attached = equals < 0 ? null : argument[(equals + 1)..];
        (string Long, string? Short, bool? Value)[] matches = [.. s_options.Where(option => option.Long.StartsWith(written, StringComparison.Ordinal))];
        (string Long, string? Short, bool? Value)[] exact = [.. matches.Where(option => option.Long == written)];
        return (exact.Length == 1 ? exact : matches) switch
        {
            [var only] => (only.Long, only.Value, attached),
            [] => throw new PipAuditUsageException($"unrecognized arguments: {argument}"),
            _ => throw new PipAuditUsageException($"ambiguous option: {written} could match {string.Join(", ", matches.Select(static option => option.Long))}"),
        };
    }

    private static bool IsOption(string argument) => argument.Length > 1 && argument[0] == '-';

    private static string Choice(string name, string value, string[] known) =>
        known.Contains(value)
            ? value
            : throw new PipAuditUsageException($"argument {Shown(name)}: invalid choice: '{value}' (choose from {string.Join(", ", known.Select(static one => $"'{one}'"))})");

    private static void Whole(string value)
    {
        if (!int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _))
        {
            throw new PipAuditUsageException($"argument --timeout: invalid int value: '{value}'");
        }
    }

    private static string Shown(string name)
    {
        foreach ((string known, string? shortName, _) in s_options)
        {
            if (known == name)
            {
                return shortName is null ? name : $"{shortName}/{name}";
            }
        }

        return name;
    }
}
