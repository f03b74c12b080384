using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Assay.Engine.Artifacts;
using Assay.Engine.Verdicts;
using Assay.Index;
using Assay.Office;
using Assay.Reports;
using Assay.Store;

namespace Assay.Commands;

/// <summary><c>assay scan TARGET…</c>: what files, folders and releases are made of, judged by the user's policy.</summary>
public sealed class ScanCommand : ParsedVerb
{
    public override string Name => "scan";

    public override string Summary => "inspect wheels, sdists, folders and releases before anything is installed";

    public override Command Build(Session session)
    {
        Command command = new(Name, Summary);
        Func<ParseResult, ScanOptions> read = ScanOptions.Declare(command);
        command.SetAction((parsed, cancellation) => RunAsync(session, read(parsed), cancellation));
        return command;
    }

    /// <summary>The exit code for results (the first that applies of 2, 1, 3, 0).</summary>
    internal static int CodeOf(IReadOnlyList<AssayedFile> files, Ruling threshold) =>
        files.Any(static file => file.Verdict is null) ? ExitCodes.Failed
        : files.Any(file => file.Verdict!.Ruling >= threshold) ? ExitCodes.Found
        : files.Any(static file => file.Verdict!.FirstBlindGap is not null) ? ExitCodes.Incomplete
        : ExitCodes.Fine;

    private static async Task<int> RunAsync(Session session, ScanOptions options, CancellationToken cancellation)
    {
        // The target has no say in how it is judged, so no project's configuration is read at all.
        Policy policy = PolicyOfSession.Load(session, readProject: false);
        session = session with { NoStore = session.NoStore || options.NoStore };
        foreach (string unknown in options.Without.Where(static id => !Engine.Rules.Catalogue.KnownIds.Contains(id)))
        {
            // What does not exist cannot be left out, so a misspelt name loosens nothing.
            session.Error.WriteLine($"assay: --without names '{TerminalText.Escape(unknown)}', which is no rule of this build; 'assay rules' lists them");
        }

        using AssayStore? store = session.OpenStore();
        IndexSource index = IndexAccess.IndexOf(session, options.IndexUrl);
        bool asksIndex = options.RequirementsFiles.Length > 0 || options.Targets.Any(ScanTargets.IsRequirement);
        using IndexClient? client = asksIndex ? IndexAccess.Connect(session, index) : null;
        ImmutableArray<ScanItem> items = await ResolveAsync(session, options, client, index, cancellation);

        using TextWriter? file = options.Output is null ? null : Create(options.Output);
        Session shown = file is null ? session : session with { Output = file, OutputIsTerminal = false, Width = null };
        ReportStyle style = shown.StyleOfReport(several: items.Length != 1);
        if (options.ProfileFormat is ProfileFormat format)
        {
            return await new ProfileRun(store, client).RunAsync(shown, style, format, items, options.Jobs, cancellation);
        }

        using AdvisoryWitness advisories = new(store?.Folder, policy.Advisories, session.Time);
        ScanRun run = new(
            new AssayOffice(store, InspectionLimits.Default, options.Without), store, client, policy, options.Without, advisories, session.Time, !session.IsReproducible);
        Progress progress = new(session, items.Length, isShown: session.ErrorIsTerminal && (!shown.OutputIsTerminal || !options.Format.SpeaksEarly));

        List<AssayedFile> results = new(items.Length);
        options.Format.Begin(shown.Output, style);
        await foreach (AssayedFile result in OrderedWork.RunAsync(items, options.Jobs, static item => item.IsLarge, run.LookAsync, cancellation))
        {
            results.Add(result);
            progress.Show(results.Count);
            options.Format.Add(shown.Output, style, result);
        }

        progress.Clear();
        options.Format.End(shown.Output, style, results);
        shown.Output.Flush();
        return CodeOf(results, options.Threshold);
    }

    private static async Task<ImmutableArray<ScanItem>> ResolveAsync(
        Session session, ScanOptions options, IndexClient? client, IndexSource index, CancellationToken cancellation)
    {
        ImmutableArray<ScanItem>.Builder items = ImmutableArray.CreateBuilder<ScanItem>();
        foreach (string target in options.Targets)
        {
            items.AddRange(ScanTargets.IsRequirement(target)
                ? await ScanTargets.OfRequirementAsync(target, client!, index, cancellation)
                : ScanTargets.OfPath(target));
        }

        foreach (string file in options.RequirementsFiles)
        {
            items.AddRange(await RequirementsTargets.ResolveAsync(file, session, client!, index, cancellation));
        }

        return items.DrainToImmutable();
    }

    private static StreamWriter Create(string path)
    {
        try
        {
            return new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserException($"the report cannot be written to {TerminalText.Escape(path)}: {TerminalText.Escape(e.Message)}");
        }
    }
}
