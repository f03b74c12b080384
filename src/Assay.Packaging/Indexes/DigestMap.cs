using System.Buffers;
using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Assay.Packaging.Indexes;

/// <summary>Digests of one file, by algorithm: both lower case, sorted by algorithm, compared by value.</summary>
public sealed class DigestMap : IReadOnlyCollection<KeyValuePair<string, string>>, IEquatable<DigestMap>
{
    private const int LongestDigest = 256;
    private const int MostDigests = 32;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private static readonly string[] StrongestFirst = ["sha256", "sha512", "sha384", "sha224", "sha1", "md5"];

    private readonly ImmutableArray<KeyValuePair<string, string>> _entries;

    private DigestMap(ImmutableArray<KeyValuePair<string, string>> entries) => _entries = entries;

    public static DigestMap Empty { get; } = new([]);

    public int Count => _entries.Length;

    /// <summary>The sha256 as 64 lower-case hex digits, or null.</summary>
    public string? Sha256 => this["sha256"];

    /// <summary>The one digest to publish where only one has room: sha256, else the strongest that installers check; null where there is none.</summary>
    public KeyValuePair<string, string>? Strongest
    {
        get
        {
            foreach (string algorithm in StrongestFirst)
            {
                if (this[algorithm] is { } hex)
                {
                    return new(algorithm, hex);
                }
            }

            return null;
        }
    }

    /// <summary>The digest under a lower-case algorithm name, or null.</summary>
    public string? this[string algorithm]
    {
        get
        {
            foreach (KeyValuePair<string, string> entry in _entries)
            {
                if (string.Equals(entry.Key, algorithm, StringComparison.Ordinal))
                {
                    return entry.Value;
                }
            }

            return null;
        }
    }

    /// <summary>One digest.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static DigestMap Of(string algorithm, string hex) =>
        TryCreate([new(algorithm, hex)], out DigestMap? map, out string? fault) ? map : throw new FormatException(fault);

    /// <summary>
    /// Takes digests as published; false, with a reason, where a name or a digest is none, a known algorithm's digest has
    /// the wrong length, or one algorithm has two digests.
    /// </summary>
    public static bool TryCreate(
        IReadOnlyCollection<KeyValuePair<string, string>> published,
        [NotNullWhen(true)] out DigestMap? map,
        [NotNullWhen(false)] out string? fault)
    {
        map = null;
        fault = null;
        if (published.Count == 0)
        {
            map = Empty;
            return true;
        }

        if (published.Count > MostDigests)
        {
            fault = $"it has more than {MostDigests} digests";
            return false;
        }

        var entries = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(published.Count);
        foreach ((string algorithm, string hex) in published)
        {
            fault = Fault(algorithm, hex);
            if (fault is not null)
            {
                return false;
            }

            entries.Add(new(algorithm.ToLowerInvariant(), hex.ToLowerInvariant()));
        }

        if (entries.Count > 1)
        {
            entries.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
            for (int i = entries.Count - 1; i > 0; i--)
            {
                if (entries[i].Key == entries[i - 1].Key)
                {
                    if (entries[i].Value != entries[i - 1].Value)
                    {
                        fault = $"it has two {entries[i].Key} digests";
                        return false;
                    }

                    entries.RemoveAt(i);
                }
            }
        }

        map = new DigestMap(entries.DrainToImmutable());
        return true;
    }

    public bool Equals(DigestMap? other) => other is not null && _entries.AsSpan().SequenceEqual(other._entries.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as DigestMap);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (KeyValuePair<string, string> entry in _entries)
        {
            hash.Add(entry.Value, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => string.Join(" ", _entries.Select(static e => $"{e.Key}:{e.Value}"));

    public ImmutableArray<KeyValuePair<string, string>>.Enumerator GetEnumerator() => _entries.GetEnumerator();

    IEnumerator<KeyValuePair<string, string>> IEnumerable<KeyValuePair<string, string>>.GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, string>>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)_entries).GetEnumerator();

    private static string? Fault(string algorithm, string hex)
    {
        if (algorithm.Length is 0 or > 32 || algorithm.AsSpan().ContainsAnyExcept(NameCharacters))
        {
            return "a digest's algorithm is no name";
        }

        if (hex.Length is 0 or > LongestDigest || hex.Length % 2 != 0 || hex.AsSpan().ContainsAnyExcept(Hex))
        {
            return $"its {algorithm} digest is not hexadecimal";
        }

        int expected = HexLength(algorithm);
        return expected != 0 && hex.Length != expected ? $"its {algorithm} digest has {hex.Length} digits in place of {expected}" : null;
    }

    private static int HexLength(string algorithm) => algorithm.ToLowerInvariant() switch
    {
        "md5" => 32,
        "sha1" => 40,
        "sha224" or "sha3_224" => 56,
        "sha256" or "sha3_256" => 64,
        "sha384" or "sha3_384" => 96,
        "sha512" or "sha3_512" => 128,
        _ => 0,
    };
}
