using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Assay.Python.Meaning;

namespace Assay.Engine.Capabilities;

/// <summary>Says what kind of place an address leads to, also where parts of it are not known.</summary>
public static class HostClasses
{
    private const int MaxAddresses = 64;

    private static readonly FrozenDictionary<string, ImmutableArray<HostRow>> s_rows =
        HostTable.Rows.GroupBy(static row => row.Domain).ToFrozenDictionary(static group => group.Key, static group => group.ToImmutableArray());

    private static readonly FrozenDictionary<string, ImmutableArray<HostRow>>.AlternateLookup<ReadOnlySpan<char>> s_byDomain =
        s_rows.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_oddTlds = HostTable.OddTlds.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> s_hostBreaks = SearchValues.Create("/\\*=+$%&;,!?");

    private static readonly SearchValues<char> s_outside = SearchValues.Create(" \t\r\n\"'<>(){}");

    private static readonly SearchValues<char> s_authorityEnds = SearchValues.Create("/?#\\ \t\r\n\"'<>");

    private static readonly SearchValues<char> s_numberUnits = SearchValues.Create("0123456789abcdefx.:%");

    // "{base}index.html": an address that is not known, and the end of its path.
    private static bool IsEndOfPath(string host) => host.Length > 1 && host[0] == TextValue.Hole && host[1] != '.';

    /// <summary>One address: a URL, <c>host:port</c>, a host with or without a path. Holes may stand for any part.</summary>
    public static HostReading Of(string address)
    {
        ReadOnlySpan<char> text = address.AsSpan().Trim();
        int scheme = text.IndexOf("://");
        bool isUrl = scheme is >= 0 and <= 12;
        ReadOnlySpan<char> rest = isUrl ? text[(scheme + 3)..] : text.StartsWith("//") ? text[2..] : text;
        if (rest.IsEmpty || rest.IndexOfAny(s_outside) == 0 || (!isUrl && rest.IndexOfAny(s_outside) >= 0))
        {
            return default;
        }

        int end = rest.IndexOfAny(s_authorityEnds);
        ReadOnlySpan<char> authority = end < 0 ? rest : rest[..end];
        string path = end < 0 ? "" : rest[end..].ToString();
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        int port = SplitPort(ref authority);
        string host = authority.Trim('.').ToString().ToLowerInvariant();
        if (host.AsSpan().IndexOfAnyExcept(TextValue.Hole, '.') < 0)
        {
            return isUrl || port > 0 ? new HostReading(HostClass.Unknown, "", port, HostWeight.Neutral) : default;
        }

        HostClass known = OfName(host, path);
        return known != HostClass.None ? Reading(known, host, port)
            : IsAddress(host.TrimEnd(TextValue.Hole), isUrl || port > 0, out IPAddress? number) ? Reading(OfAddress(number!), host, port)
            : !isUrl && (!LooksLikeHost(host) || IsEndOfPath(host)) ? default
            : Reading(s_oddTlds.Contains(host.AsSpan(host.LastIndexOf('.') + 1)) && host.Contains('.', StringComparison.Ordinal) ? HostClass.OddTld : HostClass.Ordinary, host, port);
    }

    /// <summary>Every address in a text: a command line, a script. Without a scheme only those count that the table knows.</summary>
    public static ImmutableArray<HostReading> FindAll(string text)
    {
        ImmutableArray<HostReading>.Builder found = ImmutableArray.CreateBuilder<HostReading>();
        foreach (Range range in text.AsSpan().SplitAny(" \t\r\n\"'`<>()[]{},;|"))
        {
            ReadOnlySpan<char> word = text.AsSpan(range);
            int scheme = word.IndexOf("://");
            int start = scheme;
            while (start > 0 && (char.IsAsciiLetterOrDigit(word[start - 1]) || word[start - 1] == '+'))
            {
                start--;
            }

            bool bare = scheme < 0;
            if (word.Length < 4 || (bare && !word.Contains('.')))
            {
                continue;
            }

            HostReading reading = Of((bare ? word[(word.IndexOf('=') + 1)..] : word[start..]).ToString());
            if (reading.Class != HostClass.None && (!bare || reading.Class is not (HostClass.Ordinary or HostClass.OddTld or HostClass.Unknown)) && !found.Contains(reading))
            {
                found.Add(reading);
            }

            if (found.Count == MaxAddresses)
            {
                break;
            }
        }

        return found.ToImmutable();
    }

