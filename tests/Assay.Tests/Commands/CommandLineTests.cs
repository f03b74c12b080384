using Assay.Commands;
using Assay.Reports;
using Catalogue = Assay.Commands.Catalogue;

namespace Assay.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private readonly TestConsole _console = new();

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task The_version_needs_nothing()
    {
        Assert.Equal(0, await _console.RunAsync("--version"));
        Assert.Equal($"assay {Release.Version}\n", _console.Output);
        Assert.False(Directory.Exists(_console.Store));
    }

    [Fact]
    public async Task Help_lists_every_verb()
    {
        Assert.Equal(0, await _console.RunAsync("--help"));
        Assert.All(Catalogue.All, verb => Assert.Contains($"  {verb.Name} ", _console.Output));
    }

    [Fact]
    public async Task Without_a_verb_help_goes_to_the_error_stream()
    {
        Assert.Equal(2, await _console.RunAsync());
        Assert.Empty(_console.Output);
        Assert.Contains("usage:", _console.Error);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("--frobnicate")]
    [InlineData("--store")]
    [InlineData("--policy=", "rules")]
    [InlineData("--color", "sometimes", "rules")]
    [InlineData("--color", "1", "rules")]
    [InlineData("scan")]
    [InlineData("scan", "x", "--format", "morse")]
    [InlineData("scan", "x", "--fail-on", "allow")]
    [InlineData("scan", "x", "--jobs", "0")]
    [InlineData("scan", "x", "--jobs", "many")]
    [InlineData("scan", "x", "--index-url", "file:///etc")]
    [InlineData("scan", "x", "--color", "always")]
    [InlineData("scan", "-r", "no-such-requirements.txt")]
    [InlineData("store", "gc", "--max-size", "much")]
    [InlineData("store", "burn")]
    [InlineData("rules", "no-such-rule")]
    [InlineData("explain", "no-such-thing")]
    [InlineData("explain", "00000000")]
    [InlineData("show", "./no-such-file.whl")]
    [InlineData("--policy", "no-such-policy.toml", "scan", "x.whl")]
    [InlineData("--no-store", "store", "info")]
    [InlineData("--report", "x.json", "scan", "x.whl")]
    [InlineData("--allow-vcs", "audit", "x")]
    [InlineData("--report", "x.json", "audit", "--pip-audit")]
    [InlineData("run", "--strange", "--", "true")]
    public async Task Wrong_use_is_one_sentence_and_exit_code_2(params string[] arguments)
    {
        Assert.Equal(2, await _console.RunAsync(arguments));
        Assert.Empty(_console.Output);
        Assert.StartsWith("assay: ", _console.Error, StringComparison.Ordinal);
        Assert.Single(_console.Error.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("   at ", _console.Error);
    }

    [Theory]
    [InlineData("assay: '--no-store' is no option of 'diff'", "diff", "--no-store", "a", "b")]
    [InlineData("assay: '--format' is no option of 'show'", "show", "--format", "json", "x")]
    [InlineData("assay: 'diff' wants B behind it; see 'assay diff --help'", "diff", "a")]
    [InlineData("assay: Option '--rule' is required; see 'assay policy waive --help'", "policy", "waive", "x==1")]
    [InlineData("assay: --report is for guarded runs (pip, uv, uvx, run) and says nothing to 'scan'", "--report", "x.json", "scan", "x")]
    [InlineData("assay: there is no file or folder gone.txt; check the path", "audit", "gone.txt")]
    [InlineData("assay: there is no file gone.whl, and it is neither a decision id", "explain", "gone.whl")]
    public async Task A_mistake_is_told_at_the_word_that_makes_it(string told, params string[] arguments)
    {
        Assert.Equal(2, await _console.RunAsync(arguments));
        Assert.StartsWith(told, _console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_help_keeps_within_eighty_columns()
    {
        foreach (string[] verb in (string[][])[[], .. Catalogue.All.OfType<ParsedVerb>().Select(static verb => new[] { verb.Name }), ["run"], ["policy", "waive"], ["db", "update"]])
        {
            Assert.Equal(0, await _console.RunAsync([.. verb, "--help"]));
            Assert.All(_console.Output.Split('\n'), static line => Assert.True(line.Length <= 80, line));
        }
    }

    [Fact]
    public async Task Run_has_a_help_that_names_its_option()
    {
        Assert.Equal(0, await _console.RunAsync("run", "--help"));
        Assert.Contains("--strict", _console.Output);
    }

    [Fact]
    public async Task An_argument_that_begins_with_an_at_sign_is_no_file_of_arguments()
    {
        string file = _console.Folder["arguments"];
        await File.WriteAllTextAsync(file, "--version");
        Assert.Equal(2, await _console.RunAsync("scan", "--no-store", $"@{file}"));
        Assert.Contains("not-found", _console.Output);
    }

    [Fact]
    public async Task Options_before_the_verb_are_assays_and_what_follows_is_the_verbs()
    {
        RootOptions read = RootOptions.Read(_console.Session, ["--store", "a", "--color=never", "--policy", "p", "pip", "--version", "--store", "b"]);
        Assert.Equal("pip", read.Verb);
        Assert.Equal(["--version", "--store", "b"], read.Rest);
        Assert.Equal(("a", "p", ColorChoice.Never, false), (read.Session.Store, read.Session.Policy, read.Session.Color, read.Version));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Ctrl_C_ends_with_a_sentence_and_its_own_code()
    {
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();
        Assert.Equal(130, await _console.RunAsync(stop.Token, "scan", "--no-store", _console.Wheel("good-1.0-py3-none-any.whl")));
        Assert.Contains("stopped", _console.Error);
    }

    [Fact]
    public async Task Every_rule_has_a_page_in_the_program()
    {
        Assert.Equal(0, await _console.RunAsync("rules"));
        Assert.All(global::Assay.Engine.Rules.Catalogue.Titles, rule => Assert.Contains(rule.Id, _console.Output));
        Assert.All(global::Assay.Engine.Rules.Catalogue.Titles, static rule => Assert.NotNull(RulePages.FindParagraph(rule.Id, "What it means")));
        Assert.All(global::Assay.Engine.Rules.Catalogue.Titles, static rule => Assert.NotNull(RulePages.FindParagraph(rule.Id, "What to do")));
    }

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("12", 12L)]
    [InlineData("2GB", 2_000_000_000L)]
    [InlineData("1.5 MB", 1_500_000L)]
    [InlineData("1gib", 1L << 30)]
    [InlineData("", null)]
    [InlineData("GB", null)]
    [InlineData("-1GB", null)]
    [InlineData("1XB", null)]
    [InlineData("1e9", null)]
    public void Sizes_are_read(string text, long? bytes) => Assert.Equal(bytes, StoreCommand.ReadSize(text));
}
