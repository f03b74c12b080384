using System.Collections.Immutable;
using Assay.Index;
using Assay.Packaging.Names;

namespace Assay.Installers;

/// <summary>uv's settings in force: project or script first, then the user's, then the machine's.</summary>
/// <param name="Variables">Variables that keep uv from reading a file with proxy keys: it reads a copy without them.</param>
internal sealed record UvSettings(
    UvProject Project,
    ImmutableArray<UvIndex> Indexes,
    ImmutableDictionary<string, ImmutableHashSet<ProjectName>> SourceNames,
    ImmutableArray<string> TrustedHosts,
    ImmutableArray<Refusal> Refusals,
    ImmutableArray<KeyValuePair<string, RewrittenText>> Variables)
{
    public static UvSettings Read(
        InstallerInput input, string subcommand, string folder, string? projectOption, bool noConfig, string? script)
    {
        string projectFolder = input.Absolute(projectOption ?? input.FilledVariable("UV_PROJECT") ?? ".", folder);
        UvProject project = subcommand.StartsWith("tool ", StringComparison.Ordinal) ? UvProject.None
            : script is not null ? new UvProject(null, UvProject.OfScript(input.Absolute(script, folder), input) is { } own ? [own] : [])
            : UvProject.Find(projectFolder, input);
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        foreach (UvConfiguration file in project.Files)
        {
            refusals.AddRange(file.ProxyLines.Select(line => new Refusal(
                $"{file.Path}:{line}",
                "uv would go through this proxy in place of the guard.",
                "Take the line out and set HTTPS_PROXY in your environment: the guard itself goes through it.")));
        }

        bool readsNone = noConfig || input.FilledVariable("UV_NO_CONFIG") is "1" or "true" or "yes" or "on";
        var variables = ImmutableArray.CreateBuilder<KeyValuePair<string, RewrittenText>>();
        var files = new List<UvConfiguration>();
        if (input.FilledVariable("UV_CONFIG_FILE") is { } named)
        {
            AddNamed(UvConfiguration.Read(input.Absolute(named, folder), isProject: false, input), named, files, variables);
        }
        else if (!readsNone)
        {
            files.AddRange(project.Files);
            AddUserAndSystem(input, files, variables);
        }

        refusals.AddRange(files.Union(project.Files).Where(file => file.IsUnreadable).Select(file => ProjectReading.Unreadable(file.Path)));

        // Sources look their index up in the project itself, whatever other settings are switched off.
        IEnumerable<UvIndex> indexes = files.SelectMany(file => file.Indexes)
            .Concat(project.Files.Except(files).SelectMany(file => file.Indexes).Where(index => index.IsExplicit));
        var sources = new Dictionary<string, ImmutableHashSet<ProjectName>>(StringComparer.Ordinal);
        foreach ((string name, ImmutableHashSet<ProjectName> projects) in project.Files.SelectMany(file => file.SourceNames))
        {
            sources[name] = sources.GetValueOrDefault(name, []).Union(projects);
        }

        return new UvSettings(
            project,
            [.. indexes],
            sources.ToImmutableDictionary(StringComparer.Ordinal),
            [.. files.SelectMany(file => file.TrustedHosts), .. (input.FilledVariable("UV_INSECURE_HOST") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)],
            refusals.ToImmutable(),
            variables.ToImmutable());
    }

    /// <summary>A copy of the user's settings whose indexes are the guard's, with the default index where none is set.</summary>
    public static IEnumerable<KeyValuePair<string, RewrittenText>> UserSettings(InstallerInput input, IndexSource main)
    {
        string path = input.Folders.UvUser;
        UvConfiguration? user = UvConfiguration.Read(path, isProject: false, input);
        string text = user?.WithoutProxies() ?? "";
        RewrittenText mapped = LockText.Read(path, text)?.Text ?? "";
        if (user is null || !user.Indexes.Any(index => index.IsDefault))
        {
            mapped = new RewrittenText([new Piece.Literal("index-url = \""), new Piece.OfIndex(main), new Piece.Literal("\"\n"), .. mapped.Pieces]);
        }

        return [InPlaceOf(path, mapped, input)];
    }

    private static void AddNamed(
        UvConfiguration? file, string named, List<UvConfiguration> files, ImmutableArray<KeyValuePair<string, RewrittenText>>.Builder variables)
    {
        RewrittenText value = named;
        if (file is not null)
        {
            files.Add(file);
            if (!file.ProxyLines.IsEmpty)
            {
                value = RewrittenText.Of(new Piece.OfCopy(new RewrittenFile(file.Path, file.WithoutProxies())));
            }
        }

        variables.Add(KeyValuePair.Create("UV_CONFIG_FILE", value));
    }

    private static void AddUserAndSystem(
        InstallerInput input, List<UvConfiguration> files, ImmutableArray<KeyValuePair<string, RewrittenText>>.Builder variables)
    {
        if (UvConfiguration.Read(input.Folders.UvUser, isProject: false, input) is { } user)
        {
            files.Add(user);
            if (!user.ProxyLines.IsEmpty)
            {
                variables.Add(InPlaceOf(user.Path, user.WithoutProxies(), input));
            }
        }

        UvConfiguration? system = input.Folders.UvSystem.Select(path => UvConfiguration.Read(path, isProject: false, input)).FirstOrDefault(file => file is not null);
        if (system is not null)
        {
            files.Add(system);
            if (!system.ProxyLines.IsEmpty)
            {
                variables.Add(KeyValuePair.Create("XDG_CONFIG_DIRS", RewrittenText.Of(new Piece.OfCopyRoot(new RewrittenFile(system.Path, system.WithoutProxies(), "uv")))));
            }
        }
    }

    // UV_CONFIG_FILE would switch off the project's settings too, so the user's are exchanged by the folder that uv looks in. On Windows
    // that folder is no matter of variables.
    private static KeyValuePair<string, RewrittenText> InPlaceOf(string path, RewrittenText text, InstallerInput input) =>
        input.Folders.Platform == InstallerPlatform.Windows
            ? KeyValuePair.Create("UV_CONFIG_FILE", RewrittenText.Of(new Piece.OfCopy(new RewrittenFile(path, text))))
            : KeyValuePair.Create("XDG_CONFIG_HOME", RewrittenText.Of(new Piece.OfCopyRoot(new RewrittenFile(path, text, "uv"))));
}
