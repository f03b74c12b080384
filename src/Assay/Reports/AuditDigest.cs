using System.Security.Cryptography;
using System.Text;

namespace Assay.Reports;

/// <summary>Identifiers made from content, so that the same report has the same ones.</summary>
internal static class AuditDigest
{
    /// <summary>Lower-case hex sha256 over the parts, each ended.</summary>
    public static string Of(params ReadOnlySpan<string?> parts)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string? part in parts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(part ?? "\u0001"));
            hash.AppendData([0]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A UUID of version 8 (RFC 9562, section 5.8) from the sha256 of a text.</summary>
    public static string Uuid(ReadOnlySpan<byte> digest)
    {
        byte[] bytes = digest[..16].ToArray();
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }
}
