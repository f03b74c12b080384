using System.IO.Compression;
using System.Reflection;

namespace Assay.Tests;

/// <summary>Tools beside the repository; tests that need one are skipped with a word where it is missing.</summary>
internal static class SharedTools
{
    private static readonly Lock s_gate = new();

    /// <summary>The folder or file of that name.</summary>
    public static string Require(string name)
    {
        string root = typeof(SharedTools).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        string path = Path.GetFullPath(Path.Combine(root, "..", "shared", "tools", name));
        if (!Path.Exists(path))
        {
            Assert.Skip($"…/shared/tools/{name} is not here");
        }

        return path;
    }

    /// <summary>The uv program out of its wheel, unpacked once.</summary>
    public static string RequireUv()
    {
        string? wheel = Directory.GetFiles(Require("wheels"), "uv-*.whl").FirstOrDefault();
        if (wheel is null)
        {
            Assert.Skip("there is no wheel of uv in …/shared/tools/wheels");
        }

        string path = Path.Combine(Path.GetTempPath(), $"assay-tests-{Path.GetFileNameWithoutExtension(wheel)}", "uv");
        lock (s_gate)
        {
            if (!File.Exists(path))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                using ZipArchive archive = ZipFile.OpenRead(wheel);
                ZipArchiveEntry entry = archive.Entries.First(e => e.FullName.EndsWith(".data/scripts/uv", StringComparison.Ordinal));
                string unfinished = $"{path}.{Environment.ProcessId}";
                entry.ExtractToFile(unfinished, overwrite: true);
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                }

                File.Move(unfinished, path, overwrite: true);
            }
        }

        return path;
    }
}
