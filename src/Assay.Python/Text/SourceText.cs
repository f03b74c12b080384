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
/// <param name="Codec">The codec by CPython's name (<c>utf-8</c>, <c>cp1252</c> …), in lower case.</param>
/// <param name="Problem">What is wrong with it.</param>
/// <param name="ProblemLine">Line from 1 where it is, else 0.</param>
/// <param name="Offsets">True where offsets of <paramref name="Utf8"/> are those of the file (plus <paramref name="MarkBytes"/>).</param>
/// <param name="MarkBytes">Bytes of the byte order mark that was taken off.</param>
public sealed record SourceText(ReadOnlyMemory<byte> Utf8, string Codec, SourceProblem Problem, int ProblemLine, bool Offsets, int MarkBytes)
{
    /// <summary>Decodes a file as CPython would.</summary>
    public static SourceText Read(ReadOnlyMemory<byte> file) => throw new NotSupportedException();
}
