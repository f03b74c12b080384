using System.Collections.Immutable;
using Assay.Python.Meaning;
using static Assay.Engine.Capabilities.Capability;

namespace Assay.Engine.Capabilities;

/// <summary>The environment, the machine and who uses it, and looking out for those who look.</summary>
internal static class ApisOfHost
{
    private const string Os = "library/os";
    private const string Platform = "library/platform";
    private const string Psutil = "psutil";

    public static ImmutableArray<CatalogueEntry> Rows { get; } =
    [
        new("os.environ", ReadEnvironment, null, Os) { Yields = Labels.Environment, IsRead = true },
        new("os.environb", ReadEnvironment, null, Os) { Yields = Labels.Environment, IsRead = true },
        new("os.environ.get", ReadEnvironment, "0|key", Os),
        new("os.environ.pop", ReadEnvironment, "0|key", Os),
        new("os.environ.copy", ReadEnvironment, null, Os) { Yields = Labels.Environment },
        new("os.environ.items", ReadEnvironment, null, Os) { Yields = Labels.Environment },
        new("os.environ.values", ReadEnvironment, null, Os) { Yields = Labels.Environment },
        new("os.environ[]", ReadEnvironment, "0", Os),
        new("os.getenv", ReadEnvironment, "0|key", Os),
        new("os.getenvb", ReadEnvironment, "0|key", Os),
        new("posix.environ", ReadEnvironment, null, Os) { Yields = Labels.Environment, IsRead = true },
        new("os.environ.setdefault", WriteEnvironment, "0|key", Os),
        new("os.environ.update", WriteEnvironment, null, Os),
        new("os.putenv", WriteEnvironment, "0|key", Os),
        new("os.unsetenv", WriteEnvironment, "0|key", Os),
        new("decouple.config", ReadEnvironment, "0|option", "python-decouple") { Yields = Labels.Environment },
        new("environ.Env()", ReadEnvironment, "0|var", "django-environ") { Yields = Labels.Environment },

        .. Of(Platform, "platform.uname", "platform.node", "platform.platform", "platform.system", "platform.release", "platform.version", "platform.machine", "platform.processor", "platform.architecture", "platform.win32_ver", "platform.mac_ver", "platform.linux_distribution", "platform.dist", "platform.freedesktop_os_release"),
        .. Of("library/socket", "socket.gethostname", "socket.getfqdn", "socket.if_nameindex"),
        .. Of(Os, "os.uname", "os.getlogin", "os.getuid", "os.geteuid", "os.getgid", "os.getgroups", "os.ctermid", "os.getloadavg"),
        new("posix.uname", ReadHostInfo, null, Os) { SameAs = "os.uname" },
        .. Of("library/getpass", "getpass.getuser"),
        .. Of("library/uuid", "uuid.getnode"),
        .. Of("library/pwd", "pwd.getpwuid", "pwd.getpwall", "pwd.getpwnam", "grp.getgrall", "grp.getgrgid"),
        new("spwd.getspall", ReadStore, null, "3.12/library/spwd") { Yields = Labels.SecretFile },
        new("spwd.getspnam", ReadStore, "0", "3.12/library/spwd") { Yields = Labels.SecretFile },
        .. Of("library/locale", "locale.getdefaultlocale", "locale.getlocale"),
        .. Of("library/sys", "sys.getwindowsversion"),
        .. Of(Psutil, "psutil.process_iter", "psutil.pids", "psutil.users", "psutil.net_if_addrs", "psutil.net_if_stats", "psutil.net_connections", "psutil.disk_partitions", "psutil.disk_usage", "psutil.virtual_memory", "psutil.cpu_count", "psutil.cpu_freq", "psutil.boot_time", "psutil.sensors_battery", "psutil.net_io_counters", "psutil.win_service_iter"),
        .. Of("wmi", "wmi.WMI", "wmi.WMI().Win32_ComputerSystem", "wmi.WMI().Win32_OperatingSystem", "wmi.WMI().Win32_Processor", "wmi.WMI().Win32_VideoController", "wmi.WMI().Win32_Process", "wmi.WMI().Win32_DiskDrive", "wmi.WMI().Win32_BaseBoard", "wmi.WMI().Win32_BIOS"),
        .. Of("netifaces", "netifaces.interfaces", "netifaces.ifaddresses", "netifaces.gateways"),
        .. Of("py-cpuinfo", "cpuinfo.get_cpu_info"),
        .. Of("gputil", "GPUtil.getGPUs"),
        .. Of("screeninfo", "screeninfo.get_monitors"),
        .. Of("getmac", "getmac.get_mac_address"),
        .. Of("distro", "distro.info", "distro.name", "distro.id"),
        .. Of("pywin32", "win32api.GetComputerName", "win32api.GetUserName", "win32api.GetUserNameEx", "win32api.GetVolumeInformation", "win32api.GetSystemMetrics", "win32gui.GetForegroundWindow", "win32gui.GetWindowText", "win32gui.EnumWindows", "win32process.EnumProcesses", "win32net.NetUserEnum"),
        .. Of("pygetwindow", "pygetwindow.getActiveWindow", "pygetwindow.getAllTitles"),
        .. Of("machineid", "machineid.id", "machineid.hashed_id"),
        .. Of("geocoder", "geocoder.ip"),
        .. Of("library/importlib.metadata", "importlib.metadata.distributions", "pkg_resources.working_set"),
        new("publicip.get", ReadHostInfo, null, "publicip") { Yields = Labels.HostInfo },

        // Looking out, ending others, leaving no trace.
        new("sys.gettrace", Evade, null, "library/sys"),
        new("sys.getprofile", Evade, null, "library/sys"),
        new("os.kill", Evade, "0|pid", Os),
        new("os.killpg", Evade, "0|pgid", Os),
        new("psutil.Process().kill", Evade, "self", Psutil),
        new("psutil.Process().terminate", Evade, "self", Psutil),
        new("psutil.process_iter()[].kill", Evade, null, Psutil),
        new("psutil.process_iter()[].terminate", Evade, null, Psutil),
        new("setproctitle.setproctitle", Evade, "0|title", "setproctitle"),
        new("win32gui.ShowWindow", Evade, null, "pywin32"),
        new("win32api.TerminateProcess", Evade, null, "pywin32"),
        new("win32process.TerminateProcess", Evade, null, "pywin32"),
        new("win32api.ExitWindowsEx", Evade, null, "pywin32"),
        new("win32console.GetConsoleWindow", Evade, null, "pywin32"),
        new("readline.clear_history", Evade, null, "library/readline"),

        // More rights.
        new("os.setuid", Elevate, "0|uid", Os),
        new("os.setgid", Elevate, "0|gid", Os),
        new("os.seteuid", Elevate, "0|euid", Os),
        new("os.setreuid", Elevate, "0|ruid", Os),
        new("os.setresuid", Elevate, "0|ruid", Os),
        new("os.chroot", Elevate, "0|path", Os),
        new("pyuac.runAsAdmin", Elevate, null, "pyuac"),
        new("elevate.elevate", Elevate, null, "elevate"),
        new("win32security.AdjustTokenPrivileges", Elevate, null, "pywin32"),
        new("win32security.LogonUser", Elevate, "0|Username", "pywin32"),
    ];

    private static IEnumerable<CatalogueEntry> Of(string source, params string[] names) =>
        names.Select(name => new CatalogueEntry(name, ReadHostInfo, null, source) { Yields = Labels.HostInfo });
}
