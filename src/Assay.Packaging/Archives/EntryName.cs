using System.Globalization;
using System.Text;

namespace Assay.Packaging.Archives;

/// <summary>What is wrong with an entry's name, wherever it stands.</summary>
internal static class EntryName
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Code page 437 (the format's default, APPNOTE appendix D), from byte 0x80 on.
    private const string Cp437 =
        "\u00c7\u00fc\u00e9\u00e2\u00e4\u00e0\u00e5\u00e7\u00ea\u00eb\u00e8\u00ef\u00ee\u00ec\u00c4\u00c5\u00c9\u00e6\u00c6\u00f4"
        + "\u00f6\u00f2\u00fb\u00f9\u00ff\u00d6\u00dc\u00a2\u00a3\u00a5\u20a7\u0192\u00e1\u00ed\u00f3\u00fa\u00f1\u00d1\u00aa\u00ba"
        + "\u00bf\u2310\u00ac\u00bd\u00bc\u00a1\u00ab\u00bb\u2591\u2592\u2593\u2502\u2524\u2561\u2562\u2556\u2555\u2563\u2551\u2557"
        + "\u255d\u255c\u255b\u2510\u2514\u2534\u252c\u251c\u2500\u253c\u255e\u255f\u255a\u2554\u2569\u2566\u2560\u2550\u256c\u2567"
        + "\u2568\u2564\u2565\u2559\u2558\u2552\u2553\u256b\u256a\u2518\u250c\u2588\u2584\u258c\u2590\u2580\u03b1\u00df\u0393\u03c0"
        + "\u03a3\u03c3\u00b5\u03c4\u03a6\u0398\u03a9\u03b4\u221e\u03c6\u03b5\u2229\u2261\u00b1\u2265\u2264\u2320\u2321\u00f7\u2248"
        + "\u00b0\u2219\u00b7\u221a\u207f\u00b2\u25a0\u00a0";

    /// <summary>Decodes UTF-8; <paramref name="valid"/> is false where bytes had to be replaced.</summary>
    public static string DecodeUtf8(ReadOnlySpan<byte> bytes, out bool valid)
    {
        try
        {
            valid = true;
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            valid = false;
            return Encoding.UTF8.GetString(bytes);
        }
    }

    /// <summary>Decodes code page 437.</summary>
    public static string DecodeCp437(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new(bytes.Length);
        foreach (byte b in bytes)
        {
            text.Append(b < 0x80 ? (char)b : Cp437[b - 0x80]);
        }

        return text.ToString();
    }

    /// <summary>Reports everything about the name itself; what it has to do with other names is <see cref="NameLedger"/>'s.</summary>
    public static void Judge(string name, long offset, AnomalyReport report)
    {
        if (name.Length == 0)
        {
            report(AnomalyKind.MalformedName, name, offset, "The entry has no name.");
            return;
        }

        if (FirstInvisible(name) is Rune invisible)
        {
            report(AnomalyKind.MalformedName, name, offset, $"The name holds the invisible character U+{invisible.Value:X4}.");
        }

        if (Escape(name) is string escape)
        {
            report(AnomalyKind.EscapingName, name, offset, escape);
        }

        JudgeSegments(name, offset, report);
    }

    /// <summary>Says how a path leaves the folder it is unpacked into, on any system; null where it stays.</summary>
    public static string? Escape(string path)
    {
        if (IsRooted(path))
        {
            return "The path is absolute or begins with a drive letter.";
        }

        return GoesUp(path) ? "The path goes up by '..'."
            : path.Contains('\\') ? "The path holds a backslash, which is a folder on Windows."
            : null;
    }

    /// <summary>True for a path that starts at a root or a drive on any system.</summary>
    public static bool IsRooted(string path) =>
        path.StartsWith('/') || path.StartsWith('\\') || (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0]));

    private static bool GoesUp(string path)
    {
        if (!path.Contains("..", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (Range part in path.AsSpan().SplitAny('/', '\\'))
        {
            if (path.AsSpan()[part] is "..")
            {
                return true;
            }
        }

        return false;
    }

    private static Rune? FirstInvisible(string name)
    {
        if (!name.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return null;
        }

        foreach (Rune rune in name.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse)
            {
                return rune;
            }
        }

        return null;
    }

    private static void JudgeSegments(string name, long offset, AnomalyReport report)
    {
        ReadOnlySpan<char> whole = name.AsSpan().TrimEnd('/');
        bool hasColon = whole.Contains(':');
        foreach (Range part in whole.Split('/'))
        {
            ReadOnlySpan<char> segment = whole[part];
            if (segment is "" or "." or "..")
            {
                continue;
            }

            string? problem = IsDevice(segment) ? $"'{segment}' is a device on Windows."
                : segment[^1] is '.' or ' ' ? $"'{segment}' ends in a dot or blank, which Windows drops."
                : hasColon && segment.Contains(':') ? $"'{segment}' holds a colon, which is a hidden stream on Windows."
                : null;
            if (problem is not null)
            {
                report(AnomalyKind.DeviceName, name, offset, problem);
                return;
            }
        }
    }

    private static bool IsDevice(ReadOnlySpan<char> segment)
    {
        if (!"acnlpACNLP".Contains(segment[0]))
        {
            return false;
        }

        int dot = segment.IndexOfAny('.', ':');
        ReadOnlySpan<char> stem = (dot < 0 ? segment : segment[..dot]).TrimEnd(' ');
        if (stem.Length is < 3 or > 7)
        {
            return false;
        }

        ReadOnlySpan<string> plain = ["con", "prn", "aux", "nul", "conin$", "conout$"];
        foreach (string device in plain)
        {
            if (stem.Equals(device, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        // Windows takes the superscripts one to three for digits too.
        return stem.Length == 4
            && (stem.StartsWith("com", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("lpt", StringComparison.OrdinalIgnoreCase))
            && (char.IsAsciiDigit(stem[3]) || stem[3] is '\u00b9' or '\u00b2' or '\u00b3');
    }
}
