using Assay.Engine.Verdicts;

namespace Assay.Reports;

/// <summary>The command that lets a file through all the same, for who has looked: one waiver for each rule that stands in the way.</summary>
public static class WaiverCommand
{
    /// <summary>The command for a verdict; null where nothing stands in the way. Its reason is left to whoever writes it.</summary>
    /// <param name="target">NAME==VERSION or sha256:HEX.</param>
    public static string? For(string target, Verdict? verdict)
    {
        string[] rules = [.. (verdict?.Reasons ?? []).Where(static reason => reason.Ruling >= Ruling.Hold && reason.WaivedBy is null).Select(static reason => reason.Id).Distinct()];
        return rules.Length == 0 ? null : $"assay policy waive {target}{string.Concat(rules.Select(static rule => $" --rule {rule}"))} --for 7d --reason '...'";
    }
}
