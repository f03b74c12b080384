using System.Text;
using Assay.Packaging.Archives;
using Assay.Tests.Packaging.Archives.Samples;
using CsCheck;

namespace Assay.Tests.Packaging.Archives;

/// <summary>Whatever the bytes are: no exception, an end, and the same answer twice.</summary>
public sealed class MutationTests
{
    private static readonly ArchiveLimits Small = new(MaxTotalBytes: 1 << 22, MaxEntryBytes: 1 << 21, MaxEntries: 500);

    private static readonly (ArchiveFormat Format, byte[] Bytes)[] Seeds =
    [
        .. BrokenArchives.List.Select(archive => (archive.Format, archive.Build())),
        .. BrokenArchives.List.Where(archive => archive.Format == ArchiveFormat.TarGzip).Select(archive => (ArchiveFormat.Tar, Unpack(archive.Build()))),
        (ArchiveFormat.TarXz, CompressedTars.Xz),
        (ArchiveFormat.TarBzip2, CompressedTars.Bzip2),
    ];

    private static readonly Gen<(int Seed, (int Place, byte Value, int Kind)[] Changes)> Cases =
        Gen.Select(Gen.Int[0, Seeds.Length - 1], Gen.Select(Gen.Int[0, 1 << 20], Gen.Byte, Gen.Int[0, 5]).Array[1, 6]);

    [Fact]
    public void Changed_archives_never_throw_and_always_end() => Cases.Sample(
        choice =>
        {
            (ArchiveFormat format, byte[] seed) = Seeds[choice.Seed];
            byte[] bytes = Change(seed, choice.Changes);
            ArchiveContent first = ArchiveContent.Read(bytes, format, Small);
            ArchiveContent second = ArchiveContent.Read(bytes, format, Small);
            Assert.Equal(first.Anomalies, second.Anomalies);
            Assert.Equal(first.Members.Select(m => m.Member), second.Members.Select(m => m.Member));
            Assert.All(first.Anomalies, anomaly => Assert.InRange(anomaly.Offset, 0, long.MaxValue));
        },
        iter: 3_000);

    [Fact]
    public void Changed_contents_never_go_unnoticed() => Gen.Select(Gen.Int[0, 1 << 20], Gen.Byte[1, 255]).Sample(
        change =>
        {
            byte[] zip = ZipWriter.Write([ArchiveInput.Text("a.py", new string('x', 500)), ArchiveInput.Text("b/c.py", "print(1)\n")]);
            byte[] changed = [.. zip];
            changed[change.Item1 % zip.Length] ^= change.Item2;
            ArchiveContent before = ArchiveContent.Read(zip, ArchiveFormat.Zip);
            ArchiveContent after = ArchiveContent.Read(changed, ArchiveFormat.Zip);

            // Times, versions and attributes may change in silence; what is unpacked may not.
            Assert.True(
                after.Anomalies.Count > 0 || before.Members.Select(Shown).SequenceEqual(after.Members.Select(Shown)),
                $"byte {change.Item1 % zip.Length} of {zip.Length}");
        },
        iter: 2_000);

    private static string Shown((ArchiveMember Member, byte[] Bytes) entry) => entry.Member.Path + ":" + Encoding.Latin1.GetString(entry.Bytes);

    private static byte[] Change(byte[] seed, (int Place, byte Value, int Kind)[] changes)
    {
        List<byte> bytes = [.. seed];
        foreach ((int place, byte value, int kind) in changes)
        {
            int at = bytes.Count == 0 ? 0 : place % bytes.Count;
            switch (kind)
            {
                case 0 when bytes.Count > 0:
                    bytes[at] = value;
                    break;
                case 1 when bytes.Count > 0:
                    bytes[at] ^= (byte)(1 << (value & 7));
                    break;
                case 2 when bytes.Count > 0:
                    bytes.RemoveRange(at, Math.Min(value, bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, Enumerable.Repeat(value, value));
                    break;
                case 4 when bytes.Count > 0:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(value, bytes.Count - at)));
                    break;
                case 5 when bytes.Count > 4:
                    // Fields of numbers are where a reader adds up: all ones.
                    int start = Math.Min(at, bytes.Count - 4);
                    bytes.RemoveRange(start, 4);
                    bytes.InsertRange(start, [0xFF, 0xFF, 0xFF, value < 128 ? (byte)0xFF : (byte)0x7F]);
                    break;
                default:
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Unpack(byte[] gzip)
    {
        using MemoryStream tar = new();
        try
        {
            using System.IO.Compression.GZipStream stream = new(new MemoryStream(gzip), System.IO.Compression.CompressionMode.Decompress);
            stream.CopyTo(tar);
        }
        catch (InvalidDataException)
        {
            return gzip;
        }

        return tar.ToArray();
    }
}
