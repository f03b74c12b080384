using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Assay.Tests.Index;

/// <summary>A request as a server saw it.</summary>
internal sealed record SeenRequest(string Method, string Target, Dictionary<string, string> Headers)
{
    public string? this[string header] => Headers.GetValueOrDefault(header);
}

/// <summary>A loopback server that answers with exactly the bytes a test wants and hangs up, so that it can misbehave in every way.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<SeenRequest, Stream, Task> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly CancellationTokenSource _closing = new();

    /// <param name="certificate">Speaks TLS where there is one.</param>
    public RawServer(Func<SeenRequest, Stream, Task> answer, X509Certificate2? certificate = null)
    {
        _answer = answer;
        _certificate = certificate;
        _listener.Start();
        _ = AcceptAsync();
    }

    public RawServer(Func<SeenRequest, string> answer, X509Certificate2? certificate = null)
        : this(async (request, stream) => await stream.WriteAsync(Encoding.Latin1.GetBytes(answer(request))), certificate)
    {
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{Port}";

    public ConcurrentQueue<SeenRequest> Seen { get; } = new();

    /// <summary>Certificates that clients showed.</summary>
    public ConcurrentQueue<string> ClientCertificates { get; } = new();

    public static string Ok(string body, string contentType = "application/octet-stream", string more = "") =>
        $"HTTP/1.1 200 OK\r\nContent-Type: {contentType}\r\nContent-Length: {body.Length}\r\n{more}Connection: close\r\n\r\n{body}";

    public static string Status(int status, string more = "") =>
        $"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n{more}Connection: close\r\n\r\n";

    public static string Redirect(string location) => Status(302, $"Location: {location}\r\n");

    public void Dispose()
    {
        _closing.Cancel();
        _listener.Dispose();
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_closing.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // closed
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                Stream stream = client.GetStream();
                if (_certificate is not null)
                {
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
                    {
                        ServerCertificate = _certificate,
                        ClientCertificateRequired = true,
                        RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                        {
                            ClientCertificates.Enqueue(certificate?.Subject ?? "none");
                            return !_closing.IsCancellationRequested;
                        },
                    });
                    stream = tls;
                }

                await using (stream)
                {
                    if (await ReadAsync(stream) is { } request)
                    {
                        Seen.Enqueue(request);
                        await _answer(request, stream);
                        await stream.FlushAsync();
                    }
                }
            }
            catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException or OperationCanceledException or ObjectDisposedException)
            {
                // the client went away or would not speak to us
            }
        }
    }

    private static async Task<SeenRequest?> ReadAsync(Stream stream)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        string[] lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string[] first = lines[0].Split(' ');
        return new SeenRequest(first[0], first[1], lines.Skip(1).Select(l => l.Split(": ", 2))
            .ToDictionary(p => p[0], p => p[1], StringComparer.OrdinalIgnoreCase));
    }
}
