using System.Collections.Concurrent;
using System.Security.Cryptography;
using global::Assay.Guard;
using global::Assay.Packaging.Indexes;
using global::Assay.Packaging.Names;
using Microsoft.AspNetCore.Http;

namespace Assay.Tests.Guard.Bench;

/// <summary>A package index on loopback: serves a table of files, notes what it is asked, and misbehaves where it is told to.</summary>
internal sealed class BenchIndex : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, BenchFile> _files = new(StringComparer.Ordinal);
    private LoopbackServer? _server;

    /// <summary>Scheme, host and port; another name where it is reached as a proxy.</summary>
    public string Base { get; set; } = "";

    /// <summary>The Simple index.</summary>
    public string Address => Base + "/simple";

    /// <summary>Method and path of each request, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>What answers in place of the table, by path.</summary>
    public ConcurrentDictionary<string, Func<HttpContext, Task>> Twists { get; } = new(StringComparer.Ordinal);

    public static async Task<BenchIndex> StartAsync(params IEnumerable<BenchFile> files)
    {
        BenchIndex index = new();
        index.Add(files);
        (index._server, int port) = await LoopbackServer.StartAsync([0], wall: null, index.AnswerAsync, CancellationToken.None);
        index.Base = $"http://127.0.0.1:{port}";
        return index;
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    public void Add(params IEnumerable<BenchFile> files)
    {
        foreach (BenchFile file in files)
        {
            _files[file.FileName] = file;
        }
    }

    /// <summary>Where a file of the table is.</summary>
    public string AddressOf(BenchFile file) => $"{Base}/files/{file.FileName}";

    /// <summary>How often a file itself was fetched.</summary>
    public int Downloads(BenchFile file) => Asked.Count(asked => asked == $"GET /files/{file.FileName}");

    /// <summary>A project's page in JSON.</summary>
    public byte[] Page(string project) => SimplePageWriter.WriteJson(new SimplePage(
        ProjectName.Parse(project), "1.1", null, [],
        [
            .. _files.Values
                .Where(file => ProjectName.Parse(file.Project).Normalized == project)
                .OrderBy(static file => file.FileName, StringComparer.Ordinal)
                .Select(file => new SimpleFile(
                    file.FileName, AddressOf(file), Digests(file), Size: file.Bytes.Length, UploadTime: file.Uploaded,
                    CoreMetadata: file.Metadata is null ? null : DigestMap.Of("sha256", Convert.ToHexStringLower(SHA256.HashData(file.Metadata))))),
        ]));

    private static DigestMap Digests(BenchFile file) => file.Digests.IsEmpty
        ? DigestMap.Empty
        : DigestMap.Of(file.Digests.First().Key, file.Digests.First().Value);

    private async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        Asked.Enqueue($"{context.Request.Method} {path}");
        if (Twists.TryGetValue(path, out Func<HttpContext, Task>? twist))
        {
            await twist(context);
            return;
        }

        byte[]? body = path.Trim('/').Split('/') switch
        {
            ["simple", string project] when _files.Values.Any(file => ProjectName.Parse(file.Project).Normalized == project) => Page(project),
            ["files", string name] when name.EndsWith(".metadata", StringComparison.Ordinal) => _files.GetValueOrDefault(name[..^".metadata".Length])?.Metadata,
            ["files", string name] => _files.GetValueOrDefault(name)?.Bytes,
            _ => null,
        };
        if (body is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await SendAsync(context, path.StartsWith("/simple/", StringComparison.Ordinal) ? "application/vnd.pypi.simple.v1+json" : "application/octet-stream", body);
    }

    /// <summary>Answers 200 with a body.</summary>
    public static async Task SendAsync(HttpContext context, string contentType, byte[] body)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}
