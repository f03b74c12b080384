namespace Assay.Engine.Capabilities;

/// <summary>The folders in which everybody keeps what is their own: <c>~/Documents</c> and its like.</summary>
internal static class UsersFolder
{
    /// <summary>The home folder, as written with slashes, of a path that is such a folder and not a place within it; null for all other paths.</summary>
    public static string? HomeOf(string path)
    {
        string plain = path.Replace('\\', '/').TrimEnd('*').TrimEnd('/');
        int slash = plain.LastIndexOf('/');
        return slash > 0 && plain[(slash + 1)..] is "Documents" or "Desktop" or "Pictures" or "Downloads" or "Videos" or "Music" ? plain[..slash] : null;
    }
}
