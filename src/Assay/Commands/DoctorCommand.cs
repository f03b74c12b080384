using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Assay.Guard;
using Assay.Installers;
using Assay.Reports;
using Assay.Store;
using Assay.Trials;

namespace Assay.Commands;

/// <summary><c>assay doctor</c>: is the guard really in the way.</summary>
public sealed class DoctorCommand : ParsedVerb
{
    /// <summary>The schema of <c>--format json</c>.</summary>
    public const string Schema = "assay.doctor/1";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public override string Name => "doctor";

    public override string Summary => "try whether each installer here is behind the guard, and what steps round it";

    public override Command Build(Session session)
    {
        Option<string> format = new("--format") { Description = "text or json", DefaultValueFactory = static _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        Command command = new(Name, Summary) { format };
        command.SetAction((parsed, cancellation) => RunAsync(session, parsed.GetValue(format) == "json", cancellation));
        return command;
    }

    /// <summary>2 where something could not be tried, else 1 where something steps round the guard, else 0.</summary>
    public static int ExitCodeOf(IReadOnlyCollection<TrialResult> results) =>
        results.Any(static result => result.Standing == Standing.Failed) ? ExitCodes.Failed
        : results.Any(static result => result.Standing == Standing.Open) ? ExitCodes.Found
        : ExitCodes.Fine;

    private static async Task<int> RunAsync(Session session, bool json, CancellationToken cancellation)
    {
        string program = BoundChild.OwnProgram()
            ?? throw new UserException("the doctor starts assay by its file, and this assay runs as no file of its own; publish it first: dotnet publish src/Assay -c Release");
        ImmutableSortedDictionary<string, string> environment = ProcessEnvironment.Read();
        InstallerInput input = new([], environment, session.Folder, InstallerFiles.Disk, InstallerFolders.Of(environment, InstallerFolders.CurrentPlatform, Directory.Exists));
        string? policy = session.Policy is string file ? Path.GetFullPath(file, session.Folder) : null;
        TrialBench bench = new(program, policy, environment, PythonOnPath.Find(input), s_patience);

        List<TrialResult> results = [];
        void Tell(TrialResult result)
        {
            results.Add(result);
            if (!json)
            {
                WriteLine(session, result);
            }
        }

        Tell(StoreIsUsable(session));
        Tell(PolicyIsReadable(session));
        foreach (TrialResult result in Surroundings.Look(input))
        {
            Tell(result);
        }

        session.Error.WriteLine("assay: trying the installers of this machine, each with a package and two servers that exist only for the trial ...");
        await new Examination(bench, input).RunAsync(InstallerKind.All, Tell, cancellation);
        int code = ExitCodeOf(results);
        if (json)
        {
            WriteJson(session, results, code);
        }
        else
        {
            WriteClosing(session, results);
        }

        return code;
    }

    private static TrialResult StoreIsUsable(Session session)
    {
        try
        {
            using AssayStore? store = session.OpenStore();
            return store is null
                ? new TrialResult("store", "open", Standing.Failed, "--no-store was given, and a guarded run needs its store", "leave --no-store out")
                : new TrialResult("store", "open", Standing.Ok, $"{store.Describe().Folder} can be read and written");
        }
        catch (StoreException e)
        {
            return new TrialResult("store", "open", Standing.Failed, e.Message, "name another folder with --store or ASSAY_STORE");
        }
    }

    private static TrialResult PolicyIsReadable(Session session)
    {
        try
        {
            return new TrialResult("policy", "read", Standing.Ok, $"it can be read (digest {PolicyOfSession.Load(session, readProject: true).Digest[..12]})");
        }
        catch (UserException e)
        {
            return new TrialResult("policy", "read", Standing.Failed, e.Message, "assay policy check FILE");
        }
    }

    private static void WriteLine(Session session, TrialResult result)
    {
        string standing = result.Standing.ToString().ToLowerInvariant();
        session.Output.WriteLine($"{standing,-7} {TerminalText.Escape(result.Subject)}: {TerminalText.Escape(result.Check)}: {TerminalText.Escape(result.Reason)}{(result.NextStep is null ? "" : $"; next: {TerminalText.Escape(result.NextStep)}")}");
        session.Output.Flush();
    }

    private static void WriteClosing(Session session, List<TrialResult> results)
    {
        session.Output.WriteLine();
        session.Output.WriteLine(
            $"{ReasonText.Count(results.Count, "check")}: {results.Count(static result => result.Standing == Standing.Ok)} ok, {results.Count(static result => result.Standing == Standing.Open)} open, {results.Count(static result => result.Standing == Standing.Failed)} failed");
        session.Output.WriteLine("Not tried, because no shim can reach it: 'python -m pip', and programs called by their full path. They ask indexes themselves.");
    }

    private static void WriteJson(Session session, List<TrialResult> results, int code)
    {
        using MemoryStream target = new();
        using (Utf8JsonWriter json = new(target, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteNumber("exit", code);
            json.WriteStartArray("checks");
            foreach (TrialResult result in results)
            {
                json.WriteStartObject();
                json.WriteString("subject", result.Subject);
                json.WriteString("check", result.Check);
                json.WriteString("standing", result.Standing.ToString().ToLowerInvariant());
                json.WriteString("reason", result.Reason);
                json.WriteString("next_step", result.NextStep);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        session.Output.WriteLine(System.Text.Encoding.UTF8.GetString(target.ToArray()));
    }
}
