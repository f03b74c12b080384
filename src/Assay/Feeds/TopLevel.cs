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
                if (reader.ValueTextEquals(key))
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

            bool any = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isNote = reader.ValueTextEquals("$meta"u8);
                reader.Read();
                if (reader.TokenType != JsonTokenType.StartArray && !isNote)
                {
                    return false;
                }

                any = true;
                reader.Skip();
            }

            return any;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
