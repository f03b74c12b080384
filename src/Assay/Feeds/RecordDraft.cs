using System.Globalization;
using System.Text.Json;

namespace Assay.Feeds;

/// <summary>A record that is being read: what is wrong with it so far, and values of JSON as far as they are what they should be.</summary>
/// <param name="file">The document, for problems.</param>
/// <param name="before">What stands before every place in it, such as <c>line 3: </c>; may be empty.</param>
internal sealed class RecordDraft(string file, string before, FeedLimits limits)
{
    // A record can be wrong in a hundred thousand places; the first say it all.
    private const int MostProblems = 20;

    private readonly List<FeedProblem> _problems = [];

    public FeedLimits Limits => limits;

    public string? Id { get; set; }

    public bool IsLost { get; private set; }

    public IEnumerable<FeedProblem> Problems => _problems.Select(problem => problem with { Id = Id });

    /// <summary>The record cannot be used.</summary>
    public void Lose(string place, string message)
    {
        // The one that counts is kept, however many parts were broken before.
        if (!IsLost)
        {
            IsLost = true;
            _problems.Add(new FeedProblem(file, before + place, message, LosesRecord: true));
        }
    }

    /// <summary>A part cannot be used, or only in part.</summary>
    public void Note(string place, string message)
    {
        if (_problems.Count < MostProblems)
        {
            _problems.Add(new FeedProblem(file, before + place, message, LosesRecord: false));
        }
    }

    /// <summary>The text of a property that may be missing.</summary>
    /// <returns>Null where it is missing, null, or no text, which then is noted.</returns>
    public string? OptionalText(JsonElement owner, string name, string place, int most = 0)
    {
        if (Property(owner, name) is not JsonElement value)
        {
            return null;
        }

        if (Text(value) is not string text)
        {
            Note(Join(place, name), $"It should be text and is {Kind(value)}.");
            return null;
        }

        if (most > 0 && text.Length > most)
        {
            Note(Join(place, name), $"It has {Number(text.Length)} characters; the first {Number(most)} are kept.");
            return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
        }

        return text;
    }

    /// <summary>A moment of RFC 3339.</summary>
    public DateTimeOffset? OptionalTime(JsonElement owner, string name)
    {
        if (OptionalText(owner, name, "") is not string text)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time))
        {
            return time;
        }

        Note(name, "It is no time of RFC 3339 and is left out.");
        return null;
    }

    /// <summary>A list that may be missing; entries beyond the limit lose the record.</summary>
    /// <param name="isVital">Whether a record whose list is none is of no use; else it is only noted.</param>
    public JsonElement.ArrayEnumerator OptionalList(JsonElement owner, string name, string place, bool isVital)
    {
        if (Property(owner, name) is not JsonElement value)
        {
            return default;
        }

        string at = Join(place, name);
        if (value.ValueKind != JsonValueKind.Array)
        {
            Complain(at, $"It should be a list and is {Kind(value)}.", isVital);
            return default;
        }

        if (value.GetArrayLength() > limits.MaxListItems)
        {
            Complain(at, $"It has {Number(value.GetArrayLength())} entries, more than the {Number(limits.MaxListItems)} that are taken.", isVital);
            return default;
        }

        return value.EnumerateArray();
    }

    /// <summary>A property that is there and not null.</summary>
    /// <exception cref="InvalidOperationException">A name of the object is no Unicode.</exception>
    public static JsonElement? Property(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The text of a string; null where it is none, or half a surrogate pair.</summary>
    public static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What a value is, for people.</summary>
    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.String => Text(value) is null ? "text that is no Unicode" : "empty text",
        _ => "null",
    };

    public static string Join(string place, string name) => place.Length == 0 ? name : $"{place}.{name}";

    public static string At(string place, string name, int index) => string.Create(CultureInfo.InvariantCulture, $"{Join(place, name)}[{index}]");

    public static string Number(int number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    private void Complain(string place, string message, bool isVital)
    {
        if (isVital)
        {
            Lose(place, message);
        }
        else
        {
            Note(place, message);
        }
    }
}
