using System.Collections.Immutable;
using Assay.Engine.Advisories;

namespace Assay.Engine.Verdicts;

/// <summary>What one policy file says, each statement with its file and line. Layers are merged into a <see cref="Policy"/>.</summary>
/// <param name="File">The file's name as it was given.</param>
/// <param name="DefaultAge">Null where the file says nothing.</param>
/// <param name="Unknown">Null where the file says nothing.</param>
/// <param name="Indexes">Null where the file says nothing; addresses without trailing slash.</param>
/// <param name="Owned">Normalised patterns.</param>
/// <param name="Hosts">Lower case.</param>
public sealed record PolicyLayer(
    string File,
    Stated<TimeSpan>? DefaultAge,
    Stated<UnknownTreatment>? Unknown,
    Stated<ImmutableArray<string>>? Indexes,
    ImmutableArray<OwnedName> Owned,
    ImmutableArray<RuleSetting> Rules,
    ImmutableArray<Waiver> Waivers,
    ImmutableArray<Stated<string>> Hosts,
    AuditLayer Audit)
{
    /// <summary>True: every other file can only tighten what this one says; null where the file says nothing.</summary>
    public Stated<bool>? Locked { get; init; }
}

/// <summary>What one policy file says about known vulnerabilities; null where it says nothing.</summary>
public sealed record AuditLayer(
    Stated<AuditThreshold>? FailOn, Stated<DisputeTreatment>? Disputed, Stated<TimeSpan>? MaxAge, ImmutableArray<AdvisoryIgnore> Ignores);

/// <summary>A value and where it was stated.</summary>
/// <param name="Origin">File and line.</param>
public sealed record Stated<T>(T Value, string Origin);

/// <summary>Whose the names under a pattern are.</summary>
/// <param name="Pattern">See <see cref="OwnedPattern"/>.</param>
/// <param name="Index">The one index they may come from.</param>
public sealed record OwnedName(string Pattern, string Index, string Origin);

/// <summary>Something wrong in a policy file.</summary>
/// <param name="File">The file's name as it was given.</param>
/// <param name="Line">Line from 1; 0: the file as a whole.</param>
/// <param name="Column">Column in characters from 1; 0: the file as a whole.</param>
/// <param name="Message">One sentence without an end mark; it may quote the file's text and is unescaped.</param>
/// <param name="IsWarning">True where the file still counts.</param>
public sealed record PolicyProblem(string File, int Line, int Column, string Message, bool IsWarning = false)
{
    /// <summary><c>FILE:LINE:COLUMN: message</c>, unescaped.</summary>
    public override string ToString() =>
        (Line == 0 ? $"{File}: " : $"{File}:{Line}:{Column}: ") + (IsWarning ? "warning: " : "") + Message;
}
