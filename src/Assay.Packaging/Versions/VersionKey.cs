using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace Assay.Packaging.Versions;

/// <summary>
/// Versions as bytes that compare, byte by byte and the shorter of two equal beginnings first, as PEP 440 orders the versions; versions that are
/// equal (<c>1.0</c> and <c>1.0.0</c>) have the same bytes. No key is the beginning of another one but for its local part: the key of
/// <c>1.0</c> begins that of <c>1.0+cu118</c>.
/// </summary>
public static class VersionKey
{
    // Segments of a release are written one higher, so that its end is below every further segment.
    private const byte EndOfRelease = 0x00;

    // Between a developmental release of the final version, which comes before its alphas (PEP 440, "Summary of permitted suffixes and
    // relative ordering"), and the final version with what follows it: 1 to 3 are alpha, beta and candidate.
    private const byte DevelopmentOfFinal = 0x00;
    private const byte FinalOrPost = 0x04;

    // Post numbers are written one higher.
    private const byte NoPost = 0x00;

    // Numbers never begin with this byte.
    private const byte NoDev = 0xFF;

    private const byte LocalText = 0x01;
    private const byte LocalNumber = 0x02;
    private const byte EndOfLocalText = 0x00;

    // A number: up to here itself; above, 0xEF plus the count of its bytes; from 15 bytes on, 0xFE and a count of four bytes.
    private const int MaxDirect = 0xEF;
    private const int MaxShortCount = 14;
    private const byte LongCount = 0xFE;

    /// <summary>The order of the keys, which is that of their versions.</summary>
    public static IComparer<byte[]> Order { get; } = Comparer<byte[]>.Create(static (a, b) => a.AsSpan().SequenceCompareTo(b));

    /// <summary>The key of a version.</summary>
    /// <param name="publicLength">How many bytes of it are the key of the version without its local part.</param>
    public static byte[] Of(PackageVersion version, out int publicLength)
    {
        ArrayBufferWriter<byte> key = new(24);
        WriteRelease(key, version);
        WriteSuffixes(key, version);
        publicLength = key.WrittenCount;
        foreach (LocalSegment segment in version.Local?.Segments ?? [])
        {
            if (segment.Number is { } number)
            {
                Write(key, LocalNumber);
                WriteNumber(key, number);
                continue;
            }

            Write(key, LocalText);
            foreach (char c in segment.Text)
            {
                Write(key, checked((byte)c));
            }

            Write(key, EndOfLocalText);
        }

        return key.WrittenSpan.ToArray();
    }

    /// <summary>The key of a version.</summary>
    public static byte[] Of(PackageVersion version) => Of(version, out _);

    /// <summary>The key of a version without its local part.</summary>
    public static byte[] OfPublic(PackageVersion version)
    {
        byte[] key = Of(version, out int publicLength);
        return key.Length == publicLength ? key : key[..publicLength];
    }

    /// <summary>
    /// Bytes above the keys of a version, of its post-releases, of the developmental releases of these, and of their local builds, and below the
    /// key of every later version; itself the key of none. Of a version that is a post-release or a developmental one: above its local builds.
    /// </summary>
    public static byte[] After(PackageVersion version)
    {
        ArrayBufferWriter<byte> key = new(24);
        WriteRelease(key, version);
        if (version.Post is null && version.Dev is null)
        {
            WritePre(key, version);
        }
        else
        {
            WriteSuffixes(key, version);
        }

        Write(key, byte.MaxValue);
        return key.WrittenSpan.ToArray();
    }

    /// <summary>Bytes above the keys of a version and of its local builds, and below the key of every later version; itself the key of none.</summary>
    public static byte[] AfterLocal(PackageVersion version) => [.. OfPublic(version), byte.MaxValue];

    private static void WriteRelease(ArrayBufferWriter<byte> key, PackageVersion version)
    {
        WriteNumber(key, version.Epoch);
        int length = version.Release.Length;
        while (length > 0 && version.Release[length - 1].IsZero)
        {
            length--;
        }

        for (int i = 0; i < length; i++)
        {
            WriteNumber(key, version.Release[i] + 1);
        }

        Write(key, EndOfRelease);
    }

    private static void WriteSuffixes(ArrayBufferWriter<byte> key, PackageVersion version)
    {
        WritePre(key, version);
        if (version.Post is { } post)
        {
            WriteNumber(key, post + 1);
        }
        else
        {
            Write(key, NoPost);
        }

        if (version.Dev is { } dev)
        {
            WriteNumber(key, dev);
        }
        else
        {
            Write(key, NoDev);
        }
    }

    private static void WritePre(ArrayBufferWriter<byte> key, PackageVersion version)
    {
        if (version.Pre is { } pre)
        {
            Write(key, (byte)(1 + (int)pre.Kind));
            WriteNumber(key, pre.Number);
        }
        else
        {
            Write(key, version.Post is null && version.Dev is not null ? DevelopmentOfFinal : FinalOrPost);
        }
    }

    private static void WriteNumber(ArrayBufferWriter<byte> key, BigInteger number)
    {
        if (number <= MaxDirect)
        {
            Write(key, (byte)number);
            return;
        }

        int count = number.GetByteCount(isUnsigned: true);
        if (count <= MaxShortCount)
        {
            Write(key, (byte)(MaxDirect + count));
        }
        else
        {
            Write(key, LongCount);
            BinaryPrimitives.WriteInt32BigEndian(key.GetSpan(sizeof(int)), count);
            key.Advance(sizeof(int));
        }

        number.TryWriteBytes(key.GetSpan(count), out int written, isUnsigned: true, isBigEndian: true);
        key.Advance(written);
    }

    private static void Write(ArrayBufferWriter<byte> key, byte value)
    {
        key.GetSpan(1)[0] = value;
        key.Advance(1);
    }
}
