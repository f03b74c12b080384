using System.Globalization;
using Assay.Packaging.Archives;
using Assay.Python.Meaning;

namespace Assay.Engine.Artifacts;

/// <summary>Caps on what one inspection may read and keep. A cap that is reached is a gap, never a silent end.</summary>
/// <param name="Archives">Caps on the artifact's archive and the archives inside it.</param>
/// <param name="MaxTextBytes">Bytes kept of one member that rules read.</param>
/// <param name="MaxArtifactTextBytes">Bytes kept of all such members.</param>
/// <param name="MaxMetadataBytes">Bytes kept of one file of metadata.</param>
/// <param name="MaxRecordBytes">Bytes kept of RECORD.</param>
/// <param name="MaxPythonBytes">Bytes of one Python file that is read for its meaning; of a longer one nothing is.</param>
/// <param name="MaxArtifactPythonBytes">Bytes of all such files.</param>
/// <param name="MaxPythonFiles">Number of all such files.</param>
/// <param name="MaxDataBytes">Bytes of a data file that Python code may be seen to open; a longer one stays unknown.</param>
/// <param name="MaxArtifactDataBytes">Bytes of all such files.</param>
/// <param name="MaxNestedBytes">Bytes of an archive inside the artifact that is opened; a larger one stays closed, because it is held in memory.</param>
public sealed record InspectionLimits(
    ArchiveLimits Archives,
    int MaxTextBytes = 1 << 20,
    int MaxArtifactTextBytes = 16 << 20,
    int MaxMetadataBytes = 8 << 20,
    int MaxRecordBytes = 64 << 20,
    int MaxNestedBytes = 32 << 20,
    int MaxPythonBytes = 16 << 20,
    int MaxArtifactPythonBytes = 192 << 20,
    int MaxPythonFiles = 60_000,
    int MaxDataBytes = 4 << 20,
    int MaxArtifactDataBytes = 32 << 20)
{
    public static InspectionLimits Default { get; } = new(ArchiveLimits.Default);

    /// <summary>Budgets of the reading of Python.</summary>
    public ProgramLimits Program { get; init; } = ProgramLimits.Default;

    /// <summary>All limits in one line, for keys under which inspections are stored.</summary>
    public string Key => string.Create(
        CultureInfo.InvariantCulture,
        $"{Archives.MaxArchiveBytes}/{Archives.MaxEntries}/{Archives.MaxEntryBytes}/{Archives.MaxTotalBytes}/{Archives.MaxRatio:R}/{Archives.MaxNameBytes}/{Archives.MaxNesting}/{MaxTextBytes}/{MaxArtifactTextBytes}/{MaxMetadataBytes}/{MaxRecordBytes}/{MaxNestedBytes}/{MaxPythonBytes}/{MaxArtifactPythonBytes}/{MaxPythonFiles}/{MaxDataBytes}/{MaxArtifactDataBytes}/{Program.Key}");
}
