using System.Collections.Immutable;
using Assay.Index;
using Assay.Packaging.Indexes;
using Assay.Packaging.Names;

namespace Assay.Tests.Index;

/// <summary>Clients and sources for tests: no waiting between tries.</summary>
internal static class Clients
{
    public const string JsonType = MediaTypes.Json;

    public static readonly ProjectName Frob = ProjectName.Parse("frob");

    public static IndexClientOptions Options { get; } = new()
    {
        Version = "1.2.3",
        RetryDelays = [TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero],
    };

    public static IndexClient Create(Func<IndexClientOptions, IndexClientOptions>? change = null, TimeProvider? time = null) =>
        new(change is null ? Options : change(Options), time ?? TimeProvider.System);

    public static IndexSource Source(string address, IndexCredentials? credentials = null, string? name = null) =>
        new(address, name, credentials, "--index-url");

    public static ImmutableDictionary<string, string> Variables(params (string Name, string Value)[] variables) =>
        variables.ToImmutableDictionary(v => v.Name, v => v.Value);

    public static Task<PageAnswer> PageAsync(this IndexClient client, IndexSource source) =>
        client.FetchPageAsync(source, Frob, TestContext.Current.CancellationToken);

    public static async Task<(FileAnswer Answer, byte[] Bytes)> FileAsync(
        this IndexClient client, IndexSource? source, string url, DigestMap? expected = null, long maxBytes = 1 << 20)
    {
        var destination = new MemoryStream();
        FileAnswer answer = await client.FetchFileAsync(
            source, url, destination, expected ?? DigestMap.Empty, maxBytes, null, TestContext.Current.CancellationToken);
        return (answer, destination.ToArray());
    }
}
