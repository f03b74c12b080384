using System.Collections.Immutable;

namespace Assay.Python.Bytecode.Disassembly;

/// <summary>A code object as Python text.</summary>
/// <param name="Text">Text that parses; names and constants are those of the code, control flow is shown only roughly.</param>
/// <param name="IsPartial">True where some instructions were not understood, or the text was cut; names and constants of such code are listed all the same, as far as there is room.</param>
public sealed record DecompiledText(string Text, bool IsPartial);

/// <summary>
/// Writes bytecode as Python text that does the same calls with the same arguments, so that whatever reads source can read bytecode. Statements
/// come in the order of the instructions; branches whose shape is not plain are shown one after the other, behind a condition that nobody knows.
/// </summary>
public static class Decompiler
{
    // What is looked at to tell the versions of one layout apart.
    private const int MostLookedAt = 4_096;
    private const int MostBytesLookedAt = 1 << 20;

    /// <summary>Turns code into text.</summary>
    /// <param name="version">As <c>3.11</c>; null where it is not known: then the version in which the code makes most sense.</param>
    /// <param name="maxBytes">Most bytes of text, in UTF-8, short lines counted as 24; also bounds the work and the memory.</param>
    public static DecompiledText ToSource(CodeObject code, string? version, int maxBytes)
    {
        InstructionSet? set = version is null ? Guess(code) : InstructionSet.Find(version);
        SourceWriter writer = new(maxBytes);
        new Lifter(writer, set, code, LiftedScope.Module, scopeDepth: 0).Run();
        return new DecompiledText(writer.ToString(), writer.IsPartial);
    }

    private static InstructionSet? Guess(CodeObject code)
    {
        List<CodeObject> some = [code];
        HashSet<CodeObject> known = [code];
        long bytes = code.Code.Length;
        for (int i = 0; i < some.Count; i++)
        {
            foreach (object? constant in some[i].Constants)
            {
                if (constant is CodeObject nested && some.Count < MostLookedAt && bytes < MostBytesLookedAt && known.Add(nested))
                {
                    bytes += nested.Code.Length;
                    some.Add(nested);
                }
            }
        }

        InstructionSet? best = null;
        long least = long.MaxValue;
        foreach (InstructionSet set in InstructionSet.Of(code.Layout))
        {
            long faults = some.Sum(one => (long)set.Faults(one));
            if (faults < least)
            {
                (best, least) = (set, faults);
            }
        }

        return best;
    }
}
