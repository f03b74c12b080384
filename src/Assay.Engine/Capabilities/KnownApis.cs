using System.Collections.Frozen;
using System.Collections.Immutable;
using Assay.Python.Meaning;

namespace Assay.Engine.Capabilities;

/// <summary>An API that by itself does nothing to the world, but matters to where values go or to what others are aimed at.</summary>
/// <param name="Target">The argument that says to what its result will be aimed, as for <see cref="CatalogueEntry"/>.</param>
public record KnownApi(string Name, string? Target = null) : Api(Name)
{
    /// <summary>The argument with the method of HTTP: <c>GET</c> and <c>HEAD</c> make a <see cref="Capability.Send"/> a <see cref="Capability.Fetch"/>.</summary>
    public string? Verb { get; init; }

    /// <summary>
    /// The argument that, where it is given and not None, makes a <see cref="Capability.Fetch"/> a <see cref="Capability.Send"/>; also
    /// where a request object made with it is fetched.
    /// </summary>
    public string? Body { get; init; }
}

/// <summary>The table of those: what they return, what they call, and what does not pass on where it came from.</summary>
public static class KnownApis
{
    // What they return says next to nothing of what they were given.
    private static readonly string[] s_saysLittle =
    [
        "builtins.len", "builtins.isinstance", "builtins.issubclass", "builtins.bool", "builtins.hash", "builtins.id", "builtins.type", "builtins.callable", "builtins.hasattr",
        "builtins.any", "builtins.all", "os.path.exists", "os.path.isfile", "os.path.isdir", "os.path.islink", "os.path.isabs", "os.path.getsize", "os.path.getmtime", "os.path.getctime", "os.access", "os.stat",
        "pathlib.Path().exists", "pathlib.Path().is_file", "pathlib.Path().is_dir", "pathlib.Path().stat", "re.compile", "logging.getLogger", "time.sleep", "sys.exit",
        "hashlib.md5", "hashlib.sha1", "hashlib.sha224", "hashlib.sha256", "hashlib.sha384", "hashlib.sha512", "hashlib.blake2b", "hashlib.blake2s", "hashlib.sha3_256", "hashlib.sha3_512", "hashlib.new",
        "hmac.new", "hmac.digest", "hmac.compare_digest", "secrets.compare_digest", "zlib.crc32", "zlib.adler32", "binascii.crc32", "os.getpid", "shutil.which", "shutil.disk_usage",
    ];

    private static readonly FrozenDictionary<string, KnownApi> s_byName = Rows().ToFrozenDictionary(static row => row.Name, StringComparer.Ordinal);

    public static IEnumerable<KnownApi> All => s_byName.Values;

    /// <summary>The row of an API; null where there is none.</summary>
    public static KnownApi? Find(string name) => s_byName.GetValueOrDefault(name);

    private static IEnumerable<KnownApi> Writes(string path, string data, params string[] names) =>
        names.Select(name => new KnownApi(name) { WritesTo = path, Data = data });

    // What hands back a part of itself: a cursor, a bucket, a blob.
    private static IEnumerable<KnownApi> Chained() =>
        ((string[])
        [
            "psycopg2.connect().cursor", "psycopg.connect().cursor", "pymysql.connect().cursor", "MySQLdb.connect().cursor", "mysql.connector.connect().cursor", "pymssql.connect().cursor", "pyodbc.connect().cursor",
            "psycopg2.connect().__enter__", "redis.Redis().pipeline", "pymongo.MongoClient().get_database", "pymongo.MongoClient().get_collection",
        ]).Select(static name => new KnownApi(name) { IsChained = true });

    // Methods that hand out the key, or fields that hold it.
    private static IEnumerable<KnownApi> MakesKeys(params string[] names) =>
        names.Select(static name => new KnownApi(name) { Yields = Labels.KeyMaterial | Labels.Wallet, IsRead = true });

