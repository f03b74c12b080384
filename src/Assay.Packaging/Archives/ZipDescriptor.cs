using System.Buffers.Binary;

namespace Assay.Packaging.Archives;

/// <summary>The data descriptor behind an entry (APPNOTE 4.3.9): with or without signature, with 32 or 64 bits.</summary>
internal static class ZipDescriptor
{
    private const int MaxBytes = 24;

    /// <summary>Finds the form that agrees with the central directory; a report where none does. Answers the byte after it.</summary>
    public static long Check(FileWindow file, ZipReading reading, AnomalyReport report)
    {
        Span<byte> bytes = stackalloc byte[MaxBytes];
        int present = file.ReadAt(reading.DataEnd, bytes);
        bytes = bytes[..present];
        bool signed = present >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(bytes) == ZipFormat.DescriptorSignature;
        long packed = reading.DataEnd - reading.DataStart;

        ReadOnlySpan<(int Skip, bool Wide)> forms = [(4, false), (4, true), (0, false), (0, true)];
        foreach ((int skip, bool wide) in forms)
        {
            int length = skip + (wide ? 20 : 12);
            if ((skip > 0 && !signed) || present < length)
            {
                continue;
            }

            ReadOnlySpan<byte> values = bytes[skip..length];
            (ulong statedPacked, ulong statedSize) = wide
                ? (BinaryPrimitives.ReadUInt64LittleEndian(values[4..]), BinaryPrimitives.ReadUInt64LittleEndian(values[12..]))
                : (BinaryPrimitives.ReadUInt32LittleEndian(values[4..]), BinaryPrimitives.ReadUInt32LittleEndian(values[8..]));
            if (BinaryPrimitives.ReadUInt32LittleEndian(values) == reading.Crc && statedPacked == (ulong)packed && statedSize == (ulong)(reading.Size ?? 0))
            {
                return reading.DataEnd + length;
            }
        }

        report(AnomalyKind.HeaderMismatch, reading.Path, reading.HeaderAt, "No data descriptor that agrees with the directory follows the data.");
        return Math.Min(file.Length, reading.DataEnd + (signed ? 16 : 0));
    }
}
