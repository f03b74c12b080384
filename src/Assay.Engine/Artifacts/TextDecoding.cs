using System.Text;

namespace Assay.Engine.Artifacts;

/// <summary>Bytes of a member as text: by byte order mark, else UTF-8; what is invalid becomes U+FFFD.</summary>
internal static class TextDecoding
{
    public static string Decode(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(bytes[3..]),
        [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes[2..]),
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes[2..]),
        _ => Encoding.UTF8.GetString(bytes),
    };
}
