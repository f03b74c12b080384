using System.Collections.Immutable;
using Assay.Packaging.Names;

namespace Assay.Packaging.Metadata;

/// <summary>Holds a metadata file against the rules of its fields.</summary>
internal static class MetadataChecks
{
    private const int FirstWithStrictExtras = 6;

    public static ImmutableArray<MetadataProblem> Run(CoreMetadata metadata, HeaderBlock block)
    {
        ImmutableArray<MetadataProblem>.Builder problems = ImmutableArray.CreateBuilder<MetadataProblem>();
        problems.AddRange(block.Problems);
        int version = metadata.MetadataVersion is { } text ? MetadataSchema.Rank(text) : -1;
        CheckFields(metadata, version, problems);
        CheckRequired(metadata, version, problems);
        CheckRequirements(metadata, problems);
        CheckExtras(metadata, version, problems);
        CheckImports(metadata, problems);
        if (metadata.First("Description") is { } description && !string.IsNullOrWhiteSpace(block.Body))
        {
            problems.Add(new MetadataProblem(MetadataProblemKind.TwoDescriptions, "Description", description.Line,
                "the description is given as a header and again after the headers"));
        }

        return problems.DrainToImmutable();
    }

    private static void CheckFields(CoreMetadata metadata, int version, ImmutableArray<MetadataProblem>.Builder problems)
    {
        Dictionary<string, int> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (MetadataField field in metadata.Fields)
        {
            MetadataFieldRule? rule = MetadataSchema.Find(field.Name);
            if (rule is null)
            {
                problems.Add(new MetadataProblem(MetadataProblemKind.UnknownField, null, field.Line, $"no version of the specification knows the field {field.Name}"));
                continue;
            }

            if (!rule.IsMultiple && !seen.TryAdd(rule.Name, field.Line))
            {
                problems.Add(new MetadataProblem(MetadataProblemKind.DuplicateField, rule.Name, field.Line,
                    $"{rule.Name} is given in line {seen[rule.Name]} already; readers differ in which one they take"));
            }

            if (version >= 0 && MetadataSchema.Rank(rule.Since) > version)
            {
                problems.Add(new MetadataProblem(MetadataProblemKind.FieldTooNew, rule.Name, field.Line,
                    $"{rule.Name} came with metadata {rule.Since}, and the file claims {metadata.MetadataVersion}"));
            }
        }
    }

    private static void CheckRequired(CoreMetadata metadata, int version, ImmutableArray<MetadataProblem>.Builder problems)
    {
        if (metadata.MetadataVersion is null)
        {
            Missing("Metadata-Version");
        }
        else if (version < 0)
        {
            Invalid("Metadata-Version", $"'{metadata.MetadataVersion}' is no version of the metadata specification known here");
        }

        if (metadata.Name is null)
        {
            Missing("Name");
        }
        else if (metadata.Project is null)
        {
            Invalid("Name", $"'{metadata.Name}' is not a project name");
        }

        if (metadata.VersionText is null)
        {
            Missing("Version");
        }
        else if (metadata.Version is null)
        {
            Invalid("Version", $"'{metadata.VersionText}' is not a version");
        }

        if (metadata.RequiresPythonText is not null && metadata.RequiresPython is null)
        {
            Invalid("Requires-Python", $"'{metadata.RequiresPythonText}' is not a version specifier; installers ignore it");
        }

        void Missing(string field) =>
            problems.Add(new MetadataProblem(MetadataProblemKind.MissingField, field, metadata.First(field)?.Line ?? 0, $"{field} is missing"));

        void Invalid(string field, string detail) =>
            problems.Add(new MetadataProblem(MetadataProblemKind.InvalidValue, field, metadata.First(field)?.Line ?? 0, detail));
    }

    private static void CheckRequirements(CoreMetadata metadata, ImmutableArray<MetadataProblem>.Builder problems)
    {
        foreach (DeclaredRequirement declared in metadata.RequiresDist)
        {
            if (declared.Problem is { } problem)
            {
                problems.Add(new MetadataProblem(MetadataProblemKind.InvalidValue, "Requires-Dist", declared.Line,
                    $"'{declared.Text}' is not a requirement: {problem.Message} at character {problem.Position + 1}"));
            }
        }
    }

    private static void CheckExtras(CoreMetadata metadata, int version, ImmutableArray<MetadataProblem>.Builder problems)
    {
        foreach (MetadataField field in metadata.All("Provides-Extra"))
        {
            string extra = field.Unfolded;
            bool valid = ProjectName.TryParse(extra, out ProjectName name);
            if (!valid || (version >= FirstWithStrictExtras && name.Normalized != extra))
            {
                problems.Add(new MetadataProblem(MetadataProblemKind.InvalidValue, "Provides-Extra", field.Line,
                    valid ? $"'{extra}' is not in its normalised form" : $"'{extra}' is not the name of an extra"));
            }
        }
    }

    private static void CheckImports(CoreMetadata metadata, ImmutableArray<MetadataProblem>.Builder problems)
    {
        HashSet<string> own = [.. metadata.ImportNames.Select(WithoutMark)];
        foreach (MetadataField field in metadata.All("Import-Namespace"))
        {
            if (own.Contains(WithoutMark(field.Unfolded)))
            {
                problems.Add(new MetadataProblem(MetadataProblemKind.InvalidValue, "Import-Namespace", field.Line,
                    $"'{field.Unfolded}' is an Import-Name too"));
            }
        }
    }

    private static string WithoutMark(string importName) => importName.Split(';')[0].Trim();
}
