using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Shipslog.Core;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Storage.Embedded;

namespace Shipslog.Tests.Core;

/// <summary>Random families of runs that are forked, rewound, cleared, deleted and written to in any order, with checkpoints, restarts and crashes, against a naive tree.</summary>
public sealed class RunHistoryTests
{
    private static readonly AttributePath Loss = new("logs/loss");
    private static readonly AttributePath Text = new("logs/text");
    private static readonly Project Digits =
        new(Guid.NewGuid(), 1, Guid.NewGuid(), "me", "digits", "DIG", ProjectVisibility.Private, null, 1_000);

    private static readonly Gen<Turn> Turns = Gen.Select(
        Gen.Int[0, 19],
        Gen.Int[0, 9],
        Gen.Int[-1, 24].Select(step => step / 2.0),
        Gen.Select(
            Gen.Int[0, 24].Select(step => step / 2.0),
            Gen.OneOf(Gen.Double[-100, 100], Gen.Int[0, 3].Select(i => new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0 }[i])))
            .Array[1, 8],
        (kind, run, step, points) => new Turn(kind, run, step, points));

    [Fact]
    public void Any_family_of_runs_reads_like_a_naive_tree() =>
        Turns.Array[1, 25].Sample(
            turns => LiveAsync(turns).GetAwaiter().GetResult(), iter: 50, threads: 1, seed: "0000000000001",
            print: turns => string.Join("\n", turns.Select(turn => turn.ToString())));

    [Fact]
    public Task A_deleted_parent_whose_log_is_replayed_is_counted_once() => LiveAsync([
        new Turn(18, 0, 0, [(8, 1), (4, 2), (6, 3)]), new Turn(4, 0, 10, []), new Turn(13, 0, 0, []), new Turn(18, 0, 0, [(5, 4)]), new Turn(1, 0, 0, []),
        new Turn(2, 0, 0, []), new Turn(1, 0, 0, []),
    ]);

    [Fact]
    public Task A_fork_whose_rewind_is_undone_has_what_its_parent_got_meanwhile() => LiveAsync([
        new Turn(4, 0, 10, []), new Turn(7, 1, 4, []), new Turn(14, 0, 0, [(9, 1), (2, 5)]), new Turn(14, 0, 0, [(8, 1)]), new Turn(9, 1, 0, []),
    ]);

    [Fact]
    public Task A_fork_rewound_before_its_parent_began_a_series_has_it_when_that_is_undone() => LiveAsync([
        new Turn(4, 0, 10, []), new Turn(7, 1, 4, []), new Turn(14, 0, 0, [(9, 1)]), new Turn(1, 0, 0, []), new Turn(9, 1, 0, []), new Turn(2, 0, 0, []), new Turn(1, 0, 0, []),
    ]);

    [Fact]
    public Task Points_written_after_an_undone_rewind_in_which_the_series_was_deleted_stay() => LiveAsync([
        new Turn(19, 0, 0, [(2, 1), (5, 2), (11, 3)]), new Turn(12, 0, 0, []), new Turn(8, 0, 9.5, []), new Turn(19, 0, 0, [(11, 4)]), new Turn(12, 0, 0, []),
        new Turn(14, 0, 0, [(3, 5)]), new Turn(9, 0, 0, []), new Turn(14, 0, 0, [(2, 6), (8, 7)]), new Turn(2, 0, 0, []), new Turn(1, 0, 0, []),
    ]);

    private static async Task LiveAsync(Turn[] turns)
    {
        var folders = new List<string> { Directory.CreateTempSubdirectory("shipslog-family").FullName };
        var tracker = Open(folders[0]);
        try
        {
            var family = new List<NaiveRun> { new() };
            family[0].Id = (await (await tracker.OpenAsync(Digits)).CreateAsync(new NewRun(HolderKind.Run, "me"))).Run.Id;
            foreach (var turn in turns)
            {
                var engine = await tracker.OpenAsync(Digits);
                var run = family[turn.Run % family.Count];
                switch (turn.Kind)
                {
                    case 0:
                        await tracker.DisposeAsync();
                        tracker = Open(folders[^1]);
                        break;
                    case 1:
                        folders.Add(Copy(folders[^1]));
                        await tracker.DisposeAsync();
                        tracker = Open(folders[^1]);
                        break;
                    case 2 or 3:
                        await engine.CheckpointAsync();
                        break;
                    case 4 or 5 or 6:
                        var child = await engine.CreateAsync(new NewRun(HolderKind.Run, "me", Fork: new NewFork(run.Id, new Step(turn.Step))));
                        family.Add(run.Fork(turn.Step, child.Run.Id));
                        break;
                    case 7 or 8:
                        await engine.ApplyAsync(new RunBatch(run.Id, [new RunOperation.Rewind(new Step(turn.Step))]));
                        run.Rewind(turn.Step);
                        break;
                    case 9 or 10:
                        var undone = await engine.ApplyAsync(new RunBatch(run.Id, [new RunOperation.UndoRewind()]));
                        Assert.Equal(run.Undo(), undone.Rejected.Count == 0);
                        break;
                    case 11:
                        await engine.ApplyAsync(new RunBatch(run.Id, [
                            new RunOperation.ClearSeries(Loss, AttributeKind.FloatSeries), new RunOperation.ClearSeries(Text, AttributeKind.StringSeries)]));
                        run.Clear(family);
                        break;
                    case 12 when (await engine.ReadAsync(run.Id))[Loss.Value] is not null:
                        await engine.ApplyAsync(new RunBatch(run.Id, [new RunOperation.DeleteAttribute(Loss), new RunOperation.DeleteAttribute(Text)]));
                        run.Clear(family);
                        break;
                    case 13 when family.Count > 1:
                        await engine.SetTrashedAsync([run.Id], true);
                        await engine.PurgeAsync([run.Id]);
                        family.Remove(run);
                        break;
                    case > 13:
                        await engine.ApplyAsync(new RunBatch(run.Id, Append(turn.Points)));
                        run.Put(turn.Points);
                        break;
                }

                foreach (var member in family)
                    await CompareAsync(await tracker.OpenAsync(Digits), member);
            }
        }
        finally
        {
            await tracker.DisposeAsync();
            folders.ForEach(folder => Directory.Delete(folder, recursive: true));
        }
    }

    private static async Task CompareAsync(ProjectEngine engine, NaiveRun run)
    {
        var model = run.Points();
        var snapshot = await engine.ReadAsync(run.Id);
        if (snapshot[Loss.Value] is not AttributeValue.FloatSeries { Summary: var summary })
        {
            Assert.Empty(model);
            return;
        }

        var page = await engine.FloatsAsync(new SeriesRef(run.Id, Loss), new PointQuery());
        Assert.Equal(model.Select(point => (point.Key, point.Value)), page.Points.Select(point => (point.Step.Value, point.Value)));
        var texts = await engine.StringsAsync(new SeriesRef(run.Id, Text), new PointQuery());
        Assert.Equal(model.Select(point => (point.Key, Word(point.Value))), texts.Points.Select(point => (point.Step.Value, point.Value)));
        var finite = model.Values.Where(double.IsFinite).ToArray();
        Assert.Equal((model.Count, finite.Length), (summary.Position.Count, summary.FiniteCount));
        Assert.Equal(finite.DefaultIfEmpty(double.NaN).Min(), summary.Min);
        Assert.Equal(finite.DefaultIfEmpty(double.NaN).Max(), summary.Max);
        Assert.Equal(finite.Sum(), summary.Sum, 1e-9);
        Assert.Equal(finite.Sum(value => value * value), summary.SumOfSquares, 1e-6);
        if (model.Count == 0)
            return;
        Assert.Equal((model.Keys.First(), model.Keys.Last()), (summary.Position.FirstStep.Value, summary.Position.LastStep.Value));
        Assert.Equal((model.Values.First(), model.Values.Last()), (summary.First, summary.Last));
        var text = (AttributeValue.StringSeries)snapshot[Text.Value]!;
        Assert.Equal((model.Count, model.Keys.Last(), Word(model.Values.Last())), (text.Summary.Count, text.Summary.LastStep.Value, text.Last));
    }

    private static RunOperation[] Append((double Step, double Value)[] points)
    {
        var steps = points.Select(p => new Step(p.Step)).ToArray();
        var times = points.Select((_, i) => 5000L - i).ToArray();
        return [
            new RunOperation.AppendFloats(Loss, new Points<double>(steps, points.Select(p => p.Value).ToArray(), times)),
            new RunOperation.AppendStrings(Text, new Points<string>(steps, points.Select(p => Word(p.Value)).ToArray(), times)),
        ];
    }

    private static string Word(double value) => $"v{BitConverter.DoubleToInt64Bits(value):x}";

    private static string Copy(string folder)
    {
        var copy = Directory.CreateTempSubdirectory("shipslog-crash").FullName;
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    private static Tracker Open(string folder) => new(
        new SqliteProjectStores(folder), new FolderFileStore(folder, TimeProvider.System), TimeProvider.System, NullLoggerFactory.Instance);

    private sealed record Turn(int Kind, int Run, double Step, (double Step, double Value)[] Points)
    {
        public override string ToString() => $"{Kind} run {Run} step {Step}: {string.Join(' ', Points)}";
    }

    /// <summary>A run as a chain of branches, each a dictionary over what lies below it.</summary>
    private sealed class NaiveRun
    {
        private readonly NaiveBranch? _inherited;
        private NaiveBranch _current;

        public NaiveRun() => _current = new NaiveBranch();

        private NaiveRun(NaiveBranch inherited, double step) =>
            (_inherited, _current) = (inherited, new NaiveBranch { Below = inherited, UpTo = step, IsFork = true });

        public Guid Id { get; set; }

        public SortedDictionary<double, double> Points() => _current.Points();

        public NaiveRun Fork(double step, Guid id) => new(_current, step) { Id = id };

        public void Rewind(double step) => _current = new NaiveBranch { Below = _current, UpTo = step };

        public bool Undo()
        {
            var branch = _current;
            while (branch is { IsFork: false, UpTo: double.PositiveInfinity, Below: not null })
                branch = branch.Below;
            if (branch.IsFork || branch.Below is null)
                return false;
            _current = branch.Below;
            return true;
        }

        public void Put((double Step, double Value)[] points)
        {
            foreach (var (step, value) in points)
                _current.Own[step] = value;
        }

        public void Clear(List<NaiveRun> family)
        {
            if (family.Any(other => other._inherited is not null && other._inherited.Chain().Contains(_current)))
                _current = new NaiveBranch { Below = _current };
            _current.Own.Clear();
            _current.IsCut = true;
        }
    }

    private sealed class NaiveBranch
    {
        public SortedDictionary<double, double> Own { get; } = [];

        public NaiveBranch? Below { get; init; }

        public double UpTo { get; init; } = double.PositiveInfinity;

        public bool IsFork { get; init; }

        public bool IsCut { get; set; }

        public IEnumerable<NaiveBranch> Chain()
        {
            for (var branch = this; branch is not null; branch = branch.Below)
                yield return branch;
        }

        public SortedDictionary<double, double> Points()
        {
            var points = new SortedDictionary<double, double>();
            foreach (var (step, value) in IsCut || Below is null ? [] : Below.Points())
            {
                if (step <= UpTo)
                    points[step] = value;
            }

            foreach (var (step, value) in Own)
                points[step] = value;
            return points;
        }
    }
}
