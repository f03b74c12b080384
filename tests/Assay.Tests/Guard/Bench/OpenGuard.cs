using System.Net;
using System.Net.Sockets;
using System.Text;
using global::Assay.Engine.Advisories;
using global::Assay.Engine.Artifacts;
using global::Assay.Engine.Verdicts;
using global::Assay.Guard;
using global::Assay.Installers;
using global::Assay.Office;
using global::Assay.Store;

namespace Assay.Tests.Guard.Bench;

/// <summary>A guard in this process, in front of one index, with a client that speaks to it as an installer does.</summary>
internal sealed class OpenGuard : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly AssayStore _store;
    private readonly AdvisoryWitness _advisories;
    private readonly GuardSession _session;
    private readonly HttpClient _client;

    private OpenGuard(AssayStore store, AdvisoryWitness advisories, GuardSession session, GuardAddresses addresses, InstallerPlan plan, Ledger ledger, TemporaryFolder folder)
    {
        _folder = folder;
        _store = store;
        _advisories = advisories;
        _session = session;
        Addresses = addresses;
        Index = addresses.Of(plan.Indexes[0]);
        Key = plan.Indexes[0].Key;
        Ledger = ledger;
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = true, Proxy = new Everything(new Uri(addresses.Proxy)), AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None });
    }

    public GuardAddresses Addresses { get; }

    /// <summary>The guard's address of the index.</summary>
    public string Index { get; }

    /// <summary>The guard's path segment for the index.</summary>
    public string Key { get; }

    public Ledger Ledger { get; }

    public int Port => new Uri(Addresses.Base).Port;

    public static async Task<OpenGuard> OpenAsync(BenchIndex index, Policy? policy = null, params AdvisoryRecord[] advisoryRecords)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal) { ["PIP_INDEX_URL"] = index.Address, ["PIP_CONFIG_FILE"] = "/dev/null" };
        InstallerInput input = new(["install", "x"], variables, "/", InstallerFiles.Disk, InstallerFolders.Of(variables, InstallerFolders.CurrentPlatform, Directory.Exists));
        InstallerPlan plan = PipReader.Read(input).Plan;
        TemporaryFolder folder = new();
        if (advisoryRecords.Length > 0)
        {
            BenchAdvisories.Write(folder["store"], advisoryRecords);
        }

        AssayStore store = new(folder["store"], TimeProvider.System);
        Ledger ledger = new();
        GuardedRunOptions options = new(policy ?? Policy.Default, false, false, null, folder.Path, variables, TextWriter.Null, TextWriter.Null, ShowProgress: false);
        AdvisoryWitness advisories = new(store.Folder, options.Policy.Advisories, TimeProvider.System);
        GuardSession session = GuardSession.Create(plan, store, new AssayOffice(store, InspectionLimits.Default, []), advisories, options, ledger, TimeProvider.System);
        GuardAddresses addresses = await session.OpenAsync(CancellationToken.None);
        return new OpenGuard(store, advisories, session, addresses, plan, ledger, folder);
    }

    /// <summary>The guard's address of a file of the index.</summary>
    public string FileOf(BenchIndex index, BenchFile file) => Addresses.ToGuard(Key, index.AddressOf(file));

    public async Task<HttpResponseMessage> AskAsync(string address, HttpMethod? method = null, params (string Name, string Value)[] headers)
    {
        HttpRequestMessage request = new(method ?? HttpMethod.Get, address);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Asks the guard's service of advisories.</summary>
    /// <param name="body">Null: a GET.</param>
    public async Task<HttpResponseMessage> AskAdvisoriesAsync(string path, string? body)
    {
        HttpRequestMessage request = new(body is null ? HttpMethod.Get : HttpMethod.Post, Addresses.Advisories + path)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a request as it is and reads until the connection ends.</summary>
    public async Task<string> SayAsync(string request)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, Port, TestContext.Current.CancellationToken);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        using StreamReader reader = new(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _session.DisposeAsync();
        _advisories.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }

    private sealed class Everything : IWebProxy
    {
        private readonly Uri _address;

        public Everything(Uri address)
        {
            _address = new Uri(address.GetLeftPart(UriPartial.Authority).Replace(address.UserInfo + "@", "", StringComparison.Ordinal));
            string[] parts = address.UserInfo.Split(':');
            Credentials = new NetworkCredential(parts[0], parts[1]);
        }

        public ICredentials? Credentials { get; set; }

        public Uri GetProxy(Uri destination) => _address;

        public bool IsBypassed(Uri host) => false;
    }
}
