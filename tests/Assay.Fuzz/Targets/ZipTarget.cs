using Assay.Packaging.Archives;

namespace Assay.Fuzz.Targets;

/// <summary>ZIPs: end records, directory, local headers, content.</summary>
internal static class ZipTarget
{
    // Small enough that a bomb ends in time.
    private static readonly ArchiveLimits Limits = new(MaxTotalBytes: 1 << 24, MaxEntryBytes: 1 << 23, MaxEntries: 2_000);

    public static void Run(ReadOnlySpan<byte> input)
    {
        Drain(input, ArchiveFormat.Zip);
    }

    /// <summary>Reads an archive to its end, twice, and asks for the same answer.</summary>
    internal static void Drain(ReadOnlySpan<byte> input, ArchiveFormat format)
    {
        byte[] bytes = input.ToArray();
        if (Read(bytes, format) != Read(bytes, format))
        {
            throw new InvalidOperationException("Two readings of the same bytes differ.");
        }
    }

    private static (long Bytes, int Entries, int Anomalies) Read(byte[] bytes, ArchiveFormat format)
    {
        using MemoryStream stream = new(bytes);
        using ArchiveReader reader = ArchiveReader.Open(stream, format, Limits);
        byte[] buffer = new byte[4096];
        long total = 0;
        int entries = 0;
        while (reader.MoveNext())
        {
            entries++;
            int n;
            while ((n = reader.Read(buffer)) > 0)
            {
                total += n;
            }
        }

        return (total, entries, reader.Anomalies.Count);
    }
}
