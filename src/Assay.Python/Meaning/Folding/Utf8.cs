using System.Buffers;
using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary>UTF-8 with Python's ways of handling errors.</summary>
internal static class Utf8
{
    public static string? Decode(ReadOnlySpan<byte> bytes, CodecErrors errors)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        if (errors == CodecErrors.Strict)
        {
            return null;
        }

        StringBuilder text = new(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out Rune rune, out int taken) == OperationStatus.Done)
            {
                text.Append(rune);
            }
            else if (errors == CodecErrors.SurrogatePass && bytes.Length >= 3 && bytes[0] == 0xED && bytes[1] is >= 0xA0 and <= 0xBF && bytes[2] is >= 0x80 and <= 0xBF)
            {
                text.Append((char)(0xD000 | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F)));
                taken = 3;
            }
            else if (!Codecs.AppendBad(text, bytes[..taken], errors))
            {
                return null;
            }

            bytes = bytes[taken..];
        }

        return text.ToString();
    }

    public static byte[]? Encode(string text, CodecErrors errors)
    {
        ArrayBufferWriter<byte> bytes = new(text.Length + 4);
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            int lone = LoneSurrogate(rest);
            ReadOnlySpan<char> good = lone < 0 ? rest : rest[..lone];
            bytes.Advance(Encoding.UTF8.GetBytes(good, bytes.GetSpan(Encoding.UTF8.GetByteCount(good) + 1)));
            if (lone < 0)
            {
                break;
            }

            char c = rest[lone];
            byte[]? bad = errors == CodecErrors.SurrogatePass
                ? [(byte)(0xE0 | (c >> 12)), (byte)(0x80 | ((c >> 6) & 0x3F)), (byte)(0x80 | (c & 0x3F))]
                : Codecs.BadCharacter(c, errors);
            if (bad is null)
            {
                return null;
            }

            bytes.Write(bad);
            rest = rest[(lone + 1)..];
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static int LoneSurrogate(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            int next = text[i..].IndexOfAnyInRange('\uD800', '\uDFFF');
            if (next < 0)
            {
                return -1;
            }

            i += next;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                return i;
            }

            i++;
        }

        return -1;
    }
}
