using System.Text;

namespace Assay.Packaging.Requirements;

/// <summary>The text of a requirements file with what is needed to write it back changed in places and the same elsewhere.</summary>
internal sealed class RequirementsText
{
    private static readonly (byte[] Mark, Encoding Encoding)[] s_marks =
    [
        // Longer marks before their own beginnings.
        ([0xff, 0xfe, 0, 0], Strict(Encoding.UTF32)),
        ([0, 0, 0xfe, 0xff], Strict(new UTF32Encoding(bigEndian: true, byteOrderMark: false))),
        ([0xef, 0xbb, 0xbf], Strict(Encoding.UTF8)),
        ([0xff, 0xfe], Strict(Encoding.Unicode)),
        ([0xfe, 0xff], Strict(Encoding.BigEndianUnicode)),
    ];

    private readonly byte[] _bytes;
    private readonly int _markLength;
    private readonly Encoding _encoding;

    private RequirementsText(byte[] bytes, int markLength, Encoding encoding, string text, string? problem)
    {
        _bytes = bytes;
        _markLength = markLength;
        _encoding = encoding;
        Text = text;
        Problem = problem;
    }

    /// <summary>Without the byte order mark.</summary>
    public string Text { get; }

    /// <summary>What was wrong with the encoding; null for nothing.</summary>
    public string? Problem { get; }

    /// <summary>Decodes as pip does: by byte order mark, by a coding line in the first two lines, else as UTF-8; what is none of these is Latin-1 and a problem.</summary>
    public static RequirementsText Decode(ReadOnlySpan<byte> bytes)
    {
        byte[] copy = bytes.ToArray();
        foreach ((byte[] mark, Encoding encoding) in s_marks)
        {
            if (bytes.StartsWith(mark))
            {
                return Decode(copy, mark.Length, encoding, encoding.WebName);
            }
        }

        if (CodingName(bytes) is { } name)
        {
            return Find(name) is { } encoding
                ? Decode(copy, 0, Strict(encoding), name)
                : new RequirementsText(copy, 0, Encoding.Latin1, Encoding.Latin1.GetString(copy), $"the encoding '{name}' is not known and the file was read as Latin-1");
        }

        return Decode(copy, 0, Strict(Encoding.UTF8), "utf-8");
    }

    /// <summary>The bytes with spans replaced; all other bytes are as they were.</summary>
    /// <exception cref="ArgumentException">Two spans overlap, or a replacement has characters that the file's encoding lacks.</exception>
    public byte[] Rewrite(IEnumerable<(SourceSpan Span, string Replacement)> edits)
    {
        using MemoryStream output = new();
        output.Write(_bytes, 0, _markLength);
        int at = 0;
        int byteAt = _markLength;
        foreach ((SourceSpan span, string replacement) in edits.OrderBy(edit => edit.Span.Start))
        {
            if (span.Start < at)
            {
                throw new ArgumentException("two edits overlap", nameof(edits));
            }

            int start = byteAt + _encoding.GetByteCount(Text.AsSpan(at, span.Start - at));
            output.Write(_bytes, byteAt, start - byteAt);
            output.Write(_encoding.GetBytes(replacement));
            byteAt = start + _encoding.GetByteCount(Text.AsSpan(span.Start, span.Length));
            at = span.End;
        }

        output.Write(_bytes, byteAt, _bytes.Length - byteAt);
        return output.ToArray();
    }

    private static RequirementsText Decode(byte[] bytes, int markLength, Encoding encoding, string name)
    {
        try
        {
            string text = encoding.GetString(bytes, markLength, bytes.Length - markLength);
            return new RequirementsText(bytes, markLength, encoding, text, null);
        }
        catch (DecoderFallbackException)
        {
            string text = Encoding.Latin1.GetString(bytes, markLength, bytes.Length - markLength);
            return new RequirementsText(bytes, markLength, Encoding.Latin1, text, $"the file is not {name} and was read as Latin-1");
        }
    }

    private static string? CodingName(ReadOnlySpan<byte> bytes)
    {
        for (int line = 0; line < 2 && !bytes.IsEmpty; line++)
        {
            int end = bytes.IndexOf((byte)'\n');
            ReadOnlySpan<byte> content = end < 0 ? bytes : bytes[..end];
            if (content is [(byte)'#', ..] && CodingIn(content) is { } name)
            {
                return name;
            }

            bytes = end < 0 ? [] : bytes[(end + 1)..];
        }

        return null;
    }

    // "coding", then ':' or '=', blanks, and a name: anywhere in the comment.
    private static string? CodingIn(ReadOnlySpan<byte> comment)
    {
        while (comment.IndexOf("coding"u8) is >= 0 and int found)
        {
            comment = comment[(found + "coding"u8.Length)..];
            if (comment is not [(byte)':' or (byte)'=', ..])
            {
                continue;
            }

            ReadOnlySpan<byte> name = comment[1..].TrimStart(" \t\r\v\f"u8);
            int length = 0;
            while (length < name.Length && (char.IsAsciiLetterOrDigit((char)name[length]) || name[length] is (byte)'-' or (byte)'_' or (byte)'.'))
            {
                length++;
            }

            if (length > 0)
            {
                return Encoding.ASCII.GetString(name[..length]);
            }
        }

        return null;
    }

    // Only encodings without state, so that a span of text is a span of bytes.
    private static Encoding? Find(string name)
    {
        string folded = name.ToLowerInvariant().Replace('_', '-');
        return folded switch
        {
            "utf-8" or "utf8" or "u8" or "cp65001" => Encoding.UTF8,
            "ascii" or "us-ascii" or "646" => Encoding.ASCII,
            "latin-1" or "latin1" or "latin" or "l1" or "iso-8859-1" or "iso8859-1" or "8859" or "cp819" => Encoding.Latin1,
            "utf-16-le" or "utf-16le" => Encoding.Unicode,
            "utf-16-be" or "utf-16be" => Encoding.BigEndianUnicode,
            _ when CodePage(folded) is { } page => CodePagesEncodingProvider.Instance.GetEncoding(page),
            _ => null,
        };
    }

    private static int? CodePage(string name)
    {
        string digits = name.StartsWith("cp", StringComparison.Ordinal) ? name[2..]
            : name.StartsWith("windows-", StringComparison.Ordinal) ? name[8..]
            : "";
        if (digits is "437" or "850" or "852" or "866" || (digits.Length == 4 && digits.StartsWith("125", StringComparison.Ordinal) && char.IsAsciiDigit(digits[3]) && digits[3] != '9'))
        {
            return int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
        }

        return name is "iso-8859-2" or "latin2" or "latin-2" ? 28592
            : name is "iso-8859-15" or "latin9" or "latin-9" ? 28605
            : name == "koi8-r" ? 20866
            : null;
    }

    private static Encoding Strict(Encoding encoding)
    {
        Encoding strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        strict.EncoderFallback = EncoderFallback.ExceptionFallback;
        return strict;
    }
}
