using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Core.Storage;

namespace Shipslog.Core.Ingest;

/// <summary>
/// Applies operations to one run in memory, in their order. The same code serves live writes and replay, so that both give the same
/// run. Used by the writer only.
/// </summary>
internal sealed partial class OperationApplication(LiveRun run, SeriesLayers layers, Func<AttributePath, (int Id, AttributePath Shared)> number, long unixMilliseconds)
{
    // A client pings every 5 to 10 s: a longer silence is no monitoring.
    private const double LongestPingGapSeconds = 30;

    private bool _wasSeen;

    /// <summary>The moment at which the operations happen, ms since 1970; the log must hold the same, or a replay gives other times.</summary>
    public long UnixMilliseconds => unixMilliseconds;

    /// <summary>Whether float points must come after all of their series. Set for live writes only: the log holds what was accepted.</summary>
    public bool OnlyForward { get; init; }

    /// <summary>Whether points were given steps or left out: the log must then hold them as they are now.</summary>
    public bool ChangedSteps { get; private set; }

    /// <summary>How many points were appended.</summary>
    public long Points { get; private set; }

    /// <summary>How many times points were appended to a series, by the way of nearly all.</summary>
    public int Appends { get; private set; }

    /// <summary>To how many series that had none in memory.</summary>
    public int SeriesBegun { get; private set; }

    /// <summary>What changed, for the columns.</summary>
    public Dictionary<string, AttributeChange> Changes { get; } = new(StringComparer.Ordinal);

    /// <summary>Makes room for so many changes.</summary>
    public void Expect(int changes) => Changes.EnsureCapacity(changes + 8);

    /// <summary>Applies an operation that passed the rules; the result is its form for the log: steps resolved, bad points left out.</summary>
    public async ValueTask<RunOperation> ApplyAsync(
        RunOperation operation, Action<int, string, string>? reject, CancellationToken cancellation)
    {
        switch (operation)
        {
            case RunOperation.Assign o: Assign(o.Path, o.Value); break;
            case RunOperation.AppendFloats o:
                var floats = Resolve(o.Path, o.Points, reject);
                if (OnlyForward)
                    floats = await KeepForwardAsync(o.Path, floats, reject, cancellation);
                await AppendFloatsAsync(o.Path, floats, cancellation);
                return ReferenceEquals(floats, o.Points) ? o : o with { Points = floats };
            case RunOperation.AppendPreviews o:
                return o with { Points = AppendPreviews(o.Path, Resolve(o.Path, o.Points, reject), reject) };
            case RunOperation.AppendStrings o:
                return o with { Points = await AppendAsync(o.Path, Resolve(o.Path, o.Points, reject), SummariseText, cancellation) };
            case RunOperation.AppendFiles o:
                return o with { Points = await AppendAsync(o.Path, Resolve(o.Path, o.Points, reject), SummariseFile, cancellation) };
            case RunOperation.AppendHistograms o:
                return o with { Points = await AppendAsync(o.Path, Resolve(o.Path, o.Points, reject), SummariseHistogram, cancellation) };
            case RunOperation.ClearSeries o:
                await ReleaseFilesAsync(o.Path, cancellation);
                Clear(o.Path, o.Kind);
                break;
            case RunOperation.ConfigureSeries o:
                Set(o.Path, ((AttributeValue.FloatSeries)SeriesAt(o.Path, AttributeKind.FloatSeries).Value) with { Config = o.Config });
                break;
            case RunOperation.ChangeStringSet o: ChangeStrings(o); break;
            case RunOperation.ChangeFileSet o: ChangeFiles(o); break;
            case RunOperation.DeleteAttribute o:
                await ReleaseFilesAsync(o.Path, cancellation);
                Delete(o.Path);
                break;
            case RunOperation.Ping: See(isPing: true); break;
            case RunOperation.SetState o:
                SetState(o.State);
                _wasSeen = false;
                break;
            case RunOperation.Rewind o: await SwitchAsync(run.Timeline.Begin(o.StoreKey, o.LastStep), o.LastStep, cancellation); break;
            case RunOperation.UndoRewind when run.Timeline.Undo() is { } before: await SwitchAsync(before, Step.Lowest, cancellation); break;
            case RunOperation.Inherit o: await InheritAsync(o, cancellation); break;
            case RunOperation.SetTrashed o: Set(SystemPaths.Trashed, new AttributeValue.Bool(o.Trashed)); break;
            case RunOperation.JoinFamily o: JoinFamily(o); break;
            case RunOperation.TakeHead o:
                Set(SystemPaths.Name, new AttributeValue.String(o.Line));
                Set(SystemPaths.LineName, new AttributeValue.String(o.Line));
                Set(SystemPaths.IsHead, new AttributeValue.Bool(true));
                break;
            case RunOperation.CedeHead: Set(SystemPaths.IsHead, new AttributeValue.Bool(false)); break;
        }

        return operation;
    }

    /// <summary>After the last operation of an entry.</summary>
    public void Finish(bool onlyPing)
    {
        if (!onlyPing)
            Set(SystemPaths.ModificationTime, new AttributeValue.Datetime(unixMilliseconds));
    }

    /// <summary>Sets a value without rules: for what the server keeps.</summary>
    public void Set(string path, AttributeValue value) => Set(new AttributePath(path), value);

    /// <summary>Gives an attribute that is there another value of its kind.</summary>
    private void Set(AttributeSlot slot, AttributeValue value)
    {
        lock (run.Lock)
        {
            run.Changed();
            run.Replace(slot, value);
        }

        Note(slot.Path, value, value.Kind);
    }

