using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Assay.Store;

namespace Assay.Installers;

/// <summary>What is needed to restore a mapped file after the process that mapped it was killed.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Original">The file's bytes before; null where there was none.</param>
/// <param name="MappedSha256">Of the mapped bytes, lower-case hex.</param>
/// <param name="LastWriteTicks">The file's modification time before, UTC, in units of 100 ns.</param>
/// <param name="Base">The guard's base address that was put in.</param>
/// <param name="Spellings">The file's own spelling of an address by the guard's, where it differs from the plain reversal.</param>
public sealed record LockJournal(
    string Path, byte[]? Original, string MappedSha256, long LastWriteTicks, string Base, Dictionary<string, string> Spellings);

/// <summary>JSON of <see cref="LockJournal"/>.</summary>
[JsonSerializable(typeof(LockJournal))]
public sealed partial class LockJournalContext : JsonSerializerContext;

/// <summary>
/// Lock files mapped to the guard for as long as an installer runs, and back afterwards. A journal is written before a file is touched,
/// so that the next run restores what a killed one left (<see cref="RecoverAll"/>).
/// </summary>
public sealed class LockMapping : IDisposable
{
    private const string Folder = "mapped-locks";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly List<(string JournalPath, FileStream Hold, LockJournal Journal)> _mapped = [];

    private LockMapping()
    {
    }

    /// <summary>Maps the files to the guard; a file that is not there, or is no TOML, is only watched for what the installer makes of it.</summary>
    /// <param name="stateFolder">A folder of this user's own that outlives the run.</param>
    /// <exception cref="IOException">Another run holds one of the files, or the disk refuses.</exception>
    public static LockMapping Map(IEnumerable<string> paths, GuardAddresses addresses, string stateFolder)
    {
        var mapping = new LockMapping();
        bool isWhole = false;
        try
        {
            foreach (string path in paths.Select(Resolve).Distinct(StringComparer.Ordinal))
            {
                mapping.MapOne(path, addresses, stateFolder);
            }

            isWhole = true;
            return mapping;
        }
        finally
        {
            if (!isWhole)
            {
                mapping.Dispose();
            }
        }
    }

    /// <summary>Restores everything that earlier runs left mapped and no living run holds.</summary>
    /// <returns>The files that were restored.</returns>
    public static ImmutableArray<string> RecoverAll(string stateFolder)
    {
        string folder = Path.Combine(stateFolder, Folder);
        var restored = ImmutableArray.CreateBuilder<string>();
        string[] journals = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : [];
        foreach (string journalPath in journals.Order(StringComparer.Ordinal))
        {
            try
            {
                using var hold = new FileStream(journalPath, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                if (ReadJournal(hold) is { } journal && Restore(journal))
                {
                    restored.Add(journal.Path);
                }
            }
            catch (IOException)
            {
                // A living run holds it, or it has just gone.
                continue;
            }

            File.Delete(journalPath);
        }

        return restored.ToImmutable();
    }

    /// <summary>Maps all files back; one that the installer left alone gets its old bytes and times again.</summary>
    public void Dispose()
    {
        foreach ((string journalPath, FileStream hold, LockJournal journal) in _mapped)
        {
            Restore(journal);
            File.Delete(journalPath);
            hold.Dispose();
        }

        _mapped.Clear();
    }

    private void MapOne(string path, GuardAddresses addresses, string stateFolder)
    {
        string folder = Path.Combine(stateFolder, Folder);
        Directory.CreateDirectory(folder);
        string journalPath = Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..32] + ".json");
        var hold = new FileStream(journalPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            if (hold.Length > 0 && ReadJournal(hold) is { } left)
            {
                Restore(left);
            }

            byte[]? original = File.Exists(path) ? File.ReadAllBytes(path) : null;
            var spellings = new Dictionary<string, string>(StringComparer.Ordinal);
            byte[]? mapped = original is null ? null : Mapped(path, original, addresses, spellings);
            var journal = new LockJournal(
                path,
                original,
                mapped is null ? "" : Digest(mapped),
                original is null ? 0 : File.GetLastWriteTimeUtc(path).Ticks,
                addresses.Base,
                spellings);
            hold.SetLength(0);
            JsonSerializer.Serialize(hold, journal, LockJournalContext.Default.LockJournal);
            hold.Flush(flushToDisk: true);
            _mapped.Add((journalPath, hold, journal));
            if (mapped is not null)
            {
                WholeFile.Write(path, mapped);
            }
        }
        finally
        {
            // Once it is on the list, Dispose restores the file and lets go of the journal.
            if (_mapped.Count == 0 || _mapped[^1].Hold != hold)
            {
                hold.Dispose();
                File.Delete(journalPath);
            }
        }
    }

    // Null where it was cut off while it was written: the lock itself was not touched yet.
    private static LockJournal? ReadJournal(FileStream hold)
    {
        try
        {
            return JsonSerializer.Deserialize(hold, LockJournalContext.Default.LockJournal);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[]? Mapped(string path, byte[] original, GuardAddresses addresses, Dictionary<string, string> spellings)
    {
        string text;
        try
        {
            text = Utf8.GetString(original);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        if (LockText.Read(path, text) is not { } reading)
        {
            return null;
        }

        foreach (LockPlace place in reading.Places)
        {
            string guard = RewrittenText.Of(place.Piece).Render(addresses, file => file.Original);
            if (place.Piece is not Piece.Literal && GuardText.MapBack(guard, addresses) != place.Written)
            {
                spellings[guard] = place.Written;
            }
        }

        return Utf8.GetBytes(reading.Text.Render(addresses, file => file.Original));
    }

    private static bool Restore(LockJournal journal)
    {
        if (!File.Exists(journal.Path))
        {
            return false;
        }

        byte[] now = File.ReadAllBytes(journal.Path);
        if (journal.Original is not null && Digest(now) == journal.MappedSha256)
        {
            WholeFile.Write(journal.Path, journal.Original);
            File.SetLastWriteTimeUtc(journal.Path, new DateTime(journal.LastWriteTicks, DateTimeKind.Utc));
            return true;
        }

        string text = Encoding.UTF8.GetString(now);
        string back = GuardText.MapBack(text, new GuardAddresses(journal.Base, ""), journal.Spellings);
        if (ReferenceEquals(back, text))
        {
            return false;
        }

        byte[] restored = Utf8.GetBytes(back);
        WholeFile.Write(journal.Path, restored);
        if (journal.Original is not null && restored.AsSpan().SequenceEqual(journal.Original))
        {
            File.SetLastWriteTimeUtc(journal.Path, new DateTime(journal.LastWriteTicks, DateTimeKind.Utc));
        }

        return true;
    }

    private static string Resolve(string path) =>
        File.Exists(path) ? WholeFile.Resolve(path) : Path.GetFullPath(path);

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
