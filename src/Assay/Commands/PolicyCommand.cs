using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Assay.Engine.Findings;
using Assay.Engine.Verdicts;
using Assay.Policies;
using Assay.Reports;

namespace Assay.Commands;

/// <summary><c>assay policy</c>: check a policy file, show the policy that counts, waive, trust.</summary>
public sealed class PolicyCommand : ParsedVerb
{
    private const string Does = "check a policy, show the one that counts here, waive a rule, import ignore lists, trust a folder";

    public override string Name => "policy";

    public override string Summary => Does;

    public override Command Build(Session session) =>
        Create(_ => PolicyRequest.OfProcess(session.Policy, Engine.Rules.Catalogue.KnownIds, session.Time.GetUtcNow()));

    /// <summary>The command with its subcommands. Each ends with 0, or with 2 where it could not do what was asked.</summary>
    /// <param name="requestOf">The request that the command line's global options and this process's surroundings make.</param>
    public static Command Create(Func<ParseResult, PolicyRequest> requestOf) =>
        new("policy", Does)
        {
            CreateCheck(requestOf),
            CreateShow(requestOf),
            CreateWaive(requestOf),
            CreateImport(requestOf),
            CreateTrust("trust", "let a folder's configuration loosen the policy until its files change", requestOf, FolderTrust.Trust),
            CreateTrust("untrust", "take trust away from a folder's configuration", requestOf, FolderTrust.Untrust),
        };

    private static Command CreateCheck(Func<ParseResult, PolicyRequest> requestOf)
    {
        Argument<string> file = new("FILE") { Description = "A policy file, or a pyproject.toml with [tool.assay]" };
        Command command = new("check", "explain every mistake in a policy file by line and column") { file };
        command.SetAction(result =>
        {
            string name = result.GetRequiredValue(file);
            PolicyCheck check = PolicyCheck.Of(requestOf(result), name);
            TextWriter output = result.InvocationConfiguration.Output;
            foreach ((PolicyProblem problem, string? line) in check.Problems)
            {
                Explain(output, problem, line);
            }

            int errors = check.Problems.Count(static each => !each.Problem.IsWarning);
            output.WriteLine(check.Layer is PolicyLayer layer
                ? $"{Escape(name)}: in order ({Contents(layer)})"
                : $"{Escape(name)}: {Count(errors, "error")}; no command takes this policy until they are mended");
            return check.Layer is null ? ExitCodes.Failed : ExitCodes.Fine;
        });
        return command;
    }

    private static Command CreateShow(Func<ParseResult, PolicyRequest> requestOf)
    {
        Command command = new("show", "print the policy that counts here as a policy file, and where each line of it comes from");
        command.SetAction(result =>
        {
            LoadedPolicy loaded = PolicyLoader.Load(requestOf(result));
            TextWriter output = result.InvocationConfiguration.Output;
            TextWriter error = result.InvocationConfiguration.Error;
            WriteErrors(error, loaded.Problems.Select(static problem => problem.ToString()).Concat(loaded.Notices));

            if (!loaded.IsUsable)
            {
                error.WriteLine("assay: no policy counts while a file of it is broken; 'assay policy check FILE' shows the lines");
                return ExitCodes.Failed;
            }

            output.WriteLine($"# policy {loaded.Policy.Digest[..12]}, from {(loaded.Policy.Sources.IsEmpty ? "no file" : Count(loaded.Policy.Sources.Length, "file"))}");
            foreach (string source in loaded.Policy.Sources)
            {
                output.WriteLine($"#   {Escape(source)}");
            }

            foreach (EffectiveLine line in loaded.Lines)
            {
                output.WriteLine(line.Origin is null ? Escape(line.Text) : $"{Escape(line.Text),-48} # {Escape(line.Origin)}");
            }

            foreach (TrustedFile file in loaded.Trusted)
            {
                string since = file.Since.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                output.WriteLine($"# trusted since {since}: {Escape(file.File)} (sha256 {Escape(file.Sha256)})");
            }

            return ExitCodes.Fine;
        });
        return command;
    }

