using System.Reflection;

namespace Assay.Tests;

/// <summary>The measured data beside the repository, which is too large or not ours to commit.</summary>
internal static class SharedData
{
    /// <summary>The root of the sources.</summary>
    public static string RepositoryRoot { get; } = Path.GetFullPath(typeof(SharedData).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!);

    /// <summary>The folder of the data, whether or not it is there.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(RepositoryRoot, "..", "shared", "data"));

    /// <summary>The path of one part of the data; the test is skipped where it is missing.</summary>
    public static string Require(string name)
    {
        string path = Path.Combine(Root, name);
        if (!Directory.Exists(path) && !File.Exists(path))
        {
            Assert.Skip($"…/shared/data/{name} is not here");
        }

        return path;
    }
}
