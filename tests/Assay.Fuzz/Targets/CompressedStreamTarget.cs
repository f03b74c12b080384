using Assay.Packaging.Archives;

namespace Assay.Fuzz.Targets;

/// <summary>Tars in gzip, bzip2 and xz; the first byte chooses.</summary>
internal static class CompressedStreamTarget
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        if (!input.IsEmpty)
        {
            ArchiveFormat format = (input[0] % 3) switch { 0 => ArchiveFormat.TarGzip, 1 => ArchiveFormat.TarBzip2, _ => ArchiveFormat.TarXz };
            ZipTarget.Drain(input[1..], format);
        }
    }
}
