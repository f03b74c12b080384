using global::Assay.Python.Meaning;

namespace Assay.Tests.Python.Meaning;

/// <summary>A world outside that is small enough to be read: what the tests of this folder need.</summary>
internal static class SmallWorld
{
    private static readonly Dictionary<string, Api> s_apis = new Api[]
    {
        new("os.system"), new("os.popen") { Yields = Labels.ProcessOutput }, new("os.startfile"), new("os.execv"),
        new("subprocess.Popen") { Yields = Labels.ProcessOutput }, new("subprocess.run") { Yields = Labels.ProcessOutput },
        new("requests.get") { Yields = Labels.Downloaded }, new("requests.post") { Yields = Labels.Downloaded },
        new("requests.Session().post") { Yields = Labels.Downloaded },
        new("urllib.request.urlopen") { Yields = Labels.Downloaded }, new("urllib2.urlopen") { SameAs = "urllib.request.urlopen" },
        new("urllib.request.urlretrieve") { Yields = Labels.Downloaded, WritesTo = "1|filename" },
        new("?.post") { Yields = Labels.Downloaded },
        new("socket.socket().connect"), new("socket.socket().send"), new("socket.socket().recv") { Yields = Labels.Received },
        new("socket.create_connection") { Returns = "socket.socket()" },
        new("socket.gethostname") { Yields = Labels.HostInfo },
        new("os.environ") { Yields = Labels.Environment, IsRead = true }, new("os.getenv"), new("os.environ.get"),
        new("sys.platform") { IsRead = true },
        new("builtins.open().write") { WritesTo = "self", Data = "0" }, new("pathlib.Path().write_text") { WritesTo = "self", Data = "0|data" },
        new("shutil.copy") { ReadsFrom = "0|src", WritesTo = "1|dst" },
        new("tempfile.NamedTemporaryFile") { Returns = "builtins.open()" },
        new("threading.Thread") { Invokes = ["1|target"] }, new("atexit.register") { Invokes = ["0|func"] },
        new("concurrent.futures.ThreadPoolExecutor().submit") { Invokes = ["0|fn"] },
        new("os.path.exists") { Passes = false },
    }.ToDictionary(static api => api.Name);

    public static Knowledge Knowledge { get; } = new(
        static name => s_apis.GetValueOrDefault(name),
        static path => path.EndsWith(".ssh/id_rsa", StringComparison.Ordinal) ? Labels.SecretFile : path.Contains("Login Data", StringComparison.Ordinal) ? Labels.BrowserStore : Labels.None,
        static variable => variable.Contains("TOKEN", StringComparison.Ordinal) ? Labels.EnvironmentSecret : Labels.None,
        static name => name is "private_key" or "mnemonic" ? Labels.KeyMaterial : Labels.None,
        static address => address.Contains("169.254.169.254", StringComparison.Ordinal) ? Labels.CloudIdentity : Labels.None);
}
