using System.Collections.Frozen;

namespace Assay.Engine.Capabilities;

/// <summary>The API catalogue: every row of <c>Apis*.cs</c>, found by name.</summary>
public static class ApiCatalogue
{
    private static readonly FrozenDictionary<string, CatalogueEntry> s_entries = Build();

    public static IEnumerable<CatalogueEntry> All => s_entries.Values;

    /// <summary>The row of an API; of another name of the same thing (<see cref="Python.Meaning.Api.SameAs"/>) what its own row says. Null where there is none.</summary>
    public static CatalogueEntry? Find(string name) => s_entries.GetValueOrDefault(name);

    private static FrozenDictionary<string, CatalogueEntry> Build()
    {
        CatalogueEntry[] rows =
        [
            .. ApisOfProcesses.Rows, .. ApisOfTime.Rows, .. ApisOfNetwork.Rows, .. ApisOfConnections.Rows, .. ApisOfMessages.Rows, .. ApisOfFiles.Rows, .. ApisOfCode.Rows,
            .. ApisOfHost.Rows, .. ApisOfInput.Rows, .. ApisOfStores.Rows, .. ApisOfCrypto.Rows, .. ApisOfPublishing.Rows, .. ApisOfUnknown.Rows,
        ];
        Dictionary<string, CatalogueEntry> own = rows.Where(static row => row.SameAs is null).ToDictionary(static row => row.Name, StringComparer.Ordinal);
        return rows.ToFrozenDictionary(
            static row => row.Name, row => row.SameAs is string same ? own[same] with { Name = row.Name, SameAs = same, Source = row.Source } : row, StringComparer.Ordinal);
    }
}
