using System.Collections.Immutable;

namespace Assay.Packaging.Requirements;

/// <summary>
/// A requirements or constraints file in pip's format, read as pip 26.3 reads it. Other files that it names are not opened:
/// see <see cref="RequirementsTree"/>. Reading never fails; what pip would refuse is in <see cref="Problems"/>.
/// </summary>
public sealed class RequirementsFile
{
    private readonly RequirementsText _text;

    private RequirementsFile(string file, bool isConstraint, RequirementsText text, ImmutableArray<RequirementsItem> items, ImmutableArray<RequirementsProblem> problems)
    {
        File = file;
        IsConstraint = isConstraint;
        _text = text;
        Items = items;
        Problems = problems;
    }

    /// <summary>The path or address it was read from.</summary>
    public string File { get; }

    /// <summary>True for a file of constraints.</summary>
    public bool IsConstraint { get; }

    /// <summary>Everything it says, in its order.</summary>
    public ImmutableArray<RequirementsItem> Items { get; }

    public ImmutableArray<RequirementsProblem> Problems { get; }

    /// <summary>The decoded text, which spans count in; without a byte order mark.</summary>
    public string Text => _text.Text;

    public IEnumerable<RequirementsEntry> Requirements => Items.OfType<RequirementsEntry>();

    public IEnumerable<RequirementsOptionItem> Options => Items.OfType<RequirementsOptionItem>();

    /// <summary>The other files that pip would read for this one.</summary>
    public IEnumerable<RequirementsOptionItem> Includes =>
        Options.Where(o => o.IsEffective && o.Option is RequirementsOption.Requirement or RequirementsOption.Constraint);

    /// <summary>
    /// Reads a file.
    /// </summary>
    /// <param name="environment">Looks up <c>${VARIABLE}</c>; null or empty leaves it as it stands.</param>
    public static RequirementsFile Parse(ReadOnlySpan<byte> bytes, string file, Func<string, string?> environment, bool isConstraint = false)
    {
        RequirementsText text = RequirementsText.Decode(bytes);
        LineIndex lines = new(text.Text);
        RequirementsLineReader reader = new(file, isConstraint, lines);
        if (text.Problem is { } problem)
        {
            reader.Refuse(lines.Span(0, 0), problem);
        }

        foreach (LogicalLine line in LogicalLines.Read(text.Text, environment))
        {
            reader.Read(line);
        }

        return new RequirementsFile(file, isConstraint, text, reader.Items, reader.Problems);
    }

    /// <summary>
    /// The bytes of the file with other text in the given spans, and byte for byte the same elsewhere.
    /// </summary>
    /// <exception cref="ArgumentException">Two spans overlap, or a replacement has characters that the file's encoding lacks.</exception>
    public byte[] Rewrite(IEnumerable<(SourceSpan Span, string Replacement)> edits) => _text.Rewrite(edits);
}
