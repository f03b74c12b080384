using Assay.Engine;
using Assay.Engine.Artifacts;
using Assay.Engine.Verdicts;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;

namespace Assay.Reports;

/// <summary>One file (or folder) that was looked at, with what came of it; either a verdict or an error.</summary>
/// <param name="Path">As the user named it, or as the folder's listing gave it.</param>
/// <param name="Inspection">Null where it could not even be read.</param>
/// <param name="Seconds">Wall time for this file alone; null where figures of the machine are unwanted.</param>
/// <param name="Error">Why there is no verdict, its kind before the first colon; null otherwise.</param>
/// <param name="Asked">The project and version that somebody asked for; null where only a file was named.</param>
public sealed record AssayedFile(string Path, Inspection? Inspection, Verdict? Verdict, double? Seconds, string? Error, Pin? Asked = null)
{
    /// <summary>Project and version: those asked for, else what the file says of itself where that is well formed; null otherwise.</summary>
    public string? Pin =>
        AskedAs is not null ? AskedAs
        : Inspection?.Metadata is MetadataFacts metadata
            && ProjectName.TryParse(metadata.Name, out ProjectName name) && PackageVersion.TryParse(metadata.Version, out _)
            ? $"{name}=={metadata.Version}"
            : null;

    /// <summary><see cref="Asked"/> as text, where only that was kept.</summary>
    public string? AskedAs { get; init; } = Asked?.ToString();

    /// <summary>What a waiver for this file has to name: a pin counts only where somebody asked for one, the bytes always do.</summary>
    public string? WaiverTarget => AskedAs ?? (Verdict?.Sha256 is string sha256 ? $"sha256:{sha256}" : null);
}

/// <summary>How a report is written, whatever its format.</summary>
/// <param name="Color">True where terminal colours are wanted.</param>
/// <param name="Width">Columns of the terminal; null: lines are not wrapped.</param>
/// <param name="Created">The date that the report carries.</param>
/// <param name="Several">True where more than one file will come.</param>
/// <param name="Version">Of Assay.</param>
/// <param name="EngineBuild">Stands for the code that looked.</param>
public sealed record ReportStyle(bool Color, int? Width, DateTimeOffset Created, bool Several, string Version, string EngineBuild);

/// <summary>One format of a scan's report: <see cref="Begin"/>, <see cref="Add"/> a file as soon as it is known, <see cref="End"/>.</summary>
public abstract class ReportFormat
{
    /// <summary>The word after <c>--format</c>.</summary>
    public abstract string Id { get; }

    /// <summary>What it is for, in a few words.</summary>
    public abstract string Title { get; }

    /// <summary>True where a file is written as soon as it is known; false where everything comes at the end.</summary>
    public abstract bool SpeaksEarly { get; }

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
