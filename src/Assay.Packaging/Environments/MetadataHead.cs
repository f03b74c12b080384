using System.Collections.Immutable;
using Assay.Packaging.Metadata;

namespace Assay.Packaging.Environments;

/// <summary>The headers of METADATA or PKG-INFO that an inventory needs; the description is never read.</summary>
/// <param name="Name">Null where the header is missing or empty.</param>
/// <param name="IsWhole">False where a limit ended the headers.</param>
internal sealed record MetadataHead(string? Name, string? Version, ImmutableArray<string> Requires, string? RequiresPython, bool IsWhole)
{
    // Of a hundred distributions of daily use, 98 have shorter headers.
    private const int FirstBytes = 4_096;

    private const int MaxFields = 100_000;

    /// <summary>Reads the file's headers, in ever larger pieces until the blank line that ends them; null where the file cannot be read.</summary>
    public static MetadataHead? Read(FolderView disk, string path)
    {
        for (int count = Math.Min(FirstBytes, disk.MaxBytes); ; count = (int)Math.Min(count * 16L, disk.MaxBytes))
        {
            if (disk.Head(path, count) is not { } bytes)
            {
                return null;
            }

            int end = EndOfHeaders(bytes);
            bool isWhole = end >= 0 || bytes.Length < count;
            if (isWhole || count >= disk.MaxBytes)
            {
                // A line that the limit cuts would pass for a shorter value.
                return Of(bytes.AsSpan(0, end >= 0 ? end : isWhole ? bytes.Length : bytes.AsSpan().LastIndexOf((byte)'\n') + 1), isWhole);
            }
        }
    }

    private static MetadataHead Of(ReadOnlySpan<byte> headers, bool isWhole)
    {
        HeaderBlock block = HeaderBlock.Parse(headers, MaxFields);
        string? name = null;
        string? version = null;
        string? requiresPython = null;
        ImmutableArray<string>.Builder requires = ImmutableArray.CreateBuilder<string>();
        foreach (MetadataField field in block.Fields)
        {
            if (Is(field, "Name"))
            {
                name ??= field.Unfolded;
            }
            else if (Is(field, "Version"))
            {
                version ??= field.Unfolded;
            }
            else if (Is(field, "Requires-Dist"))
            {
                requires.Add(field.Unfolded);
            }
            else if (Is(field, "Requires-Python"))
            {
                requiresPython ??= field.Unfolded;
            }
        }

        return new MetadataHead(
            name is { Length: > 0 } ? name : null,
            version is { Length: > 0 } ? version : null,
            requires.DrainToImmutable(),
            requiresPython,
            isWhole && !block.Problems.Any(static problem => problem.Kind == MetadataProblemKind.LimitReached));
    }

    private static bool Is(MetadataField field, string name) => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Bytes before the first blank line; -1 where there is none.</summary>
    private static int EndOfHeaders(ReadOnlySpan<byte> bytes)
    {
        for (int at = 0; at < bytes.Length;)
        {
            if (bytes[at] is (byte)'\n' or (byte)'\r')
            {
                return at;
            }

            int length = bytes[at..].IndexOfAny((byte)'\n', (byte)'\r');
            if (length < 0)
            {
                return -1;
            }

            at += length + 1;
            if (at < bytes.Length && bytes[at - 1] == '\r' && bytes[at] == '\n')
            {
                at++;
            }
        }

        return -1;
    }
}
