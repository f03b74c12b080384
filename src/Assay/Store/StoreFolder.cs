namespace Assay.Store;

/// <summary>Where the store lies, and whether it may be used: it must belong to this user alone.</summary>
public static class StoreFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>The folder by option, then <c>ASSAY_STORE</c>, then the platform's cache folder.</summary>
    /// <param name="option">The value of <c>--store</c>, or null.</param>
    /// <param name="environment">Reads a variable; null where it is not set.</param>
    /// <exception cref="StoreException">The platform names no folder for caches.</exception>
    public static string Locate(string? option, Func<string, string?> environment)
    {
        string? named = !string.IsNullOrEmpty(option) ? option : environment("ASSAY_STORE");
        if (!string.IsNullOrEmpty(named))
        {
            return Path.GetFullPath(named);
        }

        if (OperatingSystem.IsWindows())
        {
            return Under(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "assay", "store");
        }

        // The XDG specification has relative values ignored.
        string? cache = environment("XDG_CACHE_HOME");
        if (!OperatingSystem.IsMacOS() && cache is not null && Path.IsPathFullyQualified(cache))
        {
            return Path.Combine(cache, "assay");
        }

        string home = environment("HOME") is { Length: > 0 } set ? set : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return OperatingSystem.IsMacOS() ? Under(home, "Library", "Caches", "assay") : Under(home, ".cache", "assay");
    }

    /// <summary>Creates the folder for this user alone, or makes sure that an existing one is.</summary>
    /// <exception cref="StoreException">It belongs to somebody else, others can enter it, or it cannot be made.</exception>
    public static void Prepare(string folder)
    {
        try
        {
            if (!Directory.Exists(folder))
            {
                Create(folder);
            }

            // Looked at even when just made: somebody may have been faster.
            RefuseForeign(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Of(folder, e);
        }
    }

    private static string Under(string root, params ReadOnlySpan<string> parts) =>
        string.IsNullOrEmpty(root)
            ? throw new StoreException("this user has no home or cache folder; name one for the store with --store DIR or ASSAY_STORE, or use --no-store")
            : Path.Combine([root, .. parts]);

    private static void Create(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            // A profile's folder is closed to other users by inheritance.
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, Private);
    }

    private static void RefuseForeign(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        if (UnixFile.OwnerOf(folder) is uint owner && owner != UnixFile.Me)
        {
            throw new StoreException(
                $"the store folder {folder} belongs to another user (uid {owner}, this is uid {UnixFile.Me}): whoever owns it could plant verdicts; name another folder with --store DIR or ASSAY_STORE");
        }

        UnixFileMode open = File.GetUnixFileMode(folder) & Others;
        if (open != UnixFileMode.None)
        {
            throw new StoreException(
                $"the store folder {folder} can be entered by other users ({open}): close it with 'chmod 700 {folder}' once you trust what is in it, or name another with --store DIR");
        }
    }
}
