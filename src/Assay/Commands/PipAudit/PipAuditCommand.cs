using System.Collections.Immutable;
using System.Text;
using Assay.Engine.Advisories;
using Assay.Reports;
using Assay.Reports.PipAudit;

namespace Assay.Commands.PipAudit;

/// <summary>
/// <c>assay audit --pip-audit …</c>, <c>assay pip-audit …</c>, or the program under the name <c>pip-audit</c>: the command line, output and exit
/// codes of pip-audit 2.10, answered from the index of advisories.
/// </summary>
public sealed class PipAuditCommand : PassedVerb
{
    /// <summary>The name under which the program takes pip-audit's part.</summary>
    public const string ProgramName = "pip-audit";

    private const int FoundOrFailed = 1;
    private const int Usage = 2;

    private static readonly string[] s_usage =
    [
        "usage: pip-audit [-h] [-V] [-l] [-r REQUIREMENT] [--locked] [-f FORMAT]",
        "                 [-s SERVICE] [--osv-url OSV_URL] [-d] [-S]",
        "                 [--desc [{on,off,auto}]] [--aliases [{on,off,auto}]]",
        "                 [--cache-dir CACHE_DIR] [--progress-spinner {on,off}]",
        "                 [--timeout TIMEOUT] [--path PATH] [-v] [--fix]",
        "                 [--require-hashes] [--index-url INDEX_URL]",
        "                 [--extra-index-url URL] [--skip-editable] [--no-deps]",
        "                 [-o FILE] [--ignore-vuln ID] [--disable-pip]",
        "                 [project_path]",
    ];

    public override string Name => ProgramName;

    public override string Summary => "audit with pip-audit's command line, output and exit codes";

    public override async Task<int> RunAsync(Session session, ImmutableArray<string> arguments, CancellationToken cancellation)
    {
        try
        {
            PipAuditArguments parsed = PipAuditArguments.Read(arguments, session.Environment);
            return parsed.Help ? Say(session, [.. s_usage, "", "answered by assay from its index of advisories: see docs/pip-audit.md"])
                : parsed.Version ? Say(session, [$"pip-audit profile of assay {Release.Version}"])
                : await RunAsync(session, parsed, cancellation);
        }
        catch (PipAuditUsageException e)
        {
            foreach (string line in s_usage)
            {
                session.Error.WriteLine(line);
            }

            session.Error.WriteLine($"pip-audit: error: {TerminalText.Escape(e.Message)}");
            return Usage;
        }
    }

    private static int Say(Session session, IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            session.Output.WriteLine(line);
        }

        return ExitCodes.Fine;
    }

    private static async Task<int> RunAsync(Session session, PipAuditArguments arguments, CancellationToken cancellation)
    {
        using AdvisoryIndex index = AuditCommand.OpenIndex(session, database: null);
        PipAuditRun run = new(session, arguments, index);
        if (run.Collect() is string fatal)
        {
            session.Error.WriteLine($"ERROR:pip_audit._cli:{TerminalText.Escape(fatal)}");
            return FoundOrFailed;
        }

        bool written = !arguments.Fix || await run.FixAsync(cancellation);
        PipAuditResult result = run.Result;
        Write(session, arguments, result);
        session.Error.WriteLine(Summarise(result, run.IgnoredCount, arguments.Fix));
        return written && result.VulnerableCount == result.FixedCount ? ExitCodes.Fine : FoundOrFailed;
    }

    private static void Write(Session session, PipAuditArguments arguments, PipAuditResult result)
    {
        bool isJson = arguments.Format == "json";
        PipAuditShown shown = new(IsOn(arguments.Descriptions, isJson), IsOn(arguments.Aliases, isJson));
        string text = arguments.Format switch
        {
            "json" => PipAuditJson.Write(result, shown),
            "markdown" => PipAuditTables.Markdown(result, shown),
            "cyclonedx-json" => PipAuditCycloneDx.Json(result, session.ReportDate),
            "cyclonedx-xml" => PipAuditCycloneDx.Xml(result, session.ReportDate),
            _ => PipAuditTables.Columns(result, shown),
        };
        if (arguments.Output is not string file)
        {
            session.Output.Write(text);
            return;
        }

        try
        {
            File.WriteAllText(Path.GetFullPath(file, session.Folder), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserException($"the report cannot be written to {TerminalText.Escape(file)}: {TerminalText.Escape(e.Message)}");
        }
    }

    private static bool IsOn(string choice, bool auto) => choice == "on" || (choice == "auto" && auto);

    private static string Summarise(PipAuditResult result, int ignored, bool isFix) =>
        result.VulnerabilityCount == 0
            ? $"No known vulnerabilities found{(ignored > 0 ? $", {ignored} ignored" : "")}"
            : $"Found {Count(result.VulnerabilityCount, "known vulnerability", "known vulnerabilities")}{(ignored > 0 ? $", ignored {ignored}" : "")} in {Count(result.VulnerableCount, "package", "packages")}"
                + (isFix ? $" and fixed {Count(result.FixedVulnerabilityCount, "vulnerability", "vulnerabilities")} in {Count(result.FixedCount, "package", "packages")}" : "");

    private static string Count(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}
