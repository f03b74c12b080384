using Assay.Engine.Verdicts;

namespace Assay.Store;

/// <summary>Under what an inspection is stored: everything that it is a function of.</summary>
/// <param name="Sha256">Lower-case hex of the artifact's bytes.</param>
/// <param name="LimitsDigest">Stands for every limit that the inspection ran under.</param>
/// <param name="EngineBuild">Stands for the code that made it; another build never reads it.</param>
public sealed record InspectionKey(string Sha256, string FileName, string LimitsDigest, string EngineBuild);

/// <summary>The digest under which a place offered a file first, and when that was.</summary>
public sealed record FirstSeen(string Sha256, DateTimeOffset When);

/// <summary>A file that the guard gave to an installer.</summary>
/// <param name="Project">Normalised name.</param>
/// <param name="Version">As the file's name gives it; null where it gives none.</param>
/// <param name="Index">The index's address without credentials.</param>
/// <param name="When">The last time.</param>
public sealed record HandedOut(string Project, string? Version, string File, string Sha256, string Index, DateTimeOffset When);

/// <summary>What is in the store, for people.</summary>
/// <param name="Files">Stored distribution files.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record StoreInfo(string Folder, long Files, long Bytes, long Inspections, long Decisions, long FirstSeen);

/// <summary>What a collection removed and left.</summary>
/// <param name="FreedBytes">Bytes of the removed files.</param>
/// <param name="OldInspections">Inspections of other engine builds, removed.</param>
public sealed record GcResult(int RemovedFiles, long FreedBytes, int OldInspections, int FilesLeft, long BytesLeft);

/// <summary>One answer that somebody got about one file, kept so that <c>assay explain</c> can repeat it later and offline.</summary>
/// <param name="Id">From <see cref="DecisionId"/>.</param>
/// <param name="Pin">Project and version that were asked for, <c>name==version</c>.</param>
/// <param name="File">The file's name.</param>
/// <param name="Sha256">Lower-case hex, where the bytes are known.</param>
/// <param name="Address">Where it came from, without credentials; null for a local file.</param>
public sealed record Decision(string Id, string Pin, string File, string? Sha256, string? Address, DateTimeOffset When, Verdict Verdict)
{
    /// <summary>A decision about a verdict; its id follows from the reason that led.</summary>
    public static Decision Of(string pin, string file, string? sha256, string? address, DateTimeOffset when, Verdict verdict) =>
        new(DecisionId.Of(pin, sha256 ?? address ?? file, verdict.Lead?.Id ?? "", verdict.PolicyDigest), pin, file, sha256, address, when, verdict);
}
