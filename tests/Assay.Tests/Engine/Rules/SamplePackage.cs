using System.Security.Cryptography;
using System.Text;
using Assay.Packaging.Archives;

namespace Assay.Tests.Engine.Rules;

/// <summary>Packs the fences of a sample into a wheel or a source distribution, adding what every honest one has.</summary>
internal static class SamplePackage
{
    public const string DistInfo = "demo-1.0.dist-info";

    private const string Metadata = "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n";

    public static byte[] Build(Sample sample)
    {
        if (sample.Fences.FirstOrDefault(static fence => fence.Language == "archive") is { } archive)
        {
            return LyingPackages.Build(archive.Path);
        }

        return sample.FileName.EndsWith(".whl", StringComparison.Ordinal) ? ZipWriter.Write(Wheel(sample)) : Sdist(sample);
    }

    /// <summary>The members of a wheel named demo 1.0 with METADATA, WHEEL and RECORD.</summary>
    public static List<ArchiveInput> Wheel(params IEnumerable<ArchiveInput> files)
    {
        List<ArchiveInput> members = [.. files];
        Add(members, $"{DistInfo}/METADATA", Metadata);
        Add(members, $"{DistInfo}/WHEEL", "Wheel-Version: 1.0\nGenerator: sample\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
        AddRecord(members, []);
        return members;
    }

    private static List<ArchiveInput> Wheel(Sample sample)
    {
        HashSet<string> omitted = [.. Of(sample, "omit").Select(static fence => fence.Path)];
        List<ArchiveInput> members = [.. Files(sample, "")];
        if (!members.Exists(static member => member.Path.Contains(".dist-info/", StringComparison.Ordinal) && member.Path.EndsWith("/METADATA", StringComparison.Ordinal)))
        {
            Add(members, $"{DistInfo}/METADATA", Metadata);
        }

        // The tags of WHEEL are those of the file name, unless the sample brings its own.
        string tag = string.Join('-', sample.FileName[..^".whl".Length].Split('-')[^3..]);
        bool pure = tag.EndsWith("-any", StringComparison.Ordinal);
        Add(members, $"{DistInfo}/WHEEL", $"Wheel-Version: 1.0\nGenerator: sample\nRoot-Is-Purelib: {(pure ? "true" : "false")}\nTag: {tag}\n");
        AddRecord(members, [.. Of(sample, "record")]);
        members.RemoveAll(member => omitted.Contains(member.Path));
        return members;
    }

    private static byte[] Sdist(Sample sample)
    {
        HashSet<string> omitted = [.. Of(sample, "omit").Select(static fence => fence.Path)];
        List<ArchiveInput> members = [.. Files(sample, "demo-1.0/")];
        Add(members, "demo-1.0/PKG-INFO", Metadata);
        Add(members, "demo-1.0/pyproject.toml", "[build-system]\nrequires = [\"setuptools\"]\nbuild-backend = \"setuptools.build_meta\"\n");
        members.RemoveAll(member => omitted.Contains(member.Path["demo-1.0/".Length..]));
        return sample.FileName.EndsWith(".zip", StringComparison.Ordinal) ? ZipWriter.Write(members) : TarGzipWriter.Write(members);
    }

    private static IEnumerable<ArchiveInput> Files(Sample sample, string root)
    {
        foreach (Fence fence in sample.Fences)
        {
            if (fence.Language == "base64")
            {
                yield return new ArchiveInput(root + fence.Path, Convert.FromBase64String(fence.Body.ReplaceLineEndings("")));
            }
            else if (fence.Language is not ("omit" or "record" or "archive" or "listing"))
            {
                yield return ArchiveInput.Text(root + fence.Path, fence.Body);
            }
        }
    }

    // A "record" fence replaces the row of its path: by nothing where it is empty.
    private static void AddRecord(List<ArchiveInput> members, Fence[] rows)
    {
        string path = members.Find(static member => member.Path.EndsWith(".dist-info/METADATA", StringComparison.Ordinal)) is { } metadata
            ? metadata.Path.Replace("/METADATA", "/RECORD", StringComparison.Ordinal)
            : $"{DistInfo}/RECORD";
        StringBuilder record = new();
        foreach (ArchiveInput member in members.Where(static member => !member.Path.EndsWith('/')))
        {
            Fence? replaced = Array.Find(rows, row => row.Path == member.Path);
            record.Append(replaced?.Body ?? Row(member));
        }

        foreach (Fence row in rows.Where(row => !members.Exists(member => member.Path == row.Path)))
        {
            record.Append(row.Body);
        }

        Add(members, path, record.Append(path).Append(",,\n").ToString());
    }

    private static string Row(ArchiveInput member)
    {
        string digest = Convert.ToBase64String(SHA256.HashData(member.Bytes.Span)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        string name = member.Path.AsSpan().ContainsAny(',', '"') ? $"\"{member.Path.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : member.Path;
        return $"{name},sha256={digest},{member.Bytes.Length}\n";
    }

    private static IEnumerable<Fence> Of(Sample sample, string language) => sample.Fences.Where(fence => fence.Language == language);

    private static void Add(List<ArchiveInput> members, string path, string text)
    {
        if (!members.Exists(member => member.Path == path))
        {
            members.Add(ArchiveInput.Text(path, text));
        }
    }
}