    private static Command CreateWaive(Func<ParseResult, PolicyRequest> requestOf)
    {
        Argument<string> target = new("PIN") { Description = "NAME==VERSION, or sha256:HEX for one file" };
        Option<string[]> rules = new("--rule") { Description = "Rule or kind of gap to waive (may be repeated)", Required = true, HelpName = "ID" };
        Option<string> duration = new("--for") { Description = "How long: hours or days, such as 12h or 7d", Required = true, HelpName = "TIME" };
        Option<string> reason = new("--reason") { Description = "Why, in a sentence", Required = true, HelpName = "TEXT" };
        Option<string?> owner = new("--owner") { Description = "Who answers for it (default: you)", HelpName = "WHO" };
        Option<string?> file = new("--project-file") { Description = "Write to this policy file (default: your own)", HelpName = "FILE" };
        Command command = new("waive", "let one version or file pass one rule for some time; logged with who, when and why")
        {
            target, rules, duration, reason, owner, file,
        };
        command.SetAction(result =>
        {
            PolicyRequest request = requestOf(result);
            TextWriter error = result.InvocationConfiguration.Error;
            ImmutableArray<string> ids = [.. result.GetRequiredValue(rules).Distinct(StringComparer.Ordinal)];
            string[] mistakes =
            [
                .. WaiverTarget.TryParse(result.GetRequiredValue(target), out WaiverTarget? parsed) ? Array.Empty<string>()
                    : [$"'{result.GetRequiredValue(target)}' is not what a waiver can be for; write NAME==VERSION, or sha256: and 64 hex digits"],
                .. ids.Where(id => !request.KnownRules.Contains(id) && Gaps.Find(id) is null)
                    .Select(id => $"'{id}' is neither a rule nor a kind of gap{PolicyValues.Suggest(id, request.KnownRules)}; 'assay rules' lists them"),
                .. PolicyValues.TryParseDuration(result.GetRequiredValue(duration), out TimeSpan time)
                    && time > TimeSpan.Zero && time <= TimeSpan.FromDays(WaiverWriter.LongestDays) ? Array.Empty<string>()
                    : [$"'{result.GetRequiredValue(duration)}' is not a time for a waiver; write hours or days up to {WaiverWriter.LongestDays}d, such as 7d"],
                .. result.GetRequiredValue(reason).Any(char.IsLetterOrDigit) ? Array.Empty<string>()
                    : ["the reason says nothing; write with --reason why this may pass, for who reads the log"],
            ];
            if (mistakes.Length > 0)
            {
                WriteErrors(error, mistakes);
                return ExitCodes.Failed;
            }

            string who = result.GetValue(owner) is { } named && !string.IsNullOrWhiteSpace(named) ? named : request.UserName;
            WaiverResult written = WaiverWriter.Write(request, parsed!, ids, time, result.GetRequiredValue(reason), who, result.GetValue(file));
            WriteErrors(error, written.Problems);
            WriteErrors(error, written.Notices);
            WriteLines(result.InvocationConfiguration.Output, written.Waivers.Select(waiver =>
                $"waived {waiver.Rule} for {parsed} until {Day(waiver.Expires)} (0:00 UTC) in {written.File}"));
            WriteLines(result.InvocationConfiguration.Output, written.Already.Select(waiver =>
                $"{waiver.Rule} for {parsed} is waived already until {Day(waiver.Expires)}, {waiver.Origin}: nothing was added for it"));
            return written.Problems.IsEmpty ? ExitCodes.Fine : ExitCodes.Failed;
        });
        return command;
    }

    private static Command CreateImport(Func<ParseResult, PolicyRequest> requestOf)
    {
        Argument<string[]> files = new("FILE") { Description = "pyproject.toml or uv.toml with uv's audit table, osv-scanner.toml, .trivyignore, any text with --ignore-vuln, or one id a line", Arity = ArgumentArity.OneOrMore };
        Option<string?> into = new("--project-file") { Description = "Write to this policy file (default: your own)", HelpName = "FILE" };
        Command command = new("import", "turn the ignore lists of other auditors into entries of a policy") { files, into };
        command.SetAction(result =>
        {
            IgnoreImportResult imported = IgnoreWriter.Import(requestOf(result), [.. result.GetRequiredValue(files)], result.GetValue(into));
            WriteErrors(result.InvocationConfiguration.Error, imported.Problems);
            WriteErrors(result.InvocationConfiguration.Error, imported.Notices);
            TextWriter output = result.InvocationConfiguration.Output;
            WriteLines(output, imported.Written.Select(ignore =>
                $"ignored {ignore.Id}{(ignore.UntilFixed ? " until it is fixed" : "")}{(ignore.Expires is DateOnly end ? $" until {end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}" : "")}, from {ignore.Origin}, in {imported.File}"));
            WriteLines(output, imported.Already.Select(ignore => $"{ignore.Id} of {ignore.Origin} is ignored already in {imported.File}"));
            return imported.Problems.IsEmpty ? ExitCodes.Fine : ExitCodes.Failed;
        });
        return command;
    }

    private static Command CreateTrust(
        string name, string description, Func<ParseResult, PolicyRequest> requestOf, Func<PolicyRequest, string, TrustResult> change)
    {
        Argument<string> folder = new("DIR") { Description = "The folder that holds assay.toml or pyproject.toml" };
        Command command = new(name, description) { folder };
        command.SetAction(result =>
        {
            TrustResult changed = change(requestOf(result), result.GetRequiredValue(folder));
            WriteLines(result.InvocationConfiguration.Output, changed.Done);
            WriteErrors(result.InvocationConfiguration.Error, changed.Problems);
            return changed.Problems.IsEmpty ? ExitCodes.Fine : ExitCodes.Failed;
        });
        return command;
    }

    // The message, the line it is about and a caret under the place. Escapes before the place widen the line, so the caret moves along.
    private static void Explain(TextWriter output, PolicyProblem problem, string? line)
    {
        output.WriteLine(Escape(problem.ToString()));
        if (line is not null)
        {
            string number = problem.Line.ToString(CultureInfo.InvariantCulture);
            int before = Math.Clamp(problem.Column - 1, 0, line.Length);
            output.WriteLine($"  {number} | {Escape(line)}");
            output.WriteLine($"  {new string(' ', number.Length)} | {new string(' ', Escape(line[..before]).Length)}^");
        }
    }

    private static void WriteLines(TextWriter writer, IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            writer.WriteLine(Escape(line));
        }
    }

    private static void WriteErrors(TextWriter writer, IEnumerable<string> lines) => WriteLines(writer, lines.Select(static line => $"assay: {line}"));

    private static string Contents(PolicyLayer layer) =>
        $"{Count(layer.Rules.Length, "rule")}, {Count(layer.Waivers.Length, "waiver")}, {Count(layer.Hosts.Length, "host")}, {Count(layer.Audit.Ignores.Length, "ignore")}, {Count(Settings(layer), "other setting")}";

    private static int Settings(PolicyLayer layer) =>
        new object?[] { layer.DefaultAge, layer.Unknown, layer.Indexes, layer.Locked, layer.Audit.FailOn, layer.Audit.Disputed, layer.Audit.MaxAge }.Count(static setting => setting is not null) + layer.Owned.Length;

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // Policy text is foreign as soon as it comes from a project.
    private static string Escape(string text) => TerminalText.Escape(text);
}
