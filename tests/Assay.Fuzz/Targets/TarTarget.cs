using Assay.Packaging.Archives;

namespace Assay.Fuzz.Targets;

/// <summary>Plain tars: headers, extension records, sparse maps.</summary>
internal static class TarTarget
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        ZipTarget.Drain(input, ArchiveFormat.Tar);
    }
}
