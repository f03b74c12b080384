using System.Collections.Immutable;
using System.Text;
using Assay.Installers;

namespace Assay.Tests.Installers;

/// <summary>A machine that exists only in memory: files, folders, variables.</summary>
internal sealed class Bench
{
    public const string Python = "/usr/bin/python3";

    public static readonly GuardAddresses Guard = new("http://127.0.0.1:9000/secret", "http://user:token@127.0.0.1:9000");

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal) { ["PATH"] = "/usr/bin", ["HOME"] = "/home/u" };

    public Dictionary<string, string> Files { get; } = new(StringComparer.Ordinal) { [Python] = "" };

    public HashSet<string> Folders { get; } = new(StringComparer.Ordinal) { "/work" };

    public InstallerInput Input(params ReadOnlySpan<string> arguments) => new(
        [.. arguments],
        Variables,
        "/work",
        new InstallerFiles(path => Files.TryGetValue(path, out string? text) ? Encoding.UTF8.GetBytes(text) : null, Files.ContainsKey, Folders.Contains)
        {
            Folders = path => [.. Folders.Where(folder => Path.GetDirectoryName(folder) == path)],
        },
        InstallerFolders.Of(Variables, InstallerPlatform.Linux, Folders.Contains));

    public InstallerCommand Pip(params ReadOnlySpan<string> arguments) => PipReader.Read(Input(arguments));

    /// <summary>Starts nothing: gives the launch, with copies in a folder that is deleted at once; their texts by original name.</summary>
    public static (Launch Launch, ImmutableDictionary<string, string> Copies) Prepare(InstallerCommand command)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("assay-installers-");
        try
        {
            Launch launch = command.Prepare(Guard, folder.FullName);
            return (launch, launch.TemporaryFiles.ToImmutableDictionary(path => path, File.ReadAllText));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static string GuardOf(string address) =>
        Guard.Of(new global::Assay.Index.IndexSource(address, null, null, "test"));
}
