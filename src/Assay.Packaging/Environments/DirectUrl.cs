using System.Text.Json;

namespace Assay.Packaging.Environments;

/// <summary>What <c>direct_url.json</c> says (PyPA "Direct URL data structure"), as far as an inventory needs it.</summary>
/// <param name="Address">As written; null where there is none.</param>
/// <param name="IsRepository">True where it was taken from version control.</param>
internal readonly record struct DirectUrl(string? Address, bool IsEditable, bool IsRepository)
{
    /// <summary>Null where the text is no JSON object.</summary>
    public static DirectUrl? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            string? address = null;
            bool isEditable = false;
            bool isRepository = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("url"u8))
                {
                    reader.Read();
                    address = JsonValue.TextOrSkip(ref reader);
                }
                else if (reader.ValueTextEquals("dir_info"u8))
                {
                    reader.Read();
                    isEditable = ReadEditable(ref reader);
                }
                else
                {
                    isRepository |= reader.ValueTextEquals("vcs_info"u8);
                    reader.Skip();
                }
            }

            return new DirectUrl(address, isEditable, isRepository);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool ReadEditable(ref Utf8JsonReader reader)
    {
        bool isEditable = false;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isKey = reader.ValueTextEquals("editable"u8);
            reader.Read();
            isEditable |= isKey && reader.TokenType == JsonTokenType.True;
            reader.Skip();
        }

        return isEditable;
    }
}
