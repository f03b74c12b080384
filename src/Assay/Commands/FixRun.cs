using System.Collections.Immutable;
using Assay.Audits;
using Assay.Engine.Advisories;
using Assay.Engine.Audits;
using Assay.Engine.Findings;
using Assay.Index;
using Assay.Packaging.Lockfiles;
using Assay.Packaging.Names;
using Assay.Packaging.Requirements;
using Assay.Packaging.Versions;
using Assay.Policies;
using Assay.Reports;

namespace Assay.Commands;

/// <summary>One input, what moves in it, and what is to be run for it.</summary>
/// <param name="Unfixed">Affected, and staying: name with version, and the reason.</param>
/// <param name="Command">For what an installer writes itself; null for files that are edited.</param>
internal sealed record FixedInput(
    FixInput Input, ImmutableArray<FixChange> Changes, ImmutableArray<(string Name, string Reason)> Unfixed, string? Command);

/// <summary>
/// <c>assay audit --fix</c>: plans upgrades for everything that was audited, with what the index knows; shows them as a diff and as commands;
/// with <c>--write</c> edits the files.
/// </summary>
internal sealed class FixRun(Session session, AuditOptions options, AuditInputs inputs, AdvisoryIndex index, AdvisoryPolicy policy)
{
    private const int MaxRounds = 50;

    private readonly FixFiles _files = new(AuditTargets.ReadFile);
    private readonly List<FixedInput> _fixed = [];
    private readonly List<string> _problems = [];

    /// <summary>Plans the fix of a report.</summary>
    /// <returns>The report, with the version that each affected entry goes to.</returns>
    public async Task<AuditReport> PlanAsync(AuditReport report, CancellationToken cancellation)
    {
        FixFlaws flaws = new(index, policy, options.Environment, DateOnly.FromDateTime(session.Time.GetUtcNow().UtcDateTime), options.AsOf);
        IndexSource source = IndexAccess.IndexOf(session, options.IndexUrl);
        using IndexClient client = IndexAccess.Connect(session, source);
        PackageVersion? python = options.Environment?.PythonVersion is string text ? PackageVersion.Parse(options.Environment.PythonFullVersion ?? $"{text}.99") : null;
        IEnumerable<FixInput> all = inputs.Lists.Select(one => FixInput.Of(one.Source, one.List, one.Path, report, policy, python))
            .Concat(inputs.Environments.Select(one => FixInput.Of(one.Source, one.Environment, report, policy, python)));
        foreach (FixInput input in all.OrderBy(static input => input.Source))
        {
            FixOwnIndexes own = options.IndexUrl is not null ? FixOwnIndexes.None : FixOwnIndexes.Of(input, inputs.Lists, session.Environment, _files);
            _problems.AddRange(own.Notices.Select(notice => $"{Shown(notice.File)}:{notice.Line} {notice.Text}").Except(_problems));
            FixIndex asked = new(client, source, own.MayAsk, options.Environment, project => [.. input.Pins.Where(pin => pin.Project == project).SelectMany(pin => flaws.Named(pin))]);
            FixPlan plan = await PlanAsync(input, asked, flaws, cancellation);
            await TakeAsync(input, plan, asked, report, cancellation);
            _problems.AddRange(asked.Problems.Except(_problems));
        }

        Dictionary<(int, ProjectName, PackageVersion), PackageVersion> targets = [];
        foreach ((FixInput input, FixChange change) in _fixed.SelectMany(static one => one.Changes.Select(change => (one.Input, change))))
        {
            targets[(input.Source, change.Pin.Project, change.Pin.Version)] = change.To;
        }

        // What the plan has no change for, it has a reason for: what advisories alone suggest counts no more.
        HashSet<int> planned = [.. _fixed.Select(static one => one.Input.Source)];
        return report with
        {
            Entries =
            [
                .. report.Entries.Select(entry => entry.Range is not null || entry.Vulnerabilities.IsEmpty || !planned.Contains(entry.Item.Source)
                    ? entry
                    : TargetOf(entry.Item) is { } target
                        ? entry with { FixVersion = target.ToString(), FixLeaves = flaws.Remaining(entry.Item.Project!.Value, target) }
                        : entry with { FixVersion = null, FixLeaves = default }),
            ],
        };

        PackageVersion? TargetOf(AuditItem item) =>
            item.Project is ProjectName project && PackageVersion.TryParse(item.Version, out PackageVersion? version)
                ? targets.GetValueOrDefault((item.Source, project, version))
                : null;
    }

