using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Assay.Packaging.Archives;

namespace Assay.Packaging.Distributions;

/// <summary>
/// Builds wheels that depend on nothing but their input (PyPA "Binary distribution format"): for the demonstration's index and for
/// samples of rules. A file of the input that has the name of a generated one takes its place, so that hostile wheels can be made.
/// </summary>
public static class WheelWriter
{
    /// <summary>What a wheel is made from.</summary>
    /// <param name="Name">The project's name as METADATA shows it.</param>
    /// <param name="Files">Members but those of the dist-info folder, in the order in which they are to stand.</param>
    /// <param name="Tag">The compatibility tag, <c>py3-none-any</c>.</param>
    /// <param name="Headers">Further fields of METADATA, each <c>Name: value</c>.</param>
    /// <param name="Description">The body of METADATA.</param>
    /// <param name="EntryPoints">The text of <c>entry_points.txt</c>; null: none.</param>
    /// <param name="RootIsPurelib">What WHEEL says; null: true where the tag is for any platform.</param>
    public sealed record Plan(
        string Name,
        string Version,
        IReadOnlyList<ArchiveInput> Files,
        string Tag = "py3-none-any",
        IReadOnlyList<string>? Headers = null,
        string Description = "",
        string? EntryPoints = null,
        bool? RootIsPurelib = null)
    {
        /// <summary>The file's name: name and version escaped as the specification asks, and the tag.</summary>
        public string FileName => $"{Stem}-{Tag}.whl";

        /// <summary><c>name-version</c>, which the dist-info and data folders begin with.</summary>
        public string Stem => DistributionText.Stem(Name, Version);
    }

    /// <summary>The wheel's bytes: files first, the dist-info folder last, RECORD at the very end.</summary>
    public static byte[] Write(Plan plan) => ZipWriter.Write(Members(plan));

    /// <summary>The members of the wheel, for archives that are not to be plain ZIP files.</summary>
    public static IReadOnlyList<ArchiveInput> Members(Plan plan)
    {
        string distInfo = plan.Stem + ".dist-info/";
        List<ArchiveInput> members = [.. plan.Files];
        AddUnlessGiven(members, distInfo + "METADATA", () => DistributionText.Metadata(plan.Name, plan.Version, plan.Headers, plan.Description));
        AddUnlessGiven(members, distInfo + "WHEEL", () => Wheel(plan));
        if (plan.EntryPoints is string entryPoints)
        {
            AddUnlessGiven(members, distInfo + "entry_points.txt", () => entryPoints);
        }

        AddUnlessGiven(members, distInfo + "RECORD", () => Record(members, distInfo + "RECORD"));
        return members;
    }

    /// <summary>The text of RECORD for these members.</summary>
    /// <param name="record">RECORD's own name, whose row has neither hash nor size.</param>
    public static string Record(IEnumerable<ArchiveInput> members, string record)
    {
        StringBuilder text = new();
        foreach (ArchiveInput member in members)
        {
            if (member.Path.EndsWith('/') || member.Path == record)
            {
                continue;
            }

            string digest = Base64Url.EncodeToString(SHA256.HashData(member.Bytes.Span));
            text.Append(Quote(member.Path)).Append(",sha256=").Append(digest).Append(',').Append(member.Bytes.Length).Append('\n');
        }

        return text.Append(Quote(record)).Append(",,\n").ToString();
    }

    private static void AddUnlessGiven(List<ArchiveInput> members, string path, Func<string> text)
    {
        if (!members.Exists(member => member.Path == path))
        {
            members.Add(ArchiveInput.Text(path, text()));
        }
    }

    private static string Wheel(Plan plan)
    {
        string[] parts = plan.Tag.Split('-');
        bool pure = plan.RootIsPurelib ?? (parts.Length == 3 && parts[2] == "any");
        StringBuilder text = new($"Wheel-Version: 1.0\nGenerator: assay\nRoot-Is-Purelib: {(pure ? "true" : "false")}\n");
        if (parts.Length != 3)
        {
            return text.Append("Tag: ").Append(plan.Tag).Append('\n').ToString();
        }

        // Compressed sets are written out, one line a tag.
        foreach (string python in parts[0].Split('.'))
        {
            foreach (string abi in parts[1].Split('.'))
            {
                foreach (string platform in parts[2].Split('.'))
                {
                    text.Append("Tag: ").Append(python).Append('-').Append(abi).Append('-').Append(platform).Append('\n');
                }
            }
        }

        return text.ToString();
    }

    private static string Quote(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
