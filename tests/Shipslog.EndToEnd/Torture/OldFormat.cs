using Microsoft.Data.Sqlite;
using Shipslog.EndToEnd.Program;

namespace Shipslog.EndToEnd.Torture;

/// <summary>Takes the data folder of a stopped server back to format 0, with all its data: what later formats added goes, and an upgrade makes it anew.</summary>
internal static class OldFormat
{
    private const string Catalog = """
        drop index users_service_of; alter table users drop column service_of; drop table datasets;
        drop index views_name; alter table views drop column name; alter table views drop column changed_ms;
        pragma user_version = 1;
        """;

    private const string Project = """
        drop table run_head; drop table attr_use; drop table run_column;
        create table request_text(id text primary key, unix_ms integer not null, answer blob not null) without rowid, strict;
        insert or replace into request_text select id, day * 86400000, answer from request;
        drop table request; alter table request_text rename to request; create index request_by_time on request(unix_ms);
        create table chunk_by_key(run_key integer not null, attribute_id integer not null, first blob not null, last blob not null,
          count integer not null, summary blob not null, data blob not null, primary key(run_key, attribute_id, first)) without rowid, strict;
        insert into chunk_by_key select run_key, attribute_id, first, last, count, summary, data from chunk;
        drop table chunk; alter table chunk_by_key rename to chunk;
        pragma auto_vacuum = none; pragma journal_mode = delete; vacuum; pragma user_version = 1;
        """;

    public static void Restore(DataFolder folder)
    {
        Execute(Path.Combine(folder.Path, "meta.db"), Catalog);
        foreach (var database in Directory.GetFiles(Path.Combine(folder.Path, "projects"), "project.db", SearchOption.AllDirectories))
            Execute(database, Project);
        File.Delete(FormatOf(folder));
        if (Directory.Exists(Path.Combine(folder.Path, "snapshots")))
            Directory.Delete(Path.Combine(folder.Path, "snapshots"), recursive: true);
    }

    /// <summary>The file that is written when an upgrade is complete.</summary>
    public static string FormatOf(DataFolder folder) => Path.Combine(folder.Path, "format");

    private static void Execute(string database, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
