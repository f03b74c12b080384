using System.Collections.Immutable;
using Assay.Packaging.Names;
using Assay.Packaging.Requirements;
using Assay.Packaging.Versions;

namespace Assay.Packaging.Metadata;

/// <summary>A value of a requirement field: read, or what keeps it from being one.</summary>
/// <param name="Text">On one line.</param>
/// <param name="Line">From 1.</param>
/// <param name="Requirement">Null where <paramref name="Problem"/> says why.</param>
public sealed record DeclaredRequirement(string Text, int Line, Requirement? Requirement, RequirementProblem? Problem);

/// <summary>
/// What a distribution says of itself in <c>METADATA</c> or <c>PKG-INFO</c> (PyPA "Core metadata specifications", 1.0 to 2.6).
/// Reading never fails: what is wrong is in <see cref="Problems"/>, and the rest stands.
/// </summary>
public sealed class CoreMetadata
{
    private readonly ILookup<string, MetadataField> _byName;

    private CoreMetadata(HeaderBlock block)
    {
        Fields = block.Fields;
        _byName = block.Fields.ToLookup(field => field.Name, StringComparer.OrdinalIgnoreCase);
        MetadataVersion = Text("Metadata-Version");
        Name = Text("Name");
        Project = ProjectName.TryParse(Name, out ProjectName project) ? project : null;
        VersionText = Text("Version");
        Version = PackageVersion.TryParse(VersionText, out PackageVersion? version) ? version : null;
        RequiresPythonText = Text("Requires-Python");
        RequiresPython = RequiresPythonText is not null && VersionSpecifierSet.TryParse(RequiresPythonText, out VersionSpecifierSet? set) ? set : null;
        RequiresDist = Requirements("Requires-Dist");
        ProvidesExtra = Texts("Provides-Extra");
        Description = string.IsNullOrWhiteSpace(block.Body) ? DescriptionHeader(First("Description")) : block.Body;
        Problems = MetadataChecks.Run(this, block);
    }

    /// <summary>Every header in the order of the file, unknown ones included.</summary>
    public ImmutableArray<MetadataField> Fields { get; }

    /// <summary>What is wrong, in the order in which it was seen.</summary>
    public ImmutableArray<MetadataProblem> Problems { get; }

    public string? MetadataVersion { get; }

    /// <summary>As written; null where it is missing.</summary>
    public string? Name { get; }

    /// <summary>Null where the name is missing or none.</summary>
    public ProjectName? Project { get; }

    /// <summary>As written; null where it is missing.</summary>
    public string? VersionText { get; }

    /// <summary>Null where the version is missing or none.</summary>
    public PackageVersion? Version { get; }

    public string? RequiresPythonText { get; }

    /// <summary>Null where nothing is demanded or the text is no specifier, which installers then ignore.</summary>
    public VersionSpecifierSet? RequiresPython { get; }

    public ImmutableArray<DeclaredRequirement> RequiresDist { get; }

    public ImmutableArray<string> ProvidesExtra { get; }

    /// <summary>The long description, without the marks that older writers put before its lines; null for none.</summary>
    public string? Description { get; }

    public string? DescriptionContentType => Text("Description-Content-Type");

    public string? Summary => Text("Summary");

    public string? Author => Text("Author");

    public string? AuthorEmail => Text("Author-email");

    public string? Maintainer => Text("Maintainer");

    public string? MaintainerEmail => Text("Maintainer-email");

    public string? License => Text("License");

    public string? LicenseExpression => Text("License-Expression");

    public ImmutableArray<string> LicenseFiles => Texts("License-File");

    public ImmutableArray<string> Classifiers => Texts("Classifier");

    /// <summary>Fields whose values a build may still change; as written.</summary>
    public ImmutableArray<string> Dynamic => Texts("Dynamic");

    public ImmutableArray<string> ImportNames => Texts("Import-Name");

    public ImmutableArray<string> ImportNamespaces => Texts("Import-Namespace");

    /// <summary>Label and address of each <c>Project-URL</c>, then <c>Home-page</c> and <c>Download-URL</c> under these labels.</summary>
    public ImmutableArray<(string Label, string Address)> ProjectUrls
    {
        get
        {
            ImmutableArray<(string, string)>.Builder urls = ImmutableArray.CreateBuilder<(string, string)>();
            foreach (string text in Texts("Project-URL"))
            {
                int comma = text.IndexOf(',', StringComparison.Ordinal);
                urls.Add(comma < 0 ? ("", text) : (text[..comma].Trim(), text[(comma + 1)..].Trim()));
            }

            foreach (string label in (string[])["Home-page", "Download-URL"])
            {
                if (Text(label) is { } address)
                {
                    urls.Add((label, address));
                }
            }

            return urls.DrainToImmutable();
        }
    }

    /// <summary>
    /// Reads a metadata file.
    /// </summary>
    /// <param name="maxFields">Headers that are read; more is a problem.</param>
    public static CoreMetadata Parse(ReadOnlySpan<byte> bytes, int maxFields = 20_000) => new(HeaderBlock.Parse(bytes, maxFields));

    /// <summary>The first field of that name, whatever its case; null for none.</summary>
    public MetadataField? First(string name) => _byName[name].FirstOrDefault();

    /// <summary>All fields of that name, whatever its case.</summary>
    public ImmutableArray<MetadataField> All(string name) => [.. _byName[name]];

    private string? Text(string name) =>
        First(name)?.Unfolded is { Length: > 0 } text && !IsUnknown(name, text) ? text : null;

    private ImmutableArray<string> Texts(string name) =>
        [.. _byName[name].Select(field => field.Unfolded).Where(text => !IsUnknown(name, text))];

    private ImmutableArray<DeclaredRequirement> Requirements(string name) =>
        [.. _byName[name].Select(field =>
        {
            _ = Requirement.TryParse(field.Unfolded, out Requirement? requirement, out RequirementProblem? problem);
            return new DeclaredRequirement(field.Unfolded, field.Line, requirement, problem);
        })];

    // Older setuptools wrote this word where nothing was said.
    private static bool IsUnknown(string name, string text) => text == "UNKNOWN" && name is not ("Name" or "Version");

    private static string? DescriptionHeader(MetadataField? field)
    {
        if (field is null || IsUnknown(field.Name, field.Unfolded))
        {
            return null;
        }

        const string bar = "       |";
        const string blanks = "        ";
        string[] lines = field.Value.Split('\n');
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].StartsWith(bar, StringComparison.Ordinal) || lines[i].StartsWith(blanks, StringComparison.Ordinal))
            {
                lines[i] = lines[i][blanks.Length..];
            }
        }

        return string.Join('\n', lines);
    }
}