    /// <summary>Shows the plan, and writes it where that is asked for.</summary>
    /// <returns>False where a file could not be written.</returns>
    public bool Finish(TextWriter output)
    {
        foreach (FixedInput one in _fixed)
        {
            Show(output, one);
        }

        foreach (string problem in _problems)
        {
            session.Error.WriteLine($"assay: {TerminalText.Escape(problem)}");
        }

        foreach ((string file, int line, string problem) in _files.Problems.Distinct())
        {
            session.Error.WriteLine($"assay: {TerminalText.Escape($"{Shown(file)}:{line}: {problem}")}");
        }

        foreach (FixedFile file in _files.Changed)
        {
            output.WriteLine();
            foreach (string line in FixDiff.Lines(Shown(file.Path), file.BeforeText, file.AfterText))
            {
                output.WriteLine(TerminalText.Escape(line));
            }
        }

        int count = _files.Changed.Count();
        if (!options.Write)
        {
            output.WriteLine(count == 0 ? "\nnothing to write" : $"\nnothing was written; --write edits {ReasonText.Count(count, "file")}");
            return true;
        }

        bool whole = true;
        foreach (FixedFile file in _files.Changed)
        {
            whole &= Write(output, file);
        }

        return whole;
    }

    private async Task<FixPlan> PlanAsync(FixInput input, FixIndex asked, FixFlaws flaws, CancellationToken cancellation)
    {
        FixPlan plan = FixPlanner.Plan(input.Pins, input.Named, asked.Known, flaws.Of);
        for (int round = 0; !plan.IsComplete && round < MaxRounds; round++)
        {
            await asked.LearnAsync(plan, input, cancellation);
            plan = FixPlanner.Plan(input.Pins, input.Named, asked.Known, flaws.Of);
        }

        return plan.IsComplete
            ? plan
            : plan with { Changes = [], Unfixed = [.. input.Pins.Where(static pin => !pin.Solves.IsEmpty).Select(static pin => new UnfixedPin(pin, $"the index was asked {MaxRounds} times, and no fitting set of versions was found"))] };
    }

    // A line that cannot be edited stays, and with it whatever the plan ties together.
    private async Task TakeAsync(FixInput input, FixPlan plan, FixIndex asked, AuditReport report, CancellationToken cancellation)
    {
        List<(string, string)> unfixed = [.. plan.Unfixed.Select(static one => ($"{one.Pin.Project} {one.Pin.Version}", one.Reason)), .. NotPinned(input, report), .. Wide(input, report)];
        ImmutableArray<FixChange> changes = plan.Changes;
        if (FixCommands.Of(input, changes, OperatingSystem.IsWindows()) is string command)
        {
            Add(changes.IsEmpty ? null : command);
            return;
        }

        Dictionary<ProjectName, ImmutableArray<string>> digests = [];
        foreach (FixChange change in changes)
        {
            if (inputs.Lists.First(list => list.Source == input.Source).List.Dependencies.Any(one => one.Project == change.Pin.Project && !one.Hashes.IsEmpty)
                && await asked.DigestsAsync(change.Pin.Project, change.To, cancellation) is { } found)
            {
                digests[change.Pin.Project] = found;
            }
        }

        FixFiles trial = new(_files.Read);
        ImmutableDictionary<ProjectName, (string File, int Line)> failed = Edit(input, changes, digests, report, trial);
        _files.Problems.AddRange(trial.Problems);
        if (!failed.IsEmpty)
        {
            (ImmutableArray<FixChange> kept, ImmutableArray<FixLost> lost) = plan.Without(failed.Keys.ToHashSet());
            unfixed.AddRange(changes.Where(change => failed.ContainsKey(change.Pin.Project) && !change.Pin.Solves.IsEmpty)
                .Select(change => ($"{change.Pin.Project} {change.Pin.Version}", $"{change.To} fixes it, but {PlaceOf(change)} cannot be edited in place")));
            unfixed.AddRange(lost.Where(static one => !one.Change.Pin.Solves.IsEmpty)
                .Select(one => ($"{one.Change.Pin.Project} {one.Change.Pin.Version}",
                    $"{one.Change.To} fixes it, but goes together with {one.Missing.Pin.Project} {one.Missing.To}, and {PlaceOf(one.Missing)} cannot be edited in place")));
            changes = kept;
        }

        _files.Edited.Clear();
        _ = Edit(input, changes, digests, report, _files);
        unfixed.AddRange(changes.Where(change => !_files.Edited.Contains(change.Pin.Project) && !change.Pin.Solves.IsEmpty)
            .Select(change => ($"{change.Pin.Project} {change.Pin.Version}", $"{change.To} fixes it; "
                + (PinnedIn(input, change.Pin).FirstOrDefault(_files.HasChanged) is string file
                    ? $"{Shown(file)} was changed for another input of this run, so run the same command again"
                    : "the place that pins it is not edited, so change it by hand"))));
        changes = [.. changes.Where(change => _files.Edited.Contains(change.Pin.Project))];
        Add(null);

        string PlaceOf(FixChange change) => $"{Shown(failed[change.Pin.Project].File)}:{failed[change.Pin.Project].Line}";

        void Add(string? run)
        {
            if (!changes.IsEmpty || unfixed.Count > 0)
            {
                _fixed.Add(new FixedInput(input, changes, [.. unfixed], run));
            }
        }
    }

