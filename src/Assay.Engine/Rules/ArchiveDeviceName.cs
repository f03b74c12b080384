using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>A name that Windows takes for a device or shortens.</summary>
public sealed class ArchiveDeviceName() : ArchiveRule(
    AnomalyKind.DeviceName, "archive-device-name", "A name that Windows takes for something else", Severity.Medium);
