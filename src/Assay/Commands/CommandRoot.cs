using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Assay.Commands.PipAudit;
using Assay.Engine.Advisories;
using Assay.Reports;
using Assay.Store;

namespace Assay.Commands;

/// <summary>
/// Where every run begins and ends: reads the options before the verb, runs the verb, and turns whatever goes wrong into one sentence
/// and an exit code.
/// </summary>
public static class CommandRoot
{
    private const string PipAuditFlag = "--pip-audit";

    // What a screen shows without wrapping by itself.
    private const int HelpWidth = 80;
    private const int HelpColumn = 18;

    /// <summary>Runs a command line to its end.</summary>
    /// <param name="cancellation">Ends the run early: Ctrl-C.</param>
    public static async Task<int> RunAsync(Session session, string[] arguments, CancellationToken cancellation)
    {
        int code;
        try
        {
            code = await DispatchAsync(session, arguments, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            session.Error.WriteLine("assay: stopped; what was not reported above was not looked at");
            code = ExitCodes.Stopped;
        }
        catch (Exception e) when (e is UserException or StoreException)
        {
            session.Error.WriteLine($"assay: {e.Message}");
            code = ExitCodes.Failed;
        }
        catch (AdvisoryIndexException e)
        {
            session.Error.WriteLine($"assay: {TerminalText.Escape(e.Message)}");
            code = ExitCodes.Failed;
        }
        catch (Exception e)
        {
            // The one catch-all of the command line: nobody is shown a stack trace unasked, and nothing ends as if it were fine.
            session.Error.WriteLine(session.Environment("ASSAY_DEBUG") == "1"
                ? $"assay: internal error: {e}"
                : $"assay: internal error: {TerminalText.Escape(e.Message)} ({e.GetType().Name}); run it again with ASSAY_DEBUG=1 for the details of a bug report");
            code = ExitCodes.Failed;
        }

        try
        {
            session.Output.Flush();
        }
        catch (IOException e)
        {
            session.Error.WriteLine($"assay: the report could not be written: {TerminalText.Escape(e.Message)}");
            code = ExitCodes.Failed;
        }

        return code;
    }

    private static async Task<int> DispatchAsync(Session session, string[] arguments, CancellationToken cancellation)
    {
        RootOptions root = RootOptions.Read(session, arguments);
        if (root.Problem is string problem)
        {
            throw new UserException($"{problem}; see 'assay --help'");
        }

        if (root.Version)
        {
            session.Output.WriteLine($"assay {Release.Version}");
            return ExitCodes.Fine;
        }

        if (root.Verb is not string name)
        {
            WriteHelp(session, root.Help ? session.Output : session.Error);
            return root.Help ? ExitCodes.Fine : ExitCodes.Failed;
        }

        if (OptionOfGuardedRuns(root.Session) is string option && Catalogue.Find(name) is Verb other and not GuardedVerb)
        {
            throw new UserException($"{option} is for guarded runs ({string.Join(", ", Catalogue.All.OfType<GuardedVerb>().Select(static verb => verb.Name))}) and says nothing to '{other.Name}': leave it out");
        }

        if (name == "audit" && root.Rest.IndexOf(PipAuditFlag) is >= 0 and int profile)
        {
            return await new PipAuditCommand().RunAsync(root.Session, root.Rest.RemoveAt(profile), cancellation);
        }

        return Catalogue.Find(name) switch
        {
            // 'assay --help pip' asks Assay, 'assay pip --help' asks pip.
            PassedVerb when root.Help => Help(session),
            PassedVerb verb => await verb.RunAsync(root.Session, root.Rest, cancellation),
            ParsedVerb verb => await ParseAsync(root, verb, cancellation),
            _ => throw new UserException($"'{TerminalText.Escape(name)}' is not a verb of assay; see 'assay --help'"),
        };
    }

    private static async Task<int> ParseAsync(RootOptions root, ParsedVerb verb, CancellationToken cancellation)
    {
        Session session = root.Session;
        RootCommand program = new("assay") { verb.Build(session) };

        // An argument that begins with '@' is a file name, never a file to read more arguments from.
        ParserConfiguration plain = new() { ResponseFileTokenReplacer = null };
        ParseResult parsed = program.Parse([verb.Name, .. root.Rest, .. root.Help ? (ReadOnlySpan<string>)["--help"] : []], plain);
        string more = $"see 'assay {Path(parsed)} --help'";
        if (parsed.Action is HelpAction help)
        {
            help.MaxWidth = session.Width ?? HelpWidth;
        }
        else
        {
            // The parser takes an option it does not know for an argument where arguments may follow, and then finds fault with the next word.
            if (parsed.Tokens.TakeWhile(static token => token.Type != TokenType.DoubleDash)
                .FirstOrDefault(static token => token.Type == TokenType.Argument && token.Value is ['-', _, ..]) is Token stray)
            {
                throw new UserException(
                    $"'{TerminalText.Escape(stray.Value)}' is no option of '{Path(parsed)}' (assay's own options stand before the verb, file names that begin with '-' after '--'); {more}");
            }

            if (parsed.CommandResult.Command.Arguments.FirstOrDefault(argument =>
                argument.Arity.MinimumNumberOfValues > (parsed.GetResult(argument)?.Tokens.Count ?? 0)) is Argument missing)
            {
                throw new UserException($"'{Path(parsed)}' wants {missing.Name} behind it; {more}");
            }

            if (parsed.Errors.Count > 0)
            {
                throw new UserException($"{TerminalText.Escape(parsed.Errors[0].Message).TrimEnd('.')}; {more}");
            }
        }

        InvocationConfiguration invocation = new()
        {
            Output = session.Output,
            Error = session.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(invocation, cancellation);
    }

    // The verb with its subcommand, as typed.
    private static string Path(ParseResult parsed)
    {
        List<string> names = [];
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Command: not RootCommand } command; at = at.Parent)
        {
            names.Insert(0, command.Command.Name);
        }

        return string.Join(' ', names);
    }

    private static string? OptionOfGuardedRuns(Session session) =>
        session.ReportFile is not null ? "--report" : session.AllowVersionControl ? "--allow-vcs" : null;

    private static int Help(Session session)
    {
        WriteHelp(session, session.Output);
        return ExitCodes.Fine;
    }

    private static void WriteHelp(Session session, TextWriter output)
    {
        int width = Math.Min(session.Width ?? HelpWidth, HelpWidth);
        output.WriteLine("assay: what is a Python package made of, before it runs here");
        output.WriteLine();
        output.WriteLine("usage: assay [OPTION…] VERB …");
        output.WriteLine();
        foreach (Verb verb in Catalogue.All)
        {
            Lines.Write(output, $"  {verb.Name,-16}", HelpColumn, verb.Summary, width);
        }

        output.WriteLine();
        output.WriteLine("options, before the verb:");
        foreach ((string usage, string summary) in RootOptions.Known)
        {
            Lines.Write(output, $"  {usage,-16}", HelpColumn, summary, width);
        }

        output.WriteLine();
        Lines.Write(output, "", 0, "'assay VERB --help' tells more of a verb; behind pip, uv and uvx it is that program's own help.", width);
    }
}
