using System.Collections.Immutable;
using Assay.Guard;
using Assay.Packaging.Indexes;
using Assay.Packaging.Names;
using Microsoft.AspNetCore.Http;

namespace Assay.Demo;

/// <summary>A package index on loopback that serves the demo's packages, honestly but for what each is twisted to do.</summary>
public sealed class DemoIndex : IAsyncDisposable
{
    private readonly ILookup<string, DemoPackage> _byProject;
    private readonly Dictionary<string, DemoPackage> _byFile;
    private LoopbackServer? _server;
    private string _base = "";

    private DemoIndex(IReadOnlyList<DemoPackage> packages)
    {
        _byProject = packages.ToLookup(static package => package.Project.Normalized, StringComparer.Ordinal);
        _byFile = packages.ToDictionary(static package => package.FileName, StringComparer.Ordinal);
    }

    /// <summary>Its Simple index.</summary>
    public string Address => _base + "/simple";

    public static async Task<DemoIndex> StartAsync(IReadOnlyList<DemoPackage> packages, CancellationToken cancellation)
    {
        DemoIndex index = new(packages);
        (index._server, int port) = await LoopbackServer.StartAsync([0], wall: null, index.AnswerAsync, cancellation).ConfigureAwait(false);
        index._base = $"http://127.0.0.1:{port}";
        return index;
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task AnswerAsync(HttpContext context)
    {
        string[] path = context.Request.Path.Value!.Trim('/').Split('/');
        byte[]? body = path switch
        {
            ["simple", string project] when _byProject.Contains(project) => Page(project),
            ["files", string file] when file.EndsWith(".metadata", StringComparison.Ordinal) && _byFile.TryGetValue(file[..^".metadata".Length], out DemoPackage? package) => package.Metadata,
            ["files", string file] when _byFile.TryGetValue(file, out DemoPackage? package) => package.Bytes,
            _ => null,
        };
        if (body is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = path[0] == "simple" ? "application/vnd.pypi.simple.v1+json" : "application/octet-stream";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private byte[] Page(string project)
    {
        ImmutableArray<DemoPackage> packages = [.. _byProject[project]];
        return SimplePageWriter.WriteJson(new SimplePage(
            ProjectName.Parse(project),
            "1.1",
            null,
            [.. packages.Select(static package => package.Version)],
            [
                .. packages.Select(package => new SimpleFile(
                    package.FileName,
                    $"{_base}/files/{package.FileName}",
                    DigestMap.Of("sha256", package.Sha256),
                    Size: package.Bytes.Length,
                    UploadTime: package.Uploaded,
                    CoreMetadata: package.Metadata is byte[] metadata ? DigestMap.Of("sha256", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(metadata))) : null)),
            ]));
    }
}
