using System.Collections.Immutable;
using Assay.Engine.Artifacts;
using Assay.Packaging.Distributions;
using Assay.Packaging.Metadata;
using Assay.Packaging.Versions;

namespace Assay.Audits;

/// <summary>What a source distribution says of itself without being built.</summary>
/// <param name="Metadata">Its <c>PKG-INFO</c>; null where there is none, or it cannot be read.</param>
/// <param name="Requires">What it needs, each as a requirement's text.</param>
/// <param name="TellsRequires">False where a build may add to <paramref name="Requires"/>.</param>
internal sealed record SdistContent(CoreMetadata? Metadata, ImmutableArray<string> Requires, bool TellsRequires)
{
    private const int MaxMetadataBytes = 16 << 20;

    // From this version on what is not said to be dynamic is what every build yields (PyPA "Core metadata specifications", "Dynamic").
    private static readonly PackageVersion s_firstReliable = PackageVersion.Parse("2.2");

    /// <summary>Reads it in one pass.</summary>
    /// <param name="seekable">Read from its beginning, left open.</param>
    /// <exception cref="IOException">The stream fails.</exception>
    public static SdistContent Read(Stream seekable, string fileName, SdistFileName name)
    {
        string root = fileName[..^name.Extension.Length] + "/";
        byte[]? metadata = null;
        byte[]? requires = null;
        bool hasEggInfo = false;
        foreach ((string path, Func<int, byte[]?> read) in ArchiveMembers.Of(seekable, fileName))
        {
            if (!path.StartsWith(root, StringComparison.Ordinal))
            {
                continue;
            }

            ReadOnlySpan<char> inner = path.AsSpan(root.Length);
            if (inner is "PKG-INFO")
            {
                metadata ??= read(MaxMetadataBytes);
            }
            else if (Path.GetDirectoryName(inner).EndsWith(".egg-info", StringComparison.Ordinal))
            {
                // setuptools keeps the file beside PKG-INFO where there is something to write into it, and only then.
                hasEggInfo |= inner.EndsWith("/PKG-INFO", StringComparison.Ordinal);
                requires ??= inner.EndsWith("/requires.txt", StringComparison.Ordinal) ? read(MaxMetadataBytes) : null;
            }
        }

        if (metadata is null)
        {
            return new SdistContent(null, [], TellsRequires: false);
        }

        CoreMetadata core = CoreMetadata.Parse(metadata);
        ImmutableArray<string> declared = [.. core.RequiresDist.Select(static one => one.Text)];
        bool isReliable = PackageVersion.TryParse(core.MetadataVersion, out PackageVersion? version) && version >= s_firstReliable
            && !core.Dynamic.Contains("Requires-Dist", StringComparer.OrdinalIgnoreCase);
        return isReliable || !declared.IsEmpty ? new SdistContent(core, declared, isReliable || hasEggInfo)
            : new SdistContent(core, requires is null ? [] : RequiresText.Read(requires), requires is not null || hasEggInfo);
    }
}
