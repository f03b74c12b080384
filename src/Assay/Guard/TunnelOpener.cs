using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Assay.Guard;

/// <summary>Opens the far end of a tunnel: directly, or through the user's own proxy.</summary>
/// <param name="userProxy">The proxy that the user had set before the guard took its place; may carry credentials.</param>
/// <param name="patience">How long a connection may take.</param>
public sealed class TunnelOpener(Uri? userProxy, TimeSpan patience)
{
    /// <summary>A connected stream, or null where the host could not be reached.</summary>
    public async Task<Stream?> OpenAsync(string host, int port, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        TcpClient client = new();
        try
        {
            if (userProxy is null)
            {
                await client.ConnectAsync(host, port, limit.Token).ConfigureAwait(false);
                return client.GetStream();
            }

            await client.ConnectAsync(userProxy.Host, userProxy.Port, limit.Token).ConfigureAwait(false);
            NetworkStream stream = client.GetStream();
            if (await AskProxyAsync(stream, host, port, limit.Token).ConfigureAwait(false))
            {
                return stream;
            }
        }
        catch (SocketException)
        {
            // Null is the answer; the wall tells the client and the summary names the host.
        }
        catch (IOException)
        {
            // Likewise.
        }
        catch (OperationCanceledException)
        {
            // Likewise.
        }

        client.Dispose();
        return null;
    }

    private async Task<bool> AskProxyAsync(NetworkStream stream, string host, int port, CancellationToken cancellation)
    {
        string target = string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
        string credentials = userProxy!.UserInfo.Length == 0
            ? ""
            : $"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(userProxy.UserInfo)))}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{credentials}\r\n"), cancellation).ConfigureAwait(false);

        // Byte by byte: what follows the head already belongs to the tunnel.
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (head.Length > 8192 || await stream.ReadAsync(one, cancellation).ConfigureAwait(false) == 0)
            {
                return false;
            }

            head.Append((char)one[0]);
        }

        return head.ToString().Split(' ') is [_, "200", ..];
    }
}
