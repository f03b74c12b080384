using System.Collections.Immutable;
using Assay.Python.Meaning;
using static Assay.Engine.Capabilities.Capability;

namespace Assay.Engine.Capabilities;

/// <summary>Clients through which data leaves as rows, records, calls or lines of a log, and what hands out secrets to programs.</summary>
internal static class ApisOfClients
{
    public static ImmutableArray<CatalogueEntry> Rows { get; } =
    [
        // Whatever is done with one of these goes to its server.
        .. Takes("xmlrpc", "xmlrpc.client.ServerProxy()", "jsonrpclib.Server()", "jsonrpclib.ServerProxy()"),
        .. Takes("redis-py", "redis.Redis()", "redis.StrictRedis()", "redis.from_url()", "redis.Redis.from_url()", "redis.asyncio.Redis()", "redis.asyncio.from_url()"),
        .. Takes("pymongo/api", "pymongo.MongoClient()", "motor.motor_asyncio.AsyncIOMotorClient()"),
        .. Takes("databases", "psycopg2.connect()", "psycopg.connect()", "pymysql.connect()", "MySQLdb.connect()", "mysql.connector.connect()", "pymssql.connect()", "clickhouse_driver.Client()",
            "influxdb.InfluxDBClient()", "influxdb_client.InfluxDBClient()", "elasticsearch.Elasticsearch()", "opensearchpy.OpenSearch()", "couchdb.Server()", "pymemcache.client.base.Client()"),
        .. Takes("remote objects", "Pyro5.api.Proxy()", "Pyro4.Proxy()", "rpyc.connect()", "rpyc.classic.connect()", "multiprocessing.connection.Client()", "socketio.SimpleClient()"),
        .. ((string[])["HTTPHandler", "SocketHandler", "DatagramHandler", "SysLogHandler", "SMTPHandler"])
            .Select(static handler => new CatalogueEntry($"logging.handlers.{handler}().emit", Send, "self", "library/logging.handlers") { CountsWithSecrets = true }),

        new("logging.handlers.DatagramHandler", Connect, "0|host", "library/logging.handlers"),
        new("redis.StrictRedis", Connect, "0|host", "redis-py"),
        new("redis.from_url", Connect, "0|url", "redis-py"),
        new("redis.Redis.from_url", Connect, "0|url", "redis-py") { Returns = "redis.from_url()" },
        new("psycopg.connect", Connect, "host|0|conninfo", "psycopg"),
        new("MySQLdb.connect", Connect, "0|host", "mysqlclient"),
        new("pymssql.connect", Connect, "0|server|host", "pymssql"),

        new("zmq.Context().socket().send_string", Send, null, "pyzmq/api") { Data = "0|u" },
        new("zmq.Context().socket().send_json", Send, null, "pyzmq/api") { Data = "0|obj" },
        new("zmq.Context().socket().send_pyobj", Send, null, "pyzmq/api") { Data = "0|obj" },
        new("zmq.Context().socket().send_multipart", Send, null, "pyzmq/api") { Data = "0|msg_parts" },
        new("socket.socket().makefile().write", Send, null, "library/socket") { Data = "0" },
        new("socket.socket().makefile().writelines", Send, null, "library/socket") { Data = "0" },
        new("ftplib.FTP().mkd", Send, "self", "library/ftplib") { Data = "0|dirname" },
        new("ftplib.FTP().rename", Send, "self", "library/ftplib") { Data = "1|toname" },
        new("ftplib.FTP().sendcmd", Send, "self", "library/ftplib") { Data = "0|cmd" },
        new("ftplib.FTP().voidcmd", Send, "self", "library/ftplib") { Data = "0|cmd" },
        new("win32com.client.Dispatch().Send", Send, null, "winhttp") { Data = "0" },
        new("win32com.client.Dispatch().send", Send, null, "winhttp") { Data = "0" },
        new("comtypes.client.CreateObject().Send", Send, null, "winhttp") { Data = "0" },

        // Stores of objects.
        .. ((string[])["BlobClient", "ContainerClient", "BlobServiceClient"])
            .Select(static client => new CatalogueEntry($"azure.storage.blob.{client}().upload_blob", Send, null, "azure-storage-blob") { Data = "data|1|0", Address = "https://blob.core.windows.net" }),
        new("google.cloud.storage.Client().bucket().blob().upload_from_file", Send, null, "google-cloud-storage") { Data = "0|file_obj" },
        new("google.cloud.storage.Client().get_bucket().blob().upload_from_filename", Send, null, "google-cloud-storage") { ReadsFrom = "0|filename", Data = "0|filename" },
        new("google.cloud.storage.Client().get_bucket().blob().upload_from_string", Send, null, "google-cloud-storage") { Data = "0|data" },
        new("google.cloud.storage.Client().get_bucket().blob().upload_from_file", Send, null, "google-cloud-storage") { Data = "0|file_obj" },
        new("minio.Minio().put_object", Send, "self", "minio") { Data = "2|data" },
        new("minio.Minio().fput_object", Send, "self", "minio") { ReadsFrom = "2|file_path", Data = "2|file_path" },
        new("minio.Minio", Connect, "0|endpoint", "minio"),

        // What hands out secrets.
        .. Of(Labels.Keyring, "boto3/ssm", "boto3.client().get_parameters", "boto3.client().get_parameters_by_path", "boto3.client().batch_get_secret_value"),
        .. Of(Labels.CloudIdentity, "boto3/sts", "boto3.client().get_session_token", "boto3.client().get_federation_token", "boto3.client().assume_role_with_web_identity"),
        .. Of(Labels.Keyring, "google-cloud-secret-manager", "google.cloud.secretmanager.SecretManagerServiceClient().access_secret_version"),
        .. Of(Labels.Keyring, "azure-keyvault-secrets", "azure.keyvault.secrets.SecretClient().get_secret"),
        .. Of(Labels.Keyring, "hvac", "hvac.Client().secrets.kv.v2.read_secret_version", "hvac.Client().secrets.kv.v1.read_secret", "hvac.Client().read"),
        .. Of(Labels.SecretFile, "huggingface_hub", "huggingface_hub.get_token", "huggingface_hub.HfFolder.get_token", "huggingface_hub.HfFolder().get_token", "huggingface_hub.utils.get_token"),
        .. Of(Labels.Keyring, "pykeepass", "pykeepass.PyKeePass"),
    ];

    private static IEnumerable<CatalogueEntry> Takes(string source, params string[] clients) =>
        clients.Select(client => new CatalogueEntry(client + ".?", Send, "self", source) { CountsWithSecrets = true });

    private static IEnumerable<CatalogueEntry> Of(Labels yields, string source, params string[] names) =>
        names.Select(name => new CatalogueEntry(name, ReadStore, null, source) { Yields = yields });
}
