using System.Runtime.InteropServices;

namespace Assay.Policies;

/// <summary>Where policy lies on this platform. Null: the platform names no such folder for this user.</summary>
/// <param name="System">The machine's policy, for all users; only an administrator can write there.</param>
/// <param name="User">The user's configuration.</param>
/// <param name="State">What Assay writes down about itself: the log of waivers.</param>
public sealed record PolicyFolders(string? System, string? User, string? State)
{
    /// <summary>The name of a policy file, in every folder.</summary>
    public const string FileName = "assay.toml";

    public string? SystemFile => System is null ? null : Path.Combine(System, FileName);

    public string? UserFile => User is null ? null : Path.Combine(User, FileName);

    /// <summary>Which project configurations the user trusts.</summary>
    public string? TrustFile => User is null ? null : Path.Combine(User, "trusted.json");

    /// <summary>Who waived what, when and why: one JSON object a line.</summary>
    public string? WaiverLog => State is null ? null : Path.Combine(State, "waivers.log");

    /// <summary>The folders by the conventions of a platform (on Linux the XDG base directory specification).</summary>
    /// <param name="environment">Reads a variable; null where it is not set.</param>
    /// <param name="home">The user's home folder; null or empty where there is none.</param>
    public static PolicyFolders Of(OSPlatform platform, Func<string, string?> environment, string? home)
    {
        // Relative values are ignored, as XDG asks: they would make policy depend on the current folder.
        string? Absolute(string variable) => environment(variable) is { Length: > 0 } value && IsAbsolute(value) ? value : null;
        string? Below(string? root, params ReadOnlySpan<string> parts) =>
            string.IsNullOrEmpty(root) ? null : Path.Combine([root, .. parts]);

        if (platform == OSPlatform.Windows)
        {
            return new PolicyFolders(
                Below(Absolute("ProgramData"), "assay"),
                Below(Absolute("APPDATA") ?? Below(home, "AppData", "Roaming"), "assay"),
                Below(Absolute("LOCALAPPDATA") ?? Below(home, "AppData", "Local"), "assay"));
        }

        if (platform == OSPlatform.OSX)
        {
            string? support = Below(home, "Library", "Application Support", "assay");
            return new PolicyFolders("/Library/Application Support/assay", support, support);
        }

        return new PolicyFolders(
            "/etc/assay",
            Below(Absolute("XDG_CONFIG_HOME") ?? Below(home, ".config"), "assay"),
            Below(Absolute("XDG_STATE_HOME") ?? Below(home, ".local", "state"), "assay"));
    }

    // A drive's root is absolute on Windows only, but the choice of folders is the same function everywhere.
    private static bool IsAbsolute(string path) =>
        path[0] is '/' or '\\' || (path.Length > 2 && char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] is '/' or '\\');
}
