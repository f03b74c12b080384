using System.Globalization;
using Assay.Engine;
using Assay.Reports;
using Assay.Store;

namespace Assay.Commands;

/// <summary>When terminal colours are used.</summary>
public enum ColorChoice { Auto, Always, Never }

/// <summary>The world of one run: console, environment, clock, and the options that stand before the verb.</summary>
/// <param name="Output">The report.</param>
/// <param name="Error">Progress, notices and errors.</param>
/// <param name="OutputIsTerminal">False in pipes, files and CI.</param>
/// <param name="Width">Columns of the terminal that shows <paramref name="Output"/>; null where there is none.</param>
/// <param name="Environment">Reads a variable; null where it is not set.</param>
/// <param name="Folder">The working folder, full path.</param>
public sealed record Session(
    TextWriter Output,
    TextWriter Error,
    bool OutputIsTerminal,
    bool ErrorIsTerminal,
    int? Width,
    Func<string, string?> Environment,
    string Folder,
    TimeProvider Time)
{
    /// <summary><c>--policy</c>: the file as given, or null.</summary>
    public string? Policy { get; init; }

    /// <summary><c>--store</c>: the folder as given, or null.</summary>
    public string? Store { get; init; }

    /// <summary><c>--no-store</c>: nothing is kept or reused.</summary>
    public bool NoStore { get; init; }

    /// <summary><c>--report</c>: where a guarded run writes its record, or null.</summary>
    public string? ReportFile { get; init; }

    /// <summary><c>--allow-vcs</c>: requirements from version control pass a guarded run without a look.</summary>
    public bool AllowVersionControl { get; init; }

    /// <summary><c>--color</c>.</summary>
    public ColorChoice Color { get; init; }

    /// <summary>True where <see cref="Output"/> should be coloured: by option, else on a terminal unless <c>NO_COLOR</c> is set (no-color.org).</summary>
    public bool UsesColor => Color switch
    {
        ColorChoice.Always => true,
        ColorChoice.Never => false,
        _ => OutputIsTerminal && string.IsNullOrEmpty(Environment("NO_COLOR")) && Environment("TERM") != "dumb",
    };

    /// <summary>The date that reports carry: <c>SOURCE_DATE_EPOCH</c> (reproducible-builds.org) where set. Verdicts never use it.</summary>
    public DateTimeOffset ReportDate => SourceDate ?? Time.GetUtcNow();

    /// <summary>True where reports must not differ between runs.</summary>
    public bool IsReproducible => SourceDate is not null;

    private DateTimeOffset? SourceDate =>
        long.TryParse(Environment("SOURCE_DATE_EPOCH"), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>How a report to <see cref="Output"/> is written.</summary>
    public ReportStyle StyleOfReport(bool several) => new(UsesColor, Width, ReportDate, several, Release.Version, EngineBuild.Identity);

    /// <summary>The store, not yet opened; null with <c>--no-store</c>.</summary>
    public AssayStore? OpenStore() => NoStore ? null : new AssayStore(StoreFolder.Locate(Store, Environment), Time);

    /// <summary>The session on this process's own console.</summary>
    public static Session OfProcess() => new(
        new StreamWriter(ProcessConsole.OpenOutput(), bufferSize: 16_384) { NewLine = "\n" },
        new StreamWriter(ProcessConsole.OpenError(), bufferSize: 1_024) { NewLine = "\n", AutoFlush = true },
        !Console.IsOutputRedirected,
        !Console.IsErrorRedirected,
        Console.IsOutputRedirected ? null : ProcessConsole.Width(),
        System.Environment.GetEnvironmentVariable,
        System.IO.Directory.GetCurrentDirectory(),
        TimeProvider.System);
}
