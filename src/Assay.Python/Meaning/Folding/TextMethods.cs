using System.Collections.Immutable;
using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary>Methods of <c>str</c>, <c>bytes</c> and <c>bytearray</c> that cut, find and put together.</summary>
internal static class TextMethods
{
    public static void AddTo(Table table)
    {
        table.Add("join", "items", Join, Traits.Holes);
        table.Add("replace", "old new count?", Replace, Traits.Holes);
        table.Add("strip", "chars?", static call => Strip(call, left: true, right: true), Traits.Holes);
        table.Add("lstrip", "chars?", static call => Strip(call, left: true, right: false), Traits.Holes);
        table.Add("rstrip", "chars?", static call => Strip(call, left: false, right: true), Traits.Holes);
        table.Add("split", "sep? maxsplit?", static call => Splitting.Split(call, fromRight: false));
        table.Add("rsplit", "sep? maxsplit?", static call => Splitting.Split(call, fromRight: true));
        table.Add("splitlines", "keepends?", Splitting.Lines);
        table.Add("partition", "sep", static call => Splitting.Partition(call, fromRight: false), Traits.Holes);
        table.Add("rpartition", "sep", static call => Splitting.Partition(call, fromRight: true), Traits.Holes);
        table.Add("find", "sub start? end?", static call => Find(call, fromRight: false) is int at ? Numbers.Of(at) : null);
        table.Add("rfind", "sub start? end?", static call => Find(call, fromRight: true) is int at ? Numbers.Of(at) : null);
        table.Add("index", "sub start? end?", static call => Find(call, fromRight: false) is int at and >= 0 ? Numbers.Of(at) : null);
        table.Add("rindex", "sub start? end?", static call => Find(call, fromRight: true) is int at and >= 0 ? Numbers.Of(at) : null);
        table.Add("count", "sub start? end?", Count);
        table.Add("startswith", "prefix start? end?", static call => Affix(call, atEnd: false), Traits.Holes);
        table.Add("endswith", "suffix start? end?", static call => Affix(call, atEnd: true), Traits.Holes);
        table.Add("removeprefix", "prefix", static call => Remove(call, atEnd: false));
        table.Add("removesuffix", "suffix", static call => Remove(call, atEnd: true));
    }

    /// <summary>The receiver's characters; bytes are one each.</summary>
    public static Characters Self(Call call) => Characters.TryOf(call.Receiver, out Characters self) ? self : default;

    private static Value? Join(Call call)
    {
        Characters separator = Self(call);
        ImmutableArray<Value> items = Folder.Items(call[0]!, call.Budget);
        if (items.IsDefault)
        {
            // One stretch of unknown text or a set whose order is not known.
            return null;
        }

        if (call[0] is SequenceValue { Form: SequenceForm.Set, Items.Length: > 1 })
        {
            return null;
        }

        StringBuilder text = new();
        bool isPartial = separator.IsPartial;
        bool isBytes = separator.IsBytes;
        for (int i = 0; i < items.Length; i++)
        {
            if (i > 0)
            {
                text.Append(separator.Text);
            }

            Value item = Constants.Resolve(items[i]);
            if (Characters.TryOf(item, out Characters part))
            {
                isPartial |= part.IsPartial;
                if (part.IsBytes != isBytes && !Ascii.IsValid(part.Text))
                {
                    return null;
                }

                if (!call.Budget.TrySpend(part.Text.Length + 1, text.Length + (long)part.Text.Length))
                {
                    return null;
                }

                Characters.Append(text, part.Text);
            }
            else if (Characters.MayBe(item))
            {
                isPartial = true;
                Characters.Append(text, Representation.Unknown.Text);
            }
            else
            {
                return null;
            }

            if (!call.Budget.TrySpend(separator.Text.Length, text.Length + (long)separator.Text.Length))
            {
                return null;
            }
        }

        Value result = separator.Make(text.ToString(), isPartial);
        return items.Length >= 16 && call[0] is SequenceValue && IsSpelled(items) ? result.With(Labels.Decoded) : result;
    }

    // Text put together character by character hides what it says.
    private static bool IsSpelled(ImmutableArray<Value> items) => items.All(static item => item is TextValue { Text.Length: 1 });

