using Shipslog.Core.Model;

namespace Shipslog.Core.Ingest.Points;

/// <summary>
/// Steps and times that series share: metrics logged together have them in common, so they are sent, read and stored once. The columns
/// are made when the first series uses them: by then its values have proved that the message is as long as the clock claims.
/// </summary>
internal sealed class PointsClock
{
    private const byte ServerSteps = 0;
    private const byte RegularSteps = 1;
    private const byte WholeSteps = 2;
    private const byte DoubleSteps = 3;
    private const byte MicroSteps = 4;

    private readonly byte _form;
    private readonly double _first;
    private readonly double _increment;
    private readonly double[]? _doubles;
    private readonly long[]? _numbers;
    private readonly long _time;
    private ReadOnlyMemory<Step> _steps;
    private ReadOnlyMemory<long> _times;
    private bool _made;

    public PointsClock(ref PointsReader reader, long now)
    {
        var count = reader.Varint();
        if (count > PointsMessage.MaxPoints)
            throw new ShipslogException(Failure.TooLarge, $"A message has at most {PointsMessage.MaxPoints} points.", "too-many-points");
        Count = (int)count;
        _form = reader.Byte();
        switch (_form)
        {
            case ServerSteps: break;
            case RegularSteps: (_first, _increment) = (reader.Double(), reader.Double()); break;
            case WholeSteps or MicroSteps: _numbers = reader.Deltas(Count); break;
            case DoubleSteps: _doubles = ReadDoubles(ref reader, Count); break;
            default: throw PointsReader.Invalid($"{_form} is no form of steps");
        }

        var times = reader.Byte();
        switch (times)
        {
            case 0: _time = now; break;
            case 1: _time = reader.Int64(); break;
            case 2:
                _times = reader.Deltas(Count);
                break;
            default: throw PointsReader.Invalid($"{times} is no form of times");
        }
    }

    public int Count { get; }

    /// <summary>Points with these steps and times.</summary>
    public Points<T> Give<T>(T[] values)
    {
        if (!_made)
        {
            _steps = MakeSteps();
            if (_times.Length != Count)
            {
                var times = new long[Count];
                Array.Fill(times, _time);
                _times = times;
            }

            _made = true;
        }

        return new Points<T>(_steps, values, _times);
    }

    private Step[] MakeSteps()
    {
        var steps = new Step[Count];
        for (var i = 0; i < steps.Length; i++)
        {
            steps[i] = _form switch
            {
                ServerSteps => Step.Auto,
                RegularSteps => Of(_first + i * _increment),
                DoubleSteps => Of(_doubles![i]),
                WholeSteps => Of(_numbers![i]),
                _ => OfMicros(_numbers![i]),
            };
        }

        return steps;
    }

    // What is no step (an infinity; in a regular column also NaN) stays one that the engine refuses, point by point.
    private static Step Of(double value) =>
        Step.TryCreate(value, out var step) ? step : double.IsNaN(value) ? Step.Auto : new Step(value);

    private static Step OfMicros(long micros) => micros is >= 0 and < 1_000_000_000_000_000_000
        ? Step.FromMicros(micros / 1_000_000, (int)(micros % 1_000_000))
        : new Step(double.PositiveInfinity);

    private static double[] ReadDoubles(ref PointsReader reader, int count)
    {
        var bytes = reader.Take((long)count * 8);
        var doubles = new double[count];
        for (var i = 0; i < count; i++)
            doubles[i] = System.Buffers.Binary.BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * 8)..]);
        return doubles;
    }
}
