using Assay.Engine.Artifacts;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>
/// A way in which RECORD and the wheel's content disagree (PyPA "Recording installed projects" and "Binary distribution format",
/// "Signed wheel files"). Installers copy RECORD without checking it, and later checks of the environment believe it.
/// </summary>
public abstract class RecordRule : Rule
{
    /// <summary>RECORD as a place.</summary>
    private protected static Place At(WheelFacts wheel, int? line = null) =>
        wheel.DistInfos.IsEmpty ? MemberPlace.Whole : MemberPlace.Of($"{wheel.DistInfos[0]}/RECORD", line);
}
