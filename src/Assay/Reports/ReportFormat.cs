using Assay.Engine;
using Assay.Engine.Verdicts;

namespace Assay.Reports;

/// <summary>One file (or folder) that was looked at, with what came of it; either a verdict or an error.</summary>
/// <param name="Path">As the user named it, or as the folder's listing gave it.</param>
/// <param name="Inspection">Null where it could not even be read.</param>
/// <param name="Seconds">Wall time for this file alone; null where figures of the machine are unwanted.</param>
/// <param name="Error">Why there is no verdict, its kind before the first colon; null otherwise.</param>
public sealed record AssayedFile(string Path, Inspection? Inspection, Verdict? Verdict, double? Seconds, string? Error)
{
    /// <summary>Project and version where the metadata says them, for commands a reader can type; null otherwise.</summary>
    public string? Pin =>
        Inspection?.Metadata is { Name.Length: > 0, Version.Length: > 0 } metadata
            && Packaging.Names.ProjectName.TryParse(metadata.Name, out Packaging.Names.ProjectName name)
            && metadata.Version.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '-' or '!' or '_')
            ? $"{name}=={metadata.Version}"
            : null;
}

/// <summary>How a report is written, whatever its format.</summary>
/// <param name="Color">True where terminal colours are wanted.</param>
/// <param name="Width">Columns of the terminal; null: lines are not wrapped.</param>
/// <param name="Created">The date that the report carries.</param>
/// <param name="Several">True where more than one file will come.</param>
/// <param name="EngineBuild">Stands for the code that looked.</param>
public sealed record ReportStyle(bool Color, int? Width, DateTimeOffset Created, bool Several, string EngineBuild);

/// <summary>One format of a scan's report: <see cref="Begin"/>, <see cref="Add"/> a file as soon as it is known, <see cref="End"/>.</summary>
public abstract class ReportFormat
{
    /// <summary>The word after <c>--format</c>.</summary>
    public abstract string Id { get; }

    /// <summary>What it is for, in a few words.</summary>
    public abstract string Title { get; }

    public virtual void Begin(TextWriter output, ReportStyle style)
    {
    }

    /// <summary>One more file, in the order of the input.</summary>
    public virtual void Add(TextWriter output, ReportStyle style, AssayedFile file)
    {
    }

    /// <param name="files">All of them, in order.</param>
    public virtual void End(TextWriter output, ReportStyle style, IReadOnlyList<AssayedFile> files)
    {
    }
}
