using System.Net;
using System.Net.Sockets;

namespace Assay.Index;

/// <summary>Where an IP address leads, as far as a stranger's link may matter (IANA special-purpose registries).</summary>
public enum AddressKind
{
    Public,

    /// <summary>Private, shared and unique-local networks, documentation and benchmarking ranges.</summary>
    Private,

    /// <summary>Link-local: neighbours, and the metadata services of clouds.</summary>
    LinkLocal,

    /// <summary>This machine.</summary>
    Loopback,

    /// <summary>Unspecified, multicast, broadcast and reserved.</summary>
    Unusable,
}

/// <summary>Sorts IP addresses into kinds.</summary>
public static class AddressKinds
{
    /// <summary>The kind; IPv4 addresses inside IPv6 ones (mapped, compatible, 6to4, NAT64) count as what they embed.</summary>
    public static AddressKind Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = address.TryWriteBytes(bytes, out int length);
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork when length == 4 => OfV4(bytes[..4]),
            AddressFamily.InterNetworkV6 when length == 16 => OfV6(bytes),
            _ => AddressKind.Unusable,
        };
    }

    private static AddressKind OfV6(ReadOnlySpan<byte> b)
    {
        bool startsWithZeros = !b[..10].ContainsAnyExcept((byte)0);
        if (startsWithZeros && b[10] == 0xFF && b[11] == 0xFF)
        {
            return OfV4(b[12..]);
        }

        if (startsWithZeros && b[10] == 0 && b[11] == 0)
        {
            return b[12..] switch
            {
                [0, 0, 0, 1] => AddressKind.Loopback,
                [0, 0, 0, 0] => AddressKind.Unusable,
                _ => OfV4(b[12..]),
            };
        }

        return b switch
        {
            [0x20, 0x02, ..] => OfV4(b[2..6]),
            [0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0, ..] => OfV4(b[12..]),
            [0x00, 0x64, 0xFF, 0x9B, 0, 1, ..] => AddressKind.Private,
            [0xFE, >= 0x80 and <= 0xBF, ..] => AddressKind.LinkLocal,
            [0xFE, >= 0xC0, ..] => AddressKind.Private,
            [0xFC or 0xFD, ..] => AddressKind.Private,
            [0xFF, ..] => AddressKind.Unusable,
            [0x20, 0x01, 0x0D, 0xB8, ..] => AddressKind.Private,
            _ => AddressKind.Public,
        };
    }

    private static AddressKind OfV4(ReadOnlySpan<byte> b) => b switch
    {
        [127, ..] => AddressKind.Loopback,
        [169, 254, ..] => AddressKind.LinkLocal,
        [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [100, >= 64 and <= 127, ..] => AddressKind.Private,
        [192, 0, 0, _] or [192, 0, 2, _] or [198, 18 or 19, ..] or [198, 51, 100, _] or [203, 0, 113, _] => AddressKind.Private,
        [0, ..] or [>= 224, ..] => AddressKind.Unusable,
        _ => AddressKind.Public,
    };
}
