using System.Collections.Immutable;

namespace Assay.Packaging.Requirements;

/// <summary>Something that a requirements file says: a requirement or an option.</summary>
/// <param name="File">The path or address of the file.</param>
/// <param name="Line">The line at which pip says it stands, from 1: the first of those joined by backslashes.</param>
public abstract record RequirementsItem(string File, int Line);

/// <summary>A digest that a file of the requirement may have.</summary>
/// <param name="Algorithm"><c>sha256</c>, <c>sha384</c> or <c>sha512</c>.</param>
/// <param name="Digest">As written.</param>
public sealed record RequirementHash(string Algorithm, string Digest, SourceSpan Span);

/// <summary>A requirement, or an editable one.</summary>
/// <param name="Text">As pip sees it: joined, without comment, variables expanded.</param>
/// <param name="Span">Where <paramref name="Text"/> stands.</param>
/// <param name="IsConstraint">It only limits what other requirements bring in.</param>
/// <param name="Target">What is asked for; null where <paramref name="Text"/> is no requirement, which is a problem of the file.</param>
/// <param name="AddressSpan">Where the address or path of the target stands, for putting another in its place; null where it has none.</param>
/// <param name="ConfigSettings">Each as <c>KEY=VALUE</c>.</param>
public sealed record RequirementsEntry(
    string File,
    int Line,
    string Text,
    SourceSpan Span,
    bool IsEditable,
    bool IsConstraint,
    RequirementTarget? Target,
    SourceSpan? AddressSpan,
    ImmutableArray<RequirementHash> Hashes,
    ImmutableArray<string> ConfigSettings) : RequirementsItem(File, Line);

/// <summary>An option.</summary>
/// <param name="Spelling">As written, without the value: may be cut short.</param>
/// <param name="Value">With quotes and escapes resolved and variables expanded; null where the option takes none.</param>
/// <param name="Span">Where the whole option stands, its value included.</param>
/// <param name="ValueSpan">Where the value stands, without quotes around it; null where the option takes none.</param>
/// <param name="IsEffective">False where pip reads the option and then pays no heed to it, as with an index on the line of a requirement.</param>
public sealed record RequirementsOptionItem(
    string File,
    int Line,
    RequirementsOption Option,
    string Spelling,
    string? Value,
    SourceSpan Span,
    SourceSpan? ValueSpan,
    bool IsEffective) : RequirementsItem(File, Line);
