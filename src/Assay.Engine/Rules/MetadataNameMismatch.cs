using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Names;

namespace Assay.Engine.Rules;

/// <summary>A file named for one project whose metadata names another (PyPA "Names and normalization" for what is the same).</summary>
public sealed class MetadataNameMismatch : Rule
{
    public override string Id => "metadata-name-mismatch";

    public override string Title => "The metadata names another project than the file name";

    public override IEnumerable<Finding> Inspect(Subject subject)
    {
        if (subject.Metadata is { Name.Length: > 0 } metadata
            && NameAndVersion.OfFile(subject) is { } file
            && !(ProjectName.TryParse(metadata.Name, out ProjectName declared) && declared == file.Project))
        {
            yield return Report(Severity.Critical, Confidence.High, CodeContext.Install, MemberPlace.Of(metadata.Member),
                $"The file is named for {file.Project}, its metadata says {metadata.Name}",
                new Evidence("file name", subject.FileName), new Evidence("metadata", metadata.Name));
        }
    }
}
