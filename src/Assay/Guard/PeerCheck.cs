using System.Globalization;
using System.Net;

namespace Assay.Guard;

/// <summary>Whose process is at the other end of a loopback connection.</summary>
public static class PeerCheck
{
    private const int LocalColumn = 1;
    private const int RemoteColumn = 2;
    private const int UserColumn = 7;

    /// <summary>
    /// True where the peer's socket belongs to <paramref name="ownUser"/>, or where the system cannot say
    /// (not Linux, <c>/proc</c> hidden): there path and token alone keep others out.
    /// </summary>
    public static bool IsOwn(IPEndPoint? peer, IPEndPoint? local, uint ownUser)
    {
        if (!OperatingSystem.IsLinux() || peer is null || local is null)
        {
            return true;
        }

        try
        {
            // A client that opened an IPv6 socket to the mapped address stands in the other table.
            uint? user = FindUser(File.ReadLines("/proc/net/tcp"), peer, local)
                ?? (File.Exists("/proc/net/tcp6") ? FindUser(File.ReadLines("/proc/net/tcp6"), peer, local) : null);
            return user == ownUser;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>The user id of the socket whose local end is <paramref name="peer"/> and whose remote end is <paramref name="local"/>; null where no row matches.</summary>
    /// <param name="rows">Lines of <c>/proc/net/tcp</c> (proc(5)), the heading included.</param>
    public static uint? FindUser(IEnumerable<string> rows, IPEndPoint peer, IPEndPoint local)
    {
        string from = Format(peer);
        string to = Format(local);
        foreach (string row in rows)
        {
            string[] cells = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (cells.Length > UserColumn && cells[LocalColumn].EndsWith(from, StringComparison.Ordinal)
                && cells[RemoteColumn].EndsWith(to, StringComparison.Ordinal))
            {
                return uint.Parse(cells[UserColumn], CultureInfo.InvariantCulture);
            }
        }

        return null;
    }

    // proc(5): the address as the machine's own 32-bit number in hex, so little-endian machines show 127.0.0.1 as 0100007F.
    private static string Format(IPEndPoint end)
    {
        byte[] bytes = end.Address.MapToIPv4().GetAddressBytes();
        return $"{BitConverter.ToUInt32(bytes):X8}:{end.Port:X4}";
    }
}
