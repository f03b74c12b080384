using System.Collections.Immutable;
using System.CommandLine;
using Assay.Engine.Verdicts;
using Assay.Reports;

namespace Assay.Commands;

/// <summary>What <c>assay scan</c> was asked for.</summary>
/// <param name="Targets">Files, folders, requirements, in order.</param>
/// <param name="RequirementsFiles"><c>-r</c>, in order.</param>
/// <param name="Threshold">The mildest ruling that makes the exit code 1.</param>
/// <param name="Output">The file that the report goes to; null: standard output.</param>
/// <param name="Jobs">Items looked at at the same time; at least 1.</param>
/// <param name="ProfileFormat">How capabilities are listed, where they are asked for in place of a judgement.</param>
internal sealed record ScanOptions(
    ImmutableArray<string> Targets,
    ImmutableArray<string> RequirementsFiles,
    ImmutableSortedSet<string> Without,
    Ruling Threshold,
    ReportFormat Format,
    string? Output,
    string? IndexUrl,
    int Jobs,
    bool NoStore,
    ProfileFormat? ProfileFormat)
{
    private static readonly (string Word, Ruling Ruling)[] s_thresholds = [("warn", Ruling.Warn), ("hold", Ruling.Hold), ("block", Ruling.Block)];

    /// <summary>Declares the options on a command and says how to read them once parsed.</summary>
    public static Func<ParseResult, ScanOptions> Declare(Command command)
    {
        Argument<string[]> targets = new("TARGET") { Description = "a file, a folder, NAME or NAME==VERSION", Arity = ArgumentArity.ZeroOrMore };
        Option<string[]> requirements = new("--requirement", "-r") { Description = "every requirement of a file (may be repeated)", HelpName = "FILE", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
        Option<string[]> without = new("--without") { Description = "rules that are not asked, for measuring", HelpName = "RULE,…", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };
        Option<string> failOn = new("--fail-on") { Description = "the mildest verdict that makes the exit code 1: warn, hold, block", HelpName = "VERDICT", DefaultValueFactory = static _ => "hold" };
        Option<string> format = new("--format") { Description = string.Join("; ", Reports.Catalogue.All.Select(static known => $"{known.Id}: {known.Title}")), HelpName = "FORMAT", DefaultValueFactory = static _ => Reports.Catalogue.All[0].Id };
        Option<string?> output = new("--output") { Description = "write the report to a file", HelpName = "FILE" };
        Option<string?> index = new("--index-url") { Description = "the index that projects are looked for on", HelpName = "URL" };
        Option<int> jobs = new("--jobs") { Description = "files looked at at the same time", HelpName = "N", DefaultValueFactory = static _ => Environment.ProcessorCount };
        Option<bool> profile = new("--profile") { Description = "list what the code can do, and when, without judging it" };
        Option<bool> noStore = new("--no-store") { Description = "keep nothing, reuse nothing" };
        command.Add(targets);
        foreach (Option option in (ReadOnlySpan<Option>)[requirements, without, failOn, format, output, profile, index, jobs, noStore])
        {
            command.Add(option);
        }

        return parsed => Read(
            parsed.GetValue(targets) ?? [], parsed.GetValue(requirements) ?? [], parsed.GetValue(without) ?? [], parsed.GetValue(failOn)!,
            parsed.GetValue(format)!, parsed.GetValue(output), parsed.GetValue(index), parsed.GetValue(jobs), parsed.GetValue(noStore), parsed.GetValue(profile));
    }

    private static ScanOptions Read(
        string[] targets, string[] requirements, string[] without, string failOn, string format, string? output, string? index, int jobs, bool noStore,
        bool profile)
    {
        if (targets.Length + requirements.Length == 0)
        {
            throw new UserException("there is nothing to scan: name a file, a folder, NAME==VERSION, or -r FILE");
        }

        ImmutableSortedSet<string> skipped =
            [.. without.SelectMany(static list => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        return new ScanOptions(
            [.. targets],
            [.. requirements],
            skipped,
            ReadThreshold(failOn),
            Reports.Catalogue.Find(format)
                ?? throw new UserException($"--format takes {string.Join(", ", Reports.Catalogue.All.Select(static known => known.Id))}, not '{TerminalText.Escape(format)}'"),
            output,
            index,
            jobs >= 1 ? jobs : throw new UserException("--jobs takes a number of 1 or more"),
            noStore,
            profile ? ReadProfileFormat(format) : null);
    }

    private static ProfileFormat ReadProfileFormat(string format) => format switch
    {
        "text" => Reports.ProfileFormat.Text,
        "json" => Reports.ProfileFormat.Json,
        _ => throw new UserException($"a profile comes as text or json, not as '{TerminalText.Escape(format)}'"),
    };

    /// <summary>The ruling that a word of <c>--fail-on</c> names.</summary>
    /// <exception cref="UserException">It names none.</exception>
    public static Ruling ReadThreshold(string word)
    {
        foreach ((string known, Ruling ruling) in s_thresholds)
        {
            if (known == word)
            {
                return ruling;
            }
        }

        throw new UserException($"--fail-on takes warn, hold or block, not '{TerminalText.Escape(word)}'");
    }
}
