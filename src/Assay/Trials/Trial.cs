using System.Collections.Immutable;

namespace Assay.Trials;

/// <summary>What a trial must show.</summary>
public enum TrialAim
{
    /// <summary>The probe is installed, and only the guard asked for it.</summary>
    Guarded,

    /// <summary>A way round the guard leads nowhere: the guard took it over, or the command was refused.</summary>
    WayRound,

    /// <summary>The installer, called without assay, is behind the guard all the same.</summary>
    PlainCall,
}

/// <summary>One run of a real installer.</summary>
/// <param name="Check">What is tried, for people.</param>
/// <param name="Command">The installer's own arguments, without how it is started.</param>
/// <param name="Variables">Set for this run, beside those of every run of this installer.</param>
/// <param name="Files">Written into the run's own working folder first: name and text.</param>
public sealed record Trial(
    TrialAim Aim, string Check, ImmutableArray<string> Command, ImmutableDictionary<string, string> Variables, ImmutableDictionary<string, string> Files)
{
    public static Trial Of(TrialAim aim, string check, params ReadOnlySpan<string> command) =>
        new(aim, check, [.. command], ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, string>.Empty);

    public Trial With(string variable, string value) => this with { Variables = Variables.SetItem(variable, value) };

    public Trial WithFile(string name, string text) => this with { Files = Files.SetItem(name, text) };
}

/// <summary>What a trial may name: the two servers and its own folder.</summary>
/// <param name="Probe">The index that the installer is told to use.</param>
/// <param name="Outside">The server that must see nobody but the guard.</param>
/// <param name="Folder">The run's own working folder.</param>
/// <param name="Python">The interpreter to install for; null where none was found.</param>
public sealed record TrialPlaces(WatchedAddresses Probe, WatchedAddresses Outside, string Folder, string? Python);
