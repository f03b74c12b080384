using System.Collections.Immutable;
using Assay.Index;
using Assay.Packaging.Lockfiles;
using Assay.Packaging.Names;
using Assay.Packaging.Requirements;

namespace Assay.Audits;

/// <summary>
/// The indexes that an input names itself. What a project's file names is not asked (it may point anywhere), and the public index is not told the
/// names of projects that may be another's: only the user says which index to ask.
/// </summary>
/// <param name="All">True: any project of the input may come from one of them.</param>
/// <param name="Projects">Those that come from one of them.</param>
/// <param name="Notices">File, line, and the rest of a sentence that begins with them; unescaped.</param>
internal sealed record FixOwnIndexes(bool All, ImmutableHashSet<ProjectName> Projects, ImmutableArray<(string File, int Line, string Text)> Notices)
{
    private const string PublicHost = "pypi.org";

    public static FixOwnIndexes None { get; } = new(All: false, [], []);

    public bool MayAsk(ProjectName project) => !All && !Projects.Contains(project);

    public static FixOwnIndexes Of(FixInput input, IEnumerable<(int Source, DependencyList List, string Path)> lists, Func<string, string?> variable, FixFiles files)
    {
        ImmutableArray<(string File, int Line, string Address)> named = input.Format switch
        {
            "requirements" =>
            [
                .. RequirementsTree.Read(input.Path, files.Read, variable).Files.SelectMany(static file => file.Options.Select(option => (file.File, option)))
                    .Where(static one => one.option is { Option: RequirementsOption.IndexUrl or RequirementsOption.ExtraIndexUrl, Value: not null })
                    .Select(static one => (one.File, one.option.Line, one.option.Value!)),
            ],
            "pyproject.toml" => [.. FixPyproject.Indexes(input.Path, files).Select(index => (input.Path, index.Line, index.Address))],
            _ => [],
        };
        named = [.. named.Where(static one => !IsPublic(one.Address))];
        ListedDependency[] apart = [.. lists.Where(list => list.Source == input.Source).SelectMany(static list => list.List.Dependencies).Where(static one => one is { Project: not null, Index: not null } && !IsPublic(one.Index))];
        return new FixOwnIndexes(
            !named.IsEmpty,
            [.. apart.Select(static one => one.Project!.Value)],
            [
                .. named.Select(static one => (one.File, one.Line, $"names the index {Shown(one.Address)}: so that the public one learns no name of it, none is asked about this input; say with --index-url which to ask")),
                .. apart.Take(named.IsEmpty ? 1 : 0).Select(static one => (one.File, one.Line ?? 1, $"takes '{one.Name}' from the index {Shown(one.Index!)}: the public one is not asked about what comes from there; say with --index-url which to ask")),
            ]);
    }

    private static bool IsPublic(string address) => Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.Host.Equals(PublicHost, StringComparison.OrdinalIgnoreCase);

    private static string Shown(string address) => Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) ? SecretFree.Describe(uri) : $"'{address}'";
}
