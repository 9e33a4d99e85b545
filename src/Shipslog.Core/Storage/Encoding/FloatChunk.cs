using System.Buffers.Binary;
using Shipslog.Core.Series;

namespace Shipslog.Core.Storage.Encoding;

/// <summary>
/// The x on an axis, and the value, of every point of one float chunk after another: into memory that is used again, and without the
/// columns that the axis doesn't need. Not thread safe.
/// </summary>
internal sealed class FloatChunk
{
    // As long as the longest column of bytes: 8 planes of a chunk.
    private byte[] _bytes = [];
    private long[] _times = [];
    private double[] _x = [];
    private double[] _values = [];
    private byte[]? _whole;
    private int _count;

    /// <summary>Of every point, in step order.</summary>
    public ReadOnlySpan<double> X => _x.AsSpan(0, _count);

    /// <summary>Of every point, in step order.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, _count);

    /// <summary>Takes a chunk apart.</summary>
    /// <param name="frame">The chunk's data.</param>
    /// <param name="axis">Which axis.</param>
    /// <param name="runCreatedUnixMilliseconds">Where relative time begins.</param>
    /// <exception cref="Model.ShipslogException">Unavailable: damaged.</exception>
    public void Read(ReadOnlySpan<byte> frame, SeriesAxis axis, long runCreatedUnixMilliseconds)
    {
        if (Frame.HasParts(frame))
            ReadParts(new FrameParts(Frame.Check(frame, "chunk")), axis, runCreatedUnixMilliseconds);
        else
            ReadWhole(Frame.Open(frame, "chunk", ref _whole), axis, runCreatedUnixMilliseconds);
    }

    private void ReadParts(FrameParts parts, SeriesAxis axis, long created)
    {
        var steps = Next(ref parts);
        var reader = new PointReader(steps);
        Begin(reader.ReadCount());
        if (axis == SeriesAxis.Step)
        {
            ReadSteps(steps[reader.Position..]);
            parts.Skip();
        }
        else
        {
            Deltas(Next(ref parts), _times.AsSpan(0, _count));
            ProjectTimes(axis, created);
        }

        var length = parts.Next(Room(1 + 8 * _count));
        for (var plane = 1; plane < _bytes[0]; plane++)
            length += parts.Next(_bytes.AsSpan(length));
        ReadValues(_bytes.AsSpan(0, length));
    }

    private void ReadWhole(ReadOnlySpan<byte> body, SeriesAxis axis, long created)
    {
        var reader = new PointReader(body);
        Begin(reader.ReadCount());
        var steps = reader.Position;
        reader.SkipSteps(_count);
        if (axis == SeriesAxis.Step)
        {
            ReadSteps(body[steps..reader.Position]);
            reader.SkipDeltas(_count);
        }
        else
        {
            var times = reader.Position;
            reader.SkipDeltas(_count);
            Deltas(body[times..reader.Position], _times.AsSpan(0, _count));
            ProjectTimes(axis, created);
        }

        ReadValues(body[reader.Position..]);
    }

    private void Begin(int count)
    {
        _count = count;
        if (_x.Length < count)
            (_x, _values, _times) = (new double[count], new double[count], new long[count]);
    }

    private Span<byte> Room(int bytes)
    {
        if (_bytes.Length < bytes)
            _bytes = new byte[bytes];
        return _bytes;
    }

    private ReadOnlySpan<byte> Next(ref FrameParts parts) => Room(parts.PeekLength())[..parts.Next(_bytes)];

    private void ProjectTimes(SeriesAxis axis, long created)
    {
        for (var i = 0; i < _count; i++)
            _x[i] = SeriesAxes.X(axis, _times[i], created);
    }

    private void ReadSteps(ReadOnlySpan<byte> steps)
    {
        if (steps[0] == PointCodec.WholeSteps)
        {
            Deltas(steps[1..], _times.AsSpan(0, _count));
            for (var i = 0; i < _count; i++)
                _x[i] = _times[i];
            return;
        }

        var width = steps[0] == PointCodec.ExactSteps ? 9 : 8;
        for (var i = 0; i < _count; i++)
            _x[i] = BinaryPrimitives.ReadDoubleLittleEndian(steps[(1 + i * width)..]);
    }

    private static void Deltas(ReadOnlySpan<byte> bytes, Span<long> numbers)
    {
        var reader = new PointReader(bytes);
        reader.ReadDeltas(numbers);
    }

    private void ReadValues(ReadOnlySpan<byte> column)
    {
        var width = column[0];
        BytePlanes.Join(column.Slice(1, width * _count), width, _values.AsSpan(0, _count));
    }
}
