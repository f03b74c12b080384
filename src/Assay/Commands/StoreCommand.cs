using System.CommandLine;
using System.Globalization;
using Assay.Engine;
using Assay.Reports;
using Assay.Store;

namespace Assay.Commands;

/// <summary><c>assay store info|gc</c>: what is kept, and making room.</summary>
public sealed class StoreCommand : ParsedVerb
{
    private const string DefaultMaximum = "2GB";

    public override string Name => "store";

    public override string Summary => "what is kept between runs, and making room";

    public override Command Build(Session session)
    {
        Command info = new("info", "where the store is and what is in it");
        info.SetAction(_ => Info(session));

        Option<string> maximum = new("--max-size") { Description = "bytes of files that may stay: 500MB, 2GB, 1GiB …", DefaultValueFactory = static _ => DefaultMaximum };
        Command gc = new("gc", "drops inspections of other builds, then files least recently used, until those left fit") { maximum };
        gc.SetAction(parsed => Collect(session, parsed.GetValue(maximum)!));
        return new Command(Name, Summary) { info, gc };
    }

    /// <summary>Reads a size: a number with B, kB, MB, GB, TB or KiB, MiB, GiB, TiB, any case; null where it is none.</summary>
    /// <returns>Bytes, 0 or more.</returns>
    public static long? ReadSize(string text)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        int digits = 0;
        while (digits < trimmed.Length && (char.IsAsciiDigit(trimmed[digits]) || trimmed[digits] == '.'))
        {
            digits++;
        }

        ReadOnlySpan<char> unit = trimmed[digits..].Trim();
        double? factor = unit.ToString().ToUpperInvariant() switch
        {
            "" or "B" => 1,
            "K" or "KB" => 1e3,
            "M" or "MB" => 1e6,
            "G" or "GB" => 1e9,
            "T" or "TB" => 1e12,
            "KIB" => 1L << 10,
            "MIB" => 1L << 20,
            "GIB" => 1L << 30,
            "TIB" => 1L << 40,
            _ => null,
        };
        return factor is double scale
            && double.TryParse(trimmed[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && number * scale < 1e18
            ? (long)(number * scale)
            : null;
    }

    private static int Info(Session session)
    {
        using AssayStore store = Open(session);
        StoreInfo info = store.Describe();
        session.Output.WriteLine($"folder       {TerminalText.Escape(info.Folder)}");
        session.Output.WriteLine($"files        {ReasonText.Count(info.Files, "file")}, {ReasonText.Bytes(info.Bytes)}");
        session.Output.WriteLine($"inspections  {info.Inspections.ToString(CultureInfo.InvariantCulture)}");
        session.Output.WriteLine($"decisions    {info.Decisions.ToString(CultureInfo.InvariantCulture)}");
        session.Output.WriteLine($"first seen   {ReasonText.Count(info.FirstSeen, "digest")}");
        return ExitCodes.Fine;
    }

    private static int Collect(Session session, string maximum)
    {
        long bytes = ReadSize(maximum)
            ?? throw new UserException($"--max-size takes a size such as 500MB or 2GB, not '{TerminalText.Escape(maximum)}'");
        using AssayStore store = Open(session);
        GcResult result = store.CollectGarbage(bytes, EngineBuild.Identity);
        session.Output.WriteLine(
            $"removed {ReasonText.Count(result.RemovedFiles, "file")} ({ReasonText.Bytes(result.FreedBytes)}) and {ReasonText.Count(result.OldInspections, "inspection")} of other builds; {ReasonText.Count(result.FilesLeft, "file")} ({ReasonText.Bytes(result.BytesLeft)}) left");
        return ExitCodes.Fine;
    }

    private static AssayStore Open(Session session) =>
        session.OpenStore() ?? throw new UserException("there is no store to look at with --no-store");
}
