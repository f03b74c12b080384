using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Assay.Store;

/// <summary>The store's SQLite database: opened at first use, one connection, used by one thread at a time.</summary>
internal sealed class StoreDatabase(string folder) : IDisposable
{
    // Keys first; values are JSON of the versioned types in this folder. Times are milliseconds since 1970 in UTC.
    // Each layout is what was added to the one before; a store of an earlier one gets the rest and keeps what it has.
    private static readonly string[] s_layouts =
    [
        """
        CREATE TABLE inspection(sha256 TEXT NOT NULL, file TEXT NOT NULL, limits TEXT NOT NULL, build TEXT NOT NULL,
            json BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(sha256, file, limits, build)) WITHOUT ROWID;
        CREATE TABLE blob(sha256 TEXT NOT NULL PRIMARY KEY, size INTEGER NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE first_seen(place TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY(place, file)) WITHOUT ROWID;
        CREATE TABLE decision(id TEXT NOT NULL PRIMARY KEY, json BLOB NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE guard_state(key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

        """,
        """
        CREATE TABLE handed_out(place TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, project TEXT NOT NULL, version TEXT NOT NULL,
            at INTEGER NOT NULL, PRIMARY KEY(place, file, sha256)) WITHOUT ROWID;

        """,
    ];

    private static int Version => s_layouts.Length;

    private readonly Lock _lock = new();
    private SqliteConnection? _connection;

    /// <summary>Runs statements alone.</summary>
    /// <exception cref="StoreException">The database cannot be opened, read or written.</exception>
    public T Use<T>(Func<SqliteConnection, T> work)
    {
        lock (_lock)
        {
            try
            {
                return work(_connection ??= Open());
            }
            catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
            {
                throw StoreErrors.Of(folder, e);
            }
        }
    }

    /// <summary>Runs one statement.</summary>
    /// <returns>Rows changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object Value)> arguments)
    {
        (string, object)[] values = [.. arguments];
        return Use(connection =>
        {
            using SqliteCommand command = Command(connection, sql, values);
            return command.ExecuteNonQuery();
        });
    }

    /// <summary>Reads every row that a statement yields.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object Value)> arguments)
    {
        (string, object)[] values = [.. arguments];
        return Use(connection =>
        {
            using SqliteCommand command = Command(connection, sql, values);
            using SqliteDataReader reader = command.ExecuteReader();
            List<T> rows = [];
            while (reader.Read())
            {
                rows.Add(read(reader));
            }

            return rows;
        });
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _connection?.Dispose();
            _connection = null;
        }
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object Value)[] arguments)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object value) in arguments)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private SqliteConnection Open()
    {
        StoreFolder.Prepare(folder);
        SqliteConnectionStringBuilder settings = new()
        {
            DataSource = Path.Combine(folder, "assay.db"),
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = 30,
        };
        SqliteConnection connection = new(settings.ToString());
        bool isReady = false;
        try
        {
            connection.Open();

            // Short runs end without waiting for the disk: the log is folded into the database once it is long, not at every exit.
            _ = raw.sqlite3_db_config(connection.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
            Run(connection, "PRAGMA busy_timeout = 30000;");
            if (VersionOf(connection) != Version)
            {
                Migrate(connection);
            }

            // WAL is consistent after kill -9 with NORMAL; what a power cut takes back is a cache's last rows.
            Run(connection, "PRAGMA synchronous = NORMAL;");
            isReady = true;
            return connection;
        }
        finally
        {
            if (!isReady)
            {
                connection.Dispose();
            }
        }
    }

    private void Migrate(SqliteConnection connection)
    {
        // An empty database has nothing to lose: making it waits for no disk.
        Run(connection, $"PRAGMA synchronous = {(VersionOf(connection) == 0 ? "OFF" : "FULL")}; PRAGMA journal_mode = WAL; BEGIN IMMEDIATE;");
        long found = VersionOf(connection);
        if (found > Version)
        {
            throw new StoreException($"the store {folder} was written by a newer Assay (layout {found}, this one knows {Version}); name another folder with --store DIR");
        }

        // Another process may have been faster.
        Run(connection, found == Version ? "COMMIT;" : $"{string.Concat(s_layouts.Skip((int)found))} PRAGMA user_version = {Version}; COMMIT;");
    }

    private static long VersionOf(SqliteConnection connection)
    {
        using SqliteCommand command = Command(connection, "PRAGMA user_version", []);
        return (long)command.ExecuteScalar()!;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = Command(connection, sql, []);
        command.ExecuteNonQuery();
    }
}
