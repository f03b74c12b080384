using System.Collections.Immutable;
using System.Text;

namespace Assay.Packaging.Metadata;

/// <summary>
/// A file in the manner of e-mail headers, read as Python's <c>email.parser</c> with its <c>compat32</c> policy reads it,
/// which is the standard that PyPA "Core metadata specifications" names.
/// </summary>
/// <param name="Body">What follows the headers; null where the file ends with them.</param>
internal sealed record HeaderBlock(ImmutableArray<MetadataField> Fields, string? Body, ImmutableArray<MetadataProblem> Problems)
{
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static HeaderBlock Parse(ReadOnlySpan<byte> bytes, int maxFields)
    {
        ImmutableArray<MetadataProblem>.Builder problems = ImmutableArray.CreateBuilder<MetadataProblem>();
        string text = Decode(bytes, problems);
        ImmutableArray<MetadataField>.Builder fields = ImmutableArray.CreateBuilder<MetadataField>();
        string? body = null;
        string? name = null;
        StringBuilder value = new();
        int fieldLine = 0;
        int line = 0;
        int at = 0;

        void Finish()
        {
            if (name is not null)
            {
                fields.Add(new MetadataField(name, value.ToString(), fieldLine));
            }

            name = null;
        }

        while (at < text.Length)
        {
            int start = at;
            int end = EndOfLine(text, at, out at);
            line++;
            ReadOnlySpan<char> content = text.AsSpan(start, end - start);
            if (content.IsEmpty)
            {
                body = text[at..];
                break;
            }

            if (content[0] is ' ' or '\t')
            {
                if (name is null)
                {
                    problems.Add(new MetadataProblem(MetadataProblemKind.StrayLine, null, line, "this line continues no header"));
                }
                else
                {
                    value.Append('\n').Append(content);
                }

                continue;
            }

            int colon = HeaderNameLength(content);
            if (colon < 0 && !content.StartsWith("From ", StringComparison.Ordinal))
            {
                problems.Add(new MetadataProblem(MetadataProblemKind.MalformedLine, null, line,
                    "this line is no header, so that it and all that follows is the description"));
                body = text[start..];
                break;
            }

            Finish();
            if (colon <= 0)
            {
                problems.Add(new MetadataProblem(MetadataProblemKind.StrayLine, null, line, "this header has no name"));
                continue;
            }

            if (fields.Count == maxFields)
            {
                problems.Add(new MetadataProblem(MetadataProblemKind.LimitReached, null, line, $"more than {maxFields} headers"));
                return new HeaderBlock(fields.DrainToImmutable(), null, problems.DrainToImmutable());
            }

            name = content[..colon].ToString();
            value.Clear().Append(content[(colon + 1)..].TrimStart(" \t"));
            fieldLine = line;
        }

        Finish();
        return new HeaderBlock(fields.DrainToImmutable(), body, problems.DrainToImmutable());
    }

    /// <summary>The text of a metadata file: UTF-8, or where it is none, Latin-1 with a problem that says so.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, ImmutableArray<MetadataProblem>.Builder problems)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
            problems.Add(new MetadataProblem(MetadataProblemKind.ByteOrderMark, null, 1, "the file begins with a byte order mark"));
        }

        try
        {
            return s_strictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            problems.Add(new MetadataProblem(MetadataProblemKind.NotUtf8, null, 0, "the file is not UTF-8 and was read as Latin-1"));
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private static int EndOfLine(string text, int start, out int next)
    {
        int end = text.AsSpan(start).IndexOfAny('\n', '\r');
        if (end < 0)
        {
            next = text.Length;
            return text.Length;
        }

        end += start;
        next = text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1;
        return end;
    }

    /// <summary>Characters before the colon; -1 where the line is no header: only visible ASCII may stand there.</summary>
    private static int HeaderNameLength(ReadOnlySpan<char> line)
    {
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == ':')
            {
                return i;
            }

            if (line[i] is <= ' ' or > '~')
            {
                return -1;
            }
        }

        return -1;
    }
}