    private static IEnumerable<KnownApi> Rows()
    {
        KnownApi[] made =
        [
            // Requests and clients before anything is sent.
            new("urllib.request.Request", "0|url") { Body = "1|data" },
            new("urllib2.Request", "0|url") { Body = "1|data", Returns = "urllib.request.Request()" },
            new("requests.Request", "1|url") { Verb = "0|method", Body = "data|json|files" },
            new("requests.Request().prepare", "self"),
            new("httpx.Request", "1|url") { Verb = "0|method", Body = "data|json|content" },
            new("tornado.httpclient.HTTPRequest", "0|url") { Body = "body" },
            new("requests.Session") { Returns = "requests.Session()" },
            new("requests.session") { Returns = "requests.Session()" },
            new("requests.sessions.Session") { Returns = "requests.Session()" },
            new("requests.Session().__enter__") { Returns = "requests.Session()" },
            new("pip._vendor.requests.Session") { Returns = "requests.Session()" },
            new("cloudscraper.create_scraper") { Returns = "requests.Session()" },
            new("httpx.Client", "base_url"),
            new("httpx.AsyncClient", "base_url"),
            new("aiohttp.ClientSession", "0|base_url"),
            new("aiohttp.client.ClientSession", "0|base_url") { Returns = "aiohttp.ClientSession()" },
            new("urllib.request.build_opener") { Returns = "urllib.request.OpenerDirector()" },
            new("urllib2.build_opener") { Returns = "urllib.request.OpenerDirector()" },
            new("http.client.HTTPConnection", "0|host"),
            new("http.client.HTTPSConnection", "0|host") { Returns = "http.client.HTTPConnection()" },
            new("httplib.HTTPConnection", "0|host") { Returns = "http.client.HTTPConnection()" },
            new("httplib.HTTPSConnection", "0|host") { Returns = "http.client.HTTPConnection()" },
            new("urllib3.HTTPConnectionPool", "0|host"),
            new("urllib3.HTTPSConnectionPool", "0|host") { Returns = "urllib3.HTTPConnectionPool()" },
            new("urllib3.connection_from_url", "0|url") { Returns = "urllib3.HTTPConnectionPool()" },
            new("discord.SyncWebhook", "0|url"),
            new("discord.SyncWebhook.from_url", "0|url") { Returns = "discord.SyncWebhook()" },
            new("discord.Webhook", "0|url"),
            new("discord.Webhook.from_url", "0|url") { Returns = "discord.Webhook()" },
            new("nextcord.SyncWebhook.from_url", "0|url") { Returns = "discord.SyncWebhook()" },
            new("disnake.Webhook.from_url", "0|url") { Returns = "discord.Webhook()" },
            new("disnake.SyncWebhook.from_url", "0|url") { Returns = "discord.SyncWebhook()" },
            new("discord_webhook.DiscordWebhook", "0|url"),
            new("discord_webhook.AsyncDiscordWebhook", "0|url") { Returns = "discord_webhook.DiscordWebhook()" },
            new("dhooks.Webhook", "0|url"),
            new("dhooks_lite.Webhook", "0|url"),
            new("discordwebhook.Discord", "url"),
            new("slack_sdk.webhook.WebhookClient", "0|url"),
            new("pymsteams.connectorcard", "0|hookurl"),
            new("boto3.client", "0|service_name"),
            // What others put there may be anything.
            new("boto3.client().get_object") { Yields = Labels.Downloaded },
            new("boto3.resource().Object().get") { Yields = Labels.Downloaded },
            new("redis.Redis().get") { Yields = Labels.Downloaded },
            new("redis.StrictRedis().get") { Yields = Labels.Downloaded },
            new("redis.from_url().get") { Yields = Labels.Downloaded },
            new("redis.Redis.from_url().get") { Yields = Labels.Downloaded },
            new("boto3.resource", "0|service_name"),
            new("boto3.session.Session") { Returns = "boto3.Session()" },
            new("boto3.Session().client", "0|service_name") { Returns = "boto3.client()" },
            new("boto3.Session().resource", "0|service_name") { Returns = "boto3.resource()" },
            new("telegram.ext.Updater") { Returns = "telegram.Bot()" },

            // Paths and files.
            new("pathlib.Path", "0*"),
            new("pathlib.PosixPath", "0*") { Returns = "pathlib.Path()" },
            new("pathlib.WindowsPath", "0*") { Returns = "pathlib.Path()" },
            new("pathlib.PurePath", "0*") { Returns = "pathlib.Path()" },
            new("pathlib.Path().resolve", "self") { Returns = "pathlib.Path()" },
            new("pathlib.Path().expanduser", "self") { Returns = "pathlib.Path()" },
            new("pathlib.Path().absolute", "self") { Returns = "pathlib.Path()" },
            new("winreg.HKEY", "1|sub_key"),
            new("zipfile.ZipFile().open", "0|name") { Yields = Labels.File },
            new("tarfile.TarFile().extractfile", "0|member") { Yields = Labels.File },
            new("sqlite3.connect().cursor") { Returns = "sqlite3.Cursor()" },
            new("psutil.Process", "0|pid"),

            .. ((string[])["BlobClient", "ContainerClient", "BlobServiceClient"]).SelectMany(static client => (KnownApi[])
            [
                new($"azure.storage.blob.{client}.from_connection_string") { Returns = $"azure.storage.blob.{client}()" },
                new($"azure.storage.blob.{client}.from_blob_url") { Returns = $"azure.storage.blob.{client}()" },
                new($"azure.storage.blob.{client}().get_blob_client") { Returns = "azure.storage.blob.BlobClient()" },
                new($"azure.storage.blob.{client}().get_container_client") { Returns = "azure.storage.blob.ContainerClient()" },
            ]),

            // What writes into a file that others opened, a buffer, or a path.
            new("tarfile.TarFile", "0|name") { ReadsFrom = "2|fileobj|0|name" },
            new("tarfile.TarFile().addfile") { WritesTo = "self", Data = "1|fileobj" },
            new("gzip.GzipFile().write") { WritesTo = "self", Data = "0|data" },
            new("bz2.BZ2File().write") { WritesTo = "self", Data = "0|data" },
            new("io.BytesIO().write") { WritesTo = "self", Data = "0" },
            new("io.BytesIO().writelines") { WritesTo = "self", Data = "0" },
            new("io.StringIO().write") { WritesTo = "self", Data = "0" },
            new("io.StringIO().writelines") { WritesTo = "self", Data = "0" },
            new("builtins.print") { WritesTo = "file", Passes = false },
            new("pprint.pprint") { WritesTo = "1|stream", Data = "0|object", Passes = false },
            new("csv.writer") { ReadsFrom = "0|csvfile" },
            new("csv.DictWriter") { ReadsFrom = "0|f" },
            .. Writes("self", "0", "csv.writer().writerow", "csv.writer().writerows", "csv.DictWriter().writerow", "csv.DictWriter().writerows"),
            .. Writes("1|fp|fid|stream|f|file", "0|obj|value|data|o", "json.dump", "simplejson.dump", "ujson.dump", "pickle.dump", "cPickle.dump", "dill.dump", "cloudpickle.dump", "marshal.dump",
                "toml.dump", "tomli_w.dump", "yaml.dump", "yaml.safe_dump", "joblib.dump", "torch.save", "plistlib.dump"),
            .. Writes("0|fp|filename", "self", "PIL.ImageGrab.grab().save", "ImageGrab.grab().save", "pyautogui.screenshot().save", "pyscreenshot.grab().save"),
            .. Writes("0|filename|file", "1|img|arr|data", "cv2.imwrite", "numpy.save", "numpy.savetxt", "imageio.imwrite", "imageio.imsave"),
            .. Writes("0|filename|file", "2|data|1", "scipy.io.wavfile.write", "soundfile.write", "wavio.write"),
            .. Writes("self", "0|data", "wave.open().writeframes", "wave.open().writeframesraw"),

            // Their methods have rows; the names must not be taken for the modules of the same name.
            new("socket.socket"),
            new("gevent.socket.socket") { Returns = "socket.socket()" },
            new("eventlet.green.socket.socket") { Returns = "socket.socket()" },
            new("socks.socksocket") { Returns = "socket.socket()" },
            new("socket.SocketType") { Returns = "socket.socket()" },

            // What a process, a connection, a clock hands back.
            new("subprocess.Popen().communicate") { Yields = Labels.ProcessOutput },
            new("subprocess.Popen().stdout") { Yields = Labels.ProcessOutput },
            new("subprocess.Popen().stderr") { Yields = Labels.ProcessOutput },
            new("subprocess.Popen().stdout.read") { Yields = Labels.ProcessOutput },
            new("asyncio.Process().communicate") { Yields = Labels.ProcessOutput },
            new("asyncio.Process().stdout.read") { Yields = Labels.ProcessOutput },
            .. MakesKeys("eth_account.Account.create().key", "eth_account.Account.create().privateKey", "eth_account.Account.create()._private_key", "eth_account.Account.create_with_mnemonic", "eth_account.hdaccount.generate_mnemonic",
                "web3.Web3().eth.account.create().key", "mnemonic.Mnemonic().generate", "bip_utils.Bip39MnemonicGenerator().FromWordsNumber", "bit.Key().to_wif", "bit.Key().to_hex", "tronpy.keys.PrivateKey.random",
                "bitcoinlib.mnemonic.Mnemonic().generate", "solders.keypair.Keypair().secret", "solders.keypair.Keypair().to_json", "solders.keypair.Keypair().to_bytes", "solana.keypair.Keypair.generate().secret_key",
                "solana.keypair.Keypair().secret_key", "stellar_sdk.Keypair.random().secret", "xrpl.wallet.Wallet.create().seed"),
            new("solders.keypair.Keypair") { Yields = Labels.KeyMaterial | Labels.Wallet },
            new("solders.keypair.Keypair().pubkey") { Passes = false },
            new("solders.keypair.Keypair().sign_message") { Passes = false },
            new("builtins.input") { Yields = Labels.UserInput },
            new("builtins.raw_input") { Yields = Labels.UserInput },
            new("getpass.getpass") { Yields = Labels.UserInput | Labels.Credential },
            new("sys.stdin.read") { Yields = Labels.UserInput },
            new("sys.stdin.readline") { Yields = Labels.UserInput },
            new("ssl.create_default_context") { Returns = "ssl.SSLContext()" },
            new("ssl._create_unverified_context") { Returns = "ssl.SSLContext()" },
            new("asyncio.new_event_loop") { Returns = "asyncio.get_event_loop()" },
            new("asyncio.get_running_loop") { Returns = "asyncio.get_event_loop()" },
            new("multiprocessing.pool.ThreadPool") { Returns = "multiprocessing.Pool()" },
            new("multiprocessing.pool.Pool") { Returns = "multiprocessing.Pool()" },
            new("multiprocessing.dummy.Pool") { Returns = "multiprocessing.Pool()" },
            new("docker.DockerClient") { Returns = "docker.from_env()" },

            // What calls what it is given, here and now.
            new("builtins.map") { Invokes = ["0"] },
            new("builtins.filter") { Invokes = ["0"] },
            new("builtins.sorted") { Invokes = ["key"] },
            new("builtins.max") { Invokes = ["key"] },
            new("builtins.min") { Invokes = ["key"] },
            new("functools.reduce") { Invokes = ["0"] },
            new("itertools.starmap") { Invokes = ["0"] },
            new("itertools.takewhile") { Invokes = ["0"] },
            new("itertools.dropwhile") { Invokes = ["0"] },
            new("builtins.iter") { Invokes = ["0"] },
            new("contextlib.ExitStack().callback") { Invokes = ["0"] },
            new("concurrent.futures.Future().add_done_callback") { Invokes = ["0"] },
            new("re.sub") { Invokes = ["1|repl"] },
            new("re.Pattern().sub") { Invokes = ["0|repl"] },
            new("json.loads") { Invokes = ["object_hook"] },
        ];
        IEnumerable<KnownApi> silent = s_saysLittle.Select(static name => new KnownApi(name) { Passes = false });
        return made.Concat(ApisOfHandlers.Rows).Concat(Chained()).Concat(silent).Select(static row => row with { IsQuiet = true });
    }
}