    private void Set(AttributePath path, AttributeValue value)
    {
        AttributeKind? was = null;
        lock (run.Lock)
        {
            run.Changed();
            if (run.Slots.TryGetValue(path.Value, out var slot))
            {
                was = slot.Value.Kind;
                run.Replace(slot, value);
            }
            else
            {
                var (id, shared) = number(path);
                run.Add(new AttributeSlot(id, shared, value));
            }
        }

        Note(path, value, was);
    }

    private void Assign(AttributePath path, AttributeValue value)
    {
        Grow(SizeOf(value) - SizeAt(path));
        Set(path, value);
    }

    private void Delete(AttributePath path)
    {
        Grow(-SizeAt(path));
        AttributeKind was;
        lock (run.Lock)
        {
            if (run.Remove(path) is not { } slot)
                return;
            was = slot.Value.Kind;
            run.Changed();
            if (slot.Value.Kind.IsSeries())
            {
                var key = new SeriesKey(run.Timeline.CurrentKey, slot.Id);
                run.Removed.Add(key);
                run.Deleted.Add(key);
                run.Timeline = run.Timeline.Cut(slot.Id, path, slot.Value.Kind);
            }
        }

        Note(path, null, was);
    }

    /// <summary>The columns compare with what there was before the first change.</summary>
    private void Note(AttributePath path, AttributeValue? value, AttributeKind? was) => Changes[path.Value] =
        new AttributeChange(path, value, Changes.TryGetValue(path.Value, out var earlier) ? earlier.Was : was);

    private long SizeAt(AttributePath path) => SizeOf(run[path.Value]);

    private static long SizeOf(AttributeValue? value) => value switch
    {
        AttributeValue.File file => file.Stored.SizeBytes,
        AttributeValue.FileSet set => set.SizeBytes,
        _ => 0,
    };

    private void Grow(long bytes)
    {
        if (bytes != 0)
            Set(SystemPaths.Size, new AttributeValue.Float(Math.Max(0, (run[SystemPaths.Size] as AttributeValue.Float)?.Value ?? 0) + bytes));
    }

    /// <summary>Takes the files of a series off the run's size, before the series goes. A parent's files were never counted here.</summary>
    private async ValueTask ReleaseFilesAsync(AttributePath path, CancellationToken cancellation)
    {
        if (!run.Slots.TryGetValue(path.Value, out var slot) || slot.Value is not AttributeValue.FileSeries { Summary.Count: > 0 })
            return;
        long bytes = 0;
        foreach (var file in (await layers.ReadAsync<SeriesFile>(run, slot, cancellation, loggedBy: new HashSet<Guid> { run.Run.Id })).Values)
            bytes += file.Stored?.SizeBytes ?? 0;
        Grow(-bytes);
    }

    private void ChangeStrings(RunOperation.ChangeStringSet change)
    {
        var old = change.Clear ? [] : (run[change.Path.Value] as AttributeValue.StringSet)?.Values ?? [];
        var kept = old.Except(change.Remove, StringComparer.Ordinal).Union(change.Add, StringComparer.Ordinal);
        Set(change.Path, new AttributeValue.StringSet([.. kept]));
    }

    private void ChangeFiles(RunOperation.ChangeFileSet change)
    {
        var old = run[change.Path.Value] as AttributeValue.FileSet;
        var files = new SortedDictionary<string, FileSetEntry>(StringComparer.Ordinal);
        if (old is not null && !change.Reset)
        {
            foreach (var entry in old.Files)
            {
                if (!change.Delete.Any(path => entry.Path == path || entry.Path.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal)))
                    files[entry.Path] = entry;
            }
        }

        foreach (var entry in change.Put)
            files[entry.Path] = entry;
        var set = new AttributeValue.FileSet([.. files.Values]);
        Grow(set.SizeBytes - (old?.SizeBytes ?? 0));
        Set(change.Path, set);
    }

    /// <summary>A sign of life of the client: an inactive run runs again; one that ended stays ended.</summary>
    private void See(bool isPing)
    {
        // An entry of a thousand points is one sign of life.
        if (_wasSeen && !isPing)
            return;
        _wasSeen = true;
        var silence = (unixMilliseconds - run.SeenUnixMilliseconds) / 1000.0;
        run.SeenUnixMilliseconds = Math.Max(run.SeenUnixMilliseconds, unixMilliseconds);
        if (run.State == RunStates.Name(RunState.Inactive))
            Set(SystemPaths.State, new AttributeValue.String(RunStates.Name(RunState.Running)));
        if (!isPing || !run.IsRunning)
            return;
        Set(SystemPaths.PingTime, new AttributeValue.Datetime(unixMilliseconds));
        Set(SystemPaths.RunningTime, new AttributeValue.Float(Math.Max(0, (unixMilliseconds - run.Run.CreatedUnixMilliseconds) / 1000.0)));
        var monitored = (run[SystemPaths.MonitoringTime] as AttributeValue.Int)?.Value ?? 0;
        if (silence is > 0 and < LongestPingGapSeconds)
            Set(SystemPaths.MonitoringTime, new AttributeValue.Int(monitored + (long)Math.Round(silence)));
    }

    private void SetState(RunState state)
    {
        Set(SystemPaths.State, new AttributeValue.String(RunStates.Name(state)));
        if (state != RunState.Running)
            run.GiveRoomBack();
        if (state == RunState.Failed)
            Set(SystemPaths.Failed, new AttributeValue.Bool(true));
        if (state == RunState.Running)
        {
            Delete(new AttributePath(SystemPaths.FinishTime));
            return;
        }

        if (state == RunState.Inactive)
            return;
        Set(SystemPaths.FinishTime, new AttributeValue.Datetime(unixMilliseconds));
        Set(SystemPaths.RunningTime, new AttributeValue.Float(Math.Max(0, (unixMilliseconds - run.Run.CreatedUnixMilliseconds) / 1000.0)));
    }
}
