using System.Collections.Immutable;
using System.Text;

namespace Assay.Installers;

/// <summary>An argument that is handed on.</summary>
/// <param name="Value">Its new value; null where it is handed on as written.</param>
public sealed record HandedArgument(Argument Argument, RewrittenText? Value = null);

/// <summary>A command as read, with places for the guard's addresses: what the reading says (<see cref="Plan"/>) and how to start it.</summary>
/// <param name="FileName">The program to start.</param>
/// <param name="Leading">Arguments before the installer's own, such as <c>-m pip</c>.</param>
/// <param name="Variables">Variables to set.</param>
/// <param name="Remove">Variables to remove.</param>
/// <param name="Outputs">What the installer writes that may name the guard and is mapped back afterwards.</param>
/// <param name="Program">The user's program to start after the install step, without the guard; null where there is none.</param>
public sealed record InstallerCommand(
    InstallerPlan Plan,
    string FileName,
    ImmutableArray<string> Leading,
    ImmutableArray<HandedArgument> Arguments,
    ImmutableSortedDictionary<string, RewrittenText> Variables,
    ImmutableArray<string> Remove,
    InstallerOutputs Outputs,
    ProgramStep? Program = null)
{
    /// <summary>
    /// How long installers wait for the guard's headers, in seconds: a large file is fetched and inspected whole before its first byte
    /// is served.
    /// </summary>
    public const int TimeoutSeconds = 900;

    /// <summary>The command as the user gave it, for subcommands that fetch nothing.</summary>
    public static InstallerCommand PassingThrough(InstallerPlan plan, string fileName, ImmutableArray<string> leading, ImmutableArray<string> arguments) =>
        new(plan, fileName, leading, [.. arguments.Select(text => new HandedArgument(Argument.Word(text)))],
            ImmutableSortedDictionary<string, RewrittenText>.Empty, [], InstallerOutputs.None);

    /// <summary>Puts the guard's addresses in and writes the rewritten copies, readable by this user only.</summary>
    /// <param name="temporaryFolder">An existing folder of this run's own.</param>
    public Launch Prepare(GuardAddresses addresses, string temporaryFolder)
    {
        var copies = new Copies(addresses, temporaryFolder);
        ImmutableArray<string> Rendered(ImmutableArray<HandedArgument> arguments) =>
            [.. arguments.SelectMany(handed => handed.Value is null
                ? handed.Argument.Tokens
                : handed.Argument.With(handed.Value.Render(addresses, copies.PathOf)).Tokens)];

        ImmutableArray<string> install = [.. Leading, .. Rendered(Arguments)];
        Launch? program = Program is null
            ? null
            : new Launch(Program.FileName, Rendered(Program.Arguments), ImmutableSortedDictionary<string, string>.Empty, [], [], ImmutableSortedDictionary<string, string>.Empty, null);
        ImmutableSortedDictionary<string, string> set = Variables.ToImmutableSortedDictionary(
            variable => variable.Key, variable => variable.Value.Render(addresses, copies.PathOf), Variables.KeyComparer);
        return new Launch(FileName, install, set, Remove, copies.Paths, copies.Originals, program);
    }

    private sealed class Copies(GuardAddresses addresses, string folder)
    {
        private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
        private readonly Dictionary<string, string> _pathByOriginal = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, string> _originals = new(StringComparer.Ordinal);

        public ImmutableArray<string> Paths => [.. _pathByOriginal.Values.Order(StringComparer.Ordinal)];

        public ImmutableSortedDictionary<string, string> Originals => _originals.ToImmutableSortedDictionary(StringComparer.Ordinal);

        public string PathOf(RewrittenFile file)
        {
            if (_pathByOriginal.TryGetValue(file.Original, out string? known))
            {
                return known;
            }

            // A folder a file keeps the original's name, which installers look at (pylock.toml) and print.
            string own = Path.Combine(folder, $"{_pathByOriginal.Count + 1}", file.Folder);
            // Requirements files are read as shell words, to which a backslash is no separator.
            string path = Path.Combine(own, Path.GetFileName(file.Original));
            path = OperatingSystem.IsWindows() ? path.Replace('\\', '/') : path;
            _pathByOriginal.Add(file.Original, path);
            _originals.Add(path, file.Written ?? file.Original);
            Directory.CreateDirectory(own);
            string text = file.Text.Render(addresses, PathOf);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var stream = new FileStream(path, options);
            stream.Write(Utf8.GetBytes(text));
            return path;
        }
    }
}

/// <summary>The step that runs the user's program after the install step, in the user's own environment and without network.</summary>
public sealed record ProgramStep(string FileName, ImmutableArray<HandedArgument> Arguments);

/// <summary>Files and streams that the installer writes and that may name the guard.</summary>
/// <param name="Files">Reports, locks and exports named by arguments.</param>
/// <param name="Environments">Interpreters, environments or folders of packages whose <c>direct_url.json</c> and <c>RECORD</c> may name the guard.</param>
/// <param name="FilterStandardOutput">True where standard output carries the guard's addresses as content (<c>freeze</c>, <c>lock -o -</c>, <c>--report -</c>).</param>
public sealed record InstallerOutputs(
    ImmutableArray<string> Files,
    ImmutableArray<string> Environments,
    bool FilterStandardOutput)
{
    /// <summary>Nothing is written.</summary>
    public static InstallerOutputs None { get; } = new([], [], false);
}
