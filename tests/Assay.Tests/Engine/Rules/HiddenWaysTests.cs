using Assay.Engine.Verdicts;

namespace Assay.Tests.Engine.Rules;

/// <summary>Ways of hiding a text and of running it, and of starting a command: <c>hidden-ways.md</c>, <c>hidden-commands.md</c>; one package a heading.</summary>
public sealed class HiddenWaysTests
{
    private static readonly WaySamples s_texts = new("hidden-ways.md");

    private static readonly WaySamples s_commands = new("hidden-commands.md");

    public static TheoryData<string> Ways() => s_texts.Headings;

    public static TheoryData<string> Commands() => s_commands.Headings;

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_hidden_text_that_is_run_is_held(string way)
    {
        (Ruling ruling, string why) = s_texts.RuleOn(way);
        Assert.True(ruling >= Ruling.Hold, why);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_hidden_command_that_is_started_is_held(string way)
    {
        (Ruling ruling, string why) = s_commands.RuleOn(way);
        Assert.True(ruling >= Ruling.Hold, why);
    }
}
