using System.Text;

namespace Assay.Guard;

/// <summary>HTTP reason phrases: the one text of a refusal that pip, poetry and pdm show.</summary>
public static class Phrase
{
    /// <summary>Longest phrase that every measured client shows whole, in characters.</summary>
    public const int MaxLength = 199;

    /// <summary>The text as a phrase: printable ASCII on one line, at most <see cref="MaxLength"/> characters; what does not fit is cut before <paramref name="ending"/>.</summary>
    public static string Of(string text, string ending = "")
    {
        int room = MaxLength - ending.Length;
        StringBuilder phrase = new(Math.Min(text.Length, room));
        foreach (char c in text)
        {
            if (phrase.Length == room)
            {
                phrase.Length = room - 3;
                phrase.Append("...");
                break;
            }

            phrase.Append(c is >= ' ' and <= '~' ? c : '?');
        }

        return phrase.Append(ending).ToString();
    }
}
