using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Assay.Engine.Capabilities;

/// <summary>The API catalogue: every row of <c>Apis*.cs</c>, found by name.</summary>
public static class ApiCatalogue
{
    private static readonly FrozenDictionary<string, CatalogueEntry> s_entries = Build();

    // Few programs ask for it.
    private static readonly Lazy<Dictionary<string, ImmutableArray<string>>> s_below = new(Below);

    public static IEnumerable<CatalogueEntry> All => s_entries.Values;

    /// <summary>The row of an API; of another name of the same thing (<see cref="Python.Meaning.Api.SameAs"/>) what its own row says. Null where there is none.</summary>
    public static CatalogueEntry? Find(string name) => s_entries.GetValueOrDefault(name);

    /// <summary>The last segments of the names that stand directly below a module, in ordinal order.</summary>
    public static ImmutableArray<string> NamesBelow(string module) => s_below.Value.TryGetValue(module, out ImmutableArray<string> names) ? names : [];

    private static Dictionary<string, ImmutableArray<string>> Below() =>
        s_entries.Keys.Where(static name => name.Contains('.', StringComparison.Ordinal) && !name.Contains('(', StringComparison.Ordinal) && name[0] != '?')
            .GroupBy(static name => name[..name.LastIndexOf('.')], StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.Select(name => name[(group.Key.Length + 1)..]).Order(StringComparer.Ordinal).ToImmutableArray(), StringComparer.Ordinal);

    private static FrozenDictionary<string, CatalogueEntry> Build()
    {
        CatalogueEntry[] rows =
        [
            .. ApisOfProcesses.Rows, .. ApisOfTime.Rows, .. ApisOfNetwork.Rows, .. ApisOfConnections.Rows, .. ApisOfMessages.Rows, .. ApisOfClients.Rows, .. ApisOfFiles.Rows, .. ApisOfCode.Rows,
            .. ApisOfHost.Rows, .. ApisOfInput.Rows, .. ApisOfStores.Rows, .. ApisOfCrypto.Rows, .. ApisOfPublishing.Rows, .. ApisOfUnknown.Rows,
        ];
        Dictionary<string, CatalogueEntry> own = rows.Where(static row => row.SameAs is null).ToDictionary(static row => row.Name, StringComparer.Ordinal);
        return rows.ToFrozenDictionary(
            static row => row.Name, row => row.SameAs is string same ? own[same] with { Name = row.Name, SameAs = same, Source = row.Source } : row, StringComparer.Ordinal);
    }
}
