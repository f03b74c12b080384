using System.Text.Json;

namespace Assay.Packaging.Environments;

/// <summary>Values of JSON files that others wrote.</summary>
internal static class JsonValue
{
    /// <summary>The string on which the reader stands; null, and the value passed over, where it is none or holds half a surrogate pair.</summary>
    public static string? TextOrSkip(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
