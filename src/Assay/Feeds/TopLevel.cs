using System.Text.Json;

namespace Assay.Feeds;

/// <summary>What a JSON document is, by the keys of its outermost object, without reading it into memory.</summary>
internal static class TopLevel
{
    /// <summary>Whether the outermost object has a key. Text that is no JSON has none.</summary>
    public static bool Has(ReadOnlySpan<byte> json, ReadOnlySpan<byte> key)
    {
        // Most documents do not even hold the word.
        if (json.IndexOf(key) < 0)
        {
            return false;
        }

        Utf8JsonReader reader = new(json);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (Is(reader, key))
                {
                    return true;
                }

                reader.Skip();
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return false;
    }

    /// <summary>Whether every member of the outermost object is a list, <c>$meta</c> aside: what the old layout of Safety's database is made of.</summary>
    public static bool IsOnlyLists(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            (bool any, bool hasNote) = (false, false);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isNote = Is(reader, "$meta"u8);

                // A record of OSV that lost its id is still none of Safety's.
                bool isOther = Is(reader, "affected"u8) && !hasNote;
                reader.Read();
                if (isOther || (reader.TokenType != JsonTokenType.StartArray && !isNote))
                {
                    return false;
                }

                (any, hasNote) = (true, hasNote || isNote);
                reader.Skip();
            }

            return any;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // An escaped name can hold half a surrogate pair, which the reader throws at; the names looked for need no escapes.
    private static bool Is(in Utf8JsonReader reader, ReadOnlySpan<byte> key) => !reader.ValueIsEscaped && reader.ValueTextEquals(key);
}
