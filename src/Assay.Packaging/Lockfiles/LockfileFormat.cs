namespace Assay.Packaging.Lockfiles;

/// <summary>One format of files that list dependencies. <see cref="Catalogue"/> lists them.</summary>
public abstract class LockfileFormat
{
    /// <summary>A short word, unique: <c>uv.lock</c>, <c>requirements</c>.</summary>
    public abstract string Id { get; }

    /// <summary>What it is, in a few words, with the specification it follows.</summary>
    public abstract string Title { get; }

    /// <summary>True where a file of this name is of this format.</summary>
    /// <param name="fileName">Without folders.</param>
    /// <param name="content">The whole file: for names that several formats share.</param>
    public abstract bool Claims(string fileName, ReadOnlySpan<byte> content);

    /// <summary>True where the content can only be of this format, whatever the file is called: for locks under names of their own.</summary>
    public virtual bool Recognises(ReadOnlySpan<byte> content) => false;

    /// <summary>Reads the file. Broken input is a list with problems.</summary>
    /// <param name="path">Full path or address, for messages and for what included files are relative to.</param>
    public abstract DependencyList Read(ReadOnlyMemory<byte> content, string path, ListSurroundings surroundings);
}
