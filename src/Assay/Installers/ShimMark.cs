namespace Assay.Installers;

/// <summary>
/// The mark in the head of every shim that Assay writes. Whoever looks for the real pip or uv passes over files that carry it, so a
/// shim never starts itself; whoever writes or removes shims touches no file without it.
/// </summary>
public static class ShimMark
{
    /// <summary>What a shim's head contains, on a comment line of its own.</summary>
    public const string Text = "assay-shim 1";

    /// <summary>True where the file carries the mark.</summary>
    public static bool IsOn(string path, InstallerFiles files) =>
        files.ReadHead(path) is { } head && head.AsSpan().IndexOf("assay-shim 1"u8) >= 0 && (head.AsSpan().StartsWith("#!"u8) || head.AsSpan().StartsWith("@rem "u8));
}
