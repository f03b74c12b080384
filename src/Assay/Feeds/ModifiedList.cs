using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Assay.Feeds;

/// <summary>One line of OSV's list of changes.</summary>
public readonly record struct ModifiedEntry(DateTimeOffset Modified, string Id)
{
    /// <summary>Where the record lies in a mirror's folder. Ids may hold a colon, which must not make an address of its own.</summary>
    public static Uri AddressOf(Uri folder, string id) => new(folder, $"./{id}.json");
}

/// <summary>OSV's <c>modified_id.csv</c>: when each record was last modified, the newest first.</summary>
/// <param name="Entries">In the list's order.</param>
/// <param name="Problem">What is wrong with it, in a sentence; null where nothing is.</param>
public sealed record ModifiedList(ImmutableArray<ModifiedEntry> Entries, string? Problem)
{
    /// <summary>Reads the list. One that is not in order, or holds a line that is none, has a problem: what it leaves out can't be known.</summary>
    public static ModifiedList Read(ReadOnlySpan<byte> csv)
    {
        if (!Utf8.IsValid(csv))
        {
            return new([], "The list of changes is no UTF-8.");
        }

        ImmutableArray<ModifiedEntry>.Builder entries = ImmutableArray.CreateBuilder<ModifiedEntry>();
        using StringReader lines = new(Encoding.UTF8.GetString(csv));
        for (int number = 1; lines.ReadLine() is string line; number++)
        {
            if (line.Length == 0)
            {
                continue;
            }

            int comma = line.IndexOf(',', StringComparison.Ordinal);
            if (comma < 0 || !OsvRecord.IsId(line[(comma + 1)..])
                || !DateTimeOffset.TryParse(
                    line.AsSpan(0, comma), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset modified))
            {
                return new([], string.Create(CultureInfo.InvariantCulture, $"Line {number} of the list of changes is no time and id."));
            }

            if (entries.Count > 0 && modified > entries[^1].Modified)
            {
                return new([], string.Create(CultureInfo.InvariantCulture, $"Line {number} of the list of changes is newer than the one before it."));
            }

            entries.Add(new ModifiedEntry(modified, line[(comma + 1)..]));
        }

        return entries.Count == 0 ? new([], "The list of changes is empty.") : new(entries.DrainToImmutable(), null);
    }
}
