using System.Collections.Frozen;

namespace Assay.Packaging.Metadata;

/// <summary>A field of PyPA "Core metadata specifications".</summary>
/// <param name="Name">As the specification spells it.</param>
/// <param name="Since">The metadata version that brought it.</param>
/// <param name="IsMultiple">May be given more than once.</param>
/// <param name="IsDeprecated">Valid, but to be avoided.</param>
internal sealed record MetadataFieldRule(string Name, string Since, bool IsMultiple = false, bool IsDeprecated = false);

/// <summary>All fields that any version of the specification knows.</summary>
internal static class MetadataSchema
{
    /// <summary>The versions of the specification in their order; 2.0 was never finished, but tools wrote it.</summary>
    public static readonly string[] Versions = ["1.0", "1.1", "1.2", "2.0", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6"];

    private static readonly MetadataFieldRule[] s_fields =
    [
        new("Metadata-Version", "1.0"),
        new("Name", "1.0"),
        new("Version", "1.0"),
        new("Platform", "1.0", IsMultiple: true),
        new("Summary", "1.0"),
        new("Description", "1.0"),
        new("Keywords", "1.0"),
        new("Home-page", "1.0", IsDeprecated: true),
        new("Author", "1.0"),
        new("Author-email", "1.0"),
        new("License", "1.0", IsDeprecated: true),
        new("Supported-Platform", "1.1", IsMultiple: true),
        new("Download-URL", "1.1", IsDeprecated: true),
        new("Classifier", "1.1", IsMultiple: true),
        new("Requires", "1.1", IsMultiple: true, IsDeprecated: true),
        new("Provides", "1.1", IsMultiple: true, IsDeprecated: true),
        new("Obsoletes", "1.1", IsMultiple: true, IsDeprecated: true),
        new("Maintainer", "1.2"),
        new("Maintainer-email", "1.2"),
        new("Requires-Dist", "1.2", IsMultiple: true),
        new("Provides-Dist", "1.2", IsMultiple: true),
        new("Obsoletes-Dist", "1.2", IsMultiple: true),
        new("Requires-Python", "1.2"),
        new("Requires-External", "1.2", IsMultiple: true),
        new("Project-URL", "1.2", IsMultiple: true),
        // Of the withdrawn PEP 426, as tools of its time wrote them.
        new("Private-Version", "2.0", IsDeprecated: true),
        new("Obsoleted-By", "2.0", IsDeprecated: true),
        new("Setup-Requires-Dist", "2.0", IsMultiple: true, IsDeprecated: true),
        new("Extension", "2.0", IsMultiple: true, IsDeprecated: true),
        new("Description-Content-Type", "2.1"),
        new("Provides-Extra", "2.1", IsMultiple: true),
        new("Dynamic", "2.2", IsMultiple: true),
        new("License-Expression", "2.4"),
        new("License-File", "2.4", IsMultiple: true),
        new("Import-Name", "2.5", IsMultiple: true),
        new("Import-Namespace", "2.5", IsMultiple: true),
    ];

    private static readonly FrozenDictionary<string, MetadataFieldRule> s_byName =
        s_fields.ToFrozenDictionary(field => field.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The rule of a field, whatever its case; null for one that is not known.</summary>
    public static MetadataFieldRule? Find(string name) => s_byName.GetValueOrDefault(name);

    /// <summary>Place of a metadata version in <see cref="Versions"/>; -1 for none of them.</summary>
    public static int Rank(string version) => Array.IndexOf(Versions, version);
}
