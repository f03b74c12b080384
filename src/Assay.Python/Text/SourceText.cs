using Encoding = System.Text.Encoding;

namespace Assay.Python.Text;

/// <summary>Why a file's text could not be taken, or hides something.</summary>
public enum SourceProblem
{
    None,

    /// <summary>The cookie names no codec of CPython (the file cannot run as it is, unless somebody registers one).</summary>
    UnknownCodec,

    /// <summary>The cookie names a codec under which comments and strings can become code: utf-7, unicode_escape, raw_unicode_escape and their like.</summary>
    DeceivingCodec,

    /// <summary>The bytes are not text of the codec that the file declares.</summary>
    Undecodable,

    /// <summary>A byte order mark of UTF-8 with a cookie that names another codec.</summary>
    CookieAgainstMark,
}

/// <summary>A Python file's bytes as text (PEP 263, tokenize.detect_encoding).</summary>
/// <param name="Utf8">The text as UTF-8 without byte order mark; bytes that could not be decoded are replaced by U+FFFD.</param>
/// <param name="Codec">The codec by CPython's name (<c>utf-8</c>, <c>cp1252</c> …), in lower case; an unknown one as it is written.</param>
/// <param name="Problem">What is wrong with it.</param>
/// <param name="ProblemLine">Line from 1 where it is, else 0.</param>
/// <param name="Offsets">True where offsets of <paramref name="Utf8"/> are those of the file (plus <paramref name="MarkBytes"/>).</param>
/// <param name="MarkBytes">Bytes of the byte order mark that was taken off.</param>
public sealed record SourceText(ReadOnlyMemory<byte> Utf8, string Codec, SourceProblem Problem, int ProblemLine, bool Offsets, int MarkBytes)
{
    /// <summary>Decodes a file as CPython would; what it would refuse is decoded as well as can be, with the problem named.</summary>
    public static SourceText Read(ReadOnlyMemory<byte> file)
    {
        if (WideMark(file.Span) is var (codec, mark))
        {
            // No interpreter reads these, but whoever looks at the file sees text.
            return Decoded(file[mark..], codec, mark) with { Problem = SourceProblem.Undecodable, ProblemLine = 1 };
        }

        int markBytes = file.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        ReadOnlyMemory<byte> text = file[markBytes..];
        if (Cookie.Find(text.Span) is not Cookie cookie)
        {
            return AsUtf8(text, markBytes);
        }

        Codec? declared = Codecs.Find(cookie.Name);
        if (markBytes > 0 && declared?.Decoding != Decoding.Utf8)
        {
            return AsUtf8(text, markBytes) with { Problem = SourceProblem.CookieAgainstMark, ProblemLine = cookie.Line };
        }

        if (declared is null)
        {
            SourceText tolerant = System.Text.Unicode.Utf8.IsValid(text.Span) ? AsUtf8(text, 0) : Decoded(text, Codecs.Latin1, 0);
            return tolerant with { Codec = cookie.Name.ToLowerInvariant(), Problem = SourceProblem.UnknownCodec, ProblemLine = cookie.Line };
        }

        SourceText read = declared.Decoding switch
        {
            Decoding.Utf8 => AsUtf8(text, markBytes),
            _ when IsPlain(declared, text.Span) => new SourceText(text, declared.Name, SourceProblem.None, 0, Offsets: true, 0),
            _ => Decoded(text, declared, 0),
        };
        return declared.Deceives
            ? read with { Problem = SourceProblem.DeceivingCodec, ProblemLine = cookie.Line }
            : read;
    }

    /// <summary>Whether the bytes are ASCII and mean ASCII, so that nothing need be decoded.</summary>
    private static bool IsPlain(Codec codec, ReadOnlySpan<byte> text) =>
        !codec.Deceives && System.Text.Ascii.IsValid(text) && !(codec.HasShifts && text.IndexOfAny((byte)'~', (byte)0x1B, (byte)0x0E) >= 0);

    private static SourceText AsUtf8(ReadOnlyMemory<byte> text, int markBytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(text.Span))
        {
            return new SourceText(text, Codecs.Utf8.Name, SourceProblem.None, 0, Offsets: true, markBytes);
        }

        byte[] replaced = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(text.Span));
        return new SourceText(replaced, Codecs.Utf8.Name, SourceProblem.Undecodable, LineOf(text.Span, FirstInvalid(text.Span)), Offsets: false, markBytes);
    }

    private static SourceText Decoded(ReadOnlyMemory<byte> text, Codec codec, int markBytes)
    {
        string decoded = Decoders.Decode(text.Span, codec);
        int bad = decoded.IndexOf('\uFFFD', StringComparison.Ordinal);
        byte[] utf8 = Encoding.UTF8.GetBytes(decoded);
        return bad < 0
            ? new SourceText(utf8, codec.Name, SourceProblem.None, 0, Offsets: false, markBytes)
            : new SourceText(utf8, codec.Name, SourceProblem.Undecodable, LineOf(utf8, utf8.AsSpan().IndexOf("\uFFFD"u8)), Offsets: false, markBytes);
    }

    /// <summary>A byte order mark of UTF-16 or UTF-32.</summary>
    private static (Codec Codec, int Bytes)? WideMark(ReadOnlySpan<byte> file) => file switch
    {
        [0xFF, 0xFE, 0, 0, ..] => (new Codec("utf-32-le", Decoding.Wide, 12000), 4),
        [0, 0, 0xFE, 0xFF, ..] => (new Codec("utf-32-be", Decoding.Wide, 12001), 4),
        [0xFF, 0xFE, ..] => (new Codec("utf-16-le", Decoding.Wide, 1200), 2),
        [0xFE, 0xFF, ..] => (new Codec("utf-16-be", Decoding.Wide, 1201), 2),
        _ => null,
    };

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (at < text.Length)
        {
            int ascii = text[at..].IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (ascii < 0)
            {
                break;
            }

            at += ascii;
            if (System.Text.Rune.DecodeFromUtf8(text[at..], out _, out int length) != System.Buffers.OperationStatus.Done)
            {
                return at;
            }

            at += length;
        }

        return text.Length;
    }

    private static int LineOf(ReadOnlySpan<byte> text, int offset)
    {
        ReadOnlySpan<byte> before = text[..offset];
        int pairs = before.Count("\r\n"u8);
        return 1 + before.Count((byte)'\n') + before.Count((byte)'\r') - pairs;
    }
}
