using System.Collections.Immutable;
using Assay.Python.Meaning;
using static Assay.Engine.Capabilities.Capability;

namespace Assay.Engine.Capabilities;

/// <summary>What browsers, keyrings and systems keep, and what is started again.</summary>
internal static class ApisOfStores
{
    private const string Winreg = "library/winreg";

    public static ImmutableArray<CatalogueEntry> Rows { get; } =
    [
        .. Of(Labels.Keyring, "pywin32", "win32crypt.CryptUnprotectData", "win32cred.CredEnumerate", "win32cred.CredRead"),
        .. Of(Labels.Keyring, "keyring", "keyring.get_password", "keyring.get_credential"),
        .. Of(Labels.Keyring, "secretstorage", "secretstorage.get_default_collection", "secretstorage.collection.get_default_collection", "secretstorage.Collection().search_items"),
        .. Of(Labels.Keyring, "jeepney", "gi.repository.Secret.password_lookup_sync"),
        .. Of(Labels.BrowserStore, "browser_cookie3", "browser_cookie3.load", "browser_cookie3.chrome", "browser_cookie3.firefox", "browser_cookie3.edge", "browser_cookie3.brave", "browser_cookie3.opera", "browser_cookie3.opera_gx", "browser_cookie3.chromium", "browser_cookie3.vivaldi", "browser_cookie3.safari", "browser_cookie3.librewolf"),
        .. Of(Labels.BrowserStore, "browser_cookie3", "browser_cookie.chrome", "browser_cookie.firefox", "browser_cookie.load", "rookiepy.load", "rookiepy.chrome", "rookiepy.firefox", "rookiepy.edge", "rookiepy.any_browser"),
        .. Of(Labels.BrowserStore, "browserhistory", "browserhistory.get_browserhistory", "browser_history.get_history", "browser_history.browsers.Chrome().fetch_history"),
        .. Of(Labels.BrowserStore, "pycookiecheat", "pycookiecheat.chrome_cookies", "pycookiecheat.get_cookies", "pycookiecheat.firefox_cookies"),
        .. Of(Labels.BrowserStore, "yt-dlp", "yt_dlp.cookies.extract_cookies_from_browser"),
        .. Of(Labels.Keyring, "pypykatz", "pypykatz.pypykatz.pypykatz.go_live", "lazagne.config.run.run_lazagne"),
        new("sqlite3.connect", ReadFile, "0|database", "library/sqlite3") { ReadsFrom = "0|database" },
        new("aiosqlite.connect", ReadFile, "0|database", "aiosqlite") { ReadsFrom = "0|database" },
        new("apsw.Connection", ReadFile, "0|filename", "apsw") { ReadsFrom = "0|filename" },
        new("plyvel.DB", ReadFile, "0|name", "plyvel") { ReadsFrom = "0|name" },

        // The registry.
        new("winreg.OpenKey", ReadHostInfo, "1|sub_key", Winreg) { Yields = Labels.HostInfo, Returns = "winreg.HKEY()" },
        new("winreg.OpenKeyEx", ReadHostInfo, "1|sub_key", Winreg) { Yields = Labels.HostInfo, Returns = "winreg.HKEY()" },
        new("winreg.QueryValueEx", ReadHostInfo, "1|value_name", Winreg) { Yields = Labels.HostInfo },
        new("winreg.QueryValue", ReadHostInfo, "1|sub_key", Winreg) { Yields = Labels.HostInfo },
        new("winreg.EnumValue", ReadHostInfo, null, Winreg) { Yields = Labels.HostInfo },
        new("winreg.EnumKey", ReadHostInfo, null, Winreg) { Yields = Labels.HostInfo },
        new("winreg.CreateKey", Persist, "1|sub_key", Winreg) { Returns = "winreg.HKEY()" },
        new("winreg.CreateKeyEx", Persist, "1|sub_key", Winreg) { Returns = "winreg.HKEY()" },
        new("winreg.SetValueEx", Persist, "0|key", Winreg) { Data = "4|value" },
        new("winreg.SetValue", Persist, "1|sub_key", Winreg) { Data = "3|value" },
        new("winreg.DeleteKey", Persist, "1|sub_key", Winreg),
        new("winreg.DeleteValue", Persist, "1|value", Winreg),
        new("_winreg.OpenKey", ReadHostInfo, "1", "2.7/library/_winreg") { SameAs = "winreg.OpenKey" },
        new("_winreg.CreateKey", Persist, "1", "2.7/library/_winreg") { SameAs = "winreg.CreateKey" },
        new("_winreg.SetValueEx", Persist, "0", "2.7/library/_winreg") { SameAs = "winreg.SetValueEx" },
        new("_winreg.QueryValueEx", ReadHostInfo, "1", "2.7/library/_winreg") { SameAs = "winreg.QueryValueEx" },
        new("win32api.RegSetValueEx", Persist, "0|key", "pywin32") { Data = "4|value" },
        new("win32api.RegCreateKey", Persist, "1|subKey", "pywin32"),
        new("win32api.RegOpenKeyEx", ReadHostInfo, "1|subKey", "pywin32"),

        // Schedulers, services, shortcuts.
        new("crontab.CronTab().new", Persist, "0|command", "python-crontab"),
        new("crontab.CronTab().write", Persist, null, "python-crontab"),
        new("crontab.CronTab", Persist, null, "python-crontab"),
        new("winshell.startup", Persist, null, "winshell"),
        new("winshell.CreateShortcut", Persist, "0|Path", "winshell"),
        new("pylnk3.for_file", Persist, "0|target_file", "pylnk3"),
        new("win32com.client.Dispatch().CreateShortCut", Persist, "0", "pywin32"),
        new("win32com.client.Dispatch().CreateShortcut", Persist, "0", "pywin32"),
        new("win32serviceutil.InstallService", Persist, "1|serviceName", "pywin32"),
        new("win32serviceutil.HandleCommandLine", Persist, "0", "pywin32"),
        new("win32service.CreateService", Persist, "1|serviceName", "pywin32"),
        new("daemon.DaemonContext", Defer, null, "python-daemon"),
        new("daemonize.Daemonize", Defer, null, "daemonize"),
    ];

    private static IEnumerable<CatalogueEntry> Of(Labels yields, string source, params string[] names) =>
        names.Select(name => new CatalogueEntry(name, ReadStore, null, source) { Yields = yields });
}
