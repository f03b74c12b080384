namespace Assay.Engine.Advisories;

/// <summary>The metrics of a CVSS vector, checked against what its version knows.</summary>
internal sealed class CvssVector
{
    private readonly Dictionary<string, string> _values;

    private CvssVector(Dictionary<string, string> values) => _values = values;

    /// <summary>Reads metrics in any order, each at most once; null where one is unknown, has an unknown value, or a mandatory one is missing.</summary>
    /// <param name="text">Without the version's prefix.</param>
    /// <param name="known">Metrics of the version with their values: <c>AV N A L P</c>; the mandatory ones first.</param>
    /// <param name="mandatory">How many of <paramref name="known"/> must be there.</param>
    public static CvssVector? Read(ReadOnlySpan<char> text, string[][] known, int mandatory)
    {
        Dictionary<string, string> values = [];
        foreach (Range range in text.Split('/'))
        {
            ReadOnlySpan<char> metric = text[range];
            int colon = metric.IndexOf(':');
            string[]? row = colon < 0 ? null : Row(known, metric[..colon]);
            string? value = row is null ? null : Value(row, metric[(colon + 1)..]);
            if (value is null || !values.TryAdd(row![0], value))
            {
                return null;
            }
        }

        for (int i = 0; i < mandatory; i++)
        {
            if (!values.ContainsKey(known[i][0]))
            {
                return null;
            }
        }

        return new CvssVector(values);
    }

    /// <summary>The metric's value; <paramref name="otherwise"/> where it is not written.</summary>
    public string Get(string metric, string otherwise = "X") => _values.GetValueOrDefault(metric, otherwise);

    private static string[]? Row(string[][] known, ReadOnlySpan<char> metric)
    {
        foreach (string[] row in known)
        {
            if (metric.SequenceEqual(row[0]))
            {
                return row;
            }
        }

        return null;
    }

    private static string? Value(string[] row, ReadOnlySpan<char> text)
    {
        foreach (string value in row.AsSpan(1))
        {
            if (text.SequenceEqual(value))
            {
                return value;
            }
        }

        return null;
    }
}
