using System.Collections.Immutable;

namespace Assay.Python.Meaning.Folding;

/// <summary><c>split</c>, <c>rsplit</c>, <c>splitlines</c>, <c>partition</c>.</summary>
internal static class Splitting
{
    public static Value? Split(Call call, bool fromRight)
    {
        Characters self = TextMethods.Self(call);
        string? separator = null;
        if ((!call.IsNone(0) && (!TextMethods.Part(call, 0, out separator) || separator.Length == 0)) || !call.TryInt(1, -1, out int most) || !call.Spend(self.Text.Length))
        {
            return null;
        }

        most = most < 0 ? int.MaxValue : most;
        List<(int Start, int End)> parts = [];
        string text = self.Text;
        if (separator is null)
        {
            SplitWhitespace(self, most, fromRight, parts);
        }
        else if (fromRight)
        {
            int end = text.Length;
            for (int at; most > 0 && (at = text.AsSpan(0, end).LastIndexOf(separator)) >= 0; most--)
            {
                parts.Add((at + separator.Length, end));
                end = at;
            }

            parts.Add((0, end));
            parts.Reverse();
        }
        else
        {
            int start = 0;
            for (int at; most > 0 && (at = text.IndexOf(separator, start, StringComparison.Ordinal)) >= 0; most--)
            {
                parts.Add((start, at));
                start = at + separator.Length;
            }

            parts.Add((start, text.Length));
        }

        return List(call, self, parts);
    }

    public static Value? Lines(Call call)
    {
        Characters self = TextMethods.Self(call);
        if (call.Flag(0, false) is not bool keeps || !call.Spend(self.Text.Length))
        {
            return null;
        }

        List<(int Start, int End)> lines = [];
        string text = self.Text;
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (!IsLineEnd(text[i]))
            {
                continue;
            }

            int next = text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? i + 2 : i + 1;
            lines.Add((start, keeps ? next : i));
            start = next;
            i = next - 1;
        }

        if (start < text.Length)
        {
            lines.Add((start, text.Length));
        }

        return List(call, self, lines);

        bool IsLineEnd(char c) => c is '\n' or '\r'
            || (!self.IsBytes && c is '\v' or '\f' or '\x1C' or '\x1D' or '\x1E' or '\x85' or '\u2028' or '\u2029');
    }

    public static Value? Partition(Call call, bool fromRight)
    {
        Characters self = TextMethods.Self(call);
        if (!TextMethods.Part(call, 0, out string? separator) || separator.Length == 0 || !call.Spend(self.Text.Length))
        {
            return null;
        }

        string text = self.Text;
        int at = fromRight ? text.LastIndexOf(separator, StringComparison.Ordinal) : text.IndexOf(separator, StringComparison.Ordinal);
        if (self.IsPartial)
        {
            // What the hole hides might hold a separator as well.
            int hole = fromRight ? text.LastIndexOf(TextValue.Hole) : text.IndexOf(TextValue.Hole, StringComparison.Ordinal);
            if (at < 0 || (fromRight ? at < hole : at > hole))
            {
                return null;
            }
        }

        Value empty = self.Make("", false);
        ImmutableArray<Value> items = at < 0
            ? fromRight ? [empty, empty, call.Receiver] : [call.Receiver, empty, empty]
            : [self.Make(text[..at]), self.Make(separator, false), self.Make(text[(at + separator.Length)..])];
        return new SequenceValue(SequenceForm.Tuple, items, false, Labels.None);
    }

    private static void SplitWhitespace(Characters self, int most, bool fromRight, List<(int Start, int End)> parts)
    {
        string text = self.Text;
        if (fromRight)
        {
            int end = SkipBack(text.Length);
            while (end > 0)
            {
                int start = end;
                while (start > 0 && !IsSpace(text[start - 1]))
                {
                    start--;
                }

                if (most-- <= 0)
                {
                    start = 0;
                }

                parts.Add((start, end));
                end = SkipBack(start);
            }

            parts.Reverse();
            return;
        }

        int at = Skip(0);
        while (at < text.Length)
        {
            int end = at;
            while (end < text.Length && !IsSpace(text[end]))
            {
                end++;
            }

            if (most-- <= 0)
            {
                end = text.Length;
            }

            parts.Add((at, end));
            at = Skip(end);
        }

        int Skip(int from)
        {
            while (from < text.Length && IsSpace(text[from]))
            {
                from++;
            }

            return from;
        }

        int SkipBack(int from)
        {
            while (from > 0 && IsSpace(text[from - 1]))
            {
                from--;
            }

            return from;
        }

        bool IsSpace(char c) => self.IsBytes ? c is ' ' or (>= '\t' and <= '\r') : Points.IsSpace(c);
    }

    private static Value? List(Call call, Characters self, List<(int Start, int End)> parts) =>
        Iteration.Affords(parts.Count, call.Budget)
            ? new SequenceValue(SequenceForm.List, [.. parts.Select(part => self.Make(self.Text[part.Start..part.End]))], false, Labels.None)
            : null;
}
