using System.Buffers;
using System.Collections.Immutable;
using Assay.Index;
using Assay.Packaging.Names;

namespace Assay.Installers;

/// <summary>The indexes that uv would ask, from arguments, variables and settings.</summary>
/// <param name="Main">The default index in force.</param>
/// <param name="Asked">In the order that <c>UV_INDEX</c> lists: additional ones, the default, explicit ones.</param>
/// <param name="Links">Find-links pages and folders, and indexes of the flat format.</param>
internal sealed record UvIndexes(UvIndex Main, ImmutableArray<UvIndex> Asked, ImmutableArray<UvIndex> Links)
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    public static UvIndexes None { get; } = new(new UvIndex(new IndexSource(IndexSource.PublicDefault, null, null, "default"), true, false), [], []);

    /// <summary>All of them.</summary>
    public IEnumerable<UvIndex> All => Asked.Concat(Links);

    public static UvIndexes Read(ImmutableArray<Argument> arguments, UvSettings settings, string folder, InstallerInput input)
    {
        var all = new List<UvIndex>();
        void Add(string option, string variable, bool isDefault)
        {
            foreach ((string text, string origin) in Given(arguments, input, option, variable))
            {
                (string? name, string address) = SplitName(text);
                all.Add(new UvIndex(IndexAddress.Read(address, name, origin, folder), isDefault, false));
            }
        }

        Add("--default-index", "UV_DEFAULT_INDEX", isDefault: true);
        Add("--index", "UV_INDEX", isDefault: false);
        Add("--index-url", "UV_INDEX_URL", isDefault: true);
        Add("--extra-index-url", "UV_EXTRA_INDEX_URL", isDefault: false);
        foreach ((string text, string origin) in Given(arguments, input, "--find-links", "UV_FIND_LINKS", ','))
        {
            all.Add(new UvIndex(IndexAddress.Read(text, null, origin, folder, isFindLinks: true), false, false));
        }

        all.AddRange(settings.Indexes);
        UvIndex main = all.Find(index => index is { IsDefault: true, Source.IsFindLinks: false }) ?? None.Main;
        UvIndex[] inForce = [.. all.Where(index => !index.IsDefault).Append(main).Select(index => Completed(index, settings, input))];

        // A name stands for the first index that bears it.
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < inForce.Length; i++)
        {
            if (inForce[i].Source.Name is { } name && !names.Add(name))
            {
                inForce[i] = inForce[i] with { Source = inForce[i].Source with { Name = null } };
            }
        }

        ILookup<bool, UvIndex> byKind = inForce.ToLookup(index => index.Source.IsFindLinks);
        return new UvIndexes(
            inForce[^1],
            [
                .. byKind[false].Where(index => !index.IsDefault && !index.IsExplicit),
                .. byKind[false].Where(index => index.IsDefault),
                .. byKind[false].Where(index => !index.IsDefault && index.IsExplicit),
            ],
            [.. byKind[true]]);
    }

    /// <summary>An index as <c>UV_INDEX</c> and <c>--index</c> name it.</summary>
    public static RewrittenText Named(UvIndex index) => new(
        [new Piece.Literal(index.Source.Name is { } name ? $"{name}=" : ""), new Piece.OfIndex(index.Source)]);

    /// <summary>All indexes as arguments, for a step whose program must not see them as variables.</summary>
    public ImmutableArray<HandedArgument> AsArguments() =>
    [
        new HandedArgument(new Argument("--default-index", "", []), RewrittenText.Of(new Piece.OfIndex(Main.Source))),
        .. Asked.Select(index => new HandedArgument(new Argument("--index", "", []), Named(index))),
        .. Links.Select(index => new HandedArgument(new Argument("--find-links", "", []), RewrittenText.Of(new Piece.OfIndex(index.Source)))),
    ];

    /// <summary>Splits <c>NAME=ADDRESS</c>, where the name is letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</summary>
    public static (string? Name, string Address) SplitName(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && text.AsSpan(0, equals).IndexOfAnyExcept(NameCharacters) < 0 ? (text[..equals], text[(equals + 1)..]) : (null, text);
    }

    // An option on the command line hides its variable.
    private static IEnumerable<(string Text, string Origin)> Given(
        ImmutableArray<Argument> arguments, InstallerInput input, string option, string variable, char? separator = null)
    {
        char[]? separators = separator is { } one ? [one] : null;
        string[] written = [.. arguments.Where(argument => argument.Option == option).Select(argument => argument.Value).OfType<string>()];
        string origin = written.Length > 0 ? option : variable;
        IEnumerable<string> texts = written.Length > 0 ? written : new[] { input.FilledVariable(variable) }.OfType<string>();
        return texts
            .SelectMany(text => text.Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(text => (text, origin));
    }

    private static UvIndex Completed(UvIndex index, UvSettings settings, InstallerInput input)
    {
        IndexSource source = index.Source;
        ImmutableHashSet<ProjectName>? only = index.IsExplicit ? settings.SourceNames.GetValueOrDefault(source.Name ?? "", []) : null;
        if (source.Credentials is null && source.Name is { } name)
        {
            (string user, string password) = UvVariables.CredentialsOf(name);
            if (input.FilledVariable(user) is not null || input.FilledVariable(password) is not null)
            {
                source = source with { Credentials = new IndexCredentials(input.Variable(user) ?? "", input.Variable(password) ?? "") };
            }
        }

        return index with { Source = source with { OnlyFor = only } };
    }
}
