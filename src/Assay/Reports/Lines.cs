namespace Assay.Reports;

/// <summary>Writes escaped text in lines that fit the terminal.</summary>
internal static class Lines
{
    // Below this nothing useful fits beside the indentation.
    private const int Narrowest = 20;

    /// <summary>Writes a paragraph behind a first prefix, later lines indented as deep.</summary>
    /// <param name="prefix">Already fit for the terminal; may hold colour.</param>
    /// <param name="prefixWidth">Columns that the prefix takes.</param>
    /// <param name="text">Already escaped.</param>
    /// <param name="width">Columns of the terminal; null: one line.</param>
    public static void Write(TextWriter output, string prefix, int prefixWidth, string text, int? width)
    {
        output.Write(prefix);
        int room = width is int columns ? columns - prefixWidth : int.MaxValue;
        if (room < Narrowest)
        {
            room = int.MaxValue;
        }

        if (text.Length <= room)
        {
            output.WriteLine(text);
            return;
        }

        string indent = new(' ', prefixWidth);
        bool first = true;
        foreach (string line in Wrap(text, room))
        {
            if (!first)
            {
                output.Write(indent);
            }

            output.WriteLine(line);
            first = false;
        }
    }

    private static IEnumerable<string> Wrap(string text, int room)
    {
        int start = 0;
        while (text.Length - start > room)
        {
            int cut = text.LastIndexOf(' ', start + room, room);
            if (cut <= start)
            {
                // One word longer than the line stays whole: a path or digest is copied, not read.
                cut = text.IndexOf(' ', start + room);
                if (cut < 0)
                {
                    break;
                }
            }

            yield return text[start..cut];
            start = cut + 1;
        }

        yield return text[start..];
    }
}
