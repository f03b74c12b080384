using System.Collections.Immutable;

namespace Assay.Installers;

/// <summary>The operating system, as far as installers look for their settings in different places.</summary>
public enum InstallerPlatform
{
    Linux,
    MacOS,
    Windows,
}

/// <summary>Where installers look for settings on this platform, for this user.</summary>
/// <param name="Home">The user's home folder.</param>
/// <param name="PipGlobal">pip's machine-wide files, lowest first.</param>
/// <param name="PipUser">pip's files of this user, lowest first.</param>
/// <param name="UvSystem">uv's machine-wide files, first found wins.</param>
/// <param name="UvUser">uv's file of this user.</param>
public sealed record InstallerFolders(
    InstallerPlatform Platform,
    string Home,
    ImmutableArray<string> PipGlobal,
    ImmutableArray<string> PipUser,
    ImmutableArray<string> UvSystem,
    string UvUser)
{
    /// <summary>What an option or variable names to mean "no file".</summary>
    public string NoFile => Platform == InstallerPlatform.Windows ? "nul" : "/dev/null";

    /// <summary>The name of pip's configuration file.</summary>
    public static string PipFileName(InstallerPlatform platform) => platform == InstallerPlatform.Windows ? "pip.ini" : "pip.conf";

    /// <summary>The platform this process runs on.</summary>
    public static InstallerPlatform CurrentPlatform =>
        OperatingSystem.IsWindows() ? InstallerPlatform.Windows
        : OperatingSystem.IsMacOS() ? InstallerPlatform.MacOS
        : InstallerPlatform.Linux;

    /// <summary>The folders that <paramref name="environment"/> and the platform's conventions name.</summary>
    /// <param name="folderExists">Asked for the one folder of macOS that decides between two conventions.</param>
    public static InstallerFolders Of(
        IReadOnlyDictionary<string, string> environment, InstallerPlatform platform, Func<string, bool> folderExists)
    {
        string? Filled(string name) => environment.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;

        string file = PipFileName(platform);
        if (platform == InstallerPlatform.Windows)
        {
            string profile = Filled("USERPROFILE") ?? @"C:\";
            string roaming = Filled("APPDATA") ?? Path.Combine(profile, "AppData", "Roaming");
            string common = Filled("PROGRAMDATA") ?? Filled("ProgramData") ?? @"C:\ProgramData";
            return new InstallerFolders(
                platform,
                profile,
                [Path.Combine(common, "pip", file)],
                [Path.Combine(profile, "pip", file), Path.Combine(roaming, "pip", file)],
                [Path.Combine(common, "uv", "uv.toml")],
                Path.Combine(roaming, "uv", "uv.toml"));
        }

        string home = Filled("HOME") ?? "/";
        string configuration = Filled("XDG_CONFIG_HOME") ?? Path.Combine(home, ".config");
        string[] shared = (Filled("XDG_CONFIG_DIRS") ?? "/etc/xdg").Split(':', StringSplitOptions.RemoveEmptyEntries);
        string mac = Path.Combine(home, "Library", "Application Support", "pip");
        bool usesMac = platform == InstallerPlatform.MacOS && folderExists(mac);
        return new InstallerFolders(
            platform,
            home,
            platform == InstallerPlatform.MacOS
                ? [Path.Combine("/Library/Application Support/pip", file)]
                : [.. shared.Select(folder => Path.Combine(folder, "pip", file)), Path.Combine("/etc", file)],
            [
                Path.Combine(home, ".pip", file),
                usesMac ? Path.Combine(mac, file)
                    : platform == InstallerPlatform.MacOS ? Path.Combine(home, ".config", "pip", file)
                    : Path.Combine(configuration, "pip", file),
            ],
            [.. shared.Select(folder => Path.Combine(folder, "uv", "uv.toml")), "/etc/uv/uv.toml"],
            Path.Combine(configuration, "uv", "uv.toml"));
    }
}
