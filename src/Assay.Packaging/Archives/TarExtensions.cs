using System.Globalization;
using System.Text;

namespace Assay.Packaging.Archives;

/// <summary>What extension headers (POSIX pax, GNU long names) say about the entry that follows.</summary>
internal sealed class TarExtensions(int maxNameBytes, AnomalyReport report)
{
    /// <summary>Bytes of one extension header that are looked at.</summary>
    public const int MaxBytes = 1 << 20;

    private readonly Dictionary<string, string> _global = [];
    private readonly Dictionary<string, string> _local = [];
    private string? _longName;
    private string? _longLink;

    public static bool IsExtension(char type) => type is 'x' or 'X' or 'g' or 'L' or 'K';

    /// <summary>Takes the content of an extension header.</summary>
    public void Take(char type, ReadOnlySpan<byte> data, long at)
    {
        switch (type)
        {
            case 'L':
                _longName = Decode(TarHeader.UpToNul(data), at);
                break;
            case 'K':
                _longLink = Decode(TarHeader.UpToNul(data), at);
                break;
            default:
                TakeRecords(data, type == 'g' ? _global : _local, type == 'g', at);
                break;
        }
    }

    /// <summary>The entry's name, link and content size, with everything that the extension headers before it change.</summary>
    public (string Path, string Link, long Size) Apply(TarHeader header, long at)
    {
        string path = Find("path") ?? _longName ?? Decode(header.Name, at);
        string link = Find("linkpath") ?? _longLink ?? Decode(header.LinkName, at);
        long size = header.Size ?? 0;
        if (Find("size") is string text)
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long wide))
            {
                report(AnomalyKind.TarHeader, path, at, $"The pax size '{text}' is not a number.");
            }
            else
            {
                if (wide != size && size != 0)
                {
                    report(AnomalyKind.TarHeader, path, at, $"The header says {size} bytes, its pax record {wide}.");
                }

                size = wide;
            }
        }

        _local.Clear();
        _longName = null;
        _longLink = null;
        return (path, link, size);
    }

    private string? Find(string key) => _local.TryGetValue(key, out string? value) || _global.TryGetValue(key, out value) ? value : null;

    private void TakeRecords(ReadOnlySpan<byte> data, Dictionary<string, string> records, bool isGlobal, long at)
    {
        data = data.TrimEnd((byte)0);
        while (!data.IsEmpty)
        {
            int blank = data.IndexOf((byte)' ');
            if (blank is < 1 or > 9 || !int.TryParse(data[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out int length)
                || length > data.Length || length <= blank + 2 || data[length - 1] != (byte)'\n'
                || data[(blank + 1)..(length - 1)].IndexOf((byte)'=') is not (> 0 and int equals))
            {
                report(AnomalyKind.TarHeader, null, at, "A pax record is malformed.");
                return;
            }

            ReadOnlySpan<byte> record = data[(blank + 1)..(length - 1)];
            string key = Encoding.UTF8.GetString(record[..equals]);
            string value = Decode(record[(equals + 1)..], at);
            if (isGlobal && key is "path" or "size" or "linkpath")
            {
                report(AnomalyKind.TarHeader, null, at, $"A global pax header sets '{key}' for every entry.");
            }

            records[key] = value;
            data = data[length..];
        }
    }

    private string Decode(ReadOnlySpan<byte> bytes, long at)
    {
        if (bytes.Length > maxNameBytes)
        {
            report(AnomalyKind.LimitReached, null, at, $"{nameof(ArchiveLimits.MaxNameBytes)}: the name has {bytes.Length} bytes and is cut.");
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
