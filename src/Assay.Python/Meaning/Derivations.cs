using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Assay.Python.Meaning;

/// <summary>Remembers by which decoders a value was made, and which limit cut it off: for the words on a layer and for naming a limit.</summary>
internal sealed class Derivations
{
    private const int MaxNames = 8;

    private readonly ConditionalWeakTable<Value, Derivation> _of = [];

    public bool IsEmpty { get; private set; } = true;

    public Derivation Of(Value value) => !IsEmpty && _of.TryGetValue(value, out Derivation? found) ? found : Derivation.None;

    public void Cut(Value value, string limit) => Set(value, new Derivation(Of(value).Decoders, limit));

    /// <summary>The result was made of the inputs, by a decoder where its name is given.</summary>
    public void Made(Value result, ReadOnlySpan<Value> inputs, string? decoder)
    {
        if (IsEmpty && decoder is null)
        {
            return;
        }

        ImmutableArray<string> names = [];
        string? cut = null;
        foreach (Value input in inputs)
        {
            Derivation of = Of(input);
            names = names.IsEmpty ? of.Decoders : names.AddRange(of.Decoders.Where(name => !names.Contains(name)));
            cut ??= of.Limit;
        }

        if (decoder is not null && !names.Contains(decoder) && names.Length < MaxNames)
        {
            names = names.Add(decoder);
        }

        if (!names.IsEmpty || cut is not null)
        {
            Set(result, new Derivation(names, cut));
        }
    }

    private void Set(Value value, Derivation derivation)
    {
        IsEmpty = false;
        _of.AddOrUpdate(value, derivation);
    }
}

/// <param name="Decoders">Innermost first.</param>
/// <param name="Limit">The limit that ended its computation; null where none did.</param>
internal sealed record Derivation(ImmutableArray<string> Decoders, string? Limit)
{
    public static Derivation None { get; } = new([], null);
}
