namespace Assay.Packaging.Metadata;

/// <summary>One header of a metadata file.</summary>
/// <param name="Name">As written.</param>
/// <param name="Value">As written without the blanks before it; further lines follow after <c>\n</c> with their indentation.</param>
/// <param name="Line">The line of its name, from 1.</param>
public sealed record MetadataField(string Name, string Value, int Line)
{
    /// <summary>The value on one line: every break with its indentation is one blank, blanks at both ends are gone.</summary>
    public string Unfolded => !Value.Contains('\n', StringComparison.Ordinal)
        ? Value.Trim()
        : string.Join(' ', Value.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>What can be wrong with a metadata file.</summary>
public enum MetadataProblemKind
{
    /// <summary>Not UTF-8: every byte was taken for a Latin-1 character.</summary>
    NotUtf8,

    /// <summary>A byte order mark before the first header, which hides that header from some readers.</summary>
    ByteOrderMark,

    /// <summary>A line that is no header, continuation or blank line; readers take it and all that follows for the description.</summary>
    MalformedLine,

    /// <summary>A header without a name, or a continuation of none; readers pass over it.</summary>
    StrayLine,

    /// <summary>A field of single use that is given more than once; the first counts here.</summary>
    DuplicateField,

    /// <summary>A field that no version of the specification knows.</summary>
    UnknownField,

    /// <summary>A field that the specification demands is missing.</summary>
    MissingField,

    /// <summary>A value that breaks the specification of its field.</summary>
    InvalidValue,

    /// <summary>A field that came with a later version of the specification than the one that the file claims.</summary>
    FieldTooNew,

    /// <summary>A description both as header and after the headers.</summary>
    TwoDescriptions,

    /// <summary>A limit ended the reading; fields are missing.</summary>
    LimitReached,
}

/// <summary>One such problem.</summary>
/// <param name="Field">The field's name as the specification spells it, where it belongs to one.</param>
/// <param name="Line">From 1; 0 for the file as a whole.</param>
/// <param name="Detail">One sentence, unescaped.</param>
public sealed record MetadataProblem(MetadataProblemKind Kind, string? Field, int Line, string Detail);
