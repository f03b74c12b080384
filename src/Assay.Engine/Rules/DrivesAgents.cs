using Assay.Engine.Capabilities;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>Code that starts an AI assistant with its questions switched off, or writes what assistants and editors obey.</summary>
public sealed class DrivesAgents : BehaviourRule
{
    public override string Id => "drives-agents";

    public override string Title => "An AI assistant started without leave, or given orders";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        foreach (Fact fact in conduct.Facts)
        {
            if (fact.Capability == Capability.Spawn && CommandClasses.Of(fact.Target) is { } command && command.Is(CommandClass.Agent | CommandClass.AgentUnasked))
            {
                yield return JudgeStart(conduct, fact, command);
            }
            else if (fact.Capability == Capability.WriteFile && PathClasses.Of(fact.Target) is { Class: PathClass.AgentConfiguration } path)
            {
                // Tools that offer themselves to assistants write this when their user tells them to.
                yield return Report(conduct, fact, fact.RunsByItself ? Severity.High : Severity.Low, Confidence.High, $"writes {path.What}");
            }
        }
    }

    private Finding JudgeStart(Conduct conduct, Fact fact, CommandReading command)
    {
        string assistant = command.Programs.IsEmpty ? "an AI assistant" : $"the AI assistant {command.Programs[^1]}";
        (Severity severity, Confidence confidence) = (command.Is(CommandClass.AgentUnasked), fact.RunsByItself) switch
        {
            (true, true) => (Severity.Critical, Confidence.High),
            (true, false) => (Severity.Medium, Confidence.High),
            (false, true) => (Severity.High, Confidence.Medium),
            _ => (Severity.Info, Confidence.High),
        };
        return Report(conduct, fact, severity, confidence,
            command.Is(CommandClass.AgentUnasked) ? $"starts {assistant} with its questions switched off" : $"starts {assistant}");
    }
}
