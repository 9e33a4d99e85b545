using System.Text;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core;

/// <content>Creation of runs, models and versions.</content>
public sealed partial class ProjectEngine
{
    private const int MaxCustomIdBytes = 730;

    // Numbers for short ids: of runs under "", of versions under their model's short id.
    private Dictionary<string, int> _lastNumber = new(StringComparer.Ordinal);
    private int _lastKey;

    /// <summary>Creates a run, model or version, or finds the one with the same custom id.</summary>
    /// <exception cref="ShipslogException">Conflict: a model key is taken. NotFound: unknown parent. Invalid: a custom id or key breaks its rules.</exception>
    public async Task<CreatedRun> CreateAsync(NewRun run, CancellationToken cancellation = default)
    {
        if (run.CustomId is { } customId && (customId.Length == 0 || Encoding.UTF8.GetByteCount(customId) > MaxCustomIdBytes))
            throw new ShipslogException(Failure.Invalid, $"A custom run id has 1 to {MaxCustomIdBytes} bytes.", "invalid-custom-id");
        return (CreatedRun)await EnqueueAsync(new WriteRequest(group => CreateOnWriterAsync(run, group)), cancellation);
    }

    private async Task CreateHolderAsync(CancellationToken cancellation) =>
        await EnqueueAsync(
            new WriteRequest(group => BeginAsync(
                new Run(_project.Id, ++_lastKey, HolderKind.Project, _project.Key, null, null, "", _project.CreatedUnixMilliseconds), [], group)),
            cancellation);

    private async Task<object> CreateOnWriterAsync(NewRun wanted, WriteGroup group)
    {
        if (wanted.CustomId is { } customId && _byCustomId.TryGetValue(customId, out var existing))
        {
            RefuseCycle(existing.Run, wanted);
            return new CreatedRun(existing.Run, true, []);
        }

        var parent = wanted.Fork is { } fork ? RequireForkable(fork) : null;
        var shortId = NextShortId(wanted);
        var now = wanted.CreatedUnixMilliseconds ?? Now;
        var run = new Run(
            RunIds.New(_project.Number, now), ++_lastKey, wanted.Kind, shortId, wanted.CustomId, wanted.ParentId, wanted.Owner, now,
            parent is null ? null : ForkOf(parent, wanted.Fork!));
        return await BeginAsync(run, wanted.Operations ?? [], group, parent is null ? [] : Inheritance(parent, wanted.Fork!));
    }

    private async Task<object> BeginAsync(
        Run run, IReadOnlyList<RunOperation> operations, WriteGroup group, IReadOnlyList<RunOperation>? inherited = null)
    {
        var live = new LiveRun(run, _memory);
        Register(live);
        var application = new OperationApplication(live, _layers, group.NumberOf, run.CreatedUnixMilliseconds);
        SetBirthAttributes(application, run);
        var before = inherited ?? [];
        var rejected = await ApplyToAsync(live, [.. before, .. operations], false, application, run, group);
        await MoveHeadAsync(live, operations, group);
        return new CreatedRun(run, false, [.. rejected.Select(r => r with { OperationIndex = r.OperationIndex - before.Count })]);
    }

    private string NextShortId(NewRun wanted)
    {
        switch (wanted.Kind)
        {
            case HolderKind.Model:
                var shortId = $"{_project.Key}-{wanted.ModelKey?.ToUpperInvariant()}";
                if (string.IsNullOrEmpty(wanted.ModelKey) || !wanted.ModelKey.All(char.IsAsciiLetterOrDigit))
                    throw new ShipslogException(Failure.Invalid, "A model key has letters and digits only.", "invalid-model-key");
                if (_byShortId.ContainsKey(shortId))
                    throw new ShipslogException(Failure.Conflict, $"The model key {wanted.ModelKey} is taken.", "model-key-taken");
                return shortId;
            case HolderKind.ModelVersion:
                var model = wanted.ParentId is { } parent ? Require(parent).Run : null;
                if (model?.Kind != HolderKind.Model)
                    throw new ShipslogException(Failure.NotFound, "There is no such model.", "model-not-found");
                return $"{model.ShortId}-{NextNumber(model.ShortId)}";
            default:
                return $"{_project.Key}-{NextNumber("")}";
        }
    }

