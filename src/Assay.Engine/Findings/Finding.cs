using System.Collections.Immutable;
using System.Globalization;

namespace Assay.Engine.Findings;

/// <summary>A rule's statement about one place. It says what is there, never what to do with the package: that is the judge's.</summary>
/// <param name="Rule">The rule's id, kebab-case.</param>
/// <param name="Message">One sentence for the reader, built from fixed words and quoted package text; unescaped.</param>
/// <param name="Trail">The steps that lead to the place (call path, nesting, placement), outermost first.</param>
/// <param name="Evidence">What the reader can check with own eyes.</param>
public sealed record Finding(
    string Rule,
    Severity Severity,
    Confidence Confidence,
    Audience Audience,
    CodeContext Context,
    Place Place,
    string Message,
    ImmutableArray<string> Trail,
    ImmutableArray<Evidence> Evidence);

/// <summary>One checkable fact behind a finding.</summary>
/// <param name="Label">What it is, in a word or two: <c>line</c>, <c>declared</c>, <c>actual</c>.</param>
/// <param name="Text">The fact itself, unescaped package text; secrets already shortened.</param>
public sealed record Evidence(string Label, string Text)
{
    private const string LayerLabel = "layer ";

    /// <summary>A text that the code decodes and runs: its name on the first line, below it what it says around one line.</summary>
    /// <param name="depth">From 1.</param>
    /// <param name="name"><see cref="MemberPlace.LayerName"/>.</param>
    /// <param name="text">The whole text, unescaped.</param>
    /// <param name="line">The line from 1 that matters; null: the beginning.</param>
    public static Evidence OfLayer(int depth, string name, string text, int? line) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{LayerLabel}{depth}"), $"{name}\n{Excerpt.Of(text, line)}");

    /// <summary>True for what <see cref="OfLayer"/> made.</summary>
    public bool IsLayer => Label.StartsWith(LayerLabel, StringComparison.Ordinal) && int.TryParse(Label.AsSpan(LayerLabel.Length), NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
