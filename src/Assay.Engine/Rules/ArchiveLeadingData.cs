using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>Bytes before the first entry, which seeking readers skip and streaming readers choke on.</summary>
public sealed class ArchiveLeadingData() : ArchiveRule(
    AnomalyKind.LeadingData, "archive-leading-data", "Bytes before the first entry", Severity.High);