    private int NextNumber(string scope) => _lastNumber[scope] = _lastNumber.GetValueOrDefault(scope) + 1;

    private void Count(Run run)
    {
        _lastKey = Math.Max(_lastKey, run.Key);
        var dash = run.ShortId.LastIndexOf('-');
        if (run.Kind is not (HolderKind.Run or HolderKind.ModelVersion) || !int.TryParse(run.ShortId.AsSpan(dash + 1), out var number))
            return;
        var scope = run.Kind == HolderKind.Run ? "" : run.ShortId[..dash];
        _lastNumber[scope] = Math.Max(_lastNumber.GetValueOrDefault(scope), number);
    }

    /// <summary>The counters as a document of their own: what a purged run had is not given out again, also after a restart.</summary>
    private byte[] EncodeCounters()
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.Write7BitEncodedInt(_lastKey);
        writer.Write7BitEncodedInt(_lastNumber.Count);
        foreach (var (scope, number) in _lastNumber)
        {
            writer.Write(scope);
            writer.Write7BitEncodedInt(number);
        }

        writer.Flush();
        return Frame.Seal(buffer.ToArray());
    }

    private void RestoreCounters(ReadOnlySpan<byte> document)
    {
        using var reader = new BinaryReader(new MemoryStream([.. Frame.Open(document, "run counters")]));
        _lastKey = Math.Max(_lastKey, reader.Read7BitEncodedInt());
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var scope = reader.ReadString();
            _lastNumber[scope] = Math.Max(_lastNumber.GetValueOrDefault(scope), reader.Read7BitEncodedInt());
        }
    }

    /// <summary>What the server gives a new holder. Source: the 2023 recording and the e2e tests that compare these sets.</summary>
    private void SetBirthAttributes(OperationApplication application, Run run)
    {
        var born = new AttributeValue.Datetime(run.CreatedUnixMilliseconds);
        application.Set(SystemPaths.Id, new AttributeValue.String(run.ShortId));
        application.Set(SystemPaths.CreationTime, born);
        application.Set(SystemPaths.ModificationTime, born);
        application.Set(SystemPaths.PingTime, born);
        application.Set(SystemPaths.RunningTime, new AttributeValue.Float(0));
        application.Set(SystemPaths.MonitoringTime, new AttributeValue.Int(0));
        application.Set(SystemPaths.Size, new AttributeValue.Float(0));
        application.Set(SystemPaths.Tags, new AttributeValue.StringSet([]));
        var isRun = run.Kind == HolderKind.Run;
        application.Set(SystemPaths.State, new AttributeValue.String(RunStates.Name(isRun ? RunState.Running : RunState.Inactive)));
        if (run.Kind == HolderKind.Project)
        {
            application.Set(SystemPaths.Name, new AttributeValue.String(_project.Name));
            application.Set(SystemPaths.Visibility, new AttributeValue.String(_project.Visibility.ToString().ToLowerInvariant()));
            return;
        }

        application.Set(SystemPaths.Name, new AttributeValue.String("Untitled"));
        application.Set(SystemPaths.Owner, new AttributeValue.String(run.Owner));
        if (isRun)
            application.Set(SystemPaths.Failed, new AttributeValue.Bool(false));
        application.Set(SystemPaths.Trashed, new AttributeValue.Bool(false));
        if (run.CustomId is not null)
            application.Set(SystemPaths.CustomRunId, new AttributeValue.String(run.CustomId));
        if (run.Kind != HolderKind.ModelVersion)
            return;
        application.Set(SystemPaths.Stage, new AttributeValue.String("none"));
        application.Set(SystemPaths.ModelId, new AttributeValue.String(run.ShortId[..run.ShortId.LastIndexOf('-')]));
    }
}
