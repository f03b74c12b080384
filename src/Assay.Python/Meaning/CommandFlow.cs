using System.Collections.Immutable;

namespace Assay.Python.Meaning;

/// <summary>Where data goes within one command line.</summary>
/// <param name="Printed">Labels of what it prints.</param>
/// <param name="Sent">Labels of what it sends away by itself.</param>
/// <param name="SendsInput">True where it sends what it is given on its standard input.</param>
/// <param name="Written">Files that it leaves behind, with the labels of what they hold.</param>
public sealed record CommandFlow(Labels Printed, Labels Sent, bool SendsInput, ImmutableArray<(string Path, Labels Labels)> Written)
{
    public static CommandFlow None { get; } = new(Labels.None, Labels.None, false, []);
}
