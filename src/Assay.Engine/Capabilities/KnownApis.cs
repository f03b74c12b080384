using System.Collections.Frozen;
using System.Collections.Immutable;
using Assay.Python.Meaning;

namespace Assay.Engine.Capabilities;

/// <summary>APIs that do nothing to the world but matter to where values go: what they return, call, or do not pass on.</summary>
public static class KnownApis
{
    private static readonly FrozenDictionary<string, Api> s_byName = Rows.ToFrozenDictionary(static row => row.Name, StringComparer.Ordinal);

    public static ImmutableArray<Api> Rows =>
    [
        new("builtins.len") { Passes = false },
        new("builtins.isinstance") { Passes = false },
    ];

    /// <summary>The row of an API; null where there is none.</summary>
    public static Api? Find(string name) => s_byName.GetValueOrDefault(name);
}
