using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Assay.Packaging.Archives;
using Assay.Packaging.Distributions;
using Assay.Packaging.Names;
using Tomlyn;
using Tomlyn.Model;

namespace Assay.Demo;

/// <summary>A distribution of the demo's index, packed.</summary>
/// <param name="Bytes">What the index sends.</param>
/// <param name="Sha256">What the index says that it sends; lower-case hex.</param>
/// <param name="Metadata">The core metadata that the index offers beside the file; null where it offers none, as for sdists.</param>
public sealed record DemoPackage(ProjectName Project, string Version, string FileName, byte[] Bytes, string Sha256, byte[]? Metadata, DateTimeOffset Uploaded);

/// <summary>Reads the folder <c>examples/</c>, which travels inside the program, and packs it.</summary>
public static class DemoPackages
{
    private const string Prefix = "examples/";

    /// <summary>Every distribution, in the order of their folders' names.</summary>
    /// <param name="start">The demo's start, for upload times that are relative to it.</param>
    public static IReadOnlyList<DemoPackage> Pack(DateTimeOffset start)
    {
        Assembly self = typeof(DemoPackages).Assembly;
        return
        [
            .. self.GetManifestResourceNames()
                .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(static name => name.Replace('\\', '/'))
                .GroupBy(static name => name.Split('/')[1], StringComparer.Ordinal)
                .OrderBy(static folder => folder.Key, StringComparer.Ordinal)
                .Select(folder => PackFolder(self, folder.Key, [.. folder.Order(StringComparer.Ordinal)], start)),
        ];
    }

    private static DemoPackage PackFolder(Assembly self, string folder, IReadOnlyList<string> resources, DateTimeOffset start)
    {
        TomlTable table = DemoTable.Read(Text(self, $"{Prefix}{folder}/package.toml"), folder);
        string files = $"{Prefix}{folder}/files/";
        List<ArchiveInput> members =
        [
            .. resources
                .Where(name => name.StartsWith(files, StringComparison.Ordinal))
                .Select(name => new ArchiveInput(name[files.Length..], Bytes(self, name))),
        ];
        string name = DemoTable.Text(table, "name", folder);
        string version = DemoTable.Text(table, "version", folder);
        string[] headers = [$"Summary: {DemoTable.Text(table, "summary", folder)}", .. DemoTable.Texts(table, "requires").Select(static need => $"Requires-Dist: {need}")];
        DateTimeOffset uploaded = DemoTable.Uploaded(table, start, folder);
        if (DemoTable.Text(table, "kind", folder) == "sdist")
        {
            SdistWriter.Plan sources = new(name, version, members, Headers: headers);
            byte[] sdist = SdistWriter.Write(sources);
            return new DemoPackage(ProjectName.Parse(name), version, sources.FileName, sdist, Convert.ToHexStringLower(SHA256.HashData(sdist)), null, uploaded);
        }

        WheelWriter.Plan plan = new(name, version, members, Headers: headers);
        byte[] published = WheelWriter.Write(plan);
        byte[] metadata = WheelWriter.Members(plan).First(static member => member.Path.EndsWith(".dist-info/METADATA", StringComparison.Ordinal)).Bytes.ToArray();
        byte[] sent = DemoTable.Twist(table) switch
        {
            null => published,
            "second-reading" => published = SecondReading(published, members[0].Path),
            "changed-after-publishing" => WheelWriter.Write(plan with { Files = [.. members, ArchiveInput.Text($"{name.Replace('-', '_')}/later.py", "added = 'after the digest was published'\n")] }),
            string other => throw new InvalidOperationException($"examples/{folder}/package.toml: twist '{other}' is not known"),
        };
        return new DemoPackage(ProjectName.Parse(name), version, plan.FileName, sent, Convert.ToHexStringLower(SHA256.HashData(published)), metadata, uploaded);
    }

    // The first local header names another member than the central directory does: a seeking reader and a streaming one see two archives.
    private static byte[] SecondReading(byte[] wheel, string member)
    {
        byte[] from = Encoding.UTF8.GetBytes(member);
        byte[] to = Encoding.UTF8.GetBytes(member.Replace("__init__", "__main__", StringComparison.Ordinal));
        int at = wheel.AsSpan().IndexOf(from);
        to.CopyTo(wheel, at);
        return wheel;
    }

    private static string Text(Assembly self, string resource) => Encoding.UTF8.GetString(Bytes(self, resource));

    private static byte[] Bytes(Assembly self, string resource)
    {
        using Stream stream = self.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{resource} is missing from the program"));
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
