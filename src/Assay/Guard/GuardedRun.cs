using System.Collections.Immutable;
using Assay.Engine;
using Assay.Engine.Findings;
using Assay.Engine.Verdicts;
using Assay.Index;
using Assay.Installers;
using Assay.Office;
using Assay.Reports;
using Assay.Store;

namespace Assay.Guard;

/// <summary>What a guarded run is told beside the installer's command.</summary>
/// <param name="Policy">The policy that counts.</param>
/// <param name="AllowVersionControl">Requirements from version control pass without a look, and are reported as a gap.</param>
/// <param name="OnlyIndexesRefused">Every host but package indexes may be reached (<c>run --</c> without <c>--strict</c>).</param>
/// <param name="ReportFile">Where the record goes as JSON; null: nowhere.</param>
/// <param name="WorkingDirectory">The installer's working folder.</param>
/// <param name="Environment">The user's whole environment.</param>
/// <param name="Output">Where the installer's own output goes when it must be changed on the way.</param>
/// <param name="Progress">Where progress and the summary go.</param>
/// <param name="ShowProgress">True on a terminal.</param>
public sealed record GuardedRunOptions(
    Policy Policy, bool AllowVersionControl, bool OnlyIndexesRefused, string? ReportFile, string WorkingDirectory,
    IReadOnlyDictionary<string, string> Environment, TextWriter Output, TextWriter Progress, bool ShowProgress);

/// <summary>One installer's run from its command line to its exit code, in the order in which it happens.</summary>
public sealed class GuardedRun(InstallerCommand command, AssayStore store, AssayOffice office, GuardedRunOptions options, Ledger ledger, TimeProvider time)
{
    private InstallerPlan Plan => command.Plan;

    /// <summary>Runs the command behind the guard.</summary>
    /// <returns>The installer's own code when it is not 0, else 2 if the guard or its upstream failed, else 1 if something was refused, else 0.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (!Plan.Fetches)
        {
            return Start(new Launch(command.FileName, [.. command.Leading, .. command.Arguments.SelectMany(static handed => handed.Argument.Tokens)],
                ImmutableSortedDictionary<string, string>.Empty, [], [], ImmutableSortedDictionary<string, string>.Empty, Program: null), guarded: null);
        }

        foreach (string notice in Plan.Notices)
        {
            Say(notice);
        }

        if (!Plan.Refusals.IsEmpty)
        {
            foreach (Refusal refusal in Plan.Refusals)
            {
                Say($"{refusal.What} is refused: {refusal.Why} {refusal.NextStep}");
            }

            return ExitCodes.Failed;
        }

        if (options.ReportFile is string report && (Directory.Exists(report) || !Directory.Exists(Path.GetDirectoryName(report))))
        {
            Say($"the report cannot be written to {report}: name a file in a folder that exists");
            return ExitCodes.Failed;
        }

        foreach (string recovered in LockMapping.RecoverAll(store.Folder))
        {
            ledger.Note($"{recovered}: a run that was killed left the guard's addresses in it; it is restored");
        }

        using AdvisoryWitness advisories = new(store.Folder, options.Policy.Advisories, time);
        if (!MayVersionControl() | !LocalTargets.Scan(Plan.LocalTargets, office, advisories, options.Policy, time, ledger, cancellation))
        {
            return Finish(ExitCodes.Fine);
        }

        if (Plan.InstallsLocked && !LockedFiles.AreHarmless(Plan.LockedFiles, new Rulings(store, options.Policy, advisories, time), ledger))
        {
            return Finish(ExitCodes.Fine);
        }

        GuardSession session = GuardSession.Create(Plan, store, office, advisories, options, ledger, time);
        await using (session.ConfigureAwait(false))
        {
            GuardAddresses addresses = await session.OpenAsync(cancellation).ConfigureAwait(false);
            using TemporaryFolder temporary = TemporaryFolder.Create();
            Launch launch = WithoutCaches(command.Prepare(addresses, temporary.Path), advisories);
            int code;
            LockMapping locks;
            try
            {
                locks = LockMapping.Map(Plan.Locks, addresses, store.Folder);
            }
            catch (IOException)
            {
                Say($"another guarded run holds {string.Join(", ", Plan.Locks)}; wait until it has ended and try again");
                return ExitCodes.Failed;
            }

            using (locks)
            {
                code = Start(launch, addresses);
            }

            WrittenNames.MapBack(command.Outputs, addresses, launch.Originals);
            if (code == 0 && launch.Program is Launch program)
            {
                code = Start(program, guarded: null);
            }

            foreach (Gap gap in advisories.Gaps)
            {
                ledger.Add(gap);
            }

            ledger.OldData = AuditWords.OldData(advisories.OldFeeds, options.Policy.Advisories.MaxAge, time.GetUtcNow());

            return Finish(code);
        }
    }

    // uv asks nobody for a locked file that it has in its cache. Where one of those may not be used any more, it is made to ask.
    private Launch WithoutCaches(Launch launch, AdvisoryWitness advisories)
    {
        ImmutableArray<string> revoked = LockedFiles.Revoked(Plan.LockedFiles, office, new Rulings(store, options.Policy, advisories, time));
        foreach (string revocation in revoked)
        {
            ledger.Note(revocation);
        }

        return revoked.IsEmpty ? launch : launch with { Set = launch.Set.SetItem("UV_NO_CACHE", "1"), Remove = launch.Remove.Remove("UV_NO_CACHE") };
    }

    private int Start(Launch launch, GuardAddresses? guarded)
    {
        Func<string, string>? filter = guarded is not null && command.Outputs.FilterStandardOutput
            ? line => GuardText.MapBack(line, guarded)
            : null;
        int code = InstallerProcess.Run(launch, options.WorkingDirectory, filter, options.Output, out string? failure);
        if (failure is not null)
        {
            Say(failure);
        }

        return code;
    }

    private int Finish(int installerExit)
    {
        int exit = installerExit != 0 ? installerExit
            : ledger.Failures.Count > 0 ? ExitCodes.Failed
            : ledger.RefusedHosts.Count > 0 || ledger.Entries.Any(static entry => entry.Outcome == Outcome.Refused) ? ExitCodes.Found
            : ExitCodes.Fine;
        GuardSummary.Write(options.Progress, ledger);
        return WriteReport(installerExit, exit) ? exit : installerExit != 0 ? installerExit : ExitCodes.Failed;
    }

    private bool WriteReport(int installerExit, int exit)
    {
        if (options.ReportFile is not string file)
        {
            return true;
        }

        try
        {
            WholeFile.Write(file, GuardReport.Write(ledger, Plan.Installer, options.Policy, installerExit, exit, time.GetUtcNow()));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Say($"the report {file} could not be written: {e.Message} Name a file in a folder that exists and that you may write to.");
            return false;
        }
    }

    private bool MayVersionControl()
    {
        foreach (NamedSource source in Plan.VersionControl)
        {
            if (options.AllowVersionControl)
            {
                ledger.Add(Gap.Of(GapKind.NotAssayed, new InputPlace(source.Origin), $"{source.Text} comes from version control and was not looked at"));
            }
            else
            {
                ledger.Record(new LedgerEntry(
                    Outcome.Refused, source.Text, null, null, null, null,
                    $"it comes from version control ({source.Origin}), which the guard cannot look into; 'assay --allow-vcs {Plan.Installer} ...' lets it pass unseen", null, null, null));
            }
        }

        return options.AllowVersionControl || Plan.VersionControl.IsEmpty;
    }

    private void Say(string text) => options.Progress.WriteLine($"assay: {TerminalText.Escape(text)}");
}
