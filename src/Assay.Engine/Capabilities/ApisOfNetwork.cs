using System.Collections.Immutable;
using Assay.Python.Meaning;
using static Assay.Engine.Capabilities.Capability;

namespace Assay.Engine.Capabilities;

/// <summary>Clients of HTTP.</summary>
internal static class ApisOfNetwork
{
    private const string UrllibRequest = "library/urllib.request";
    private const string HttpClient = "library/http.client";
    private const string Requests = "requests/api";
    private const string Httpx = "httpx/api";
    private const string Aiohttp = "aiohttp/client_reference";
    private const string Urllib3 = "urllib3/reference";

    public static ImmutableArray<CatalogueEntry> Rows { get; } =
    [
        // The standard library, of both Pythons.
        new("urllib.request.urlopen", Fetch, "0|url", UrllibRequest) { Yields = Labels.Downloaded, Body = "1|data" },
        new("urllib.request.urlretrieve", Fetch, "0|url", UrllibRequest) { Yields = Labels.Downloaded, WritesTo = "1|filename", Also = WriteFile, Body = "3|data" },
        new("urllib.request.OpenerDirector().open", Fetch, "0|fullurl", UrllibRequest) { Yields = Labels.Downloaded, Body = "1|data" },
        new("urllib.request.URLopener().open", Fetch, "0|fullurl", UrllibRequest) { Yields = Labels.Downloaded, Body = "1|data" },
        new("urllib.request.URLopener().retrieve", Fetch, "0|url", UrllibRequest) { Yields = Labels.Downloaded, WritesTo = "1|filename", Also = WriteFile },
        new("urllib.request.FancyURLopener().open", Fetch, "0|fullurl", UrllibRequest) { SameAs = "urllib.request.URLopener().open" },
        new("urllib.request.FancyURLopener().retrieve", Fetch, "0|url", UrllibRequest) { SameAs = "urllib.request.URLopener().retrieve" },
        new("urllib.urlopen", Fetch, "0|url", "2.7/library/urllib") { SameAs = "urllib.request.urlopen" },
        new("urllib.urlretrieve", Fetch, "0|url", "2.7/library/urllib") { SameAs = "urllib.request.urlretrieve" },
        new("urllib.URLopener().open", Fetch, "0|fullurl", "2.7/library/urllib") { SameAs = "urllib.request.URLopener().open" },
        new("urllib.URLopener().retrieve", Fetch, "0|url", "2.7/library/urllib") { SameAs = "urllib.request.URLopener().retrieve" },
        new("urllib2.urlopen", Fetch, "0|url", "2.7/library/urllib2") { SameAs = "urllib.request.urlopen" },
        new("urllib2.OpenerDirector().open", Fetch, "0|fullurl", "2.7/library/urllib2") { SameAs = "urllib.request.OpenerDirector().open" },
        new("http.client.HTTPConnection().request", Send, "self+1|url", HttpClient) { Verb = "0|method" },
        new("http.client.HTTPConnection().putrequest", Send, "self+1|url", HttpClient) { Verb = "0|method" },
        new("http.client.HTTPConnection().send", Send, "self", HttpClient) { Data = "0|data" },
        new("http.client.HTTPConnection().endheaders", Send, "self", HttpClient) { Data = "0|message_body" },
        new("http.client.HTTPConnection().getresponse", Fetch, "self", HttpClient) { Yields = Labels.Downloaded },
        new("xmlrpc.client.ServerProxy", Connect, "0|uri", "library/xmlrpc.client") { Yields = Labels.Downloaded },
        new("xmlrpclib.ServerProxy", Connect, "0|uri", "2.7/library/xmlrpclib") { SameAs = "xmlrpc.client.ServerProxy" },

        // requests and what has its shape.
        .. Verbs("requests", "", Requests, "requests.Response()"),
        .. Verbs("requests.api", "", Requests, null, sameAs: "requests"),
        .. Verbs("requests.Session()", "", Requests, "requests.Response()"),
        new("requests.Session().send", Send, "0|request", Requests) { Yields = Labels.Downloaded },
        .. Verbs("cloudscraper.create_scraper()", "", "cloudscraper", null, sameAs: "requests.Session()"),
        .. Verbs("cloudscraper.CloudScraper()", "", "cloudscraper", null, sameAs: "requests.Session()"),
        .. Verbs("requests_html.HTMLSession()", "", "requests-html", null, sameAs: "requests.Session()"),
        .. Verbs("requests_futures.sessions.FuturesSession()", "", "requests-futures", null, sameAs: "requests.Session()"),
        .. Verbs("requests_oauthlib.OAuth2Session()", "", "requests-oauthlib", null, sameAs: "requests.Session()"),
        .. Verbs("tls_client.Session()", "", "tls-client", null, sameAs: "requests.Session()"),
        .. Verbs("curl_cffi.requests", "", "curl_cffi", null, sameAs: "requests"),
        .. Verbs("curl_cffi.requests.Session()", "", "curl_cffi", null, sameAs: "requests.Session()"),
        .. Verbs("niquests", "", "niquests", null, sameAs: "requests"),
        .. Verbs("niquests.Session()", "", "niquests", null, sameAs: "requests.Session()"),
        .. Verbs("grequests", "", "grequests", null, sameAs: "requests"),
        .. Verbs("asks", "", "asks", null, sameAs: "requests"),
        .. Verbs("treq", "", "treq/api", null, sameAs: "requests"),
        .. Verbs("pip._vendor.requests", "", Requests, null, sameAs: "requests"),
        .. Verbs("botocore.vendored.requests", "", Requests, null, sameAs: "requests"),

        // httpx, aiohttp, urllib3.
        .. Verbs("httpx", "", Httpx, "httpx.Response()"),
        .. Verbs("httpx.Client()", "self+", Httpx, "httpx.Response()"),
        .. Verbs("httpx.AsyncClient()", "self+", Httpx, "httpx.Response()"),
        new("httpx.stream", Send, "1|url", Httpx) { Verb = "0|method", Yields = Labels.Downloaded },
        new("httpx.Client().stream", Send, "self+1|url", Httpx) { Verb = "0|method", Yields = Labels.Downloaded },
        new("httpx.AsyncClient().stream", Send, "self+1|url", Httpx) { Verb = "0|method", Yields = Labels.Downloaded },
        .. Verbs("aiohttp.ClientSession()", "self+", Aiohttp, "aiohttp.ClientResponse()"),
        new("aiohttp.request", Send, "1|url", Aiohttp) { Verb = "0|method", Yields = Labels.Downloaded },
        new("aiohttp.ClientSession().ws_connect", Connect, "0|url", Aiohttp) { Yields = Labels.Received, Returns = "websocket.WebSocket()" },
        new("urllib3.PoolManager().request", Send, "1|url", Urllib3) { Verb = "0|method", Yields = Labels.Downloaded },
        new("urllib3.PoolManager().urlopen", Send, "1|url", Urllib3) { Verb = "0|method", Yields = Labels.Downloaded },
        new("urllib3.ProxyManager().request", Send, "1|url", Urllib3) { SameAs = "urllib3.PoolManager().request" },
        new("urllib3.request", Send, "1|url", Urllib3) { Verb = "0|method", Yields = Labels.Downloaded },
        new("urllib3.HTTPConnectionPool().request", Send, "self+1|url", Urllib3) { Verb = "0|method", Yields = Labels.Downloaded },
        new("urllib3.HTTPConnectionPool().urlopen", Send, "self+1|url", Urllib3) { Verb = "0|method", Yields = Labels.Downloaded },

        // Other clients.
        new("httplib2.Http().request", Fetch, "0|uri", "httplib2") { Yields = Labels.Downloaded, Body = "2|body" },
        new("pycurl.Curl().setopt", Fetch, "1", "pycurl/curlobject") { Yields = Labels.Downloaded },
        new("pycurl.Curl().perform", Fetch, null, "pycurl/curlobject") { Yields = Labels.Downloaded },
        new("wget.download", Fetch, "0|url", "wget") { Yields = Labels.Downloaded, WritesTo = "1|out", Also = WriteFile },
        new("pySmartDL.SmartDL", Fetch, "0|urls", "pySmartDL") { Yields = Labels.Downloaded, WritesTo = "1|dest", Also = WriteFile },
        new("gdown.download", Fetch, "0|url", "gdown") { Yields = Labels.Downloaded, WritesTo = "1|output", Also = WriteFile },
        new("urlgrabber.urlgrab", Fetch, "0|url", "urlgrabber") { Yields = Labels.Downloaded, WritesTo = "1|filename", Also = WriteFile },
        new("urlgrabber.urlopen", Fetch, "0|url", "urlgrabber") { Yields = Labels.Downloaded },
        new("pooch.retrieve", Fetch, "0|url", "pooch/api") { Yields = Labels.Downloaded },
        new("mechanize.Browser().open", Fetch, "0|url", "mechanize") { Yields = Labels.Downloaded, Body = "1|data" },
        new("mechanize.urlopen", Fetch, "0|url", "mechanize") { Yields = Labels.Downloaded, Body = "1|data" },
        new("feedparser.parse", Fetch, "0", "feedparser") { Yields = Labels.Downloaded },
        new("tornado.httpclient.AsyncHTTPClient().fetch", Fetch, "0|request", "tornado/httpclient") { Yields = Labels.Downloaded, Body = "body" },
        new("tornado.httpclient.HTTPClient().fetch", Fetch, "0|request", "tornado/httpclient") { Yields = Labels.Downloaded, Body = "body" },
        new("twisted.web.client.getPage", Fetch, "0|url", "twisted/web") { Yields = Labels.Downloaded },
        new("setuptools.package_index.PackageIndex().download", Fetch, "0|spec", "setuptools") { Yields = Labels.Downloaded, Also = WriteFile },
        new("setuptools.package_index.open_with_auth", Fetch, "0|url", "setuptools") { Yields = Labels.Downloaded },
        new("torch.hub.load", Fetch, "0|repo_or_dir", "torch/hub") { Yields = Labels.Downloaded, Also = LoadCode },
        new("torch.hub.download_url_to_file", Fetch, "0|url", "torch/hub") { Yields = Labels.Downloaded, WritesTo = "1|dst", Also = WriteFile },
        new("torch.hub.load_state_dict_from_url", Fetch, "0|url", "torch/hub") { Yields = Labels.Downloaded },
        new("huggingface_hub.hf_hub_download", Fetch, "0|repo_id", "huggingface_hub") { Yields = Labels.Downloaded, Address = "https://huggingface.co" },
        new("huggingface_hub.snapshot_download", Fetch, "0|repo_id", "huggingface_hub") { Yields = Labels.Downloaded, Address = "https://huggingface.co" },
        new("tensorflow.keras.utils.get_file", Fetch, "1|origin", "keras/utils") { Yields = Labels.Downloaded },
        new("pandas.read_html", Fetch, "0|io", "pandas/io") { Yields = Labels.Downloaded },
        new("selenium.webdriver.Chrome().get", Fetch, "0|url", "selenium/api") { Yields = Labels.Downloaded },
        new("selenium.webdriver.Firefox().get", Fetch, "0|url", "selenium/api") { Yields = Labels.Downloaded },
        new("playwright.sync_api.Page().goto", Fetch, "0|url", "playwright/page") { Yields = Labels.Downloaded },
    ];

    /// <summary>One row a method of HTTP; <paramref name="target"/> stands in front of the address where a client has a base.</summary>
    private static IEnumerable<CatalogueEntry> Verbs(string client, string target, string source, string? returns, string? sameAs = null)
    {
        (string Name, Capability Capability)[] verbs =
            [("get", Fetch), ("head", Fetch), ("options", Fetch), ("delete", Fetch), ("post", Send), ("put", Send), ("patch", Send)];
        foreach ((string name, Capability capability) in verbs)
        {
            yield return new CatalogueEntry($"{client}.{name}", capability, target + "0|url", source)
            {
                Yields = Labels.Downloaded,
                Returns = returns,
                SameAs = sameAs is null ? null : $"{sameAs}.{name}",
                Body = capability == Fetch ? "data|json|files|content" : null,
            };
        }

        yield return new CatalogueEntry($"{client}.request", Send, target + "1|url", source)
        {
            Yields = Labels.Downloaded,
            Returns = returns,
            SameAs = sameAs is null ? null : $"{sameAs}.request",
            Verb = "0|method",
        };
    }
}
