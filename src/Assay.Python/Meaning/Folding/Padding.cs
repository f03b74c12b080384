using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary><c>zfill</c>, <c>center</c>, <c>ljust</c>, <c>rjust</c>, <c>expandtabs</c>.</summary>
internal static class Padding
{
    public static void AddTo(Table table)
    {
        table.Add("zfill", "width", ZeroFill);
        table.Add("center", "width fillchar?", static call => Pad(call, '^'));
        table.Add("ljust", "width fillchar?", static call => Pad(call, '<'));
        table.Add("rjust", "width fillchar?", static call => Pad(call, '>'));
        table.Add("expandtabs", "tabsize?", ExpandTabs);
    }

    private static Value? ZeroFill(Call call)
    {
        Characters self = TextMethods.Self(call);
        if (!call.TryInt(0, 0, out int width))
        {
            return null;
        }

        int missing = width - Points.Count(self.Text);
        if (missing <= 0)
        {
            return call.Receiver;
        }

        bool isSigned = self.Text.Length > 0 && self.Text[0] is '+' or '-';
        int at = isSigned ? 1 : 0;
        return call.Spend((long)missing + self.Text.Length) ? self.Make(string.Concat(self.Text.AsSpan(0, at), new string('0', missing), self.Text.AsSpan(at))) : null;
    }

    private static Value? Pad(Call call, char align)
    {
        Characters self = TextMethods.Self(call);
        string? fill = " ";
        if (!call.TryInt(0, 0, out int width) || (call[1] is not null && (!TextMethods.Part(call, 1, out fill) || Points.Count(fill) != 1)))
        {
            return null;
        }

        long missing = (long)width - Points.Count(self.Text);
        if (missing <= 0)
        {
            return call.Receiver;
        }

        if (!call.Spend((missing * fill.Length) + self.Text.Length))
        {
            return null;
        }

        // An odd remainder goes to the left where the width is odd.
        long before = align switch { '<' => 0, '>' => missing, _ => (missing / 2) + (missing & width & 1) };
        return self.Make(new StringBuilder().Insert(0, fill, (int)before).Append(self.Text).Insert((int)before * fill.Length + self.Text.Length, fill, (int)(missing - before)).ToString());
    }

    private static Value? ExpandTabs(Call call)
    {
        Characters self = TextMethods.Self(call);
        if (!call.TryInt(0, 8, out int size) || !call.Budget.TrySpend(self.Text.Length))
        {
            return null;
        }

        StringBuilder text = new();
        int column = 0;
        foreach (char c in self.Text)
        {
            if (c == '\t')
            {
                int spaces = size > 0 ? size - (column % size) : 0;
                if (!call.Budget.TrySpend(spaces, text.Length + (long)spaces))
                {
                    return null;
                }

                text.Append(' ', spaces);
                column += spaces;
                continue;
            }

            text.Append(c);
            column = c is '\n' or '\r' ? 0 : char.IsLowSurrogate(c) ? column : column + 1;
        }

        return self.Make(text.ToString());
    }
}
