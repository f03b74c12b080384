using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>A data descriptor: readers that stream learn sizes and checksum too late to check them.</summary>
public sealed class ArchiveDataDescriptor() : ArchiveRule(
    AnomalyKind.DataDescriptor, "archive-data-descriptor", "Sizes that stand only after the data", Severity.High);
