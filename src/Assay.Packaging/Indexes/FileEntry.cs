using System.Text.Json;

namespace Assay.Packaging.Indexes;

/// <summary>Reads one object of a JSON page's list of files.</summary>
internal static class FileEntry
{
    // "core-metadata" is the name; the older two were published as well, the last by mistake (PEP 714).
    private const int NoMetadataKey = 3;

    /// <summary>Reads to the end of the object the reader stands on; what is wrong with it is the draft's fault.</summary>
    public static FileDraft Read(ref Utf8JsonReader reader)
    {
        var draft = new FileDraft();
        int metadataKey = NoMetadataKey;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("filename"u8))
            {
                draft.FileName = Text(ref reader, draft, "name");
            }
            else if (reader.ValueTextEquals("url"u8))
            {
                draft.Url = Text(ref reader, draft, "address");
            }
            else if (reader.ValueTextEquals("hashes"u8))
            {
                draft.ClearHashes();
                ReadHashes(ref reader, draft);
            }
            else if (reader.ValueTextEquals("requires-python"u8))
            {
                draft.RequiresPython = Text(ref reader, draft, "requires-python");
            }
            else if (reader.ValueTextEquals("size"u8))
            {
                draft.Size = Size(ref reader, draft);
            }
            else if (reader.ValueTextEquals("upload-time"u8))
            {
                draft.UploadTime = Time(ref reader, draft);
            }
            else if (reader.ValueTextEquals("yanked"u8))
            {
                draft.Yanked = Yanked(ref reader, draft);
            }
            else if (reader.ValueTextEquals("core-metadata"u8))
            {
                ReadMetadata(ref reader, draft, 0, ref metadataKey);
            }
            else if (reader.ValueTextEquals("dist-info-metadata"u8))
            {
                ReadMetadata(ref reader, draft, 1, ref metadataKey);
            }
            else if (reader.ValueTextEquals("data-dist-info-metadata"u8))
            {
                ReadMetadata(ref reader, draft, 2, ref metadataKey);
            }
            else if (reader.ValueTextEquals("provenance"u8))
            {
                draft.Provenance = Text(ref reader, draft, "provenance");
            }
            else if (reader.ValueTextEquals("gpg-sig"u8))
            {
                draft.GpgSig = Truth(ref reader, draft, "gpg-sig");
            }
            else
            {
                reader.Skip();
            }
        }

        return draft;
    }

    private static string? Text(ref Utf8JsonReader reader, FileDraft draft, string field)
    {
        reader.Read();
        if (!JsonText.TryRead(ref reader, out string? text))
        {
            draft.Spoil($"its {field} is no text");
        }

        return text;
    }

    private static bool? Truth(ref Utf8JsonReader reader, FileDraft draft, string field)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.Null:
                return null;
            default:
                reader.Skip();
                draft.Spoil($"its {field} is neither true nor false");
                return null;
        }
    }

    private static long? Size(ref Utf8JsonReader reader, FileDraft draft)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long size) && size >= 0)
        {
            return size;
        }

        if (reader.TokenType != JsonTokenType.Null)
        {
            reader.Skip();
            draft.Spoil("its size is no whole number of bytes");
        }

        return null;
    }

    private static DateTimeOffset? Time(ref Utf8JsonReader reader, FileDraft draft)
    {
        string? text = Text(ref reader, draft, "upload time");
        if (text is null)
        {
            return null;
        }

        if (UploadTime.TryParse(text, out DateTimeOffset time))
        {
            return time;
        }

        draft.Spoil("its upload time is none");
        return null;
    }

    // PEP 691: yanked where truthy, so an empty reason means not yanked, other than in HTML.
    private static string? Yanked(ref Utf8JsonReader reader, FileDraft draft)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                return "";
            case JsonTokenType.False:
            case JsonTokenType.Null:
                return null;
            default:
                if (!JsonText.TryRead(ref reader, out string? reason))
                {
                    draft.Spoil("its yanked is neither a truth value nor text");
                }

                return string.IsNullOrEmpty(reason) ? null : reason;
        }
    }

    private static void ReadHashes(ref Utf8JsonReader reader, FileDraft draft)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        List<KeyValuePair<string, string>>? pairs = Pairs(ref reader);
        if (pairs is null)
        {
            draft.Spoil("its hashes are no map of text to text");
            return;
        }

        foreach ((string algorithm, string hex) in pairs)
        {
            draft.AddHash(algorithm, hex);
        }
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, FileDraft draft, int key, ref int bestKey)
    {
        reader.Read();
        DigestMap? offered = null;
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                offered = DigestMap.Empty;
                break;
            case JsonTokenType.False:
                break;
            case JsonTokenType.Null:
                return;
            default:
                List<KeyValuePair<string, string>>? pairs = Pairs(ref reader);
                if (pairs is null)
                {
                    draft.Spoil("its core-metadata is neither a truth value nor a map of digests");
                }
                else if (!DigestMap.TryCreate(pairs, out offered, out string? fault))
                {
                    draft.Spoil($"of its core-metadata: {fault}");
                }
                else if (pairs.Count == 0)
                {
                    offered = null;
                }

                break;
        }

        if (key <= bestKey)
        {
            bestKey = key;
            draft.CoreMetadata = offered;
        }
    }

    // Null, with the value skipped, where it is no object of strings.
    private static List<KeyValuePair<string, string>>? Pairs(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        List<KeyValuePair<string, string>> pairs = [];
        bool isSound = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? key = "sha256";
            if (!reader.ValueTextEquals("sha256"u8))
            {
                isSound &= JsonText.TryTranscode(ref reader, out key);
            }

            reader.Read();
            isSound &= JsonText.TryRead(ref reader, out string? value) && value is not null;
            if (isSound)
            {
                pairs.Add(new(key!, value!));
            }
        }

        return isSound ? pairs : null;
    }
}
