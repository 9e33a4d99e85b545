using System.Buffers.Binary;
using System.Text;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Protocols.Neptune3.Ingest;

/// <summary>
/// The snapshots of a body as the core's operations: points of one series are gathered into one, in their order. Floats are read by hand,
/// everything else by the generated classes.
/// </summary>
internal sealed partial class SnapshotTranslation(Guid projectId, long nowUnixMilliseconds)
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    // In the order of their first part. An open series gathers until another kind of operation comes for its path.
    private readonly List<object> _parts = [];
    private readonly Dictionary<string, OpenSeries> _open = new(StringComparer.Ordinal);
    private readonly Moments _moments = new();

    // Snapshots mostly name the same series in the same order: the one after the last is tried first.
    private readonly List<FloatColumn> _columns = [];
    private int _next;

    /// <summary>What could not be translated.</summary>
    public IngestOutcome Outcome { get; } = new();

    /// <summary>The operations.</summary>
    public IReadOnlyList<RunOperation> Operations =>
        _parts.ConvertAll(part => part as RunOperation ?? ((OpenSeries)part).Close());

    /// <summary>Reads a batch of snapshots.</summary>
    /// <exception cref="MalformedMessageException">Nothing of it is usable.</exception>
    public void ReadBatch(ReadOnlySpan<byte> batch)
    {
        var reader = new WireReader(batch);
        while (reader.Next())
        {
            if (reader.Field == 1)
                ReadSnapshot(reader.Bytes());
            else
                reader.Skip();
        }
    }

    /// <summary>Reads one snapshot.</summary>
    /// <exception cref="MalformedMessageException">Nothing of it is usable.</exception>
    public void ReadSnapshot(ReadOnlySpan<byte> snapshot)
    {
        // Twice: whether values are previews comes after them.
        var moment = ReadMoment(snapshot);
        var (index, isPlain) = (-1, moment.StepFault == IngestCode.Ok && moment.Completion is null);
        var reader = new WireReader(snapshot);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 4: ReadAssign(reader.Bytes()); break;
                case 5: ReadSetChange(reader.Bytes()); break;
                case 8:
                    if (isPlain && index < 0)
                        index = _moments.Add(moment.Step, moment.UnixMilliseconds);
                    ReadAppend(reader.Bytes(), moment, index);
                    break;
                default: reader.Skip(); break;
            }
        }
    }

    private Moment ReadMoment(ReadOnlySpan<byte> snapshot)
    {
        var moment = new Moment(Step.Auto, IngestCode.Ok, nowUnixMilliseconds, null);
        var reader = new WireReader(snapshot);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    var (whole, micro) = ReadPair(reader.Bytes());
                    moment = moment with { StepFault = WireForms.TryStep(whole, micro, out var step), Step = step };
                    break;
                case 2:
                    var (seconds, nanos) = ReadPair(reader.Bytes());
                    moment = moment with { UnixMilliseconds = WireForms.Milliseconds((long)seconds, (int)nanos) };
                    break;
                case 10: moment = moment with { Completion = ReadPreview(reader.Bytes()) }; break;
                default: reader.Skip(); break;
            }
        }

        return moment;
    }

    /// <summary>Two varints: a step, or a timestamp.</summary>
    private static (ulong First, ulong Second) ReadPair(ReadOnlySpan<byte> message)
    {
        var (first, second) = (0UL, 0UL);
        var reader = new WireReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: first = reader.Number(); break;
                case 2: second = reader.Number(); break;
                default: reader.Skip(); break;
            }
        }

        return (first, second);
    }

    private static float? ReadPreview(ReadOnlySpan<byte> message)
    {
        var (isPreview, completion) = (false, 0f);
        var reader = new WireReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: isPreview = reader.Number() != 0; break;
                case 2: completion = reader.Single(); break;
                default: reader.Skip(); break;
            }
        }

        return isPreview ? float.IsNaN(completion) ? 0 : Math.Clamp(completion, 0, 1) : null;
    }

    private static void ReadEntry(ReadOnlySpan<byte> entry, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        key = value = default;
        var reader = new WireReader(entry);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1: key = reader.Bytes(); break;
                case 2: value = reader.Bytes(); break;
                default: reader.Skip(); break;
            }
        }
    }

    private void ReadAppend(ReadOnlySpan<byte> entry, in Moment moment, int index)
    {
        ReadEntry(entry, out var key, out var value);
        // Field 1, eight bytes: a float.
        if (index >= 0 && value.Length == 9 && value[0] == 9)
            FloatsAt(key)?.Add(index, BinaryPrimitives.ReadDoubleLittleEndian(value[1..]));
        else if (TryPath(key) is { } path)
            Append(path, Value.Parser.ParseFrom(value), moment);
    }

    private void Append(AttributePath path, Value value, in Moment moment)
    {
        if (moment.StepFault != IngestCode.Ok)
        {
            Outcome.Add(moment.StepFault);
            return;
        }

        switch (value.ValueCase)
        {
            case Value.ValueOneofCase.Float64 when moment.Completion is { } completion:
                Series<Preview>(path, static (at, points) => new RunOperation.AppendPreviews(at, points))
                    .Add(moment.Step, new Preview(value.Float64, completion), moment.UnixMilliseconds);
                break;
            case Value.ValueOneofCase.Float64: // In a longer form than clients write.
                ColumnAt(path, Encoding.UTF8.GetBytes(path.Value)).Add(_moments.Add(moment.Step, moment.UnixMilliseconds), value.Float64);
                break;
            case Value.ValueOneofCase.String when ValueTranslation.IsShort(value.String):
                Series<string>(path, static (at, points) => new RunOperation.AppendStrings(at, points)).Add(moment.Step, value.String, moment.UnixMilliseconds);
                break;
            case Value.ValueOneofCase.String: Outcome.Add(IngestCode.StringTooLong); break;
            case Value.ValueOneofCase.Histogram:
                var fault = ValueTranslation.TryHistogram(value.Histogram, out var histogram);
                Outcome.Add(fault);
                if (histogram is not null)
                    Series<Histogram>(path, static (at, points) => new RunOperation.AppendHistograms(at, points)).Add(moment.Step, histogram, moment.UnixMilliseconds);
                break;
            case Value.ValueOneofCase.FileRef when ValueTranslation.IsShort(value.FileRef):
                Series<SeriesFile>(path, static (at, points) => new RunOperation.AppendFiles(at, points))
                    .Add(moment.Step, new SeriesFile(FileAt(value.FileRef), null, null), moment.UnixMilliseconds);
                break;
            case Value.ValueOneofCase.FileRef: Outcome.Add(IngestCode.FileRefTooLong); break;
            default: Outcome.Add(IngestCode.TypeUnsupported); break;
        }
    }

    private StoredFile FileAt(FileRef file) => StoredFile.At(projectId, file.Path, file.SizeBytes, file.MimeType);

    private void ReadAssign(ReadOnlySpan<byte> entry)
    {
        ReadEntry(entry, out var key, out var wire);
        if (TryPath(key) is not { } path)
            return;
        var value = Value.Parser.ParseFrom(wire);
        if (value.ValueCase == Value.ValueOneofCase.FileRef)
        {
            if (ValueTranslation.IsShort(value.FileRef))
                Put(path, new RunOperation.Assign(path, new AttributeValue.File(FileAt(value.FileRef))));
            else
                Outcome.Add(IngestCode.FileRefTooLong);
            return;
        }

        Outcome.Add(ValueTranslation.TryAssigned(value, out var assigned));
        if (assigned is not null)
            Put(path, new RunOperation.Assign(path, assigned));
    }

    private void ReadSetChange(ReadOnlySpan<byte> entry)
    {
        ReadEntry(entry, out var key, out var wire);
        if (TryPath(key) is not { } path)
            return;
        var changes = ModifySet.Parser.ParseFrom(wire).String?.Values;
        string[] Named(int change) => changes is null ? [] : [.. changes.Where(one => one.Value == change).Select(one => one.Key)];
        Put(path, new RunOperation.ChangeStringSet(path, Named(1), Named(2)));
    }

    private void Put(AttributePath path, RunOperation operation)
    {
        Close(path);
        _parts.Add(operation);
    }

    private OpenSeries<T> Series<T>(AttributePath path, Func<AttributePath, Points<T>, RunOperation> make)
    {
        if (_open.GetValueOrDefault(path.Value) is OpenSeries<T> known)
            return known;
        Close(path);
        var series = new OpenSeries<T>(path, make);
        _open[path.Value] = series;
        _parts.Add(series);
        return series;
    }

    private FloatColumn? FloatsAt(ReadOnlySpan<byte> key)
    {
        if (_next >= _columns.Count || !_columns[_next].IsNamed(key))
        {
            if (TryPath(key) is not { } path)
                return null;
            _next = ColumnAt(path, key).Ordinal;
        }

        var column = _columns[_next];
        _next = _next + 1 == _columns.Count ? 0 : _next + 1;
        return column;
    }

    private FloatColumn ColumnAt(AttributePath path, ReadOnlySpan<byte> key)
    {
        if (_open.GetValueOrDefault(path.Value) is FloatColumn known)
            return known;
        Close(path);
        var column = new FloatColumn(path, key.ToArray(), _columns.Count, _moments);
        _columns.Add(column);
        _open[path.Value] = column;
        _parts.Add(column);
        return column;
    }

    private void Close(AttributePath path)
    {
        if (_open.Remove(path.Value, out var series) && series is FloatColumn column)
            column.IsOpen = false;
    }

    private AttributePath? TryPath(ReadOnlySpan<byte> key)
    {
        if (key.IsEmpty)
            Outcome.Add(IngestCode.PathEmpty);
        else if (key.Length > AttributePath.MaxBytes)
            Outcome.Add(IngestCode.PathTooLong);
        else if (TryText(key) is { } text && AttributePath.TryCreate(text, out var path))
            return path;
        else
            Outcome.Add(IngestCode.PathInvalid);
        return null;
    }

    private static string? TryText(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Where the values of a snapshot stand.</summary>
    private readonly record struct Moment(Step Step, IngestCode StepFault, long UnixMilliseconds, float? Completion);
}
