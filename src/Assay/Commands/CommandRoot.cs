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
            WriteHelp(root.Help ? session.Output : session.Error);
            return root.Help ? ExitCodes.Fine : ExitCodes.Failed;
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
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            throw new UserException($"{TerminalText.Escape(parsed.Errors[0].Message).TrimEnd('.')}; see 'assay {verb.Name} --help'");
        }

        // The parser takes an option it does not know for an argument where arguments may follow.
        if (parsed.Tokens.TakeWhile(static token => token.Type != TokenType.DoubleDash)
            .FirstOrDefault(static token => token.Type == TokenType.Argument && token.Value is ['-', _, ..]) is Token stray)
        {
            throw new UserException(
                $"'{TerminalText.Escape(stray.Value)}' is no option of '{verb.Name}' (assay's own options stand before the verb, file names that begin with '-' after '--'); see 'assay {verb.Name} --help'");
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

    private static int Help(Session session)
    {
        WriteHelp(session.Output);
        return ExitCodes.Fine;
    }

    private static void WriteHelp(TextWriter output)
    {
        output.WriteLine("assay: what is a Python package made of, before it runs here");
        output.WriteLine();
        output.WriteLine("usage: assay [OPTION…] VERB …");
        output.WriteLine();
        foreach (Verb verb in Catalogue.All)
        {
            output.WriteLine($"  {verb.Name,-16}{verb.Summary}");
        }

        output.WriteLine();
        output.WriteLine("options, before the verb:");
        foreach ((string usage, string summary) in RootOptions.Known)
        {
            output.WriteLine($"  {usage,-16}{summary}");
        }

        output.WriteLine();
        output.WriteLine("'assay VERB --help' tells more; what follows pip, uv or 'run --' goes to that program.");
    }
}
