using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;

namespace Assay.Engine.Advisories;

/// <summary>How ids stand in an index: those of a known form as the numbers in them, others as they are written.</summary>
internal static class IdCodec
{
    private const byte Written = 0;
    private const byte GitHub = 1;
    private const byte FirstNumbered = 2;
    private const string GitHubPrefix = "GHSA-";
    private const string GitHubAlphabet = "23456789cfghjmpqrvwx";
    private const int GitHubLength = 19;
    private const int GitHubBytes = 7;
    private const int FirstYear = 1990;
    private const int Years = 64;
    private const ulong MaxNumber = 999_999_999;

    // PREFIX-YEAR-NUMBER; CVE pads the number to four digits.
    private static readonly ImmutableArray<(string Prefix, string Digits)> s_numbered = [("PYSEC-", "D1"), ("CVE-", "D4"), ("MAL-", "D1")];

    public static void Write(IndexWriter writer, string id)
    {
        for (int i = 0; i < s_numbered.Length; i++)
        {
            if (NumberOf(id, s_numbered[i].Prefix) is { } number && TextOf(i, number) == id)
            {
                writer.Byte((byte)(FirstNumbered + i));
                writer.Number(number);
                return;
            }
        }

        if (GitHubNumberOf(id) is { } packed && GitHubTextOf(packed) == id)
        {
            Span<byte> bytes = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, packed);
            writer.Byte(GitHub);
            writer.Raw(bytes[..GitHubBytes]);
            return;
        }

        writer.Byte(Written);
        writer.Text(id);
    }

    public static string Read(ref IndexReader reader)
    {
        byte form = reader.Byte();
        switch (form)
        {
            case Written:
                return reader.Text();
            case GitHub:
                Span<byte> bytes = stackalloc byte[sizeof(ulong)];
                bytes.Clear();
                reader.Raw(GitHubBytes).CopyTo(bytes);
                return GitHubTextOf(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            default:
                ulong number = form - FirstNumbered < s_numbered.Length ? reader.Number() : throw IndexReader.Damaged("an id has a form that is none");
                return number / Years <= MaxNumber ? TextOf(form - FirstNumbered, number) : throw IndexReader.Damaged("an id's number is too large");
        }
    }

    private static ulong? NumberOf(string id, string prefix)
    {
        ReadOnlySpan<char> rest = id.AsSpan();
        if (!rest.StartsWith(prefix, StringComparison.Ordinal) || rest.Length < prefix.Length + 6 || rest[prefix.Length + 4] != '-')
        {
            return null;
        }

        rest = rest[prefix.Length..];
        return int.TryParse(rest[..4], NumberStyles.None, CultureInfo.InvariantCulture, out int year)
            && year is >= FirstYear and < FirstYear + Years
            && ulong.TryParse(rest[5..], NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
            && number <= MaxNumber
                ? (number * Years) + (ulong)(year - FirstYear)
                : null;
    }

    private static string TextOf(int form, ulong number)
    {
        (string prefix, string digits) = s_numbered[form];
        Span<char> buffer = stackalloc char[32];
        prefix.CopyTo(buffer);
        int at = prefix.Length;
        ((int)(number % Years) + FirstYear).TryFormat(buffer[at..], out int written, default, CultureInfo.InvariantCulture);
        at += written;
        buffer[at++] = '-';
        (number / Years).TryFormat(buffer[at..], out written, digits, CultureInfo.InvariantCulture);
        return buffer[..(at + written)].ToString();
    }

    // Twelve letters of twenty, in groups of four, as one number: less than 2^52.
    private static ulong? GitHubNumberOf(string id)
    {
        if (id.Length != GitHubLength || !id.StartsWith(GitHubPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        ulong number = 0;
        for (int i = GitHubPrefix.Length; i < id.Length; i++)
        {
            if (i % 5 == 4)
            {
                continue;
            }

            int digit = GitHubAlphabet.IndexOf(id[i], StringComparison.Ordinal);
            if (digit < 0)
            {
                return null;
            }

            number = (number * (ulong)GitHubAlphabet.Length) + (ulong)digit;
        }

        return number;
    }

    private static string GitHubTextOf(ulong number) => string.Create(GitHubLength, number, static (chars, left) =>
    {
        GitHubPrefix.CopyTo(chars);
        for (int i = chars.Length - 1; i >= GitHubPrefix.Length; i--)
        {
            if (i % 5 == 4)
            {
                chars[i] = '-';
            }
            else
            {
                chars[i] = GitHubAlphabet[(int)(left % (ulong)GitHubAlphabet.Length)];
                left /= (ulong)GitHubAlphabet.Length;
            }
        }
    });
}
