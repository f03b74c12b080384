using Assay.Packaging.Indexes;
using Assay.Packaging.Names;

namespace Assay.Fuzz.Targets;

/// <summary>An HTML page of an index: what is read can be written, and every file of it is read back.</summary>
internal static class SimpleIndexHtml
{
    private static readonly Uri Url = new("https://index.example.invalid/simple/frob/");
    private static readonly ProjectName Project = ProjectName.Parse("frob");

    public static void Run(ReadOnlySpan<byte> data)
    {
        SimplePageReading reading = SimplePageReader.Read(data.ToArray(), MediaTypes.Html, Url, Project, PageLimits.Default);
        if (reading.Page is null)
        {
            return;
        }

        SimplePageReading again = SimplePageReader.Read(
            SimplePageWriter.WriteHtml(reading.Page), MediaTypes.Html, Url, Project, PageLimits.Default);
        if (again.Page is null || !again.Page.Files.Select(f => f.Url).SequenceEqual(reading.Page.Files.Select(f => f.Url)))
        {
            throw new InvalidOperationException("a page that was read is not written as it was read");
        }
    }
}
