using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Assay.Installers;

namespace Assay.Tests.Installers;

/// <summary>Stands where the guard would: notes what is asked of it, as index or as proxy, and has a few small wheels or nothing.</summary>
internal sealed class StubGuard : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public StubGuard()
    {
        _listener.Start();
        int port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        Addresses = new GuardAddresses($"http://127.0.0.1:{port}/secret", $"http://user:token@127.0.0.1:{port}");
        _loop = Task.Run(AcceptAsync);
    }

    public GuardAddresses Addresses { get; }

    /// <summary>Request lines' methods and targets; a target in absolute form is cut to its path where it names this server.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Wheels by file name; every index lists those of a project.</summary>
    public ConcurrentDictionary<string, byte[]> Wheels { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds a wheel with a module of that name, which prints <c>hello</c>, its arguments and what it sees of the guard.</summary>
    public void AddWheel(string name, string version, string? requires = null)
    {
        string information = $"{name}-{version}.dist-info";
        (string Path, string Text)[] files =
        [
            ($"{name}.py", "import os, sys\ndef main():\n    print('hello', sys.argv[1:], sorted(k for k, v in os.environ.items() if 'secret' in v or 'token' in v))\n"),
            ($"{information}/METADATA", $"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n" + (requires is null ? "" : $"Requires-Dist: {requires}\n")),
            ($"{information}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
            ($"{information}/entry_points.txt", $"[console_scripts]\n{name} = {name}:main\n"),
        ];
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            var record = new StringBuilder();
            foreach ((string path, string text) in files)
            {
                string digest = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
                record.Append(path).Append(",sha256=").Append(digest).Append(',').Append(text.Length).Append('\n');
                Add(archive, path, text);
            }

            Add(archive, $"{information}/RECORD", record.Append($"{information}/RECORD,,\n").ToString());
        }

        Wheels[$"{name}-{version}-py3-none-any.whl"] = stream.ToArray();
    }

    private static void Add(ZipArchive archive, string path, string text)
    {
        using Stream entry = archive.CreateEntry(path).Open();
        entry.Write(Encoding.UTF8.GetBytes(text));
    }

    private (int Status, string Type, byte[] Body) Answer(string target)
    {
        string path = target.StartsWith('/') ? target : new Uri(target, UriKind.RelativeOrAbsolute) is { IsAbsoluteUri: true } uri ? uri.AbsolutePath : target;
        string origin = Addresses.Base[..Addresses.Base.LastIndexOf('/')];
        if (!Addresses.TryFromGuard(origin + path, out string? original, out string? key))
        {
            return (403, "text/plain", []);
        }

        string last = original.TrimEnd('/').Split('/')[^1];
        if (last.EndsWith(".whl", StringComparison.Ordinal))
        {
            return Wheels.TryGetValue(last, out byte[]? wheel) ? (200, "application/octet-stream", wheel) : (404, "text/plain", []);
        }

        string[] files = [.. Wheels.Keys.Where(name => name.StartsWith(last + "-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        string host = original.Split('/')[2];
        string listed = string.Join(',', files.Select(name =>
            $$"""{"filename":"{{name}}","url":"{{Addresses.ToGuard(key, $"https://files.{host}/packages/{name}")}}","hashes":{"sha256":"{{Convert.ToHexStringLower(SHA256.HashData(Wheels[name]))}}"},"size":{{Wheels[name].Length}},"upload-time":"2020-01-01T00:00:00Z"}"""));
        return files.Length == 0
            ? (404, "text/plain", [])
            : (200, "application/vnd.pypi.simple.v1+json", Encoding.UTF8.GetBytes($$"""{"meta":{"api-version":"1.1"},"name":"{{last}}","versions":[],"files":[{{listed}}]}"""));
    }

    /// <summary>Addresses of indexes asked, in their original form, without the project's name; and whatever else was asked as it was.</summary>
    public IReadOnlyList<string> Indexes => [.. Asked
        .Select(request => request.Split(' ')[1])
        .Select(target => Addresses.TryFromGuard(target.StartsWith('/') ? Addresses.Base[..Addresses.Base.LastIndexOf('/')] + target : target, out string? original, out _)
            ? original.TrimEnd('/')[..original.TrimEnd('/').LastIndexOf('/')]
            : target)
        .Distinct(StringComparer.Ordinal)];

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _loop.Wait(TimeSpan.FromSeconds(5));
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = Task.Run(() => ServeAsync(client));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using NetworkStream stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII);
                while (await reader.ReadLineAsync() is { Length: > 0 } first)
                {
                    Asked.Enqueue(first);
                    while (await reader.ReadLineAsync() is { Length: > 0 })
                    {
                    }

                    (int status, string type, byte[] body) = Answer(first.Split(' ')[1]);
                    await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Told\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n"));
                    await stream.WriteAsync(first.StartsWith("HEAD ", StringComparison.Ordinal) ? [] : body);
                }
            }
            catch (IOException)
            {
                // The client went away.
            }
        }
    }
}
