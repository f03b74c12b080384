using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>Code that the package carries encoded, and runs: the text could be read, so what it does is known and judged as well.</summary>
public sealed class ExecutesDecodedCode : BehaviourRule
{
    // One layer may be a habit; honest code has no reason for more.
    private const int HidingDepth = 3;

    // What others say, type or keep.
    private const Labels AnybodyS = Labels.File | Labels.UserInput | Labels.ProcessOutput | Labels.Environment | Labels.EnvironmentSecret | Labels.SecretFile | Labels.HostInfo;

    private const CommandClass Deeds = CommandClass.Download | CommandClass.DownloadAndRun | CommandClass.DecodeAndRun | CommandClass.Upload | CommandClass.ReverseShell
        | CommandClass.Shell | CommandClass.EncodedPowerShell | CommandClass.HiddenPowerShell | CommandClass.ChangeMode | CommandClass.Persist | CommandClass.Evade
        | CommandClass.Destroy | CommandClass.Mine;

    public override string Id => "executes-decoded-code";

    public override string Title => "Runs code that it carries encoded";

    private protected override IEnumerable<Finding> Judge(Conduct conduct) => [.. JudgeCode(conduct), .. JudgeCommands(conduct)];

    private IEnumerable<Finding> JudgeCode(Conduct conduct)
    {
        foreach (Fact fact in conduct.Of(Capability.ExecuteCode, Capability.LoadCode))
        {
            if (conduct.ExecutedBy(fact) is not { } layer || !IsOwnAndDecoded(fact.TargetLabels | layer.Labels) || IsPlainButForStrings(layer)
                || (conduct.Around(fact) is { } around && IsOwnAndDecoded(around.Labels)))
            {
                continue;
            }

            int depth = (conduct.InnermostOf(fact) ?? layer).Depth - layer.Depth + 1;
            bool hides = conduct.ExecutesForce(fact) || depth >= HidingDepth;
            (Severity severity, Confidence confidence) = (hides, fact.Context >= CodeContext.Main) switch
            {
                (true, _) => (Severity.High, Confidence.High),
                // Nothing that it says harms anybody, yet somebody took pains that it is not read.
                (false, true) => (Severity.High, Confidence.Medium),
                (false, false) => (Severity.Low, Confidence.High),
            };
            yield return Report(conduct, fact, severity, confidence,
                depth > 1 ? $"runs code that it carries encoded {depth} times over ({layer.How})" : $"runs code that it carries encoded ({layer.How})");
        }
    }

    // A command that is written encoded and started; a program that is decoded into a file is another rule's matter.
    private IEnumerable<Finding> JudgeCommands(Conduct conduct)
    {
        foreach (Fact fact in conduct.Of(Capability.Spawn))
        {
            // Asked for, a command may open a file whose name was decoded; one that is known to its last word and does more was hidden on purpose.
            bool isOwn = fact.RunsByItself || (IsKnownLine(fact.Target) && (fact.TargetLabels & AnybodyS) == Labels.None && CommandClasses.Of(fact.Target).Is(Deeds));
            if (isOwn && IsOwnAndDecoded(fact.TargetLabels) && !fact.TargetLabels.HasFlag(Labels.Written) && !IsForNamedProgram(fact))
            {
                yield return Report(conduct, fact, Severity.High, Confidence.High, "starts a command that it carries encoded");
            }
        }
    }

    // Code that is written plainly, where only a string in it, a path or a name, was decoded and is not known.
    private static bool IsPlainButForStrings(DecodedLayer layer)
    {
        // Percent signs of an address hide no code.
        if ((layer.How.Contains(" of ", StringComparison.Ordinal) && !layer.How.EndsWith(" of urllib.parse.unquote", StringComparison.Ordinal)) || !layer.Text.Contains(TextValue.Hole, StringComparison.Ordinal))
        {
            return false;
        }

        char quote = '\0';
        for (int i = 0; i < layer.Text.Length; i++)
        {
            char unit = layer.Text[i];
            if (unit == TextValue.Hole && quote == '\0')
            {
                return false;
            }

            if (unit == '\\')
            {
                i++;
            }
            else if (unit == quote || unit == '\n')
            {
                quote = '\0';
            }
            else if (quote == '\0' && unit is '"' or '\'')
            {
                quote = unit;
            }
        }

        return true;
    }

    // What was decoded, and is not known, is an argument of a program that is written plainly: a path, not a command.
    private static bool IsForNamedProgram(Fact fact) =>
        fact.Target.Contains(TextValue.Hole, StringComparison.Ordinal)
        && fact.Arguments is [{ Value: SequenceValue { Items: [TextValue { IsPartial: false } program, ..] } }, ..]
        && !program.Labels.HasFlag(Labels.Decoded)
        && !CommandClasses.Of(program.Text).Is(CommandClass.Shell | CommandClass.Python | CommandClass.Download);

    private static bool IsKnownLine(string command) => command.Contains(' ', StringComparison.Ordinal) && !command.Contains(TextValue.Hole, StringComparison.Ordinal);

    // Code from the network or from a data file is other rules' matter.
    private static bool IsOwnAndDecoded(Labels labels) =>
        labels.HasFlag(Labels.Decoded) && (labels & (Labels.Downloaded | Labels.Received | Labels.PackageData)) == Labels.None;
}
