using Assay.Packaging.Requirements;

namespace Assay.Fuzz.Targets;

/// <summary>Requirements files, and what they become when nothing in them is changed.</summary>
internal static class RequirementsFileTarget
{
    public static void Run(ReadOnlySpan<byte> data)
    {
        RequirementsFile file = RequirementsFile.Parse(data, "/r.txt", name => name.Length == 1 ? "${B} x" : null);
        if (!file.Rewrite([]).AsSpan().SequenceEqual(data))
        {
            throw new InvalidOperationException("a file without edits came back changed");
        }

        foreach (SourceSpan span in file.Options.Select(option => option.Span).Concat(file.Requirements.Select(entry => entry.Span)))
        {
            if (span.Start < 0 || span.Length < 0 || span.End > file.Text.Length || span.Line < 1 || span.Column < 1)
            {
                throw new InvalidOperationException("an item lies outside its file");
            }

            string same = file.Text.Substring(span.Start, span.Length);
            if (!file.Rewrite([(span, same)]).AsSpan().SequenceEqual(data))
            {
                throw new InvalidOperationException("an item replaced by itself changed the file");
            }
        }

        byte[] copy = data.ToArray();
        _ = RequirementsTree.Read("/r.txt", path => path == "/r.txt" ? copy : null, _ => null);
    }
}
