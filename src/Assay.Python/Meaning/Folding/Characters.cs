using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary>Text, or bytes as one character a byte: so both share their methods. A hole is one <see cref="TextValue.Hole"/> in either.</summary>
internal readonly record struct Characters(string Text, bool IsBytes, bool IsPartial)
{
    private const string HoleText = "\uFFFC";

    // The three bytes of a hole's UTF-8, each as a character.
    private const string HoleBytes = "\u00EF\u00BF\u00BC";

    public static bool TryOf(Value? value, out Characters characters)
    {
        switch (value)
        {
            case TextValue text:
                characters = new Characters(text.Text, IsBytes: false, text.IsPartial);
                return true;
            case BytesValue bytes:
                string latin = Encoding.Latin1.GetString(bytes.Bytes.Span);
                characters = new Characters(bytes.IsPartial ? latin.Replace(HoleBytes, HoleText, StringComparison.Ordinal) : latin, IsBytes: true, bytes.IsPartial);
                return true;
            default:
                characters = default;
                return false;
        }
    }

    /// <summary>The value of a text of this kind.</summary>
    /// <param name="isPartial">Whether a hole in it is one.</param>
    public Value Make(string text, bool isPartial) => IsBytes ? MakeBytes(text, isPartial) : new TextValue(text, isPartial && HasHole(text), Labels.None);

    public Value Make(string text) => Make(text, IsPartial);

    public static bool HasHole(string text) => text.Contains(TextValue.Hole, StringComparison.Ordinal);

    public static BytesValue MakeBytes(string text, bool isPartial)
    {
        bool hasHole = isPartial && HasHole(text);
        return new BytesValue(Encoding.Latin1.GetBytes(hasHole ? text.Replace(HoleText, HoleBytes, StringComparison.Ordinal) : text), hasHole, Labels.None);
    }

    /// <summary>True for what is not known but may well be text.</summary>
    public static bool MayBe(Value value) =>
        value is not (TextValue or BytesValue or IntValue or BoolValue or FloatValue or NoneValue or SequenceValue or MappingValue or CodeValue);

    /// <summary>Appends text, so that two holes side by side become one.</summary>
    public static void Append(StringBuilder builder, string text)
    {
        int start = text.Length > 0 && text[0] == TextValue.Hole && builder.Length > 0 && builder[^1] == TextValue.Hole ? 1 : 0;
        builder.Append(text, start, text.Length - start);
    }

    /// <summary>The text of a value of the same kind; of the other kind where Python 2 would take it: plain ASCII.</summary>
    public string? Same(Characters other) =>
        IsBytes == other.IsBytes || Ascii.IsValid(other.Text) ? other.Text : null;
}