    private static Value? Replace(Call call)
    {
        Characters self = Self(call);
        if (!Part(call, 0, out string? old) || call[1] is not Value given || !call.TryInt(2, -1, out int count))
        {
            return null;
        }

        bool isUnknown = Characters.MayBe(given);
        Characters with = default;
        if (!isUnknown && (!Characters.TryOf(given, out with) || self.Same(with) is null))
        {
            return null;
        }

        string replacement = isUnknown ? Representation.Unknown.Text : with.Text;
        bool isPartial = self.IsPartial || isUnknown || with.IsPartial;
        if (self.IsPartial && old.Length == 0)
        {
            return null;
        }

        long hits = old.Length == 0 ? Points.Count(self.Text) + 1 : Occurrences(self.Text, old);
        hits = count < 0 ? hits : Math.Min(hits, count);
        long length = self.Text.Length + (hits * (replacement.Length - (long)old.Length));
        if (!call.Budget.TrySpend(self.Text.Length + Math.Max(0, length), length))
        {
            return null;
        }

        if (hits == 0)
        {
            return call.Receiver;
        }

        if (count < 0 && old.Length > 0)
        {
            return self.Make(self.Text.Replace(old, replacement, StringComparison.Ordinal), isPartial);
        }

        StringBuilder text = new();
        int at = 0;
        for (long i = 0; i < hits; i++)
        {
            int hit = old.Length == 0 ? at : self.Text.IndexOf(old, at, StringComparison.Ordinal);
            text.Append(self.Text, at, hit - at).Append(replacement);
            at = hit + old.Length;
            if (old.Length == 0 && at < self.Text.Length)
            {
                int width = Points.Width(self.Text, at);
                text.Append(self.Text, at, width);
                at += width;
            }
        }

        return self.Make(text.Append(self.Text, at, self.Text.Length - at).ToString(), isPartial);
    }

    /// <summary>How often a text that is not empty stands in another, without overlaps.</summary>
    public static int Occurrences(ReadOnlySpan<char> text, ReadOnlySpan<char> part) => text.Count(part);

    private static Value? Strip(Call call, bool left, bool right)
    {
        Characters self = Self(call);
        string? chars = null;
        if (!call.IsNone(0) && !Part(call, 0, out chars))
        {
            return null;
        }

        string text = self.Text;
        if (!call.Budget.TrySpend(text.Length + ((long)text.Length * Math.Min(chars?.Length ?? 0, 64) / 16)))
        {
            return null;
        }

        if (chars is not null && !(Points.IsFlat(chars) && Points.IsFlat(text)))
        {
            return StripPoints(self, chars, left, right);
        }

        System.Buffers.SearchValues<char>? set = chars is null ? null : System.Buffers.SearchValues.Create(chars);
        int start = 0;
        int end = text.Length;
        while (left && start < end && IsIn(text[start]))
        {
            start++;
        }

        while (right && end > start && IsIn(text[end - 1]))
        {
            end--;
        }

        return end - start == text.Length ? call.Receiver : self.Make(text[start..end]);

        bool IsIn(char c) => set is not null ? set.Contains(c) && !(self.IsPartial && c == TextValue.Hole)
            : self.IsBytes ? c is ' ' or (>= '\t' and <= '\r') : Points.IsSpace(c);
    }

    private static Value StripPoints(Characters self, string chars, bool left, bool right)
    {
        HashSet<int> set = [.. Points.Split(chars)];
        int[] points = Points.Split(self.Text);
        int start = 0;
        int end = points.Length;
        while (left && start < end && set.Contains(points[start]))
        {
            start++;
        }

        while (right && end > start && set.Contains(points[end - 1]))
        {
            end--;
        }

        StringBuilder text = new();
        foreach (int point in points.AsSpan(start..end))
        {
            Points.Append(text, point);
        }

        return self.Make(text.ToString());
    }

    /// <summary>The units between optional start and end arguments, as a slice takes them; false where they are no ints.</summary>
    /// <param name="isBeyond">True where the start lies behind the end of the text: nothing is found there, not even the empty text.</param>
    private static bool TryWindow(Call call, string text, out int start, out int end, out bool isBeyond)
    {
        int length = Points.Count(text);
        start = 0;
        end = text.Length;
        isBeyond = false;
        long from = 0;
        long to = length;
        if ((!call.IsNone(1) && !Numbers.TryPosition(call[1], out from)) || (!call.IsNone(2) && !Numbers.TryPosition(call[2], out to)))
        {
            return false;
        }

        from = from < 0 ? Math.Max(0, from + length) : from;
        to = Math.Min(length, to < 0 ? Math.Max(0, to + length) : to);
        isBeyond = from > length || from > to;
        start = ToUnit(Math.Min(from, length));
        end = Math.Max(start, ToUnit(to));
        return true;

        int ToUnit(long point) => length == text.Length ? (int)point : Points.ToUnit(text, (int)point);
    }

