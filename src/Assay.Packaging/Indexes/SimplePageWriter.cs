using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Assay.Packaging.Indexes;

/// <summary>
/// Writes a project's page from known fields only, as UTF-8. The same page gives the same bytes, so they can be kept with
/// a digest as their ETag.
/// </summary>
public static class SimplePageWriter
{
    private const string NewestApi = "1.4";
    private const int RoughBytesPerFile = 800;

    private static readonly SearchValues<char> HtmlSpecial = SearchValues.Create("&<>\"'\r");

    // The bytes are served as JSON, never inside HTML: escaping "<" and "+" would only make them longer.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes the form that <paramref name="format"/> names.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="format"/> is none.</exception>
    public static byte[] Write(SimplePage page, PageFormat format) => format switch
    {
        PageFormat.Json => WriteJson(page),
        PageFormat.Html => WriteHtml(page),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    /// <summary>Writes JSON (PEP 691, 700, 714, 740, 792).</summary>
    public static byte[] WriteJson(SimplePage page)
    {
        var buffer = new ArrayBufferWriter<byte>((page.Files.Length * RoughBytesPerFile) + 1_024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteStartObject("meta"u8);
            json.WriteString("api-version"u8, ApiVersion(page));
            json.WriteEndObject();
            json.WriteString("name"u8, page.Project.Normalized);
            if (page.Status is { } status)
            {
                json.WriteStartObject("project-status"u8);
                json.WriteString("status"u8, status.Status);
                if (status.Reason is not null)
                {
                    json.WriteString("reason"u8, status.Reason);
                }

                json.WriteEndObject();
            }

            json.WriteStartArray("versions"u8);
            foreach (string version in page.Versions)
            {
                json.WriteStringValue(version);
            }

            json.WriteEndArray();
            json.WriteStartArray("files"u8);
            foreach (SimpleFile file in page.Files)
            {
                WriteFile(json, file);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes HTML (PEP 503, 592, 629, 658, 714, 740, 792); sizes, upload times and versions have no place in it.</summary>
    public static byte[] WriteHtml(SimplePage page)
    {
        var buffer = new ArrayBufferWriter<byte>((page.Files.Length * RoughBytesPerFile) + 1_024);
        buffer.Write("<!DOCTYPE html>\n<html>\n<head>\n<meta name=\"pypi:repository-version\" content=\""u8);
        WriteText(buffer, NewestApi);
        buffer.Write("\">\n"u8);
        if (page.Status is { } status)
        {
            WriteMeta(buffer, "pypi:project-status", status.Status);
            if (status.Reason is not null)
            {
                WriteMeta(buffer, "pypi:project-status-reason", status.Reason);
            }
        }

        buffer.Write("<title>Links for "u8);
        WriteText(buffer, page.Project.Normalized);
        buffer.Write("</title>\n</head>\n<body>\n"u8);
        foreach (SimpleFile file in page.Files)
        {
            WriteAnchor(buffer, file);
        }

        buffer.Write("</body>\n</html>\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    // From 1.1 on a size is mandatory: a page that lacks one (it came as HTML) must not claim more than 1.0.
    private static string ApiVersion(SimplePage page)
    {
        foreach (SimpleFile file in page.Files)
        {
            if (file.Size is null)
            {
                return ApiVersions.Oldest;
            }
        }

        return NewestApi;
    }

    private static void WriteFile(Utf8JsonWriter json, SimpleFile file)
    {
        json.WriteStartObject();
        json.WriteString("filename"u8, file.FileName);
        json.WriteString("url"u8, file.Url);
        WriteDigests(json, "hashes"u8, file.Hashes);
        if (file.RequiresPython is not null)
        {
            json.WriteString("requires-python"u8, file.RequiresPython);
        }

        if (file.Size is { } size)
        {
            json.WriteNumber("size"u8, size);
        }

        if (file.UploadTime is { } time)
        {
            Span<byte> text = stackalloc byte[32];
            json.WriteString("upload-time"u8, text[..UploadTime.Format(time, text)]);
        }

        switch (file.Yanked)
        {
            case null:
                json.WriteBoolean("yanked"u8, false);
                break;
            case "":
                json.WriteBoolean("yanked"u8, true);
                break;
            default:
                json.WriteString("yanked"u8, file.Yanked);
                break;
        }

        // Never "dist-info-metadata": pip 22.3 fails on a page that has it as an object.
        WriteMetadata(json, "core-metadata"u8, file.CoreMetadata);
        WriteMetadata(json, "data-dist-info-metadata"u8, file.CoreMetadata);
        if (file.Provenance is not null)
        {
            json.WriteString("provenance"u8, file.Provenance);
        }

        if (file.GpgSig is { } signed)
        {
            json.WriteBoolean("gpg-sig"u8, signed);
        }

        json.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter json, ReadOnlySpan<byte> key, DigestMap? offered)
    {
        if (offered is null or { Count: 0 })
        {
            json.WriteBoolean(key, offered is not null);
        }
        else
        {
            WriteDigests(json, key, offered);
        }
    }

    private static void WriteDigests(Utf8JsonWriter json, ReadOnlySpan<byte> key, DigestMap digests)
    {
        json.WriteStartObject(key);
        foreach ((string algorithm, string hex) in digests)
        {
            json.WriteString(algorithm, hex);
        }

        json.WriteEndObject();
    }

    private static void WriteMeta(ArrayBufferWriter<byte> buffer, string name, string content)
    {
        buffer.Write("<meta"u8);
        WriteAttribute(buffer, " name=\""u8, name);
        WriteAttribute(buffer, " content=\""u8, content);
        buffer.Write(">\n"u8);
    }

    private static void WriteAnchor(ArrayBufferWriter<byte> buffer, SimpleFile file)
    {
        buffer.Write("<a href=\""u8);
        WriteText(buffer, file.Url);
        if (file.Hashes.Strongest is { } hash)
        {
            WriteText(buffer, $"#{hash.Key}={hash.Value}");
        }

        buffer.Write("\""u8);
        if (file.RequiresPython is not null)
        {
            WriteAttribute(buffer, " data-requires-python=\""u8, file.RequiresPython);
        }

        if (file.Yanked is not null)
        {
            WriteAttribute(buffer, " data-yanked=\""u8, file.Yanked);
        }

        if (file.CoreMetadata is { } metadata)
        {
            string value = metadata.Strongest is { } digest ? $"{digest.Key}={digest.Value}" : "true";
            WriteAttribute(buffer, " data-core-metadata=\""u8, value);
            WriteAttribute(buffer, " data-dist-info-metadata=\""u8, value);
        }

        if (file.Provenance is not null)
        {
            WriteAttribute(buffer, " data-provenance=\""u8, file.Provenance);
        }

        if (file.GpgSig is { } signed)
        {
            WriteAttribute(buffer, " data-gpg-sig=\""u8, signed ? "true" : "false");
        }

        buffer.Write(">"u8);
        WriteText(buffer, file.FileName);
        buffer.Write("</a><br>\n"u8);
    }

    private static void WriteAttribute(ArrayBufferWriter<byte> buffer, ReadOnlySpan<byte> opening, string value)
    {
        buffer.Write(opening);
        WriteText(buffer, value);
        buffer.Write("\""u8);
    }

    // Escaped so that it is the same text in an attribute and in an element.
    private static void WriteText(ArrayBufferWriter<byte> buffer, ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            int special = text.IndexOfAny(HtmlSpecial);
            ReadOnlySpan<char> plain = special < 0 ? text : text[..special];
            buffer.Advance(Encoding.UTF8.GetBytes(plain, buffer.GetSpan(Encoding.UTF8.GetMaxByteCount(plain.Length))));
            if (special < 0)
            {
                return;
            }

            buffer.Write(text[special] switch
            {
                '&' => "&amp;"u8,
                '<' => "&lt;"u8,
                '>' => "&gt;"u8,
                '"' => "&quot;"u8,
                '\'' => "&#39;"u8,
                _ => "&#13;"u8,
            });
            text = text[(special + 1)..];
        }
    }
}
