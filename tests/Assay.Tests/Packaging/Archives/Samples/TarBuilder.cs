using System.Globalization;
using System.Text;

namespace Assay.Tests.Packaging.Archives.Samples;

/// <summary>Writes tar blocks as told, true or not.</summary>
public sealed class TarBuilder
{
    private readonly MemoryStream _tar = new();

    /// <summary>Adds an entry; <paramref name="change"/> may spoil the header, whose checksum is then written unless told otherwise.</summary>
    public TarBuilder Add(
        string name, string content = "", char type = '0', string link = "", long? size = null, Action<byte[]>? change = null, bool checksum = true)
    {
        byte[] data = Encoding.UTF8.GetBytes(content);
        byte[] header = new byte[512];
        Put(header, 0, Encoding.UTF8.GetBytes(name));
        Put(header, 100, "0000644\0"u8);
        Put(header, 108, "0000000\0"u8);
        Put(header, 116, "0000000\0"u8);
        Put(header, 124, Octal(size ?? data.Length, 11));
        Put(header, 136, Octal(0, 11));
        header[156] = (byte)type;
        Put(header, 157, Encoding.UTF8.GetBytes(link));
        Put(header, 257, "ustar\u000000"u8);
        change?.Invoke(header);
        if (checksum)
        {
            header.AsSpan(148, 8).Fill((byte)' ');
            Put(header, 148, Octal(header.Sum(b => (int)b), 6));
            header[154] = 0;
        }

        _tar.Write(header);
        _tar.Write(data);
        return Pad();
    }

    /// <summary>Adds a pax header of records.</summary>
    public TarBuilder Pax(char type, params (string Key, string Value)[] records) =>
        Add("pax", string.Concat(records.Select(record => Record(record.Key, record.Value))), type);

    public TarBuilder Raw(params byte[] bytes)
    {
        _tar.Write(bytes);
        return this;
    }

    /// <summary>Zero blocks.</summary>
    public TarBuilder Zeros(int blocks) => Raw(new byte[512 * blocks]);

    public byte[] ToArray() => _tar.ToArray();

    /// <summary>The tar with its end mark.</summary>
    public byte[] End() => Zeros(2).ToArray();

    public static void Put(byte[] header, int at, ReadOnlySpan<byte> bytes) => bytes.CopyTo(header.AsSpan(at));

    private static string Record(string key, string value)
    {
        int rest = Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value) + 3;
        int length = rest + 1;
        while (length != rest + length.ToString(CultureInfo.InvariantCulture).Length)
        {
            length = rest + length.ToString(CultureInfo.InvariantCulture).Length;
        }

        return $"{length} {key}={value}\n";
    }

    public static byte[] Octal(long value, int digits) => Encoding.ASCII.GetBytes(Convert.ToString(value, 8).PadLeft(digits, '0'));

    private TarBuilder Pad() => Raw(new byte[-_tar.Length & 511]);
}
