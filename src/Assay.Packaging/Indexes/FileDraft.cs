using System.Diagnostics.CodeAnalysis;

namespace Assay.Packaging.Indexes;

/// <summary>A file's fields while a page is read; becomes a <see cref="SimpleFile"/> or the reason why not.</summary>
internal sealed class FileDraft
{
    private const int LongestName = 1_024;
    private const int LongestText = 64 * 1_024;

    private readonly List<KeyValuePair<string, string>> _hashes = [];

    public string? FileName { get; set; }

    public string? Url { get; set; }

    public string? RequiresPython { get; set; }

    public long? Size { get; set; }

    public DateTimeOffset? UploadTime { get; set; }

    public string? Yanked { get; set; }

    public DigestMap? CoreMetadata { get; set; }

    public string? Provenance { get; set; }

    public bool? GpgSig { get; set; }

    /// <summary>The first thing that was wrong with a field.</summary>
    public string? Fault { get; private set; }

    public void Spoil(string fault) => Fault ??= fault;

    public void AddHash(string algorithm, string hex) => _hashes.Add(new(algorithm, hex));

    public void ClearHashes() => _hashes.Clear();

    /// <summary>Checks the whole: name, addresses, digests, and that name and address agree.</summary>
    public bool TryBuild(LinkBase from, [NotNullWhen(true)] out SimpleFile? file, [NotNullWhen(false)] out string? fault)
    {
        file = null;
        fault = Fault;
        if (fault is null && Url is null)
        {
            fault = "it has no address";
        }

        return fault is null && from.TryResolve(Url!, out LinkTarget target, out fault) && TryBuild(from, target, out file, out fault);
    }

    /// <summary>The same, once the address is resolved.</summary>
    public bool TryBuild(LinkBase from, LinkTarget target, [NotNullWhen(true)] out SimpleFile? file, [NotNullWhen(false)] out string? fault)
    {
        file = null;
        fault = Fault;
        if (fault is not null)
        {
            return false;
        }

        FileName ??= target.FileName;
        fault = NameFault(FileName)
            ?? (FileName == target.FileName ? null : $"its address ends in another name, '{target.FileName}', and installers differ in which they take")
            ?? TextFault("requires-python", RequiresPython)
            ?? TextFault("yank reason", Yanked);
        if (fault is not null)
        {
            return false;
        }

        if (target.Fragment.Length > 0)
        {
            AddFragmentDigests(target.Fragment);
        }

        if (!DigestMap.TryCreate(_hashes, out DigestMap? hashes, out fault))
        {
            return false;
        }

        string? provenance = null;
        if (Provenance is not null)
        {
            if (!from.TryResolve(Provenance, out LinkTarget evidence, out string? reason))
            {
                fault = $"the address of its provenance is of no use: {reason}";
                return false;
            }

            provenance = evidence.Address;
        }

        file = new SimpleFile(FileName, target.Address, hashes, RequiresPython, Size, UploadTime, Yanked, CoreMetadata, provenance, GpgSig);
        return true;
    }

    /// <summary>Why a text is no plain file name; null if it is one.</summary>
    internal static string? NameFault(string name)
    {
        if (name.Length is 0 or > LongestName || name is "." or "..")
        {
            return "its name is empty, too long or a folder's";
        }

        if (!name.AsSpan().ContainsAnyExcept(LinkBase.Plain))
        {
            return name.Contains('/', StringComparison.Ordinal) ? "its name holds a path separator" : null;
        }

        foreach (char c in name)
        {
            if (c is '/' or '\\')
            {
                return "its name holds a path separator";
            }

            if (char.IsControl(c) || c is '\uFFFD' or '\u2028' or '\u2029')
            {
                return "its name holds a control or undecodable character";
            }
        }

        return null;
    }

    // PEP 503: "#<algorithm>=<hex>"; find-links pages add "&egg=" and the like, which is no digest.
    private void AddFragmentDigests(string fragment)
    {
        foreach (Range part in fragment.AsSpan().Split('&'))
        {
            ReadOnlySpan<char> pair = fragment.AsSpan()[part];
            int equals = pair.IndexOf('=');
            if (equals > 0 && pair[..equals].ToString().ToLowerInvariant() is
                "md5" or "sha1" or "sha224" or "sha256" or "sha384" or "sha512")
            {
                AddHash(pair[..equals].ToString(), pair[(equals + 1)..].ToString());
            }
        }
    }

    private static string? TextFault(string field, string? text) =>
        text is { Length: > LongestText } ? $"its {field} is longer than {LongestText} characters" : null;
}
