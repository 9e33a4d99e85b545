using System.Text.Json;
using Shipslog.Core.Ingest;
using Shipslog.Core.Ingest.Points;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Api;

/// <summary>
/// The JSON twin of <see cref="PointsMessage"/>, read token by token: half the work of a request of a thousand numbers is reading them.
/// Members may come in any order; unknown ones are ignored. A series whose members make no sense is rejected, the others are kept.
/// </summary>
internal static class PointsJson
{
    /// <exception cref="ShipslogException">Invalid: no JSON, or not of this shape. TooLarge.</exception>
    public static PointsRequest Parse(ReadOnlySpan<byte> json, long nowUnixMilliseconds)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            reader.Read();
            string? id = null;
            List<RunPoints>? runs = null;
            var budget = new Budget();
            Require(ref reader, JsonTokenType.StartObject, "The body is no object.");
            while (Member(ref reader))
            {
                if (Is(ref reader, "requestId"u8))
                    id = reader.TokenType == JsonTokenType.Null ? null : Text(ref reader, "requestId");
                else if (Is(ref reader, "runs"u8))
                    runs = ReadRuns(ref reader, nowUnixMilliseconds, ref budget);
                else
                    Skip(ref reader);
            }

            return new PointsRequest(id, runs ?? throw Invalid("The member runs is missing."));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw Invalid("The body is not valid JSON.");
        }
    }

    private static List<RunPoints> ReadRuns(ref Utf8JsonReader reader, long now, ref Budget budget)
    {
        var runs = new List<RunPoints>();
        Require(ref reader, JsonTokenType.StartArray, "The member runs is no list.");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            runs.Add(ReadRun(ref reader, now, ref budget));
        return runs;
    }

    private static RunPoints ReadRun(ref Utf8JsonReader reader, long now, ref Budget budget)
    {
        string? run = null;
        List<SeriesJson>? series = null;
        var shared = default(SeriesJson);
        Require(ref reader, JsonTokenType.StartObject, "An entry of runs is no object.");
        while (Member(ref reader))
        {
            if (Is(ref reader, "run"u8))
                run = Text(ref reader, "run");
            else if (Is(ref reader, "series"u8))
                series = ReadSeries(ref reader, ref budget);
            else
                shared.TryRead(ref reader);
        }

        if (run is null || series is null)
            throw Invalid("An entry of runs lacks the member run or series.");
        var operations = new List<RunOperation>(series.Count);
        var rejected = new List<PathRejection>();
        foreach (var one in series)
        {
            if (one.TryBuild(shared, now, out var fault) is { } operation)
                operations.Add(operation);
            else
                rejected.Add(fault!);
        }

        return new RunPoints(run, operations, rejected);
    }

    private static List<SeriesJson> ReadSeries(ref Utf8JsonReader reader, ref Budget budget)
    {
        var all = new List<SeriesJson>();
        Require(ref reader, JsonTokenType.StartArray, "The member series is no list.");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Require(ref reader, JsonTokenType.StartObject, "An entry of series is no object.");
            var one = default(SeriesJson);
            while (Member(ref reader))
                one.TryRead(ref reader);
            budget.Take(one.Count);
            all.Add(one);
        }

        return all;
    }

    /// <summary>Moves to the next member's name; false at the end of the object.</summary>
    private static bool Member(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Whether the member has this name; moves to its value if so.</summary>
    internal static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals(name))
            return false;
        reader.Read();
        return true;
    }

    /// <summary>Leaves out the value of a member whose name nothing knew.</summary>
    internal static void Skip(ref Utf8JsonReader reader) => reader.Skip();

    internal static string Text(ref Utf8JsonReader reader, string member) => reader.TokenType == JsonTokenType.String
        ? reader.GetString()!
        : throw Invalid($"The member {member} is no text.");

    internal static void Require(ref Utf8JsonReader reader, JsonTokenType type, string otherwise)
    {
        if (reader.TokenType != type)
            throw Invalid(otherwise);
    }

    internal static ShipslogException Invalid(string message) => new(Failure.Invalid, message, "invalid-points");

    private struct Budget
    {
        private long _points;
        private int _series;

        public void Take(int points)
        {
            if ((_points += points) > PointsMessage.MaxPoints || ++_series > PointsMessage.MaxSeries)
                throw new ShipslogException(Failure.TooLarge, $"A request has at most {PointsMessage.MaxPoints} points of {PointsMessage.MaxSeries} series.", "too-many-points");
        }
    }
}
