using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Assay.Feeds;

/// <summary>
/// A YAML document as JSON, so that one reader serves both. Every scalar stays the text it was written as, since the schema wants text
/// everywhere and <c>1.10</c> is no number; only what YAML's core schema calls null is null. Anchors and aliases are refused: no advisory
/// needs them, and a few lines of them can stand for gigabytes.
/// </summary>
internal static class YamlAsJson
{
    private static readonly JsonWriterOptions s_plain = new() { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="depth">Deepest nesting.</param>
    /// <param name="place">The line where it went wrong.</param>
    /// <param name="problem">One sentence; null where there is a result.</param>
    /// <returns>UTF-8; null where the text is no YAML, or YAML that is not taken.</returns>
    public static ReadOnlyMemory<byte>? Convert(ReadOnlySpan<byte> yaml, int depth, out string place, out string? problem)
    {
        place = "";
        if (!Utf8.IsValid(yaml))
        {
            problem = "The record is no UTF-8.";
            return null;
        }

        ArrayBufferWriter<byte> json = new(yaml.Length + 1_024);
        using Utf8JsonWriter writer = new(json, s_plain);
        Parser parser = new(new StringReader(Encoding.UTF8.GetString(yaml)));
        try
        {
            problem = Copy(parser, writer, depth, out Mark at);
            place = problem is null ? "" : LineOf(at);
        }
        catch (YamlException e)
        {
            place = LineOf(e.Start);
            problem = "The record is no YAML.";
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or ArithmeticException or IndexOutOfRangeException)
        {
            // The library's scanner runs off the rails at some broken documents, which fuzzing found.
            problem = "The record is no YAML.";
        }

        if (problem is not null)
        {
            return null;
        }

        writer.Flush();
        return json.WrittenMemory;
    }

    private static string? Copy(Parser parser, Utf8JsonWriter writer, int depth, out Mark at)
    {
        at = Mark.Empty;

        // For each open collection, whether it is a mapping that waits for a key.
        Stack<Level> open = new();
        int documents = 0;
        while (parser.MoveNext())
        {
            ParsingEvent now = parser.Current!;
            at = now.Start;
            switch (now)
            {
                case StreamStart or StreamEnd or DocumentEnd or Comment:
                    continue;
                case DocumentStart when documents++ > 0:
                    return "A file holds one record; a second document begins here.";
                case DocumentStart:
                    continue;
                case AnchorAlias:
                    return "The record uses an alias of YAML, which none needs.";
                case NodeEvent { Anchor.IsEmpty: false }:
                    return "The record uses an anchor of YAML, which none needs.";
                case MappingEnd:
                    open.Pop();
                    writer.WriteEndObject();
                    continue;
                case SequenceEnd:
                    open.Pop();
                    writer.WriteEndArray();
                    continue;
                default:
                    break;
            }

            if (open.TryPeek(out Level? inner) && inner is { IsMapping: true, WantsKey: true })
            {
                if (now is not Scalar key)
                {
                    return "A key should be text.";
                }

                if (!IsUnicode(key.Value))
                {
                    return "A key is no Unicode.";
                }

                writer.WritePropertyName(key.Value);
                inner.WantsKey = false;
                continue;
            }

            if (inner is not null)
            {
                inner.WantsKey = true;
            }

            switch (now)
            {
                case MappingStart or SequenceStart when open.Count == depth:
                    return string.Create(CultureInfo.InvariantCulture, $"The record is nested more than {depth} deep.");
                case MappingStart:
                    open.Push(new Level { IsMapping = true, WantsKey = true });
                    writer.WriteStartObject();
                    break;
                case SequenceStart:
                    open.Push(new Level());
                    writer.WriteStartArray();
                    break;
                case Scalar { IsPlainImplicit: true, Value: "" or "~" or "null" or "Null" or "NULL" }:
                    writer.WriteNullValue();
                    break;
                case Scalar { Value: string text } when !IsUnicode(text):
                    return "A text is no Unicode.";
                case Scalar scalar:
                    writer.WriteStringValue(scalar.Value);
                    break;
                default:
                    return "The record is no YAML.";
            }
        }

        return documents == 0 ? "The file is empty." : null;
    }

    // Escapes can make half of a surrogate pair, which JSON cannot be written of.
    private static bool IsUnicode(string text)
    {
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out int length) != OperationStatus.Done)
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }

    private static string LineOf(Mark mark) => mark.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"line {mark.Line}") : "";

    private sealed class Level
    {
        public bool IsMapping { get; init; }

        public bool WantsKey { get; set; }
    }
}
