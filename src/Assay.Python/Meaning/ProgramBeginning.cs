namespace Assay.Python.Meaning;

/// <summary>Tells by its beginning in which language the argument of a <c>-c</c> is written, where the interpreter's own path is not known.</summary>
public static class ProgramBeginning
{
    /// <summary>True for text that begins as a program in Python does, and no shell's.</summary>
    public static bool IsPython(string text) =>
        text.AsSpan().TrimStart() is var start
        && (start.StartsWith("import ") || start.StartsWith("from ") || start.StartsWith("exec(") || start.StartsWith("eval(") || start.StartsWith("__import__("));
}
