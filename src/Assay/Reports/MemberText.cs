using System.Globalization;
using System.Text;
using Assay.Engine.Artifacts;

namespace Assay.Reports;

/// <summary>The content of one member for a reader: text line by line with nothing in it that acts, other bytes as a dump of their beginning.</summary>
public static class MemberText
{
    private const int DumpedBytes = 4_096;
    private const int BytesInARow = 16;

    /// <param name="notes">Where remarks go.</param>
    public static void Write(TextWriter output, TextWriter notes, MemberContent content)
    {
        if (content.Text is not string text)
        {
            Dump(output, content.Bytes.Span[..Math.Min(DumpedBytes, content.Bytes.Length)]);
            notes.WriteLine($"assay: no text; the first {ReasonText.Bytes(Math.Min(DumpedBytes, content.Bytes.Length))} of {(content.IsCut ? "more than " : "")}{ReasonText.Bytes(content.Bytes.Length)} are shown");
            return;
        }

        foreach (ReadOnlySpan<char> line in text.AsSpan().TrimEnd('\n').EnumerateLines())
        {
            output.WriteLine(EscapeLine(line));
        }

        if (content.IsCut)
        {
            notes.WriteLine($"assay: cut after {ReasonText.Bytes(content.Bytes.Length)}");
        }
    }

    /// <summary>A line of source, whole, with nothing in it that acts.</summary>
    public static string EscapeLine(ReadOnlySpan<char> line) =>

        // Tabs are what source is made of, and move nothing but the text behind them.
        string.Join('\t', line.ToString().Split('\t').Select(static piece => TerminalText.Escape(piece, int.MaxValue)));

    private static void Dump(TextWriter output, ReadOnlySpan<byte> bytes)
    {
        for (int at = 0; at < bytes.Length; at += BytesInARow)
        {
            ReadOnlySpan<byte> row = bytes[at..Math.Min(at + BytesInARow, bytes.Length)];
            StringBuilder line = new(80);
            line.Append(CultureInfo.InvariantCulture, $"{at:x8} ");
            foreach (byte b in row)
            {
                line.Append(CultureInfo.InvariantCulture, $" {b:x2}");
            }

            line.Append(' ', ((BytesInARow - row.Length) * 3) + 2);
            foreach (byte b in row)
            {
                line.Append(b is >= 0x20 and < 0x7F ? (char)b : '.');
            }

            output.WriteLine(line);
        }
    }
}
