using Assay.Packaging.Archives;

namespace Assay.Tests.Packaging.Archives;

public sealed class SharedZipTests
{
    public static TheoryData<string> Rejected => Names("reject");

    public static TheoryData<string> Accepted => Names("accept");

    [Theory]
    [MemberData(nameof(Rejected))]
    public void Archive_that_others_refuse_has_an_anomaly(string file) => Assert.Contains(Read("reject", file).Kinds, kind => kind is not AnomalyKind.ExcessContent and not AnomalyKind.Link);

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Archive_that_others_accept_has_none(string file)
    {
        // PyPI decodes nothing, so that it accepts this one; installers see what is declared, or refuse it.
        AnomalyKind[] expected = file == "short_usize.zip" ? [AnomalyKind.ExcessContent] : [];

        Assert.Equal(expected, Read("accept", file).Kinds);
    }

    private static ArchiveContent Read(string folder, string file)
    {
        string path = Path.Combine(SharedData.Require("zip"), folder, file);
        return ArchiveContent.Read(File.ReadAllBytes(path), ArchiveFormat.Zip);
    }

    private static TheoryData<string> Names(string folder)
    {
        string path = Path.Combine(SharedData.Root, "zip", folder);
        TheoryData<string> names = [];
        foreach (string file in Directory.Exists(path) ? Directory.GetFiles(path).Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
        {
            names.Add(Path.GetFileName(file));
        }

        if (names.Count == 0)
        {
            names.Add("(the folder is missing)");
        }

        return names;
    }
}
