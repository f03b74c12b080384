using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Assay.Packaging.Archives;

namespace Assay.Engine.Artifacts;

/// <summary>What the first bytes of a member say it is.</summary>
/// <param name="Format">For archives that can be opened: the container.</param>
/// <param name="Name">For archives that cannot: what they are.</param>
internal readonly record struct Sniffed(MemberKind Kind, ArchiveFormat? Format = null, string? Name = null);

/// <summary>Tells kinds of content apart by magic numbers and shape; names decide only where content cannot: among texts.</summary>
internal static class ContentSniffer
{
    // A ZIP's end record without a comment: what a reader that starts at the end looks for.
    public const int EndRecordBytes = 22;

    private static readonly SearchValues<byte> s_controls = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 0x0B, 0x0E, 0x0F, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1A, 0x1C, 0x1D, 0x1E, 0x1F, 0x7F]);

    private static readonly SearchValues<string> s_scriptExtensions = SearchValues.Create(
        [".sh", ".bash", ".zsh", ".ksh", ".csh", ".tcsh", ".fish", ".command", ".ps1", ".psm1", ".bat", ".cmd", ".vbs", ".vbe", ".wsf", ".wsh", ".hta", ".scpt", ".applescript"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Judges a member.</summary>
    /// <param name="head">Its first bytes, up to 64 KiB; all of it if it is shorter.</param>
    /// <param name="name">Its name within its archive.</param>
    public static Sniffed Sniff(ReadOnlySpan<byte> head, ReadOnlySpan<char> name)
    {
        if (head.IsEmpty)
        {
            return new Sniffed(MemberKind.Empty);
        }

        ReadOnlySpan<char> file = name[(name.LastIndexOfAny('/', '\\') + 1)..];
        int dot = file.LastIndexOf('.');
        ReadOnlySpan<char> extension = dot < 0 ? [] : file[dot..];
        if (Archive(head) is { } archive)
        {
            return archive;
        }

        if (Code(head, extension) is MemberKind code)
        {
            return new Sniffed(code);
        }

        bool python = Is(extension, ".py") || Is(extension, ".pyw") || Is(extension, ".pyi");
        if (python)
        {
            return new Sniffed(MemberKind.PythonSource);
        }

        return !IsText(head) ? new Sniffed(MemberKind.Binary)
            : Is(extension, ".pth") || Is(extension, ".start") ? new Sniffed(MemberKind.StartupFile)
            : Interpreter(head) is { } interpreter
                ? new Sniffed(IsPython(interpreter) ? MemberKind.PythonSource : MemberKind.Script)
            : s_scriptExtensions.Contains(extension.ToString()) ? new Sniffed(MemberKind.Script)
            : new Sniffed(MemberKind.Text);
    }

    /// <summary>True where a ZIP's end record stands at the very end of a member that begins as something else.</summary>
    /// <param name="tail">The last 22 bytes.</param>
    /// <param name="size">Bytes of the member.</param>
    public static bool EndsAsZip(ReadOnlySpan<byte> tail, long size)
    {
        if (tail.Length < EndRecordBytes || BinaryPrimitives.ReadUInt32LittleEndian(tail) != 0x06054B50)
        {
            return false;
        }

        long entries = BinaryPrimitives.ReadUInt16LittleEndian(tail[10..]);
        long directory = BinaryPrimitives.ReadUInt32LittleEndian(tail[12..]);
        return BinaryPrimitives.ReadUInt16LittleEndian(tail[20..]) == 0
            && entries > 0 && directory >= entries * 46 && directory <= size - EndRecordBytes;
    }

    private static Sniffed? Archive(ReadOnlySpan<byte> head) => head switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => new Sniffed(MemberKind.Archive, ArchiveFormat.Zip),
        [0x1F, 0x8B, 8, ..] => new Sniffed(MemberKind.Archive, ArchiveFormat.TarGzip, "gzip data"),
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x31, 0x41, 0x59, 0x26, ..] => new Sniffed(MemberKind.Archive, ArchiveFormat.TarBzip2, "bzip2 data"),
        [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, ..] => new Sniffed(MemberKind.Archive, ArchiveFormat.TarXz, "xz data"),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => new Sniffed(MemberKind.Archive, null, "zstd data"),
        [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, ..] => new Sniffed(MemberKind.Archive, null, "7z"),
        [(byte)'R', (byte)'a', (byte)'r', (byte)'!', 0x1A, 7, ..] => new Sniffed(MemberKind.Archive, null, "rar"),
        [(byte)'M', (byte)'S', (byte)'C', (byte)'F', 0, 0, 0, 0, ..] => new Sniffed(MemberKind.Archive, null, "cabinet"),
        [(byte)'!', (byte)'<', (byte)'a', (byte)'r', (byte)'c', (byte)'h', (byte)'>', (byte)'\n', ..] => new Sniffed(MemberKind.Archive, null, "ar"),
        _ when head.Length >= 262 && head.Slice(257, 5).SequenceEqual("ustar"u8) => new Sniffed(MemberKind.Archive, ArchiveFormat.Tar),
        _ => null,
    };

    private static MemberKind? Code(ReadOnlySpan<byte> head, ReadOnlySpan<char> extension) => head switch
    {
        [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] => MemberKind.Elf,
        [(byte)'M', (byte)'Z', ..] when IsWindowsProgram(head, extension) => MemberKind.Pe,
        [0xFE, 0xED, 0xFA, 0xCE or 0xCF, ..] or [0xCE or 0xCF, 0xFA, 0xED, 0xFE, ..] => MemberKind.MachO,
        [0xCA, 0xFE, 0xBA, 0xBE or 0xBF, ..] or [0xBE or 0xBF, 0xBA, 0xFE, 0xCA, ..] => FatOrJava(head),
        [0, (byte)'a', (byte)'s', (byte)'m', ..] => MemberKind.OtherCode,
        [0x1B, (byte)'L', (byte)'u', (byte)'a', ..] => MemberKind.OtherCode,
        [(byte)'d', (byte)'e', (byte)'x', (byte)'\n', ..] => MemberKind.OtherCode,
        [(byte)'B', (byte)'C', 0xC0, 0xDE, ..] => MemberKind.OtherCode,
        _ when IsBytecode(head) => MemberKind.PythonBytecode,
        // A name that only bytecode has, on bytes that are no text: another interpreter's bytecode.
        _ when (Is(extension, ".pyc") || Is(extension, ".pyo")) && !IsText(head) => MemberKind.PythonBytecode,
        _ => null,
    };

    // A DOS stub points to the real header; behind the sniffed bytes only the name is left to ask.
    private static bool IsWindowsProgram(ReadOnlySpan<byte> head, ReadOnlySpan<char> extension)
    {
        if (head.Length >= 64)
        {
            uint at = BinaryPrimitives.ReadUInt32LittleEndian(head[60..]);
            if (at <= head.Length - 4)
            {
                ReadOnlySpan<byte> signature = head.Slice((int)at, 4);
                if (signature.SequenceEqual("PE\0\0"u8) || signature.StartsWith("NE"u8) || signature.StartsWith("LE"u8))
                {
                    return true;
                }
            }
        }

        return Is(extension, ".exe") || Is(extension, ".dll") || Is(extension, ".pyd") || Is(extension, ".com") || Is(extension, ".scr") || Is(extension, ".sys");
    }

    // Fat Mach-O and Java classes share a magic number: a class file's version (45 and more) stands where the count of
    // architectures does (a handful), and a Mach-O's first processor is one of a few.
    private static MemberKind? FatOrJava(ReadOnlySpan<byte> head)
    {
        if (head.Length < 12)
        {
            return MemberKind.OtherCode;
        }

        bool big = head[0] == 0xCA;
        uint count = big ? BinaryPrimitives.ReadUInt32BigEndian(head[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        uint processor = big ? BinaryPrimitives.ReadUInt32BigEndian(head[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(head[8..]);
        return count is > 0 and < 45 && (processor & 0x00FF_FFFF) is 6 or 7 or 12 or 18 ? MemberKind.MachO
            : big ? MemberKind.OtherCode
            : null;
    }

    // CPython's header is a version number, CR, LF, and 4, 8 or 12 bytes more; then comes a marshalled code object.
    private static bool IsBytecode(ReadOnlySpan<byte> head)
    {
        if (head.Length < 9 || head[2] != '\r' || head[3] != '\n')
        {
            return false;
        }

        return IsCode(head, 16) || IsCode(head, 12) || IsCode(head, 8);

        static bool IsCode(ReadOnlySpan<byte> bytes, int at) =>
            bytes.Length > at && (bytes[at] & 0x7F) == 'c' && (at == 16 ? bytes[4] <= 3 && bytes[5] == 0 && bytes[6] == 0 && bytes[7] == 0 : !IsText(bytes));
    }

    /// <summary>True for UTF-8, UTF-16 with a mark, and single-byte text; false for anything with NUL or many control characters.</summary>
    public static bool IsText(ReadOnlySpan<byte> head)
    {
        if (head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return head.Length % 2 == 0 || head.Length >= 1 << 16;
        }

        if (head.Contains((byte)0))
        {
            return false;
        }

        int controls = 0;
        int high = 0;
        if (head.ContainsAny(s_controls))
        {
            foreach (byte b in head)
            {
                controls += s_controls.Contains(b) ? 1 : 0;
            }
        }

        if (!Ascii.IsValid(head) && !IsUtf8(head))
        {
            foreach (byte b in head)
            {
                high += b >> 7;
            }
        }

        return controls * 50L <= head.Length && high * 3L <= head.Length;
    }

    // The sniffed bytes may end inside a character.
    private static bool IsUtf8(ReadOnlySpan<byte> head)
    {
        for (int cut = 0; cut <= 3 && cut < head.Length; cut++)
        {
            if (System.Text.Unicode.Utf8.IsValid(head[..^cut]))
            {
                return true;
            }
        }

        return false;
    }

    // The program's name in a "#!" line, through env and its options.
    private static string? Interpreter(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> text = head.StartsWith(Encoding.UTF8.Preamble) ? head[3..] : head;
        if (!text.StartsWith("#!"u8))
        {
            return null;
        }

        int end = text.IndexOfAny((byte)'\n', (byte)'\r');
        string line = Encoding.Latin1.GetString(text[2..(end < 0 ? Math.Min(text.Length, 512) : Math.Min(end, 512))]);
        foreach (string word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string program = word[(word.LastIndexOf('/') + 1)..];
            if (program != "env" && !program.StartsWith('-') && !program.Contains('=', StringComparison.Ordinal))
            {
                return program;
            }
        }

        return null;
    }

    private static bool IsPython(string interpreter) =>
        interpreter.StartsWith("python", StringComparison.OrdinalIgnoreCase) || interpreter.StartsWith("pypy", StringComparison.OrdinalIgnoreCase);

    private static bool Is(ReadOnlySpan<char> extension, string known) => extension.Equals(known, StringComparison.OrdinalIgnoreCase);
}