    /// <summary>Labels of what comes from an address.</summary>
    public static Labels LabelsOf(string address) => Of(address).Class == HostClass.CloudMetadata ? Labels.CloudIdentity : Labels.None;

    private static HostReading Reading(HostClass known, string host, int port) => new(known, host, port, HostTable.WeightOf(known));

    private static int SplitPort(ref ReadOnlySpan<char> authority)
    {
        if (authority.StartsWith("["))
        {
            int close = authority.IndexOf(']');
            ReadOnlySpan<char> after = close < 0 ? "" : authority[(close + 1)..];
            authority = close < 0 ? authority[1..] : authority[1..close];
            return after.StartsWith(":") && ushort.TryParse(after[1..], out ushort given) ? given : 0;
        }

        int colon = authority.LastIndexOf(':');
        if (colon < 0 || authority.Count(':') > 1)
        {
            return 0;
        }

        ReadOnlySpan<char> digits = authority[(colon + 1)..];
        authority = authority[..colon];
        return ushort.TryParse(digits, out ushort port) ? port : 0;
    }

    // The longest domain that the table knows, and of its rows the one with the longest path.
    private static HostClass OfName(string host, string path)
    {
        ReadOnlySpan<char> domain = host.AsSpan(host.LastIndexOf(TextValue.Hole) + 1).TrimStart('.');
        while (!domain.IsEmpty)
        {
            if (s_byDomain.TryGetValue(domain, out ImmutableArray<HostRow> rows))
            {
                HostRow? best = null;
                foreach (HostRow row in rows)
                {
                    if (path.StartsWith(row.Path, StringComparison.OrdinalIgnoreCase) && (best is null || row.Path.Length > best.Path.Length))
                    {
                        best = row;
                    }
                }

                if (best is not null)
                {
                    return best.Class;
                }
            }

            int dot = domain.IndexOf('.');
            domain = dot < 0 ? "" : domain[(dot + 1)..];
        }

        return HostClass.None;
    }

    // A lone number is an address only where an address must stand.
    private static bool IsAddress(string host, bool mustBe, out IPAddress? number)
    {
        number = null;
        bool digits = host.AsSpan().IndexOfAnyExcept(s_numberUnits) < 0 && (char.IsAsciiDigit(host[0]) || host.Contains(':', StringComparison.Ordinal));
        bool dotted = host.AsSpan().Count('.') == 3 || host.AsSpan().Count(':') > 1;
        return digits && (dotted || mustBe) && IPAddress.TryParse(host, out number);
    }

    private static HostClass OfAddress(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IPAddress.IsLoopback(plain) || plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any))
        {
            return HostClass.Loopback;
        }

        string text = plain.ToString();
        if (HostTable.MetadataAddresses.Contains(text))
        {
            return HostClass.CloudMetadata;
        }

        if (plain.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return plain.IsIPv6LinkLocal || plain.IsIPv6UniqueLocal || plain.IsIPv6Multicast ? HostClass.Private : HostClass.RawAddress;
        }

        byte[] octets = plain.GetAddressBytes();
        bool isPrivate = octets switch
        {
            [10 or 0, ..] or [192, 168, ..] or [169, 254, ..] => true,
            [172, >= 16 and < 32, ..] or [100, >= 64 and < 128, ..] => true,
            [>= 224, ..] => true,
            _ => false,
        };
        return isPrivate ? HostClass.Private : HostClass.RawAddress;
    }

    // RFC 1123, section 2.1, with the underscore that is seen in practice.
    private static bool LooksLikeHost(string host)
    {
        int dot = host.LastIndexOf('.');
        ReadOnlySpan<char> top = host.AsSpan(dot + 1);
        return dot > 0 && top.Length >= 2 && top.IndexOfAnyExceptInRange('a', 'z') < 0
            && host.AsSpan().IndexOfAny(s_hostBreaks) < 0;
    }
}
