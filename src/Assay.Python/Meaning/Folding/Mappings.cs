using System.Collections.Immutable;

namespace Assay.Python.Meaning.Folding;

/// <summary>Dictionaries: what a key holds, and making one.</summary>
internal static class Mappings
{
    /// <summary>The last value of each key; every key must be one (<see cref="Equality.IsKey"/>).</summary>
    public static Dictionary<Value, Value> ToDictionary(MappingValue mapping)
    {
        Dictionary<Value, Value> result = new(mapping.Items.Length, Equality.Instance);
        foreach ((Value key, Value value) in mapping.Items)
        {
            result[key] = value;
        }

        return result;
    }

    /// <summary>What a key holds.</summary>
    /// <returns>False where that is not known; true with null where there is no such key.</returns>
    public static bool TryGet(MappingValue mapping, Value key, FoldingBudget budget, out Value? value)
    {
        value = null;
        if (!Equality.IsKey(key) || !budget.TrySpend(mapping.Items.Length))
        {
            return false;
        }

        bool isSure = !mapping.IsPartial;
        for (int i = mapping.Items.Length - 1; i >= 0; i--)
        {
            (Value candidate, Value held) = mapping.Items[i];
            if (!Equality.IsKey(candidate))
            {
                isSure = false;
            }
            else if (Equality.Instance.Equals(candidate, key))
            {
                // An unknown key behind it might be the same one.
                value = held;
                return isSure || mapping.IsPartial;
            }
        }

        return isSure;
    }

    /// <summary>A dictionary of pairs of which the last of a key counts, in the place of the first.</summary>
    public static MappingValue Make(IEnumerable<KeyValuePair<Value, Value>> pairs, bool isPartial)
    {
        List<KeyValuePair<Value, Value>> items = [];
        Dictionary<Value, int> places = new(Equality.Instance);
        foreach (KeyValuePair<Value, Value> pair in pairs)
        {
            if (Equality.IsKey(pair.Key) && places.TryGetValue(pair.Key, out int place))
            {
                items[place] = new KeyValuePair<Value, Value>(items[place].Key, pair.Value);
                continue;
            }

            if (Equality.IsKey(pair.Key))
            {
                places.Add(pair.Key, items.Count);
            }

            items.Add(pair);
        }

        return new MappingValue([.. items], isPartial, Labels.None);
    }

    /// <summary>The keys, each once; default where one is not known.</summary>
    public static ImmutableArray<KeyValuePair<Value, Value>> Items(MappingValue mapping, FoldingBudget budget)
    {
        if (mapping.IsPartial || !budget.TrySpend(mapping.Items.Length) || !mapping.Items.All(static item => Equality.IsKey(item.Key)))
        {
            return default;
        }

        return Make(mapping.Items, isPartial: false).Items;
    }
}
