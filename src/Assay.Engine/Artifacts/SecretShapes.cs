using System.Buffers;
using System.IO.Hashing;
using System.Text;

namespace Assay.Engine.Artifacts;

/// <summary>
/// The exact shapes of credentials that get published by accident, and what tells a real one from documentation: checksums where the
/// issuer has them, variety of characters, no well-known example. Google API keys are left out: they are meant to be public.
/// </summary>
internal static class SecretShapes
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> s_base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    private static readonly SearchValues<char> s_standInCharacters = SearchValues.Create("<>${}% ");

    private static readonly SearchValues<string> s_examples = SearchValues.Create(
        ["EXAMPLE", "DUMMY", "FAKE", "SAMPLE", "PLACEHOLDER", "REDACTED", "XXXX", "0000", "1234567", "ABCDEFG", "TESTTEST", "YOUR", "CHANGEME"],
        StringComparison.OrdinalIgnoreCase);

    // What is walked through for one mark: enough for any header and the beginning of any key.
    private const int MaxHeaderLine = 128;
    private const int MaxKeyWalk = 2048;

    /// <summary>The credential whose mark (one of <see cref="SecretMarks"/>) stands at <paramref name="at"/>, or null.</summary>
    /// <param name="length">Characters that need not be looked at again.</param>
    public static (string Kind, string Shown)? At(ReadOnlySpan<char> text, int at, out int length)
    {
        ReadOnlySpan<char> from = text[at..];
        length = 1;
        if (from[0] == 'P')
        {
            return PrivateKey(text, at, out length);
        }

        if (at > 0 && (char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] == '_'))
        {
            return null;
        }

        return from switch
        {
            ['p', 'y', ..] => PyPi(from, ref length),
            ['A', ..] => Aws(text, at, ref length),
            ['g', 'i', ..] => GitHubFineGrained(from, ref length),
            ['g', 'h', ..] => Checksummed(from, "ghp_".Length, "GitHub token", ref length),
            ['g', 'l', ..] => Run(from, "glpat-".Length, 20, 64, "GitLab token", ref length),
            ['x', ..] => Slack(from, ref length),
            ['n', ..] => Checksummed(from, "npm_".Length, "npm token", ref length),
            _ => null,
        };
    }

    /// <summary>The password of a <c>.pypirc</c>, from its text; null where it has none or only a stand-in.</summary>
    public static SecretSighting? PypircPassword(string text)
    {
        int line = 0;
        foreach (ReadOnlySpan<char> row in text.AsSpan().EnumerateLines())
        {
            line++;
            int sign = row.IndexOfAny('=', ':');
            if (sign < 0 || !row[..sign].Trim().Equals("password", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            ReadOnlySpan<char> value = row[(sign + 1)..].Trim();
            if (value.Length >= 4 && !value.ContainsAny(s_standInCharacters) && !value.ContainsAny(s_examples) && Variety(value) >= 4
                && !value.Equals("password", StringComparison.OrdinalIgnoreCase))
            {
                return new SecretSighting("package index password", Shorten(value, 2), line);
            }
        }

        return null;
    }

    private static (string, string)? PrivateKey(ReadOnlySpan<char> text, int at, out int length)
    {
        length = "PRIVATE KEY".Length;
        ReadOnlySpan<char> before = text[Math.Max(0, at - 32)..at];
        int begin = before.LastIndexOf("-----BEGIN ");
        ReadOnlySpan<char> after = text[(at + length)..];
        bool pgp = after.StartsWith(" BLOCK-----");
        if (begin < 0 || before[(begin + 11)..].ContainsAnyExcept(s_upperOrBlank) || !(pgp || after.StartsWith("-----")))
        {
            return null;
        }

        string type = before[(begin + 11)..].Trim().ToString();
        ReadOnlySpan<char> body = after[(pgp ? 11 : 5)..];
        body = body[..Math.Min(body.Length, MaxKeyWalk)];
        Span<char> digits = stackalloc char[1024];
        int count = 0;
        int used = 0;
        int lineStart = 0;
        bool header = false;
        // Lines end in newlines, or in the letters \n of a string literal; headers (Proc-Type: …) stand before the body.
        while (used < body.Length && count < digits.Length)
        {
            char c = body[used];
            if (c == '-' && !header)
            {
                break;
            }

            if (c == '\\' && used + 1 < body.Length && body[used + 1] is 'n' or 'r')
            {
                used++;
                lineStart = used;
                header = false;
            }
            else if (c == '\n')
            {
                lineStart = used;
                header = false;
            }
            else if (header && used - lineStart > MaxHeaderLine)
            {
                return null;
            }
            else if (c == ':')
            {
                header = true;
                count = 0;
            }
            else if (!header && s_base64.Contains(c))
            {
                digits[count++] = c;
            }
            else if (!header && c is not (' ' or '\r' or '\t' or '"' or '\'' or '\\' or ','))
            {
                return null;
            }

            used++;
        }

        ReadOnlySpan<char> key = digits[..count];
        if (count < 60 || Variety(key) < 20 || !(pgp || BeginsAsKey(key, type)))
        {
            return null;
        }

        length += used;
        string kind = type == "ENCRYPTED" ? "encrypted private key" : "private key";
        return (kind, $"-----BEGIN {(type.Length > 0 ? type + " " : "")}PRIVATE KEY{(pgp ? " BLOCK" : "")}-----…");
    }

    private static readonly SearchValues<char> s_upperOrBlank = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ");

    // Base64 of an ASN.1 sequence of at least some 40 bytes (0x30, then a length), of OpenSSH's own magic, or of an encrypted blob.
    private static bool BeginsAsKey(ReadOnlySpan<char> key, string type) =>
        type == "OPENSSH" ? key.StartsWith("b3BlbnNzaC1rZXktdjE") : key[0] == 'M' || type.Length > 0 && key.Length > 200;

    private static (string, string)? PyPi(ReadOnlySpan<char> from, ref int length)
    {
        // What follows the version byte of the macaroon is the host: pypi.org, or test.pypi.org.
        bool main = from.StartsWith("pypi-AgEIcHlwaS5vcmc");
        return main || from.StartsWith("pypi-AgENdGVzdC5weXBpLm9yZw")
            ? Run(from, main ? 20 : 27, 70, 1024, main ? "PyPI token" : "TestPyPI token", ref length)
            : null;
    }

    private static (string, string)? Aws(ReadOnlySpan<char> text, int at, ref int length)
    {
        ReadOnlySpan<char> from = text[at..];
        if (from.Length < 20 || from[4..20].ContainsAnyExcept(s_base32) || (from.Length > 20 && char.IsAsciiLetterOrDigit(from[20]))
            || from[..20].ContainsAny(s_examples))
        {
            return null;
        }

        length = 20;
        // The id alone opens nothing: its secret of 40 characters has to stand nearby.
        int start = Math.Max(0, at - 200);
        return HasAwsSecret(text[start..at]) || HasAwsSecret(from.Slice(20, Math.Min(200, from.Length - 20)))
            ? ("AWS access key with its secret", Shorten(from[..20], 6))
            : null;
    }

    private static readonly SearchValues<char> s_base32 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");

    private static bool HasAwsSecret(ReadOnlySpan<char> near)
    {
        for (int i = 0; i < near.Length; i++)
        {
            int run = near[i..].IndexOfAnyExcept(s_awsSecret);
            run = run < 0 ? near.Length - i : run;
            ReadOnlySpan<char> word = near.Slice(i, run);
            if (run == 40 && word.IndexOfAnyInRange('A', 'Z') >= 0 && word.IndexOfAnyInRange('a', 'z') >= 0
                && word.IndexOfAnyInRange('0', '9') >= 0 && Variety(word) >= 18 && !word.ContainsAny(s_examples))
            {
                return true;
            }

            i += run;
        }

        return false;
    }

    private static readonly SearchValues<char> s_awsSecret = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    private static (string, string)? GitHubFineGrained(ReadOnlySpan<char> from, ref int length)
    {
        int start = "github_pat_".Length;
        int first = WordRun(from[start..]);
        return first == 22 && from.Length > start + 22 && from[start + 22] == '_' && WordRun(from[(start + 23)..]) == 59
            ? Accept(from, start, 82, "GitHub token", ref length)
            : null;
    }

    private static (string, string)? Slack(ReadOnlySpan<char> from, ref int length)
    {
        int at = "xoxb-".Length;
        int groups = 0;
        while (at < from.Length)
        {
            int digits = from[at..].IndexOfAnyExceptInRange('0', '9');
            if (digits is < 9 or > 14 || from[at + digits] != '-')
            {
                break;
            }

            groups++;
            at += digits + 1;
        }

        int tail = at >= from.Length ? 0 : WordRun(from[at..]);
        return groups >= 1 && tail is >= 20 and <= 64 ? Accept(from, at, tail, "Slack token", ref length) : null;
    }

    // 30 random characters and 6 that are their CRC-32 in base 62.
    private static (string, string)? Checksummed(ReadOnlySpan<char> from, int start, string kind, ref int length)
    {
        if (WordRun(from[start..]) != 36)
        {
            return null;
        }

        Span<byte> random = stackalloc byte[30];
        Encoding.Latin1.GetBytes(from.Slice(start, 30), random);
        uint sum = Crc32.HashToUInt32(random);
        for (int i = 35; i >= 30; i--)
        {
            if (from[start + i] != Base62[(int)(sum % 62)])
            {
                return null;
            }

            sum /= 62;
        }

        return Accept(from, start, 36, kind, ref length);
    }

    private static (string, string)? Run(ReadOnlySpan<char> from, int start, int least, int most, string kind, ref int length)
    {
        ReadOnlySpan<char> rest = from[Math.Min(start, from.Length)..Math.Min(start + most + 1, from.Length)];
        int run = rest.IndexOfAnyExcept(s_tokenCharacters);
        run = run < 0 ? rest.Length : run;
        return run >= least && run <= most ? Accept(from, start, run, kind, ref length) : null;
    }

    private static readonly SearchValues<char> s_tokenCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    private static (string, string)? Accept(ReadOnlySpan<char> from, int start, int run, string kind, ref int length)
    {
        ReadOnlySpan<char> random = from.Slice(start, run);
        length = start + run;
        return Variety(random) >= 12 && !random.ContainsAny(s_examples) ? (kind, Shorten(from[..length], Math.Min(start + 2, 8))) : null;
    }

    private static int WordRun(ReadOnlySpan<char> text)
    {
        int run = 0;
        while (run < text.Length && run < 256 && char.IsAsciiLetterOrDigit(text[run]))
        {
            run++;
        }

        return run;
    }

    private static int Variety(ReadOnlySpan<char> text)
    {
        UInt128 seen = 0;
        foreach (char c in text)
        {
            seen |= c < 128 ? UInt128.One << c : 0;
        }

        return (int)UInt128.PopCount(seen);
    }

    private static string Shorten(ReadOnlySpan<char> secret, int shown) => $"{secret[..shown]}… ({secret.Length} characters)";
}
