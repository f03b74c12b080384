using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Assay.Engine.Findings;
using Assay.Engine.Verdicts;
using Assay.Packaging.Names;
using Assay.Store;
using Microsoft.Data.Sqlite;

namespace Assay.Tests.Store;

public sealed class AssayStoreTests : IDisposable
{
    private static readonly InspectionKey Key = new(new string('a', 64), "x-1.0.tar.gz", "limits", "build");

    private readonly TemporaryFolder _folder = new();
    private readonly FixedTime _time = new();

    private string Folder => _folder["store"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_is_made_before_it_is_needed()
    {
        using AssayStore store = Open();
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public void An_inspection_is_found_under_its_whole_key_only()
    {
        using AssayStore store = Open();
        store.KeepInspection(Key, [1, 2, 3]);
        Assert.Equal([1, 2, 3], store.FindInspection(Key));
        Assert.Null(store.FindInspection(Key with { EngineBuild = "next" }));
        Assert.Null(store.FindInspection(Key with { LimitsDigest = "other" }));
        Assert.Null(store.FindInspection(Key with { FileName = "y-1.0.tar.gz" }));
        Assert.Null(store.FindInspection(Key with { Sha256 = new string('b', 64) }));
    }

    [Fact]
    public void The_folder_is_closed_to_others()
    {
        using AssayStore store = Open();
        store.KeepState("a", "b");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
        }
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherExecute)]
    [InlineData(UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)]
    public void A_folder_that_others_can_enter_is_refused_with_the_way_out(UnixFileMode open)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("modes are Unix's");
            return;
        }

        StoreFolder.Prepare(Folder);
        File.SetUnixFileMode(Folder, File.GetUnixFileMode(Folder) | open);
        using AssayStore store = Open();
        StoreException refused = Assert.Throws<StoreException>(() => store.FindInspection(Key));
        Assert.Contains($"chmod 700 {Folder}", refused.Message);
        Assert.Throws<StoreException>(() => store.CreateBlob());
        Assert.Throws<StoreException>(() => store.OpenBlob(Key.Sha256));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder));
    }

    [Fact]
    public void A_folder_of_another_user_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root can make a foreign folder");
        StoreFolder.Prepare(Folder);
        Assert.Equal(0, chown(Folder, 12_345, 12_345));
        using AssayStore store = Open();
        Assert.Contains("uid 12345", Assert.Throws<StoreException>(() => store.FindInspection(Key)).Message);
    }

    [Fact]
    public void A_kept_file_comes_back_and_lies_under_its_digest()
    {
        using AssayStore store = Open();
        byte[] bytes = [1, 2, 3, 4];
        string sha256 = Keep(store, bytes);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), sha256);
        Assert.True(File.Exists(Path.Combine(Folder, "sha256", sha256[..2], sha256[2..4], sha256)));
        Assert.Equal(bytes, Read(store, sha256));
    }

    [Fact]
    public void A_file_can_be_looked_at_before_it_is_kept()
    {
        using AssayStore store = Open();
        using IncomingBlob blob = store.CreateBlob();
        blob.Write([1, 2]);
        blob.Write([3]);
        using Stream look = blob.OpenRead();
        byte[] seen = new byte[3];
        look.ReadExactly(seen);
        Assert.Equal([1, 2, 3], seen);
        Assert.Equal(3, blob.Length);
    }

    [Fact]
    public void Of_a_file_that_is_not_kept_nothing_stays()
    {
        using AssayStore store = Open();
        using (IncomingBlob blob = store.CreateBlob())
        {
            blob.Write([6, 6, 6]);
            blob.Complete();
        }

        Assert.Empty(Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_stored_file_that_was_changed_is_never_handed_out()
    {
        using AssayStore store = Open();
        string sha256 = Keep(store, [1, 2, 3, 4]);
        string path = Path.Combine(Folder, "sha256", sha256[..2], sha256[2..4], sha256);
        File.WriteAllBytes(path, [1, 2, 3, 5]);
        Assert.Null(store.OpenBlob(sha256));
        Assert.False(File.Exists(path));
        Assert.Equal(0, store.Describe().Files);
    }

    [Fact]
    public void A_row_without_its_file_is_a_file_the_store_does_not_have()
    {
        using AssayStore store = Open();
        string sha256 = Keep(store, [1]);
        Directory.Delete(Path.Combine(Folder, "sha256"), recursive: true);
        Assert.Null(store.OpenBlob(sha256));
        Assert.Equal(0, store.Describe().Files);
    }

    [Fact]
    public void What_a_dead_process_left_half_written_is_removed_and_what_a_living_one_writes_is_not()
    {
        using AssayStore one = Open();
        using IncomingBlob living = one.CreateBlob();
        living.Write([1]);
        string abandoned = Path.Combine(Folder, "incoming", "abandoned");
        File.WriteAllBytes(abandoned, [0]);

        using AssayStore other = Open();
        other.CreateBlob().Dispose();
        Assert.False(File.Exists(abandoned));
        string sha256 = living.Keep();
        Assert.Equal([1], Read(other, sha256));
    }

    [Fact]
    public void A_full_disk_is_a_sentence_with_the_folder_and_the_next_step()
    {
        using AssayStore store = new(Folder, _time, static stream => new FullDisk(stream));
        using IncomingBlob blob = store.CreateBlob();
        StoreException full = Assert.Throws<StoreException>(() =>
        {
            blob.Write(new byte[100_000]);
            blob.Keep();
        });
        Assert.Contains(Folder, full.Message);
        Assert.Contains("assay store gc", full.Message);
        blob.Dispose();
        Assert.Empty(Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_damaged_database_is_a_sentence_with_the_folder()
    {
        StoreFolder.Prepare(Folder);
        File.WriteAllText(Path.Combine(Folder, "assay.db"), "this was a database once, and it was long enough to be taken for one".PadRight(5_000));
        using AssayStore store = Open();
        Assert.Contains($"database in {Folder} is damaged", Assert.Throws<StoreException>(() => store.FindInspection(Key)).Message);
    }

    [Fact]
    public void A_store_of_a_newer_layout_is_left_alone()
    {
        using (AssayStore store = Open())
        {
            store.KeepState("a", "b");
        }

        using (SqliteConnection connection = new($"Data Source={Path.Combine(Folder, "assay.db")};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 7";
            command.ExecuteNonQuery();
        }

        using AssayStore older = Open();
        Assert.Contains("newer Assay", Assert.Throws<StoreException>(() => older.FindState("a")).Message);
    }

    [Fact]
    public void A_store_of_the_first_layout_keeps_what_it_has_and_gets_what_was_added()
    {
        using (AssayStore first = Open())
        {
            first.KeepState("a", "b");
            first.KeepInspection(Key, [1, 2, 3]);
        }

        using (SqliteConnection connection = new($"Data Source={Path.Combine(Folder, "assay.db")};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "DROP TABLE handed_out; PRAGMA user_version = 1";
            command.ExecuteNonQuery();
        }

        using AssayStore store = Open();
        Assert.Empty(store.HandedOut());
        Assert.Equal("b", store.FindState("a"));
        Assert.Equal([1, 2, 3], store.FindInspection(Key));
    }

    [Fact]
    public void What_was_handed_out_stands_once_for_each_index_and_digest_with_its_last_time()
    {
        using AssayStore store = Open();
        HandedOut file = new("x", "1.0", "x-1.0.tar.gz", new string('1', 64), "https://index.example/simple", DateTimeOffset.UnixEpoch);
        HandedOut later = file with { When = DateTimeOffset.UnixEpoch.AddDays(1) };
        HandedOut nameless = file with { Project = "w", Version = null, File = "main.zip" };
        foreach (HandedOut one in new[] { file, later, nameless })
        {
            store.KeepHandedOut(one);
        }

        Assert.Equal([nameless, later], store.HandedOut());
    }

    [Fact]
    public void The_first_digest_of_a_file_name_stays_the_first()
    {
        using AssayStore store = Open();
        FirstSeen first = store.RememberFirstSeen("https://index.example/simple", "x-1.0.tar.gz", new string('1', 64));
        _time.Now += TimeSpan.FromDays(1);
        Assert.Equal(first, store.RememberFirstSeen("https://index.example/simple", "x-1.0.tar.gz", new string('2', 64)));
        Assert.Equal(new string('3', 64), store.RememberFirstSeen("https://other.example/simple", "x-1.0.tar.gz", new string('3', 64)).Sha256);
        Assert.Null(store.FindFirstSeen("https://index.example/simple", "y-1.0.tar.gz"));
    }

    [Fact]
    public void A_value_of_the_guard_is_kept_once()
    {
        using AssayStore store = Open();
        Assert.Equal("4711", store.StateOrKeep("port", "4711"));
        Assert.Equal("4711", store.StateOrKeep("port", "4712"));
        store.KeepState("port", "4713");
        Assert.Equal("4713", store.FindState("port"));
    }

    [Fact]
    public void A_decision_comes_back_with_every_reason_and_place()
    {
        ImmutableArray<Reason> reasons =
        [
            .. new Place[]
            {
                new MemberPlace(["a.zip", "b/c.py"], 1, 2, 3, 4), new MemberPlace(["c.py"], Line: 1) { Layers = ["line 3: exec of base64.b64decode"] },
                new ListingPlace("https://index.example/simple", "x", "x-1.0.tar.gz"),
                new InputPlace("requirements.txt", 5, 6), new PinPlace("x", "1.0"), new PinPlace("x", null),
            }.Select(static place => new Reason(
                new Finding("rule", Severity.High, Confidence.Low, Audience.Auditor, CodeContext.Plugin, place, "message", ["step"], [new Evidence("line", "text")]),
                null, Ruling.Block, "table", null)),
            new Reason(null, Gap.Of(GapKind.NoDigest, MemberPlace.Whole, "detail", "limit"), Ruling.Hold, "weight", _time.Now,
                new Waiver("no-digest", ProjectName.Parse("x"), ">=1", null, "because", "me", new DateOnly(2027, 1, 1), "f:1")),
        ];
        Verdict verdict = new("x==1.0", Key.Sha256, Ruling.Block, reasons, 1.5, _time.Now, null, "policy");
        Decision decision = Decision.Of("x==1.0", "x-1.0.tar.gz", Key.Sha256, "https://files.example/x", _time.Now, verdict);
        using AssayStore store = Open();
        store.KeepDecision(decision);
        Decision? found = store.FindDecision(decision.Id);
        Assert.Equivalent(decision, found, strict: true);
        Assert.Equal(8, decision.Id.Length);
        Assert.Null(store.FindDecision("00000000"));
    }

    [Fact]
    public void Collecting_drops_what_was_not_used_for_longest_and_other_builds()
    {
        using AssayStore store = Open();
        string old = Keep(store, new byte[100]);
        _time.Now += TimeSpan.FromDays(1);
        string young = Keep(store, new byte[101]);
        _time.Now += TimeSpan.FromDays(1);
        Read(store, old);
        store.KeepInspection(Key, [1]);
        store.KeepInspection(Key with { EngineBuild = "old" }, [1]);

        GcResult result = store.CollectGarbage(150, "build");
        Assert.Equal(new GcResult(RemovedFiles: 1, FreedBytes: 101, OldInspections: 1, FilesLeft: 1, BytesLeft: 100), result);
        Assert.NotNull(Read(store, old));
        Assert.Null(store.OpenBlob(young));
        Assert.NotNull(store.FindInspection(Key));
    }

    [Fact]
    public void Collecting_takes_files_that_the_database_forgot_once_they_are_old()
    {
        using AssayStore store = Open();
        string sha256 = Keep(store, [1, 2]);
        string path = Path.Combine(Folder, "sha256", sha256[..2], sha256[2..4], sha256);
        string orphan = Path.Combine(Folder, "sha256", "99", "99", new string('9', 64));
        Directory.CreateDirectory(Path.GetDirectoryName(orphan)!);
        File.WriteAllBytes(orphan, [1]);
        File.SetLastWriteTimeUtc(orphan, _time.Now.UtcDateTime);
        Assert.Equal(0, store.CollectGarbage(1_000, "build").RemovedFiles);
        _time.Now += TimeSpan.FromHours(2);
        Assert.Equal(1, store.CollectGarbage(1_000, "build").RemovedFiles);
        Assert.False(File.Exists(orphan));
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void Many_threads_and_two_stores_keep_everything()
    {
        using AssayStore one = Open();
        using AssayStore other = Open();
        Parallel.For(0, 64, i =>
        {
            AssayStore store = i % 2 == 0 ? one : other;
            store.KeepInspection(Key with { FileName = $"{i}" }, [(byte)i]);
            Keep(store, BitConverter.GetBytes(i % 8));
        });
        Assert.Equal(64, one.Describe().Inspections);
        Assert.Equal(8, other.Describe().Files);
    }

    private static string Keep(AssayStore store, byte[] bytes)
    {
        using IncomingBlob blob = store.CreateBlob();
        blob.Write(bytes);
        return blob.Keep();
    }

    private static byte[]? Read(AssayStore store, string sha256)
    {
        using Stream? stream = store.OpenBlob(sha256);
        if (stream is null)
        {
            return null;
        }

        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int chown(string path, uint owner, uint group);

    private AssayStore Open() => new(Folder, _time);

    private sealed class FixedTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2027, 1, 2, 3, 4, 5, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>A disk on which nothing fits any more.</summary>
    private sealed class FullDisk(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => inner.Position = value; }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("No space left on device", OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28);
    }
}
