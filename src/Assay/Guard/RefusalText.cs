using Assay.Engine.Verdicts;
using Assay.Reports;

namespace Assay.Guard;

/// <summary>The words of a refusal, for every channel that a stock installer has.</summary>
public static class RefusalText
{
    // What a phrase holds, less the id that ends it.
    private const int LongestStep = Phrase.MaxLength - 26;

    /// <summary>What an installer shows when the file is asked for.</summary>
    public static RefusalAnswer Answer(ListedFile listed, FileRuling ruling) =>
        new(403, $"{Verb(ruling)} {listed.File.FileName}: {ruling.Lead.Id}, {ruling.Lead.Message}", NextStep(listed, ruling), ruling.Id);

    /// <summary>The reason with which a page marks the file as yanked (PEP 592).</summary>
    public static string YankReason(FileRuling ruling) =>
        Phrase.Of($"assay: {Verb(ruling)}: {ruling.Lead.Id}, {ruling.Lead.Message}", $"; assay explain {ruling.Id}");

    /// <summary>
    /// A <c>Requires-Python</c> that no interpreter meets and that pip prints when nothing else fits: a legal version whose
    /// local part carries the message, since an illegal one stops pip 24.1 to 25.3 with a traceback.
    /// </summary>
    public static string PipMarker(FileRuling ruling) => $"===99+{ruling.Lead.Id.Replace('-', '.')}.by.assay.explain.{ruling.Id}";

    /// <summary>What to do about it, in a sentence.</summary>
    public static string NextStep(ListedFile listed, FileRuling ruling)
    {
        string before = ruling.IsHeldByAge ? "Wait, take an older version, or: "
            : ruling.IsSteered ? "Take a version that has no known vulnerability, or: "
            : "Do not install it. If you know better: ";
        string command = WaiverCommand.For(listed.Shown, ruling.Verdict)!;

        // Half a command is worse than none; the id at the end of the answer leads to the whole.
        return before.Length + command.Length <= LongestStep ? before + command : $"{before}write the waiver that is told by";
    }

    private static string Verb(FileRuling ruling) => ruling.Verdict.Ruling == Ruling.Block ? "blocked" : "held";
}
