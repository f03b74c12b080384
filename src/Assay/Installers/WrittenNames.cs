using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Assay.Store;

namespace Assay.Installers;

/// <summary>Maps back what an installer wrote that names the guard: reports, exports, receipts, and <c>direct_url.json</c> with its row in <c>RECORD</c>.</summary>
public static class WrittenNames
{
    private const string DirectUrl = "direct_url.json";

    /// <summary>Maps back all outputs of a command that has ended.</summary>
    /// <param name="originals">See <see cref="Launch.Originals"/>.</param>
    /// <returns>The files that named the guard.</returns>
    public static IReadOnlyList<string> MapBack(
        InstallerOutputs outputs, GuardAddresses addresses, ImmutableSortedDictionary<string, string> originals)
    {
        var changed = new List<string>();
        foreach (string file in outputs.Files.Where(File.Exists))
        {
            MapFile(file, addresses, originals, changed);
        }

        foreach (string folder in outputs.Environments.SelectMany(PackageFolders).Distinct(StringComparer.Ordinal))
        {
            MapPackages(folder, addresses, originals, changed);
        }

        foreach (string receipt in outputs.Environments.Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories)
            .Select(tool => Path.Combine(tool, "uv-receipt.toml")).Where(File.Exists))
        {
            MapFile(receipt, addresses, originals, changed);
        }

        return changed;
    }

    private static void MapPackages(
        string folder, GuardAddresses addresses, ImmutableSortedDictionary<string, string> originals, List<string> changed)
    {
        foreach (string information in Directory.EnumerateDirectories(folder, "*.dist-info"))
        {
            string file = Path.Combine(information, DirectUrl);
            if (!File.Exists(file) || !MapFile(file, addresses, originals, changed))
            {
                continue;
            }

            string record = Path.Combine(information, "RECORD");
            if (File.Exists(record))
            {
                byte[] bytes = File.ReadAllBytes(file);
                string digest = Convert.ToBase64String(SHA256.HashData(bytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
                string row = $"{Path.GetFileName(information)}/{DirectUrl}";
                string text = File.ReadAllText(record, Encoding.UTF8);
                WholeFile.Write(record, Encoding.UTF8.GetBytes(WithRow(text, row, $"{row},sha256={digest},{bytes.Length}")));
                changed.Add(record);
            }
        }
    }

    private static string WithRow(string record, string file, string row)
    {
        int start = record.StartsWith(file + ",", StringComparison.Ordinal) ? 0 : record.IndexOf($"\n{file},", StringComparison.Ordinal) + 1;
        if (start == 0 && !record.StartsWith(file + ",", StringComparison.Ordinal))
        {
            return record;
        }

        int end = record.AsSpan(start).IndexOfAny('\r', '\n');
        return string.Concat(record.AsSpan(0, start), row, end < 0 ? "" : record.AsSpan(start + end));
    }

    private static bool MapFile(
        string file, GuardAddresses addresses, ImmutableSortedDictionary<string, string> originals, List<string> changed)
    {
        string text = File.ReadAllText(file, Encoding.UTF8);
        string back = GuardText.MapBack(text, addresses, originals);
        if (ReferenceEquals(back, text))
        {
            return false;
        }

        WholeFile.Write(file, Encoding.UTF8.GetBytes(back));
        changed.Add(file);
        return true;
    }

    // An interpreter, an environment, a folder of packages (--target), or a folder of environments (uv's tools).
    private static IEnumerable<string> PackageFolders(string place)
    {
        if (File.Exists(place))
        {
            string folder = Path.GetDirectoryName(place) ?? "/";
            return new[] { folder, Path.GetDirectoryName(folder) ?? folder }.SelectMany(SitePackages);
        }

        return Directory.Exists(place)
            ? SitePackages(place).Append(place).Concat(Directory.EnumerateDirectories(place).SelectMany(SitePackages))
            : [];
    }

    private static IEnumerable<string> SitePackages(string prefix)
    {
        string windows = Path.Combine(prefix, "Lib", "site-packages");
        if (Directory.Exists(windows))
        {
            yield return windows;
        }

        foreach (string library in new[] { "lib", "lib64", Path.Combine("local", "lib") }.Select(name => Path.Combine(prefix, name)).Where(Directory.Exists))
        {
            foreach (string folder in Directory.EnumerateDirectories(library, "python*")
                .SelectMany(python => new[] { Path.Combine(python, "site-packages"), Path.Combine(python, "dist-packages") })
                .Where(Directory.Exists))
            {
                yield return folder;
            }
        }
    }
}
