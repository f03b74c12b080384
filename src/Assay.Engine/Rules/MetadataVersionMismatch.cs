using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Versions;

namespace Assay.Engine.Rules;

/// <summary>A file named for one version whose metadata says another (PyPA "Version specifiers" for what is the same).</summary>
public sealed class MetadataVersionMismatch : Rule
{
    public override string Id => "metadata-version-mismatch";

    public override string Title => "The metadata says another version than the file name";

    public override IEnumerable<Finding> Inspect(Subject subject)
    {
        if (subject.Metadata is { Version.Length: > 0 } metadata
            && NameAndVersion.OfFile(subject) is { } file
            && !(PackageVersion.TryParse(metadata.Version, out PackageVersion? declared) && declared == file.Version))
        {
            yield return Report(Severity.High, Confidence.High, CodeContext.None, MemberPlace.Of(metadata.Member),
                $"The file is named for version {file.Version}, its metadata says {metadata.Version}",
                new Evidence("file name", subject.FileName), new Evidence("metadata", metadata.Version));
        }
    }
}
