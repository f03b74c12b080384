using System.Text;
using Assay.Packaging.Environments;

namespace Assay.Fuzz.Targets;

/// <summary>The files of an installed environment, one of them and the name of a record being foreign.</summary>
internal static class EnvironmentTarget
{
    private const string Site = "/e/lib/python3.11/site-packages";

    private static readonly string[] s_files =
    [
        Site + "/*.dist-info/METADATA", Site + "/*.dist-info/direct_url.json", Site + "/*.dist-info/sboms/a.json", Site + "/*/_vendor/vendor.txt", "/e/conda-meta/a.json",
        "/e/pyvenv.cfg", Site + "/*.egg-info", Site + "/*.egg-info/requires.txt", Site + "/*.egg-link",
    ];

    public static void Run(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return;
        }

        int line = data.IndexOf((byte)'\n');
        string record = line < 1 ? "frob-1.0" : Encoding.Latin1.GetString(data[1..line]).Replace('/', '_').Replace('\0', '_');
        string file = s_files[data[0] % s_files.Length].Replace("*", record, StringComparison.Ordinal);
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal)
        {
            [$"{Site}/frob-1.dist-info/METADATA"] = "Name: frob\nVersion: 1\n\n"u8.ToArray(),
            ["/usr/lib/python3/dist-packages/six-1.dist-info/METADATA"] = "Name: six\nVersion: 1\n\n"u8.ToArray(),
            ["/e/lib/python3.11/src/frob.egg-info/PKG-INFO"] = "Name: frob\nVersion: 3\n"u8.ToArray(),
        };
        files[file] = data[(line + 1)..].ToArray();
        if (file.EndsWith("requires.txt", StringComparison.Ordinal))
        {
            files[file.Replace("requires.txt", "PKG-INFO", StringComparison.Ordinal)] = "Name: frob\nVersion: 3\n"u8.ToArray();
        }

        string first = Said(files);
        if (first != Said(files))
        {
            throw new InvalidOperationException("two readings differ");
        }
    }

    private static string Said(Dictionary<string, byte[]> files)
    {
        FolderView disk = new(
            path => [.. Entries(files, path)],
            (path, count) => files.TryGetValue(path, out byte[]? bytes) ? bytes.AsSpan(0, Math.Min(count, bytes.Length)).ToArray() : null,
            path => files.ContainsKey(path) || Entries(files, path).Any() ? path : null,
            MaxBytes: 65_536);
        InstalledEnvironment environment = EnvironmentReader.Read(disk, "/e") ?? throw new InvalidOperationException("the environment is gone");
        StringBuilder said = new(environment.Python);
        foreach (InstalledDistribution distribution in environment.Distributions)
        {
            if (distribution.Name.Length == 0 || distribution.Record.Length == 0)
            {
                throw new InvalidOperationException("a distribution without a name or a record");
            }

            said.Append(distribution).AppendJoin(',', distribution.Requires).Append(distribution.Project);
        }

        foreach (EnvironmentProblem problem in environment.Problems)
        {
            if (problem.Message.Length == 0)
            {
                throw new InvalidOperationException("a problem without words");
            }

            said.Append(problem);
        }

        return said.ToString();
    }

    private static IEnumerable<FolderEntry> Entries(Dictionary<string, byte[]> files, string folder) =>
        files.Keys.Where(file => file.StartsWith(folder + "/", StringComparison.Ordinal))
            .Select(file => file[(folder.Length + 1)..].Split('/'))
            .GroupBy(static parts => parts[0], StringComparer.Ordinal)
            .Select(static group => new FolderEntry(group.Key, group.Any(static parts => parts.Length > 1), IsLink: false));
}