    private ImmutableDictionary<ProjectName, (string File, int Line)> Edit(
        FixInput input, ImmutableArray<FixChange> changes, Dictionary<ProjectName, ImmutableArray<string>> digests, AuditReport report, FixFiles files)
    {
        ImmutableHashSet<ProjectName> ranges =
        [
            .. report.Entries.Where(entry => entry.Item.Source == input.Source && entry.Range is not null && entry.Vulnerabilities.Any(policy.Counts))
                .Select(static entry => entry.Item.Project!.Value),
        ];
        FixEdits edits = new(
            changes.ToImmutableDictionary(static change => (change.Pin.Project, change.Pin.Version), static change => change.To),
            digests.ToImmutableDictionary(),
            (project, set) => ranges.Contains(project) ? index.Ask(project, set, options.AsOf).Tightened : null);
        return input.Format == "requirements"
            ? FixRequirements.Edit(input.Path, session.Environment, edits, files)
            : FixPyproject.Edit(input.Path, edits, files);
    }

    private IEnumerable<string> PinnedIn(FixInput input, FixPin pin) =>
        inputs.Lists.Where(list => list.Source == input.Source).SelectMany(static list => list.List.Dependencies)
            .Where(one => one.Project == pin.Project && one.Version is not null).Select(static one => one.File);

    private IEnumerable<(string, string)> NotPinned(FixInput input, AuditReport report) =>
        report.Entries
            .Where(entry => entry.Item.Source == input.Source && entry.Range is null && entry.Vulnerabilities.Any(policy.Counts)
                && !input.Pins.Any(pin => pin.Project == entry.Item.Project && PackageVersion.TryParse(entry.Item.Version, out PackageVersion? version) && pin.Version == version))
            .Select(static entry => ($"{entry.Item.Name} {entry.Item.Version}", PackageVersion.TryParse(entry.Item.Version, out _)
                ? $"it is no release of an index that can be replaced by another{(entry.Item.Labels.IsEmpty ? "" : $" ({string.Join("; ", entry.Item.Labels)})")}"
                : "its version is none of PEP 440, so that nothing tells what is newer"));

    // Ranges that no narrower one makes clean.
    private IEnumerable<(string, string)> Wide(FixInput input, AuditReport report) =>
        report.Entries
            .Where(entry => entry.Item.Source == input.Source && entry.Range is { Tightened: null } && entry.Vulnerabilities.Any(policy.Counts))
            .Select(static entry => (AuditWords.Named(entry.Item), AuditWords.Answer(entry.Range!)))
            .Distinct();

    private void Show(TextWriter output, FixedInput one)
    {
        output.WriteLine();
        output.WriteLine(TerminalText.Escape($"fix of {Shown(one.Input.Path)}:"));
        foreach (FixChange change in one.Changes)
        {
            string why = change.Pin.Solves.IsEmpty ? $"goes along: {change.Because}" : $"solves {string.Join(", ", change.Pin.Solves)}";
            output.WriteLine(TerminalText.Escape($"  {change.Pin.Project} {change.Pin.Version} -> {change.To}  {why}"));
            foreach (string doubt in change.Doubts)
            {
                output.WriteLine(TerminalText.Escape($"    not certain: {doubt}"));
            }
        }

        foreach ((string name, string reason) in one.Unfixed)
        {
            output.WriteLine(TerminalText.Escape($"  {name} stays: {reason}"));
        }

        if (one.Command is not null)
        {
            output.WriteLine(TerminalText.Escape($"  run: {one.Command}"));
        }
    }

    private bool Write(TextWriter output, FixedFile file)
    {
        try
        {
            if (FixFiles.IsAsRead(file))
            {
                PolicyDisk.Replace(file.Path, file.After);
                output.WriteLine(TerminalText.Escape($"wrote {Shown(file.Path)}"));
                return true;
            }

            session.Error.WriteLine($"assay: {TerminalText.Escape($"{Shown(file.Path)} was changed by somebody else while the fix was planned, and was not written; run the same command again")}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            session.Error.WriteLine($"assay: {TerminalText.Escape($"{Shown(file.Path)} could not be written ({PolicyDisk.Reason(e)}) and is as it was")}");
        }

        return false;
    }

    private string Shown(string path)
    {
        string relative = Path.GetRelativePath(session.Folder, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
