using System.Globalization;
using System.Text;

namespace Assay.Packaging.Archives;

/// <summary>An entry's facts once the extension headers before it are applied.</summary>
/// <param name="Size">Stored bytes of content.</param>
/// <param name="Sparse">The map's form where the entry is sparse.</param>
/// <param name="SparseNumbers">The map of forms 0.0 and 0.1.</param>
/// <param name="RealSize">Bytes of the expanded file, where sparse.</param>
internal sealed record TarFacts(string Path, string Link, long Size, TarSparseForm Sparse, IReadOnlyList<string> SparseNumbers, long RealSize);

/// <summary>Where the map of a sparse member stands.</summary>
internal enum TarSparseForm { None, Numbers, Leading }

/// <summary>What extension headers (POSIX pax, GNU long names) say about the entry that follows.</summary>
internal sealed class TarExtensions(int maxNameBytes, AnomalyReport report)
{
    /// <summary>Bytes of one extension header that are looked at.</summary>
    public const int MaxBytes = 1 << 20;

    private const string SparsePrefix = "GNU.sparse.";

    private readonly Dictionary<string, string> _global = [];
    private readonly Dictionary<string, string> _local = [];
    private readonly List<string> _sparseNumbers = [];
    private string? _longName;
    private string? _longLink;

    /// <summary>True where a header has been taken that belongs to an entry still to come.</summary>
    public bool ArePending => _local.Count > 0 || _longName is not null || _longLink is not null || _sparseNumbers.Count > 0;

    public static bool IsExtension(char type) => type is 'x' or 'X' or 'g' or 'L' or 'K';

    /// <summary>Takes the content of an extension header.</summary>
    public void Take(char type, ReadOnlySpan<byte> data, long at)
    {
        switch (type)
        {
            case 'L':
                Differ(_longName, _longName = Decode(TarHeader.UpToNul(data), at), "long name", at);
                break;
            case 'K':
                Differ(_longLink, _longLink = Decode(TarHeader.UpToNul(data), at), "long link", at);
                break;
            default:
                TakeRecords(data, type == 'g', at);
                break;
        }
    }

    /// <summary>The entry's name, link and content size, with everything that the extension headers before it change.</summary>
    public TarFacts Apply(TarHeader header, long at)
    {
        string path = Find("GNU.sparse.name") ?? Find("path") ?? _longName ?? Decode(header.Name, at);
        string link = Find("linkpath") ?? _longLink ?? Decode(header.LinkName, at);
        if (_longName is string longName && Find("path") is string paxName && paxName != longName)
        {
            report(AnomalyKind.TarHeader, path, at, $"Two extension headers name the entry: '{paxName}' and '{longName}'.");
        }

        long stored = header.Size ?? 0;
        long size = FindNumber("size", path, at) ?? stored;
        if (size != stored && stored != 0)
        {
            report(AnomalyKind.TarHeader, path, at, $"The header says {stored} bytes, its pax record {size}.");
        }

        long realSize = FindNumber("GNU.sparse.realsize", path, at) ?? FindNumber("GNU.sparse.size", path, at) ?? size;
        string[]? list = Find("GNU.sparse.map")?.Split(',');
        TarSparseForm form = list is not null || _sparseNumbers.Count > 0 || Find("GNU.sparse.size") is not null ? TarSparseForm.Numbers
            : Find("GNU.sparse.major") is not null ? TarSparseForm.Leading
            : TarSparseForm.None;
        TarFacts facts = new(path, link, size, form, list ?? [.. _sparseNumbers], realSize);
        _local.Clear();
        _sparseNumbers.Clear();
        _longName = null;
        _longLink = null;
        return facts;
    }

    private string? Find(string key) => _local.TryGetValue(key, out string? value) || _global.TryGetValue(key, out value) ? value : null;

    private long? FindNumber(string key, string path, long at)
    {
        if (Find(key) is not string text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            return number;
        }

        report(AnomalyKind.TarHeader, path, at, $"The pax record {key} is no number: '{text}'.");
        return null;
    }

    private void TakeRecords(ReadOnlySpan<byte> data, bool isGlobal, long at)
    {
        data = data.TrimEnd((byte)0);
        while (!data.IsEmpty)
        {
            int blank = data.IndexOf((byte)' ');
            if (blank is < 1 or > 9 || !int.TryParse(data[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out int length)
                || length > data.Length || length <= blank + 2 || data[length - 1] != (byte)'\n'
                || data[(blank + 1)..(length - 1)].IndexOf((byte)'=') is not (> 0 and int equals))
            {
                report(AnomalyKind.TarHeader, null, at, "A pax record is malformed: readers skip it, stop, or take it differently.");
                return;
            }

            ReadOnlySpan<byte> record = data[(blank + 1)..(length - 1)];
            TakeRecord(Encoding.UTF8.GetString(record[..equals]), record[(equals + 1)..], isGlobal, at);
            data = data[length..];
        }
    }

    private void TakeRecord(string key, ReadOnlySpan<byte> bytes, bool isGlobal, long at)
    {
        switch (key)
        {
            case "GNU.sparse.offset" or "GNU.sparse.numbytes" when !isGlobal:
                _sparseNumbers.Add(Decode(bytes, at));
                return;
            case "GNU.sparse.map":
                // A list of numbers is no name: only the header's own limit holds for it.
                (isGlobal ? _global : _local)[key] = Encoding.ASCII.GetString(bytes);
                return;
            case "hdrcharset" or "charset" when !bytes.SequenceEqual("ISO-IR 10646 2000 UTF-8"u8):
                report(AnomalyKind.TarHeader, null, at, $"A pax record changes the character set to '{Encoding.UTF8.GetString(bytes)}'.");
                return;
            case "path" or "linkpath" or "size":
                break;
            default:
                if (!key.StartsWith(SparsePrefix, StringComparison.Ordinal))
                {
                    return;
                }

                break;
        }

        if (isGlobal)
        {
            report(AnomalyKind.TarHeader, null, at, $"A global pax header sets '{key}' for every entry after it.");
        }

        Dictionary<string, string> records = isGlobal ? _global : _local;
        string value = Decode(bytes, at);
        Differ(records.GetValueOrDefault(key), value, key, at);
        records[key] = value;
    }

    private void Differ(string? earlier, string later, string what, long at)
    {
        if (earlier is not null && earlier != later)
        {
            report(AnomalyKind.TarHeader, null, at, $"Two extension records give the {what}: '{earlier}' and '{later}'.");
        }
    }

    private string Decode(ReadOnlySpan<byte> bytes, long at)
    {
        if (bytes.Length > maxNameBytes)
        {
            report(AnomalyKind.LimitReached, null, at, $"The name has {bytes.Length} bytes and is cut ({nameof(ArchiveLimits.MaxNameBytes)}).");
            bytes = bytes[..maxNameBytes];
        }

        string name = EntryName.DecodeUtf8(bytes, out bool valid);
        if (!valid)
        {
            report(AnomalyKind.MalformedName, name, at, "The name is not valid UTF-8.");
        }

        return name;
    }
}
