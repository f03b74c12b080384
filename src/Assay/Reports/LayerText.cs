using System.Collections.Immutable;
using System.Globalization;
using Assay.Engine.Capabilities;

namespace Assay.Reports;

/// <summary>What hidden layers say: each text that the code decodes and runs, with where and how it was made.</summary>
public static class LayerText
{
    /// <summary>Writes every text, in the order in which they were found, under its number.</summary>
    /// <param name="width">Columns of the terminal; null: no terminal.</param>
    /// <param name="path">Only texts of this member; empty: all.</param>
    /// <returns>How many were written.</returns>
    public static int WriteAll(TextWriter output, Ink ink, int? width, ImmutableArray<DecodedLayer> layers, ImmutableArray<string> path)
    {
        int shown = 0;
        for (int i = 0; i < layers.Length; i++)
        {
            DecodedLayer layer = layers[i];
            if (!path.IsEmpty && !layer.Place.Path.AsSpan().SequenceEqual(path.AsSpan()))
            {
                continue;
            }

            if (shown++ > 0)
            {
                output.WriteLine();
            }

            string when = ReasonText.When(layer.Context);
            string number = Number(i + 1);
            Lines.Write(output, $"{ink.Bold($"layer {number}")}  ", 8 + number.Length, TerminalText.Escape(layer.Place.Describe()), width);
            string within = layer.Parent > 0 ? $", within layer {Number(layer.Parent)}" : "";
            string made = $"{layer.How}, depth {Number(layer.Depth)}{within}{(when.Length > 0 ? $", {when}" : "")}, {ReasonText.Count(layer.Text.Length, "character")}{(layer.IsPartial ? ", of which parts are not known" : "")}";
            output.WriteLine($"  {ink.Faint(TerminalText.Escape(made))}");
            WriteOne(output, layer, escape: true, indent: "  │ ");
        }

        return shown;
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes one text.</summary>
    /// <param name="escape">False: as it is, for a file or a pipe.</param>
    /// <param name="indent">Before every line, where it is escaped.</param>
    public static void WriteOne(TextWriter output, DecodedLayer layer, bool escape, string indent = "")
    {
        if (!escape)
        {
            output.Write(layer.Text);
            return;
        }

        foreach (ReadOnlySpan<char> line in layer.ShownText.AsSpan().TrimEnd('\n').EnumerateLines())
        {
            output.Write(indent);
            output.WriteLine(MemberText.EscapeLine(line));
        }
    }
}
