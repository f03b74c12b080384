using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Assay.Engine;
using Assay.Index;
using Assay.Installers;
using Assay.Office;
using Assay.Store;

namespace Assay.Guard;

/// <summary>A guard with everything behind it, from opening to closing. Port and path are kept, so that uv's cache, keyed by address, stays warm.</summary>
public sealed class GuardSession : IAsyncDisposable
{
    private readonly AssayStore _store;
    private readonly string _stateKey;
    private readonly GuardSecrets _secrets;
    private readonly Wall _wall;
    private readonly GuardDoor _door;
    private readonly IndexClient _client;
    private readonly HttpMessageInvoker _forward;
    private GuardAddresses? _addresses;
    private LoopbackServer? _server;

    private GuardSession(AssayStore store, string stateKey, GuardSecrets secrets, Wall wall, IndexClient client, HttpMessageInvoker forward, Func<GuardSession, GuardDoor> door)
    {
        _store = store;
        _stateKey = stateKey;
        _secrets = secrets;
        _wall = wall;
        _client = client;
        _forward = forward;
        _door = door(this);
    }

    /// <summary>The guard's addresses; only while it is open.</summary>
    public GuardAddresses Addresses => _addresses ?? throw new InvalidOperationException("the guard is not open");

    /// <summary>Puts a guard together for one installer's plan.</summary>
    public static GuardSession Create(InstallerPlan plan, AssayStore store, AssayOffice office, AdvisoryWitness advisories, GuardedRunOptions options, Ledger ledger, TimeProvider time)
    {
        // One guard address for each set of indexes: two projects with other indexes never share a cache entry.
        string indexes = string.Join('\n', plan.Indexes.Select(static index => index.Address).Order(StringComparer.Ordinal));
        string stateKey = $"guard/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(indexes)))[..16]}";
        GuardSecrets secrets = new(store.StateOrKeep($"{stateKey}/path", GuardSecrets.NewPath()), GuardSecrets.NewToken());

        IndexClient client = UpstreamClients.ForIndexes(plan, options.Environment, ledger, time);
        HttpMessageInvoker forward = UpstreamClients.ForHosts(plan);
        HostRules hosts = new(
            [.. options.Policy.AllowedHosts, .. options.AllowVersionControl ? plan.VersionControl.Select(HostOf).OfType<string>() : []],
            [.. plan.Indexes.Select(static index => Uri.TryCreate(index.Address, UriKind.Absolute, out Uri? uri) ? uri.IdnHost : "").Where(static host => host.Length > 0)],
            options.OnlyIndexesRefused);
        Wall wall = new(secrets, hosts, new TunnelOpener(plan.UserProxy, TimeSpan.FromSeconds(30)), ledger, OperatingSystem.IsWindows() ? null : UnixFile.Me);
        UpstreamPages upstream = new(client, plan.Indexes, options.Policy, time, ledger);
        Rulings rulings = new(store, options.Policy, advisories, time);
        FileDesk desk = new(client, office, store, rulings, ledger, new GuardProgress(options.ShowProgress ? options.Progress : null), time);
        SdistMetadata sdists = new(desk);
        ImmutableDictionary<string, DirectAddress> named = plan.DirectAddresses
            .DistinctBy(static direct => direct.Address, StringComparer.Ordinal)
            .ToImmutableDictionary(static direct => direct.Address, StringComparer.Ordinal);
        return new GuardSession(store, stateKey, secrets, wall, client, forward, session => new GuardDoor(
            secrets,
            () => session.Addresses,
            wall,
            new GuardPages(upstream, desk, rulings, sdists, () => session.Addresses, ledger, time),
            new GuardFiles(upstream, client, desk, rulings, sdists, store, named, ledger),
            new OsvDesk(advisories, OsvLimits.Default),
            new PlainForward(forward),
            ledger,
            proxiedOnly: true));
    }

    /// <summary>Starts listening, on the port of the last time if it is free.</summary>
    public async Task<GuardAddresses> OpenAsync(CancellationToken cancellation)
    {
        int last = int.TryParse(_store.FindState($"{_stateKey}/port"), NumberStyles.None, CultureInfo.InvariantCulture, out int port) ? port : 0;
        (_server, int listening) = await LoopbackServer.StartAsync(last == 0 ? [0] : [last, 0], _wall, _door.HandleAsync, cancellation).ConfigureAwait(false);
        if (listening != last)
        {
            _store.KeepState($"{_stateKey}/port", listening.ToString(CultureInfo.InvariantCulture));
        }

        _addresses = _secrets.AddressesAt(listening);
        return _addresses;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync().ConfigureAwait(false);
        }

        _client.Dispose();
        _forward.Dispose();
    }

    private static string? HostOf(NamedSource source)
    {
        string text = source.Text[(source.Text.IndexOf('+', StringComparison.Ordinal) + 1)..];
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) ? uri.IdnHost : null;
    }
}
