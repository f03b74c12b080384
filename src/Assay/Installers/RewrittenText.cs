using System.Collections.Immutable;
using System.Text;
using Assay.Index;

namespace Assay.Installers;

/// <summary>A part of a text that the guard's addresses are put into: everything outside such parts stays as the user wrote it.</summary>
public abstract record Piece
{
    private Piece()
    {
    }

    /// <summary>Text as it is.</summary>
    public sealed record Literal(string Text) : Piece;

    /// <summary>The guard's address of an index.</summary>
    public sealed record OfIndex(IndexSource Index) : Piece;

    /// <summary>The guard's address of a file that an index or somebody outright points to.</summary>
    /// <param name="Key"><see cref="IndexSource.Key"/> or <see cref="GuardAddresses.DirectKey"/>.</param>
    public sealed record OfFile(string Key, string Address) : Piece;

    /// <summary>The path of a rewritten copy.</summary>
    public sealed record OfCopy(RewrittenFile File) : Piece;

    /// <summary>The folder above the folder of a rewritten copy, for programs that look below it.</summary>
    public sealed record OfCopyRoot(RewrittenFile File) : Piece;

    /// <summary>The guard's service of advisories.</summary>
    public sealed record OfAdvisories : Piece;

    /// <summary>The guard's address for proxy variables.</summary>
    public sealed record OfProxy : Piece;
}

/// <summary>A text with places for the guard's addresses.</summary>
public sealed record RewrittenText(ImmutableArray<Piece> Pieces)
{
    public static implicit operator RewrittenText(string literal) => new([new Piece.Literal(literal)]);

    /// <summary>One place and nothing else.</summary>
    public static RewrittenText Of(Piece piece) => new([piece]);

    /// <summary>Several indexes, a blank between them.</summary>
    public static RewrittenText OfIndexes(IEnumerable<IndexSource> indexes) =>
        Join(indexes.Select(index => Of(new Piece.OfIndex(index))));

    /// <summary>Several texts, a blank between them.</summary>
    public static RewrittenText Join(IEnumerable<RewrittenText> texts)
    {
        var pieces = ImmutableArray.CreateBuilder<Piece>();
        foreach (RewrittenText text in texts)
        {
            if (pieces.Count > 0)
            {
                pieces.Add(new Piece.Literal(" "));
            }

            pieces.AddRange(text.Pieces);
        }

        return new RewrittenText(pieces.ToImmutable());
    }

    /// <summary>True where nothing but the user's own text is in it.</summary>
    public bool IsLiteral => Pieces.All(piece => piece is Piece.Literal);

    /// <summary>The text with the guard's addresses in their places.</summary>
    /// <param name="pathOf">Writes a copy, once, and gives its path.</param>
    public string Render(GuardAddresses addresses, Func<RewrittenFile, string> pathOf)
    {
        var text = new StringBuilder();
        foreach (Piece piece in Pieces)
        {
            text.Append(piece switch
            {
                Piece.Literal literal => literal.Text,
                Piece.OfIndex index => addresses.Of(index.Index),
                Piece.OfFile file => addresses.ToGuard(file.Key, file.Address),
                Piece.OfCopy copy => pathOf(copy.File),
                Piece.OfCopyRoot copy => Path.GetDirectoryName(Path.GetDirectoryName(pathOf(copy.File))) ?? "",
                Piece.OfAdvisories => addresses.Advisories,
                _ => addresses.Proxy,
            });
        }

        return text.ToString();
    }
}

/// <summary>A file of the user's that the installer reads in a rewritten copy, so that the project's folder stays untouched.</summary>
/// <param name="Original">Absolute path.</param>
/// <param name="Text">The copy's content, written as UTF-8.</param>
/// <param name="Folder">The name of the folder that the copy stands in, where a program looks for that name; empty where none does.</param>
/// <param name="Written">How the user named the original; null for its absolute path.</param>
public sealed record RewrittenFile(string Original, RewrittenText Text, string Folder = "", string? Written = null);
