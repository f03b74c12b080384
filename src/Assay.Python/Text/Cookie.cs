namespace Assay.Python.Text;

/// <summary>The comment that declares a file's codec (PEP 263).</summary>
/// <param name="Name">As written.</param>
/// <param name="Line">1 or 2.</param>
internal sealed record Cookie(string Name, int Line)
{
    /// <summary>
    /// Finds the cookie as CPython's tokenizer does: a comment on the first line, or on the second if the first is blank or a comment.
    /// </summary>
    /// <param name="file">Without byte order mark.</param>
    public static Cookie? Find(ReadOnlySpan<byte> file)
    {
        for (int line = 1; line <= 2; line++)
        {
            int end = file.IndexOfAny((byte)'\n', (byte)'\r');
            ReadOnlySpan<byte> text = (end < 0 ? file : file[..end]).TrimStart(" \t\f"u8);
            if (text.Length > 0 && text[0] != '#')
            {
                return null;
            }

            if (NameIn(text) is string name)
            {
                return new Cookie(name, line);
            }

            if (end < 0)
            {
                return null;
            }

            bool isPair = file[end] == '\r' && end + 1 < file.Length && file[end + 1] == '\n';
            file = file[(isPair ? end + 2 : end + 1)..];
        }

        return null;
    }

    private static string? NameIn(ReadOnlySpan<byte> comment)
    {
        while (true)
        {
            int at = comment.IndexOf("coding"u8);
            if (at < 0)
            {
                return null;
            }

            comment = comment[(at + 6)..];
            if (comment.Length == 0 || comment[0] is not ((byte)':' or (byte)'='))
            {
                continue;
            }

            ReadOnlySpan<byte> rest = comment[1..].TrimStart(" \t"u8);
            int length = 0;
            while (length < rest.Length && (char.IsAsciiLetterOrDigit((char)rest[length]) || rest[length] is (byte)'-' or (byte)'_' or (byte)'.'))
            {
                length++;
            }

            if (length > 0)
            {
                return System.Text.Encoding.ASCII.GetString(rest[..length]);
            }
        }
    }
}