    private static int? Find(Call call, bool fromRight)
    {
        Characters self = Self(call);
        if (!Part(call, 0, out string? part) || !call.Budget.TrySpend(self.Text.Length) || !TryWindow(call, self.Text, out int start, out int end, out bool isBeyond))
        {
            return null;
        }

        if (isBeyond)
        {
            return -1;
        }

        ReadOnlySpan<char> window = self.Text.AsSpan(start, end - start);
        int at = fromRight ? window.LastIndexOf(part) : window.IndexOf(part);
        return at < 0 ? -1 : Points.Count(self.Text.AsSpan(0, start + at));
    }

    private static Value? Count(Call call)
    {
        Characters self = Self(call);
        if (!Part(call, 0, out string? part) || !call.Budget.TrySpend(self.Text.Length) || !TryWindow(call, self.Text, out int start, out int end, out bool isBeyond))
        {
            return null;
        }

        ReadOnlySpan<char> window = self.Text.AsSpan(start, end - start);
        return Numbers.Of(isBeyond ? 0 : part.Length == 0 ? Points.Count(window) + 1 : Occurrences(window, part));
    }

    private static Value? Affix(Call call, bool atEnd)
    {
        Characters self = Self(call);
        if (call[0] is SequenceValue { Form: SequenceForm.Tuple } tuple)
        {
            bool? any = tuple.IsPartial ? null : false;
            foreach (Value item in tuple.Items)
            {
                if (One(item) is not bool hit)
                {
                    any = null;
                }
                else if (hit)
                {
                    return Numbers.True;
                }
            }

            return any is null ? null : Numbers.False;
        }

        return One(call[0]!) is bool known ? Numbers.Of(known) : null;

        bool? One(Value value)
        {
            if (!Characters.TryOf(value, out Characters part) || part.IsPartial || self.Same(part) is not string affix || !call.Budget.TrySpend(affix.Length + 1))
            {
                return null;
            }

            if (self.IsPartial)
            {
                return call[1] is null ? Partial(self.Text, affix, atEnd) : null;
            }

            if (call[1] is null && call[2] is null)
            {
                return atEnd ? self.Text.EndsWith(affix, StringComparison.Ordinal) : self.Text.StartsWith(affix, StringComparison.Ordinal);
            }

            if (!call.Budget.TrySpend(self.Text.Length) || !TryWindow(call, self.Text, out int start, out int end, out bool isBeyond))
            {
                return null;
            }

            ReadOnlySpan<char> window = self.Text.AsSpan(start, end - start);
            return !isBeyond && (atEnd ? window.EndsWith(affix) : window.StartsWith(affix));
        }
    }

    // Known as far as no hole is reached.
    private static bool? Partial(string text, string affix, bool atEnd)
    {
        for (int i = 0; i < affix.Length; i++)
        {
            if (i >= text.Length)
            {
                return false;
            }

            char c = atEnd ? text[^(i + 1)] : text[i];
            if (c == TextValue.Hole)
            {
                return null;
            }

            if (c != (atEnd ? affix[^(i + 1)] : affix[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static Value? Remove(Call call, bool atEnd)
    {
        Characters self = Self(call);
        if (!Part(call, 0, out string? part) || part.Length == 0)
        {
            return part is null ? null : call.Receiver;
        }

        if (!(atEnd ? self.Text.EndsWith(part, StringComparison.Ordinal) : self.Text.StartsWith(part, StringComparison.Ordinal)))
        {
            return call.Receiver;
        }

        return call.Spend(self.Text.Length) ? self.Make(atEnd ? self.Text[..^part.Length] : self.Text[part.Length..]) : null;
    }

    /// <summary>A known argument of the receiver's kind; for bytes an int is a byte.</summary>
    public static bool Part(Call call, int index, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? text)
    {
        Characters self = Self(call);
        text = Characters.TryOf(call[index], out Characters part) && !part.IsPartial ? self.Same(part)
            : self.IsBytes && Numbers.TryInt32(call[index], out int value) && value is >= 0 and < 256 ? ((char)value).ToString()
            : null;
        return text is not null;
    }
}
