using Microsoft.Extensions.Logging.Abstractions;
using Shipslog.Core;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Storage.Embedded;

namespace Shipslog.Tests.Core;

public sealed class EnginePurgeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shipslog-purge").FullName;
    private readonly TestClock _clock = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_purged_file_goes_unless_any_project_open_or_closed_refers_to_it()
    {
        Project one = Named(1), other = Named(2);
        ContentHash shared, own;
        Run run;
        await using (var first = Open())
        {
            (shared, _) = await Files().PutAsync(new MemoryStream([1, 2, 3]), 10, default);
            (own, _) = await Files().PutAsync(new MemoryStream([4, 5]), 10, default);
            run = await CreateAsync(await first.OpenAsync(one), shared, own);
            await CreateAsync(await first.OpenAsync(other), shared);
        }

        _clock.Advance(TimeSpan.FromHours(1));
        await using var tracker = Open();
        await (await tracker.OpenAsync(one)).PurgeAsync([run.Id]);

        using var kept = Files().OpenRead(shared);
        Assert.NotNull(kept);
        Assert.Null(Files().OpenRead(own));
    }

    [Fact]
    public async Task The_number_of_a_purged_run_is_not_given_out_again()
    {
        await using (var first = Open())
        {
            var engine = await first.OpenAsync(Named(1));
            await engine.PurgeAsync([(await CreateAsync(engine)).Id]);
        }

        await using var tracker = Open();
        var run = await CreateAsync(await tracker.OpenAsync(Named(1)));

        Assert.Equal("DIG-2", run.ShortId);
        Assert.Equal(3, run.Key);
    }

    [Fact]
    public async Task Columns_of_different_length_are_rejected_and_the_writer_lives_on()
    {
        await using var tracker = Open();
        var engine = await tracker.OpenAsync(Named(1));
        var run = await CreateAsync(engine);

        var result = await engine.ApplyAsync(new RunBatch(run.Id, [
            new RunOperation.AppendFloats(new AttributePath("x"), new Points<double>(new Step[2], new double[1], new long[2])),
            new RunOperation.ChangeFileSet(
                new AttributePath("f"), [new FileSetEntry("../x", new StoredFile(default, 1, "x", "text/plain"), 0)], []),
            new RunOperation.Assign(new AttributePath("y"), new AttributeValue.Int(1)),
        ]));

        Assert.Equal(["0 invalid-value", "1 invalid-value"], result.Rejected.Select(r => $"{r.OperationIndex} {r.Code}"));
        Assert.Equal(new AttributeValue.Int(1), (await engine.ReadAsync(run.Id))["y"]);
    }

    private static Project Named(int number) => new(
        new Guid(number, 0, 0, new byte[8]), number, Guid.Empty, "me", $"p{number}", "DIG", ProjectVisibility.Private, null, 0);

    private static async Task<Run> CreateAsync(ProjectEngine engine, params ContentHash[] files) => (await engine.CreateAsync(new NewRun(
        HolderKind.Run, "me", Operations: [.. files.Select((hash, i) => new RunOperation.Assign(
            new AttributePath($"files/{i}"), new AttributeValue.File(new StoredFile(hash, 2, "f", "text/plain"))))]))).Run;

    private FolderFileStore Files() => new(_folder, _clock);

    private Tracker Open() => new(new SqliteProjectStores(_folder), Files(), _clock, NullLoggerFactory.Instance);
}
