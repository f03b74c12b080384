using System.Collections.Immutable;

namespace Assay.Installers;

/// <summary>One argument of a command line as the installer's own parser takes it: an option with or without a value, or a word.</summary>
/// <param name="Option">The option's canonical name (<c>--index-url</c> for <c>-i</c> and <c>--index-u</c>); null for a word.</param>
/// <param name="Value">The option's value, or the word; null for a flag.</param>
/// <param name="Tokens">What to hand on where nothing is changed.</param>
public sealed record Argument(string? Option, string? Value, ImmutableArray<string> Tokens)
{
    /// <summary>A word that is no option.</summary>
    public static Argument Word(string text) => new(null, text, [text]);

    /// <summary>The same argument with another value, in the one spelling that every parser reads alike.</summary>
    public Argument With(string value) =>
        Option is null ? Word(value) : this with { Value = value, Tokens = [$"{Option}={value}"] };
}

/// <summary>An option that an installer knows.</summary>
/// <param name="Names">All spellings, the canonical long one first.</param>
/// <param name="TakesValue">Whether a value follows.</param>
public sealed record KnownOption(ImmutableArray<string> Names, bool TakesValue)
{
    /// <summary>The spelling by which the rest of the house knows the option.</summary>
    public string Canonical => Names[0];
}

/// <summary>The options of one command, by every spelling.</summary>
public sealed class OptionTable
{
    private readonly Dictionary<string, KnownOption> _byName = new(StringComparer.Ordinal);
    private readonly List<string> _longNames = [];

    /// <summary>Reads rows such as <c>--index-url -i --pypi-url =</c>, where a closing <c>=</c> says that a value follows.</summary>
    public OptionTable(params IEnumerable<string> rows)
    {
        foreach (string row in rows)
        {
            bool takesValue = row.EndsWith(" =", StringComparison.Ordinal);
            ImmutableArray<string> names = [.. (takesValue ? row[..^2] : row).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
            var option = new KnownOption(names, takesValue);
            foreach (string name in names)
            {
                if (_byName.TryAdd(name, option) && name.StartsWith("--", StringComparison.Ordinal))
                {
                    _longNames.Add(name);
                }
            }
        }
    }

    /// <summary>The option with exactly this spelling; null where there is none.</summary>
    public KnownOption? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>All long spellings that begin with <paramref name="prefix"/>.</summary>
    public IEnumerable<string> StartingWith(string prefix) =>
        _longNames.Where(name => name.StartsWith(prefix, StringComparison.Ordinal));
}
