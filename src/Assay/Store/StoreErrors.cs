using Microsoft.Data.Sqlite;

namespace Assay.Store;

/// <summary>Turns what disks and databases throw into one sentence with the folder and the next step.</summary>
internal static class StoreErrors
{
    // errno of Linux and macOS, and the low word of the Windows results ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.
    private const int NoSpace = 28;
    private const int LinuxQuota = 122;
    private const int WindowsDiskFull = 112;
    private const int WindowsHandleDiskFull = 39;

    private const int SqliteBusy = 5;
    private const int SqliteReadOnly = 8;
    private const int SqliteIo = 10;
    private const int SqliteCorrupt = 11;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;
    private const int SqliteNotADatabase = 26;

    public static StoreException Of(string folder, Exception e) => new(Sentence(folder, e), e);

    private static string Sentence(string folder, Exception e) => e switch
    {
        SqliteException { SqliteErrorCode: SqliteFull } => Full(folder),
        SqliteException { SqliteErrorCode: SqliteReadOnly or SqliteCannotOpen } => Denied(folder),
        SqliteException { SqliteErrorCode: SqliteBusy } =>
            $"the store {folder} is held by another process for too long; try again, or name another folder with --store DIR",
        SqliteException { SqliteErrorCode: SqliteCorrupt or SqliteNotADatabase } =>
            $"the store's database in {folder} is damaged; delete the folder (it is a cache and fills again) or name another with --store DIR",
        SqliteException { SqliteErrorCode: SqliteIo } =>
            $"the store {folder} cannot be read or written ({e.Message}); check the disk for space and errors, or name another folder with --store DIR",
        UnauthorizedAccessException => Denied(folder),
        IOException io when IsFull(io) => Full(folder),
        _ => $"the store {folder} cannot be used ({e.Message}); name another folder with --store DIR, or use --no-store",
    };

    private static bool IsFull(IOException e) =>
        OperatingSystem.IsWindows()
            ? (e.HResult & 0xFFFF) is WindowsDiskFull or WindowsHandleDiskFull
            : e.HResult is NoSpace || (OperatingSystem.IsLinux() && e.HResult is LinuxQuota);

    private static string Full(string folder) =>
        $"no space left for the store {folder}; make room with 'assay store gc --max-size 500MB', or name a folder on another disk with --store DIR";

    private static string Denied(string folder) =>
        $"the store {folder} cannot be written; name another folder with --store DIR or ASSAY_STORE, or use --no-store";
}
