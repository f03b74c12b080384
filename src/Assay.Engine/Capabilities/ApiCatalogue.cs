using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Assay.Engine.Capabilities;

/// <summary>The API catalogue: every row of <c>Apis*.cs</c>, found by name.</summary>
public static class ApiCatalogue
{
    private static readonly FrozenDictionary<string, CatalogueEntry> s_entries = Build();

    public static IEnumerable<CatalogueEntry> All => s_entries.Values;

    /// <summary>The row of an API; null where there is none.</summary>
    public static CatalogueEntry? Find(string name) => s_entries.GetValueOrDefault(name);

    private static FrozenDictionary<string, CatalogueEntry> Build()
    {
        ImmutableArray<CatalogueEntry> rows = [.. ApisOfProcesses.Rows];
        return rows.ToFrozenDictionary(static row => row.Name, StringComparer.Ordinal);
    }
}
