using Assay.Packaging.Indexes;
using Assay.Packaging.Names;

namespace Assay.Fuzz.Targets;

/// <summary>A JSON page of an index: what is read must be written and read back the same.</summary>
internal static class SimpleIndexJson
{
    private static readonly Uri Url = new("https://index.example.invalid/simple/frob/");
    private static readonly ProjectName Project = ProjectName.Parse("frob");

    public static void Run(ReadOnlySpan<byte> data)
    {
        SimplePageReading reading = SimplePageReader.Read(data.ToArray(), MediaTypes.Json, Url, Project, PageLimits.Default);
        if (reading.Page is null)
        {
            return;
        }

        SimplePageReading again = SimplePageReader.Read(
            SimplePageWriter.WriteJson(reading.Page), MediaTypes.Json, Url, Project, PageLimits.Default);
        if (again.Page is null || !again.Page.Files.SequenceEqual(reading.Page.Files))
        {
            throw new InvalidOperationException("a page that was read is not written as it was read");
        }
    }
}
