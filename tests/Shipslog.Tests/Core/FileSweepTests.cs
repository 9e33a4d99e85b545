using Microsoft.Extensions.Logging.Abstractions;
using Shipslog.Core;
using Shipslog.Core.Access;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Storage.Embedded;

namespace Shipslog.Tests.Core;

/// <summary>Files that nothing refers to go, a day after they were stored; no others ever do.</summary>
public sealed class FileSweepTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shipslog-sweep").FullName;
    private readonly TestClock _clock = new();
    private Catalog _catalog = null!;
    private FolderFileStore _files = null!;
    private Tracker _tracker = null!;
    private Project _one = null!;
    private Project _other = null!;

    public async Task InitializeAsync()
    {
        _catalog = OpenCatalog(_folder);
        _files = new FolderFileStore(_folder, _clock);
        var team = new Workspace(Guid.NewGuid(), "team", WorkspaceKind.Team, 0);
        await _catalog.AddWorkspaceAsync(team, null);
        _one = await _catalog.AddProjectAsync(new Project(Guid.NewGuid(), 0, team.Id, "team", "one", "ONE", ProjectVisibility.Private, null, 0), null);
        _other = await _catalog.AddProjectAsync(new Project(Guid.NewGuid(), 0, team.Id, "team", "other", "OTH", ProjectVisibility.Private, null, 0), null);
        _tracker = Open();
    }

    public async Task DisposeAsync()
    {
        await _tracker.DisposeAsync();
        await _catalog.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_file_that_nobody_refers_to_goes_a_day_after_it_was_stored_and_one_that_a_run_has_stays()
    {
        var (unused, used) = (await PutAsync(1), await PutAsync(2));
        await AssignAsync(_one, used);

        _clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal((0, 0), await _tracker.SweepAsync());
        _clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal((1, 100), await _tracker.SweepAsync());
        Assert.Null(_files.OpenRead(unused));
        AssertThere(used);
        Assert.Equal((0, 0), await _tracker.SweepAsync());
    }

    [Fact]
    public async Task Every_kind_of_reference_keeps_a_file_in_open_and_in_closed_projects_stored_or_still_in_the_log()
    {
        var kept = new List<ContentHash>();
        foreach (var project in new[] { _one, _other })
        {
            var run = await RunAsync(project);
            var (set, series) = (await PutAsync(kept.Count + 1), await PutAsync(kept.Count + 2));
            kept.AddRange([set, series]);
            var engine = await _tracker.OpenAsync(project);
            await engine.ApplyAsync(new RunBatch(run.Id, [
                new RunOperation.ChangeFileSet(new AttributePath("set"), [new FileSetEntry("a", Stored(set), 0)], []),
                new RunOperation.AppendFiles(new AttributePath("images"), new Points<SeriesFile>(new[] { new Step(1) }, new[] { new SeriesFile(Stored(series), null, null) }, new long[1])),
            ]));
            await engine.CheckpointAsync();
        }

        var (address, bound, young, notebook) = (StoredFile.AddressOf(_one.Id, "place"), await PutAsync(11), await PutAsync(12), await PutAsync(13));
        await _files.BindToAsync(address, bound, default);
        await AssignAsync(_one, address);
        await KeepNotebookAsync(notebook);
        kept.AddRange([bound, address, notebook, young]);
        await _tracker.DisposeAsync();
        _tracker = Open();
        await AssignAsync(_other, await KeepAsync(14));
        _clock.Advance(TimeSpan.FromDays(2));
        await _files.BindToAsync(StoredFile.AddressOf(_one.Id, "its run comes later"), young, default);

        Assert.Equal((0, 0), await _tracker.SweepAsync());

        kept.ForEach(AssertThere);

        async Task<ContentHash> KeepAsync(int number)
        {
            kept.Add(await PutAsync(number));
            return kept[^1];
        }
    }

    [Fact]
    public async Task A_binding_that_no_run_named_goes_with_its_content()
    {
        var (address, content) = (StoredFile.AddressOf(_one.Id, "never named"), await PutAsync(1));
        await _files.BindToAsync(address, content, default);
        _clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal((1, 100), await _tracker.SweepAsync());

        Assert.Null(_files.Bound(address));
        Assert.Null(_files.OpenRead(content));
    }

    [Fact]
    public async Task What_a_purge_had_to_leave_goes_later()
    {
        var file = await PutAsync(1);
        var run = await AssignAsync(_one, file);
        await (await _tracker.OpenAsync(_one)).PurgeAsync([run.Id]); // Within a minute of the upload.
        AssertThere(file);
        _clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal((1, 100), await _tracker.SweepAsync());
    }

    [Fact]
    public async Task A_purge_leaves_what_a_notebook_has_too()
    {
        var file = await PutAsync(1);
        await KeepNotebookAsync(file);
        var run = await AssignAsync(_one, file);
        _clock.Advance(TimeSpan.FromHours(1));

        await (await _tracker.OpenAsync(_one)).PurgeAsync([run.Id]);

        AssertThere(file);
    }

    [Fact]
    public async Task While_a_project_cannot_be_read_nothing_is_swept()
    {
        var file = await PutAsync(1);
        await AssignAsync(_other, await PutAsync(2));
        await _tracker.DisposeAsync();
        _tracker = Open();
        await File.WriteAllTextAsync(Path.Combine(_folder, SqliteProjectStores.PathOf(_other.Id)), "no database");
        _clock.Advance(TimeSpan.FromDays(2));

        var refused = await Assert.ThrowsAsync<ShipslogException>(() => _tracker.SweepAsync());

        Assert.Equal(Failure.Unavailable, refused.Failure);
        AssertThere(file);
    }

    private static Catalog OpenCatalog(string folder) => new(folder);

    private Tracker Open() => new(new SqliteProjectStores(_folder), _files, _clock, NullLoggerFactory.Instance, _catalog);

    private async Task<ContentHash> PutAsync(int number)
    {
        var content = new byte[100];
        Array.Fill(content, (byte)number);
        return (await _files.PutAsync(new MemoryStream(content), 100, default)).Hash;
    }

    private async Task<Run> RunAsync(Project project) => (await (await _tracker.OpenAsync(project)).CreateAsync(new NewRun(HolderKind.Run, "me"))).Run;

    private async Task<Run> AssignAsync(Project project, ContentHash hash)
    {
        var run = await RunAsync(project);
        var result = await (await _tracker.OpenAsync(project)).ApplyAsync(
            new RunBatch(run.Id, [new RunOperation.Assign(new AttributePath("file"), new AttributeValue.File(Stored(hash)))]));
        Assert.Empty(result.Rejected);
        return run;
    }

    private async Task KeepNotebookAsync(ContentHash content)
    {
        var notebook = new Notebook(Guid.NewGuid(), _one.Id, "me", 0, 0);
        await _catalog.AddNotebookAsync(notebook);
        await _catalog.AddCheckpointAsync(new NotebookCheckpoint(Guid.NewGuid(), notebook.Id, "a", null, "a.ipynb", "me", content, 100, 0));
    }

    private void AssertThere(ContentHash hash)
    {
        using var content = _files.OpenRead(hash);
        Assert.NotNull(content);
    }

    private static StoredFile Stored(ContentHash hash) => new(hash, 100, "file", "text/plain");
}
