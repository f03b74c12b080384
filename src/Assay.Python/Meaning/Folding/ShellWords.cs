using System.Collections.Immutable;
using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary><c>shlex.split</c>, <c>shlex.quote</c> and <c>shlex.join</c> (library/shlex, "Parsing Rules", POSIX mode).</summary>
internal static class ShellWords
{
    public static void AddTo(Table table)
    {
        table.Add("shlex.split", "s comments? posix?", static call => call[0] is TextValue line && call.Spend(line.Text.Length) ? Split(line) : null, Traits.Holes);
        table.Add("shlex.quote pipes.quote", "s", static call => call[0] is TextValue word && call.Spend(word.Text.Length) ? word with { Text = Quoted(word.Text) } : null, Traits.Holes);
        table.Add("shlex.join", "words", static call => call[0] is SequenceValue { Items: var items } && items.All(static item => item is TextValue)
            && call.Spend(items.Sum(static item => ((TextValue)item).Text.Length + 1L))
            ? new TextValue(string.Join(' ', items.Select(static item => Quoted(((TextValue)item).Text))), items.Any(static item => ((TextValue)item).IsPartial), Labels.None) : null, Traits.Holes);
    }

    // Null where a quote stays open: Python raises there.
    private static SequenceValue? Split(TextValue line)
    {
        string text = line.Text;
        ImmutableArray<Value>.Builder words = ImmutableArray.CreateBuilder<Value>();
        StringBuilder word = new();
        bool isOpen = false;
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            char at = text[i];
            if (at == quote)
            {
                quote = '\0';
            }
            else if (at == '\\' && quote != '\'' && i + 1 < text.Length)
            {
                // Within double quotes it is itself unless it stands before a quote or another.
                bool isEscape = quote == '\0' || text[i + 1] is '"' or '\\';
                word.Append(isEscape ? "" : "\\").Append(text[++i]);
                isOpen = true;
            }
            else if (quote == '\0' && at is '"' or '\'')
            {
                quote = at;
                isOpen = true;
            }
            else if (quote == '\0' && at is ' ' or '\t' or '\r' or '\n')
            {
                End();
            }
            else
            {
                word.Append(at);
                isOpen = true;
            }
        }

        End();
        return quote == '\0' ? new SequenceValue(SequenceForm.List, words.DrainToImmutable(), false, line.Labels) : null;

        void End()
        {
            if (isOpen)
            {
                string made = word.ToString();
                words.Add(new TextValue(made, made.Contains(TextValue.Hole, StringComparison.Ordinal), line.Labels));
            }

            word.Clear();
            isOpen = false;
        }
    }

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(static unit => char.IsAsciiLetterOrDigit(unit) || unit is '@' or '%' or '+' or '=' or ':' or ',' or '.' or '/' or '-' or '_' or TextValue.Hole)
            ? word : $"'{word.Replace("'", "'\"'\"'", StringComparison.Ordinal)}'";
}
