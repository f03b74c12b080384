using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>End records that are doubled or disagree with the directory, so that two readers find two directories.</summary>
public sealed class ArchiveEndRecord() : ArchiveRule(
    AnomalyKind.EndRecord, "archive-end-record", "The end of the archive contradicts its directory", Severity.Critical);
