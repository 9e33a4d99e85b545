using System.Buffers.Binary;
using Shipslog.Core.Model;

namespace Shipslog.Core.Ingest.Points;

/// <summary>
/// Points of many series as one columnar message: the body of <c>/api/v1/…/ingest</c>, and, for messages taken as they came, the log's
/// form too. Drawn in docs/formats/points.md. Pure; any bytes are safe to parse.
/// </summary>
public static class PointsMessage
{
    /// <summary>The media type of the binary form.</summary>
    public const string MediaType = "application/vnd.shipslog.points";

    /// <summary>The largest message, in bytes before compression.</summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>The most points of one message.</summary>
    public const int MaxPoints = 4_000_000;

    /// <summary>The most series of one message, over all its runs.</summary>
    public const int MaxSeries = 200_000;

    /// <summary>What every message begins with: "SLP1".</summary>
    internal static ReadOnlySpan<byte> Magic => "SLP1"u8;

    /// <summary>Reads a message.</summary>
    /// <param name="message">Its bytes, not compressed.</param>
    /// <param name="nowUnixMilliseconds">The time of points without one.</param>
    /// <exception cref="ShipslogException">Invalid, code <c>invalid-points</c>: the bytes are no such message. Nothing of it is usable then.</exception>
    public static PointsRequest Parse(ReadOnlySpan<byte> message, long nowUnixMilliseconds) => Parse(message, nowUnixMilliseconds, null);

    /// <summary>Reads a message, or one of the log that calls series by the numbers of their names.</summary>
    internal static PointsRequest Parse(ReadOnlySpan<byte> message, long nowUnixMilliseconds, Func<int, AttributePath?>? nameOf)
    {
        var reader = new PointsReader(message);
        if (!reader.Take(4).SequenceEqual(Magic))
            throw PointsReader.Invalid("it does not begin with SLP1");
        var requestId = reader.Text(200);
        var runs = new RunPoints[reader.Count(3)];
        var budget = new Budget();
        for (var i = 0; i < runs.Length; i++)
            runs[i] = ReadRun(ref reader, nowUnixMilliseconds, nameOf, ref budget);
        return reader.IsAtEnd
            ? new PointsRequest(requestId.Length == 0 ? null : requestId, runs)
            : throw PointsReader.Invalid("bytes follow its end");
    }

    private static RunPoints ReadRun(ref PointsReader reader, long now, Func<int, AttributePath?>? nameOf, ref Budget budget)
    {
        var run = reader.Text(3000);
        var clock = new PointsClock(ref reader, now);
        var series = reader.Count(4);
        budget.TakeSeries(series);
        var operations = new List<RunOperation>(series);
        var rejected = new List<PathRejection>();
        for (var i = 0; i < series; i++)
        {
            var name = "";
            var path = nameOf is null ? reader.Path(out name) : nameOf((int)reader.Varint());
            var kind = reader.Byte();
            var own = reader.Byte() == 0 ? clock : new PointsClock(ref reader, now);
            budget.TakePoints(own.Count);
            var operation = ReadValues(ref reader, kind, path ?? default, own);
            if (path is null)
                rejected.Add(new PathRejection(name, "invalid-attribute-path", AttributePath.Explain(name) ?? "The attribute name is not valid."));
            else
                operations.Add(operation);
        }

        return new RunPoints(run, operations, rejected);
    }

    private static RunOperation ReadValues(ref PointsReader reader, byte kind, AttributePath path, PointsClock clock) => kind switch
    {
        1 => new RunOperation.AppendFloats(path, clock.Give(ReadDoubles(ref reader, clock.Count))),
        2 => new RunOperation.AppendFloats(path, clock.Give(ReadSingles(ref reader, clock.Count))),
        3 => new RunOperation.AppendStrings(path, clock.Give(ReadTexts(ref reader, clock.Count))),
        _ => throw PointsReader.Invalid($"{kind} is no kind of series"),
    };

    private static double[] ReadDoubles(ref PointsReader reader, int count)
    {
        var bytes = reader.Take((long)count * 8);
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * 8)..]);
        return values;
    }

    private static double[] ReadSingles(ref PointsReader reader, int count)
    {
        var bytes = reader.Take((long)count * 4);
        var values = new double[count];
        for (var i = 0; i < count; i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * 4)..]);
        return values;
    }

    private static string[] ReadTexts(ref PointsReader reader, int count)
    {
        reader.RequireLeft(count);
        var values = new string[count];
        for (var i = 0; i < count; i++)
            values[i] = reader.Text(MaxBytes);
        return values;
    }

    private struct Budget
    {
        private long _points;
        private long _series;

        public void TakeSeries(int count)
        {
            if ((_series += count) > MaxSeries)
                throw new ShipslogException(Failure.TooLarge, $"A message has at most {MaxSeries} series.", "too-many-series");
        }

        public void TakePoints(int count)
        {
            if ((_points += count) > MaxPoints)
                throw new ShipslogException(Failure.TooLarge, $"A message has at most {MaxPoints} points.", "too-many-points");
        }
    }
}

/// <summary>A parsed message.</summary>
/// <param name="RequestId">Identifies it for retries; null: none.</param>
/// <param name="Runs">What it says of each run, in its order.</param>
public sealed record PointsRequest(string? RequestId, IReadOnlyList<RunPoints> Runs);

/// <summary>Points of one run.</summary>
/// <param name="Run">Short id, UUID or custom id, not looked up yet.</param>
/// <param name="Operations">Appends, one a series.</param>
/// <param name="Rejected">Series that can't exist.</param>
public sealed record RunPoints(string Run, IReadOnlyList<RunOperation> Operations, IReadOnlyList<PathRejection> Rejected);

/// <summary>A series that was left out when a message was read.</summary>
/// <param name="Path">As it came.</param>
/// <param name="Code">As in <see cref="Rejection"/>.</param>
/// <param name="Message">One sentence.</param>
public sealed record PathRejection(string Path, string Code, string Message);
