using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Assay.Engine.Verdicts;

/// <summary>SHA-256 over a list of fields that no other list of fields encodes alike: each is preceded by its length.</summary>
internal ref struct CanonicalHash
{
    private readonly IncrementalHash _hash;

    public CanonicalHash(string purpose)
    {
        _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(purpose);
    }

    /// <summary>Adds a field; null differs from the empty text.</summary>
    public readonly void Add(string? field)
    {
        Span<byte> length = stackalloc byte[4];
        byte[] bytes = Encoding.UTF8.GetBytes(field ?? "");
        BinaryPrimitives.WriteInt32BigEndian(length, field is null ? -1 : bytes.Length);
        _hash.AppendData(length);
        _hash.AppendData(bytes);
    }

    /// <summary>Adds a number, such as the count of the fields that follow.</summary>
    public readonly void Add(long number) => Add(number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Lower-case hex; the hash takes no further field.</summary>
    public readonly string Finish()
    {
        using (_hash)
        {
            return Convert.ToHexStringLower(_hash.GetHashAndReset());
        }
    }
}
