using Assay.Packaging.Archives;

namespace Assay.Packaging.Distributions;

/// <summary>
/// Builds source distributions that depend on nothing but their input (PyPA "Source distribution format"). A file of the input that
/// has the name of a generated one takes its place.
/// </summary>
public static class SdistWriter
{
    /// <summary>What a source distribution is made from.</summary>
    /// <param name="Name">The project's name as PKG-INFO shows it.</param>
    /// <param name="Files">Members below the top folder, without it.</param>
    /// <param name="Headers">Further fields of PKG-INFO, each <c>Name: value</c>.</param>
    /// <param name="Description">The body of PKG-INFO.</param>
    public sealed record Plan(
        string Name,
        string Version,
        IReadOnlyList<ArchiveInput> Files,
        IReadOnlyList<string>? Headers = null,
        string Description = "")
    {
        public string FileName => $"{Stem}.tar.gz";

        /// <summary><c>name-version</c>, which is the top folder.</summary>
        public string Stem => DistributionText.Stem(Name, Version);
    }

    private const string Project = """
        [build-system]
        requires = ["setuptools>=61"]
        build-backend = "setuptools.build_meta"

        """;

    /// <summary>The bytes of the gzip-compressed tar.</summary>
    /// <exception cref="ArgumentException">A name that a plain tar header cannot hold.</exception>
    public static byte[] Write(Plan plan) => TarGzipWriter.Write(Members(plan));

    /// <summary>The bytes of the older form, a ZIP.</summary>
    public static byte[] WriteZip(Plan plan) => ZipWriter.Write(Members(plan));

    /// <summary>The members, top folder included. Without a build description of its own a project gets one for setuptools.</summary>
    public static IReadOnlyList<ArchiveInput> Members(Plan plan)
    {
        List<ArchiveInput> members = [];
        bool described = false;
        bool buildable = false;
        foreach (ArchiveInput file in plan.Files)
        {
            described |= file.Path == "PKG-INFO";
            buildable |= file.Path is "pyproject.toml" or "setup.py";
            members.Add(file with { Path = $"{plan.Stem}/{file.Path}" });
        }

        if (!buildable)
        {
            members.Add(ArchiveInput.Text($"{plan.Stem}/pyproject.toml", Project.ReplaceLineEndings("\n")));
        }

        if (!described)
        {
            members.Add(ArchiveInput.Text($"{plan.Stem}/PKG-INFO", DistributionText.Metadata(plan.Name, plan.Version, plan.Headers, plan.Description)));
        }

        return members;
    }
}
