using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary>The codecs <c>punycode</c> (RFC 3492) and <c>idna</c>.</summary>
internal static class DomainNames
{
    private const int Base = 36;
    private const int MaxLength = 4_096;

    public static string? FromPunycode(string text)
    {
        int mark = text.LastIndexOf('-');
        List<int> points = mark > 0 ? [.. text[..mark].Select(static c => (int)c)] : [];
        int at = mark > 0 ? mark + 1 : mark == 0 ? 1 : 0;
        int point = 128;
        int place = 0;
        int bias = 72;
        if (text.Length > MaxLength)
        {
            return null;
        }

        while (at < text.Length)
        {
            long index = place;
            long weight = 1;
            for (int k = Base; ; k += Base)
            {
                if (at == text.Length)
                {
                    return null;
                }

                char c = char.ToLowerInvariant(text[at++]);
                int digit = c is >= 'a' and <= 'z' ? c - 'a' : c is >= '0' and <= '9' ? c - '0' + 26 : -1;
                if (digit < 0)
                {
                    return null;
                }

                index += digit * weight;
                int threshold = Math.Clamp(k - bias, 1, 26);
                if (digit < threshold)
                {
                    break;
                }

                weight *= Base - threshold;
                if (weight > int.MaxValue || index > int.MaxValue)
                {
                    return null;
                }
            }

            if (index > int.MaxValue)
            {
                return null;
            }

            int count = points.Count + 1;
            bias = Adapt((int)index - place, count, place == 0 && point == 128);
            if ((index / count) + point > 0x10FFFF)
            {
                return null;
            }

            point += (int)(index / count);
            place = (int)(index % count);
            points.Insert(place++, point);
        }

        StringBuilder result = new();
        foreach (int value in points)
        {
            Points.Append(result, value);
        }

        return result.ToString();
    }

    public static string? ToPunycode(string text)
    {
        if (text.Length > MaxLength)
        {
            return null;
        }

        int[] points = Points.Split(text);
        StringBuilder result = new();
        foreach (int plain in points.Where(static value => value < 128))
        {
            result.Append((char)plain);
        }

        int handled = result.Length;
        if (handled > 0)
        {
            result.Append('-');
        }

        int point = 128;
        long delta = 0;
        int bias = 72;
        bool isFirst = true;
        int done = handled;
        while (done < points.Length)
        {
            int next = points.Where(value => value >= point).Min();
            delta += (next - point) * (long)(done + 1);
            point = next;
            foreach (int value in points)
            {
                delta += value < point ? 1 : 0;
                if (value != point)
                {
                    continue;
                }

                long left = delta;
                for (int k = Base; ; k += Base)
                {
                    int threshold = Math.Clamp(k - bias, 1, 26);
                    if (left < threshold)
                    {
                        result.Append(Digit((int)left));
                        break;
                    }

                    result.Append(Digit((int)(threshold + ((left - threshold) % (Base - threshold)))));
                    left = (left - threshold) / (Base - threshold);
                }

                if (delta > int.MaxValue)
                {
                    return null;
                }

                bias = Adapt((int)delta, done + 1, isFirst);
                isFirst = false;
                delta = 0;
                done++;
            }

            delta++;
            point++;
        }

        return result.ToString();
    }

    public static string? ToAscii(string text)
    {
        if (text.Length > MaxLength)
        {
            return null;
        }

        List<string> labels = [];
        foreach (string label in text.Split('.', '\u3002', '\uFF0E', '\uFF61'))
        {
            string normal = Ascii.IsValid(label) ? label : label.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
            string? ascii = Ascii.IsValid(normal) ? normal : ToPunycode(normal) is string puny ? "xn--" + puny : null;
            bool isLast = labels.Count == text.Count(static c => c is '.' or '\u3002' or '\uFF0E' or '\uFF61');
            if (ascii is null || ascii.Length > 63 || (ascii.Length == 0 && !(isLast && text.Length > 0) && text.Length > 0))
            {
                return null;
            }

            labels.Add(ascii);
        }

        return string.Join('.', labels);
    }

    public static string? ToUnicode(string text)
    {
        if (text.Length > MaxLength)
        {
            return null;
        }

        List<string> labels = [];
        foreach (string label in text.Split('.'))
        {
            string? plain = label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase) ? FromPunycode(label[4..]) : label;
            if (plain is null)
            {
                return null;
            }

            labels.Add(plain);
        }

        return string.Join('.', labels);
    }

    private static char Digit(int value) => (char)(value < 26 ? 'a' + value : '0' + value - 26);

    private static int Adapt(int delta, int count, bool isFirst)
    {
        delta = isFirst ? delta / 700 : delta / 2;
        delta += delta / count;
        int k = 0;
        while (delta > 455)
        {
            delta /= 35;
            k += Base;
        }

        return k + (36 * delta / (delta + 38));
    }
}
