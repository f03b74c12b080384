using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;

namespace Assay.Guard;

/// <summary>
/// The guard as the installer's proxy: every connection that the installer and what it starts open comes here, and only what may pass does.
/// It looks at a connection before HTTP does, because a tunnel (<c>CONNECT</c>, RFC 9110 section 9.3.6) is no request with an answer.
/// </summary>
/// <param name="secrets">User and token that a proxied request must show.</param>
/// <param name="hosts">Which hosts may be reached.</param>
/// <param name="tunnels">Opens connections for the allowed ones.</param>
/// <param name="ownUser">Numeric id of the user the guard runs as; null where the system has none.</param>
public sealed class Wall(GuardSecrets secrets, HostRules hosts, TunnelOpener tunnels, Ledger ledger, uint? ownUser)
{
    private const int MaxHead = 16 << 10;

    public HostRules Hosts { get; } = hosts;

    /// <summary>Lets a connection in, answers it as a tunnel, or closes it.</summary>
    public async Task AdmitAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (ownUser is uint user && !PeerCheck.IsOwn(connection.RemoteEndPoint as IPEndPoint, connection.LocalEndPoint as IPEndPoint, user))
        {
            ledger.Note("a connection from another user of this machine was refused");
            connection.Abort();
            return;
        }

        if (await BeginsTunnelAsync(connection.Transport.Input, connection.ConnectionClosed).ConfigureAwait(false))
        {
            await TunnelAsync(connection).ConfigureAwait(false);
        }
        else
        {
            await next(connection).ConfigureAwait(false);
        }
    }

    private static async Task<bool> BeginsTunnelAsync(PipeReader input, CancellationToken closed)
    {
        ReadOnlyMemory<byte> verb = "CONNECT "u8.ToArray();
        while (true)
        {
            ReadResult read = await input.ReadAsync(closed).ConfigureAwait(false);
            int known = (int)Math.Min(read.Buffer.Length, verb.Length);
            bool matches = read.Buffer.Slice(0, known).ToArray().AsSpan().SequenceEqual(verb.Span[..known]);
            bool decided = !matches || known == verb.Length || read.IsCompleted;

            // Nothing is consumed: whoever comes next reads the same bytes again.
            input.AdvanceTo(read.Buffer.Start, decided ? read.Buffer.Start : read.Buffer.End);
            if (decided)
            {
                return matches && known == verb.Length;
            }
        }
    }

    private async Task TunnelAsync(ConnectionContext connection)
    {
        if (await ReadHeadAsync(connection.Transport.Input, connection.ConnectionClosed).ConfigureAwait(false) is not ProxyHead head)
        {
            await AnswerAsync(connection, 400, "assay: not a tunnel request", "").ConfigureAwait(false);
            return;
        }

        if (!secrets.Accepts(head.Authorization))
        {
            await AnswerAsync(connection, 407, "assay: this proxy is for one installation only", "Proxy-Authenticate: Basic realm=\"assay\"\r\n").ConfigureAwait(false);
            return;
        }

        if (Hosts.WhyRefused(head.Host) is string why)
        {
            ledger.RefuseHost(head.Host, why);
            await AnswerAsync(connection, 403, $"assay: {Phrase.Of(head.Host)} is not reached from here: {why}", "").ConfigureAwait(false);
            return;
        }

        Stream? far = await tunnels.OpenAsync(head.Host, head.Port, connection.ConnectionClosed).ConfigureAwait(false);
        if (far is null)
        {
            await AnswerAsync(connection, 502, $"assay: {Phrase.Of(head.Host)} could not be reached", "").ConfigureAwait(false);
            return;
        }

        ledger.Pass(head.Host);
        await using (far.ConfigureAwait(false))
        {
            await connection.Transport.Output.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), connection.ConnectionClosed).ConfigureAwait(false);
            await RelayAsync(connection, far).ConfigureAwait(false);
        }
    }

    private static async Task RelayAsync(ConnectionContext connection, Stream far)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        Task outward = connection.Transport.Input.CopyToAsync(far, either.Token);
        Task inward = far.CopyToAsync(connection.Transport.Output, either.Token);
        await Task.WhenAny(outward, inward).ConfigureAwait(false);
        await either.CancelAsync().ConfigureAwait(false);
        try
        {
            await Task.WhenAll(outward, inward).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // One side has closed; that is how a tunnel ends.
        }
        catch (IOException)
        {
            // One side has reset; likewise.
        }
    }

    private static async Task<ProxyHead?> ReadHeadAsync(PipeReader input, CancellationToken closed)
    {
        while (true)
        {
            ReadResult read = await input.ReadAsync(closed).ConfigureAwait(false);
            byte[] bytes = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, MaxHead)).ToArray();
            int end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                input.AdvanceTo(read.Buffer.GetPosition(end + 4));
                return ProxyHead.Parse(Encoding.Latin1.GetString(bytes, 0, end));
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted || bytes.Length >= MaxHead)
            {
                return null;
            }
        }
    }

    private static async Task AnswerAsync(ConnectionContext connection, int status, string phrase, string headers)
    {
        string answer = $"HTTP/1.1 {status} {Phrase.Of(phrase)}\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n";
        await connection.Transport.Output.WriteAsync(Encoding.ASCII.GetBytes(answer), connection.ConnectionClosed).ConfigureAwait(false);
    }
}
