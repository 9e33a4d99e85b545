using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Shipslog.Core;
using Shipslog.Core.Access;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Storage.Embedded;

namespace Shipslog.Tests.Core.Upkeep;

/// <summary>A data folder with one project, two runs of every kind of series, and files; closed, so that everything is in chunks and documents.</summary>
internal sealed class StoredProject : IAsyncDisposable
{
    public const int Points = (2 * ChunkWriter.MaxPoints) + LastChunk;

    /// <summary>Points in the last chunk of a series of floats.</summary>
    public const int LastChunk = 1000;

    private StoredProject() => Catalog = new Catalog(Folder);

    public TestClock Clock { get; } = new();

    public string Folder { get; } = Directory.CreateTempSubdirectory("shipslog-upkeep-").FullName;

    public Project Project { get; private set; } = null!;

    public Catalog Catalog { get; }

    public SqliteProjectStores Stores => new(Folder);

    public FolderFileStore Files => new(Folder, Clock);

    public string Database => Path.Combine(Folder, SqliteProjectStores.PathOf(Project.Id));

    /// <summary>Files in the order in which they were stored: an attribute's, one of the set, one of the series.</summary>
    public List<ContentHash> Stored { get; } = [];

    public static async Task<StoredProject> CreateAsync()
    {
        var made = new StoredProject();
        var workspace = new Workspace(Guid.NewGuid(), "team", WorkspaceKind.Team, 0);
        await made.Catalog.AddWorkspaceAsync(workspace, null);
        made.Project = await made.Catalog.AddProjectAsync(
            new Project(Guid.NewGuid(), 0, workspace.Id, "team", "digits", "DIG", ProjectVisibility.Private, null, 0), null);
        await using var tracker = made.Open();
        var engine = await tracker.OpenAsync(made.Project);
        for (var run = 0; run < 2; run++)
            await made.WriteAsync(engine, run);
        return made;
    }

    public Tracker Open() => new(Stores, Files, Clock, NullLoggerFactory.Instance);

    public string PathOf(ContentHash hash) => Path.Combine(Folder, "files", hash.Hex[..2], hash.Hex[2..4], hash.Hex);

    /// <summary>Runs SQL on the project's database behind the program's back.</summary>
    public void Execute(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Database, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.NotEqual(0, command.ExecuteNonQuery());
    }

    /// <summary>Changes a byte of the first entry of the project's log behind the program's back.</summary>
    public void DamageFirstLogEntry()
    {
        var path = ProjectLog.Files(Path.GetDirectoryName(Database)!)[0];
        var bytes = File.ReadAllBytes(path);
        Assert.Equal(LogGroupFormat.State.Whole, LogGroupFormat.Read(bytes, 0, 1, out var group, out _));
        bytes[bytes.AsSpan().IndexOf(group!.Entries[0].Payload.Span) + 12] ^= 0x5a;
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>A number from the project's database.</summary>
    public long Number(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Database, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    public async ValueTask DisposeAsync()
    {
        await Catalog.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task WriteAsync(ProjectEngine engine, int number)
    {
        var run = (await engine.CreateAsync(new NewRun(HolderKind.Run, number == 0 ? "ann" : "bob"))).Run;
        var steps = Enumerable.Range(0, Points).Select(i => new Step(i)).ToArray();
        var times = new long[Points];
        var result = await engine.ApplyAsync(new RunBatch(run.Id, [
            new RunOperation.Assign(new AttributePath("lr"), new AttributeValue.Float(0.1)),
            new RunOperation.Assign(new AttributePath("model"), new AttributeValue.File(await PutAsync(number, 1, 3000))),
            new RunOperation.ChangeFileSet(new AttributePath("set"), [new FileSetEntry("a.txt", await PutAsync(number, 2, 200), 0)], []),
            new RunOperation.AppendFloats(new AttributePath("loss"), new Points<double>(steps, steps.Select(step => step.Value / 7).ToArray(), times)),
            new RunOperation.AppendStrings(new AttributePath("log"), new Points<string>(new[] { new Step(0) }, new[] { "begins" }, new long[1])),
            new RunOperation.AppendFiles(new AttributePath("images"), new Points<SeriesFile>(
                new[] { new Step(0) }, new[] { new SeriesFile(await PutAsync(number, 3, 100), "first", null) }, new long[1])),
            new RunOperation.AppendHistograms(new AttributePath("weights"), new Points<Histogram>(
                new[] { new Step(0) }, new[] { new Histogram([0, 1, 2], [3, 4], false) }, new long[1])),
        ]));
        Assert.Empty(result.Rejected);
    }

    private async Task<StoredFile> PutAsync(int run, int number, int bytes)
    {
        var content = new byte[bytes];
        Array.Fill(content, (byte)(run + 10 * number));
        var (hash, size) = await Files.PutAsync(new MemoryStream(content), bytes, default);
        Stored.Add(hash);
        return new StoredFile(hash, size, $"file{number}", "application/octet-stream");
    }
}
