using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary><c>string.Template("…").substitute(…)</c>.</summary>
internal static class Templates
{
    public static void AddObjectsTo(Table table) =>
        table.Add("string.Template().substitute string.Template().safe_substitute", "mapping? **", Substitute, Traits.Holes);

    private static Value? Substitute(Call call)
    {
        if (call.Receiver is not ResultValue { Arguments: [{ Value: TextValue template }, ..] } || !call.Spend(template.Text.Length))
        {
            return null;
        }

        string text = template.Text;
        StringBuilder filled = new(text.Length);
        bool isPartial = template.IsPartial;
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] != '$' || at + 1 == text.Length)
            {
                filled.Append(text[at]);
                continue;
            }

            if (text[at + 1] == '$')
            {
                filled.Append('$');
                at++;
                continue;
            }

            bool isBraced = text[at + 1] == '{';
            int start = at + (isBraced ? 2 : 1);
            int end = start;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            {
                end++;
            }

            if (end == start || (isBraced && (end == text.Length || text[end] != '}')))
            {
                return null;
            }

            Value? field = Field(call, text[start..end]);
            TextValue written = field is null ? Representation.Unknown : FormatSpec.Apply(field, 's', "", call.Budget) ?? Representation.Unknown;
            if (!call.Budget.TrySpend(written.Text.Length, filled.Length + written.Text.Length))
            {
                return null;
            }

            filled.Append(written.Text);
            isPartial |= written.IsPartial;
            at = isBraced ? end : end - 1;
        }

        return new TextValue(filled.ToString(), isPartial, Labels.None);
    }

    private static Value? Field(Call call, string name)
    {
        foreach ((string keyword, Value value) in call.Keywords)
        {
            if (keyword == name)
            {
                return value;
            }
        }

        foreach ((Value key, Value value) in call[0] is MappingValue mapping ? mapping.Items : [])
        {
            if (key is TextValue { IsPartial: false } text && text.Text == name)
            {
                return value;
            }
        }

        return null;
    }
}
