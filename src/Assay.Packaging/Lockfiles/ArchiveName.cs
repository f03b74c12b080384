using Assay.Packaging.Distributions;
using Assay.Packaging.Names;

namespace Assay.Packaging.Lockfiles;

/// <summary>The project and version that the file name of an archive tells.</summary>
internal sealed record ArchiveName(string Name, string Version)
{
    private static readonly string[] s_extensions =
        [".whl", ".zip", ".tar.gz", ".tgz", ".tar", ".tar.bz2", ".tbz", ".tar.xz", ".txz", ".tar.lz", ".tlz", ".tar.lzma", ".egg"];

    /// <summary>True where a path ends as archives of distributions do; else it is that of a folder.</summary>
    public static bool HasExtension(string path) =>
        Array.Exists(s_extensions, extension => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads the last segment of a path or address; null where it is no wheel's or sdist's name, or that of another project.</summary>
    public static ArchiveName? Read(string address, ProjectName? project = null)
    {
        int end = address.AsSpan().IndexOfAny('#', '?');
        string file = Uri.UnescapeDataString((end < 0 ? address : address[..end]).Split('/', '\\')[^1]);
        ArchiveName? found =
            WheelFileName.TryParse(file, out WheelFileName? wheel) ? new ArchiveName(wheel.Project.ToString(), wheel.Version.ToString())
            : SdistFileName.TryParse(file, out SdistFileName? sdist) ? new ArchiveName(sdist.Project.ToString(), sdist.VersionText)
            : null;
        return found is not null && project is { } wanted && (!ProjectName.TryParse(found.Name, out ProjectName name) || name != wanted) ? null : found;
    }
}
