using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Assay.Engine.Advisories;
using Assay.Engine.Verdicts;
using Assay.Packaging.Lockfiles;
using Assay.Packaging.Requirements;
using Assay.Packaging.Versions;
using Assay.Reports;

namespace Assay.Commands;

/// <summary>What <c>assay audit</c> was asked for.</summary>
/// <param name="Targets">Files and folders, in order.</param>
/// <param name="RequirementsFiles"><c>-r</c>: read as requirements files whatever their names.</param>
/// <param name="As"><c>--as</c>: the format of every file among the targets; null: by name, else by content.</param>
/// <param name="Paths"><c>--path</c>: environments or folders of installed packages.</param>
/// <param name="Pins"><c>--pins</c>: a file of pins, or <c>-</c>; null where none is asked about.</param>
/// <param name="Threshold">Null: the policy's.</param>
/// <param name="MaxAge">Null: the policy's.</param>
/// <param name="Ignored">Ids to ignore in this run.</param>
/// <param name="Environment">What markers are held against; null: every branch is audited.</param>
internal sealed record AuditOptions(
    ImmutableArray<string> Targets,
    ImmutableArray<string> RequirementsFiles,
    LockfileFormat? As,
    ImmutableArray<string> Paths,
    bool All,
    bool ThroughGuard,
    string? Pins,
    MarkerEnvironment? Environment,
    bool MainOnly,
    AuditThreshold? Threshold,
    TimeSpan? MaxAge,
    bool AllowIncomplete,
    bool Strict,
    ImmutableArray<string> Ignored,
    string? Database,
    string? Since,
    DateOnly? AsOf,
    bool Fix,
    bool Write,
    string? IndexUrl,
    AuditReportFormat Format,
    string? Output)
{
    /// <summary>A fix of requirements files, as the pip-audit profile asks for it.</summary>
    /// <param name="write">False: a plan only.</param>
    public static AuditOptions OfFix(IEnumerable<string> requirements, MarkerEnvironment environment, IEnumerable<string> ignored, string? indexUrl, bool write) => new(
        [], [.. requirements], As: null, [], All: false, ThroughGuard: false, Pins: null, environment, MainOnly: false, Threshold: null, MaxAge: null,
        AllowIncomplete: false, Strict: false, [.. ignored], Database: null, Since: null, AsOf: null, Fix: true, write, indexUrl, AuditFormats.All[0], Output: null);

    private static readonly (string Word, string SysPlatform, string System, string Os)[] s_platforms =
        [("linux", "linux", "Linux", "posix"), ("macos", "darwin", "Darwin", "posix"), ("windows", "win32", "Windows", "nt")];

    /// <summary>Declares the options on a command and says how to read them once parsed.</summary>
    public static Func<ParseResult, AuditOptions> Declare(Command command)
    {
        Argument<string[]> targets = new("TARGET") { Description = "a lock file, any file that lists dependencies, a wheel or sdist, an environment, a project's folder (default: the active environment)", Arity = ArgumentArity.ZeroOrMore };
        Option<string[]> requirements = Many("--requirement", "a requirements file, whatever its name (may be repeated)", "FILE", "-r");
        Option<string?> form = new("--as") { Description = $"read the files as this format, whatever their names: {string.Join(", ", Packaging.Lockfiles.Catalogue.All.Select(static known => known.Id))}", HelpName = "FORMAT" };
        Option<string[]> paths = Many("--path", "an environment, or a folder of installed packages (may be repeated)", "DIR");
        Option<bool> all = new("--all") { Description = "every environment on this machine" };
        Option<bool> guard = new("--installed-through-guard") { Description = "every file that the guard handed to an installer" };
        Option<string?> pins = new("--pins") { Description = "answer name==version lines of a file, or of standard input with -, as JSON lines", HelpName = "FILE" };
        Option<string?> python = new("--python") { Description = "hold markers against this Python", HelpName = "X.Y" };
        Option<string?> platform = new("--platform") { Description = "hold markers against this platform: linux, macos, windows", HelpName = "NAME" };
        Option<bool> main = new("--main-only") { Description = "leave out extras, groups and build requirements" };
        Option<string?> failOn = new("--fail-on") { Description = $"the mildest severity that makes the exit code 1: {Words()} (default: the policy's, else any)", HelpName = "SEVERITY" };
        Option<string?> maxAge = new("--max-db-age") { Description = "how old the advisories may be (default: the policy's, else 30d)", HelpName = "TIME" };
        Option<bool> incomplete = new("--allow-incomplete") { Description = "exit 0 though something is unknown" };
        Option<bool> strict = new("--strict") { Description = "exit 3 where the advisories are older than allowed" };
        Option<string[]> ignore = Many("--ignore", "ignore a vulnerability by any of its ids, in this run (may be repeated)", "ID");
        Option<string?> db = new("--db") { Description = "use this index of advisories", HelpName = "FILE" };
        Option<string?> since = new("--since") { Description = "compare with an earlier lock file, or with a revision of git", HelpName = "FILE|REV" };
        Option<string?> asOf = new("--as-of") { Description = "only what was known on that day", HelpName = "DATE" };
        Option<bool> fix = new("--fix") { Description = "plan the smallest set of upgrades" };
        Option<bool> write = new("--write") { Description = "with --fix: edit the files" };
        Option<string?> index = new("--index-url") { Description = "with --fix: the index that knows the releases", HelpName = "URL" };
        Option<string> format = new("--format") { Description = string.Join("; ", AuditFormats.All.Select(static known => $"{known.Id}: {known.Title}")), HelpName = "FORMAT", DefaultValueFactory = static _ => AuditFormats.All[0].Id };
        Option<string?> output = new("--output") { Description = "write the report to a file", HelpName = "FILE" };
        command.Add(targets);
        foreach (Option option in (ReadOnlySpan<Option>)[requirements, form, paths, all, guard, pins, python, platform, main, failOn, maxAge, incomplete, strict, ignore, db, since, asOf, fix, write, index, format, output])
        {
            command.Add(option);
        }

        return parsed => new AuditOptions(
            [.. parsed.GetValue(targets) ?? []],
            [.. parsed.GetValue(requirements) ?? []],
            parsed.GetValue(form) is string id ? ReadFormat(id) : null,
            [.. parsed.GetValue(paths) ?? []],
            parsed.GetValue(all),
            parsed.GetValue(guard),
            parsed.GetValue(pins),
            ReadEnvironment(parsed.GetValue(python), parsed.GetValue(platform)),
            parsed.GetValue(main),
            parsed.GetValue(failOn) is string word ? ReadThreshold(word) : null,
            parsed.GetValue(maxAge) is string age ? ReadAge(age) : null,
            parsed.GetValue(incomplete),
            parsed.GetValue(strict),
            [.. parsed.GetValue(ignore) ?? []],
            parsed.GetValue(db),
            parsed.GetValue(since),
            parsed.GetValue(asOf) is string day ? ReadDay(day) : null,
            parsed.GetValue(fix),
            parsed.GetValue(write),
            parsed.GetValue(index),
            AuditFormats.Find(parsed.GetValue(format)!)
                ?? throw new UserException($"--format takes {string.Join(", ", AuditFormats.All.Select(static known => known.Id))}, not '{TerminalText.Escape(parsed.GetValue(format)!)}'"),
            parsed.GetValue(output));
    }

    /// <summary>The environment that <c>--python</c> and <c>--platform</c> describe; null where neither is given.</summary>
    /// <exception cref="UserException">One of them is none.</exception>
    public static MarkerEnvironment? ReadEnvironment(string? python, string? platform)
    {
        if (python is null && platform is null)
        {
            return null;
        }

        MarkerEnvironment environment = new() { Extra = null, PlatformPythonImplementation = "CPython", ImplementationName = "cpython" };
        if (python is not null)
        {
            if (!PackageVersion.TryParse(python, out PackageVersion? version) || version.Release.Length is < 2 or > 3)
            {
                throw new UserException($"--python takes a version such as 3.12 or 3.12.4, not '{TerminalText.Escape(python)}'");
            }

            // Without a third number it is any release of that series: only what tells them apart gets no answer.
            environment = environment with
            {
                PythonVersion = $"{version.Release[0]}.{version.Release[1]}",
                PythonFullVersion = version.Release.Length == 3 ? python : null,
                ImplementationVersion = version.Release.Length == 3 ? python : null,
            };
        }

        if (platform is not null)
        {
            (string _, string sys, string system, string os) = s_platforms.FirstOrDefault(known => known.Word == platform);
            environment = sys is null
                ? throw new UserException($"--platform takes linux, macos or windows, not '{TerminalText.Escape(platform)}'")
                : environment with { SysPlatform = sys, PlatformSystem = system, OsName = os };
        }

        return environment;
    }

    private static Option<string[]> Many(string name, string description, string help, params ReadOnlySpan<string> aliases) =>
        new(name, [.. aliases]) { Description = description, HelpName = help, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };

    private static LockfileFormat ReadFormat(string id) =>
        Packaging.Lockfiles.Catalogue.All.FirstOrDefault(known => known.Id == id)
        ?? throw new UserException($"--as takes {string.Join(", ", Packaging.Lockfiles.Catalogue.All.Select(static known => known.Id))}, not '{TerminalText.Escape(id)}'");

    private static string Words() => string.Join(", ", PolicyValues.Thresholds.Select(static known => known.Word));

    private static AuditThreshold ReadThreshold(string word)
    {
        foreach ((string known, AuditThreshold threshold) in PolicyValues.Thresholds)
        {
            if (known == word)
            {
                return threshold;
            }
        }

        throw new UserException($"--fail-on takes {Words()}, not '{TerminalText.Escape(word)}'");
    }

    private static TimeSpan ReadAge(string text) =>
        PolicyValues.TryParseDuration(text, out TimeSpan age)
            ? age
            : throw new UserException($"--max-db-age takes days or hours, such as 30d, not '{TerminalText.Escape(text)}'");

    private static DateOnly ReadDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? day
            : throw new UserException($"--as-of takes a day such as 2026-03-31, not '{TerminalText.Escape(text)}'");
}
