using Assay.Engine.Verdicts;

namespace Assay.Reports;

/// <summary>The few colours that reports use; without colour, nothing is added.</summary>
public readonly record struct Ink(bool On)
{
    public string Bold(string text) => Paint("1", text);

    public string Faint(string text) => Paint("2", text);

    /// <summary>A ruling's word in its colour.</summary>
    public string Of(Ruling ruling) => Of(ruling, Word(ruling));

    /// <summary>Any text in a ruling's colour.</summary>
    public string Of(Ruling ruling, string text) => ruling switch
    {
        Ruling.Allow => Paint("32", text),
        Ruling.Warn => Paint("33", text),
        Ruling.Hold => Paint("35", text),
        _ => Paint("1;31", text),
    };

    public string Error(string text) => Paint("1;31", text);

    /// <summary>The ruling as every report writes it.</summary>
    public static string Word(Ruling ruling) => ruling switch
    {
        Ruling.Allow => "allow",
        Ruling.Warn => "warn",
        Ruling.Hold => "hold",
        _ => "block",
    };

    private string Paint(string code, string text) => On ? $"\e[{code}m{text}\e[0m" : text;
}
