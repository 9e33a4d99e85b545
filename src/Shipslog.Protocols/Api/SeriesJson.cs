using System.Text.Json;
using Shipslog.Core.Ingest;
using Shipslog.Core.Ingest.Points;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Api;

/// <summary>The members of one series (or those that a run's series share) as they were read.</summary>
internal struct SeriesJson
{
    private string? _path;
    private string? _kind;
    private double[]? _numbers;
    private string[]? _texts;
    private Step[]? _steps;
    private long[]? _at;
    private string? _fault;

    /// <summary>How many values.</summary>
    public readonly int Count => _numbers?.Length ?? _texts?.Length ?? 0;

    /// <summary>Reads the member the reader stands at; others than these are left out.</summary>
    public void TryRead(ref Utf8JsonReader reader)
    {
        if (PointsJson.Is(ref reader, "path"u8))
            _path = PointsJson.Text(ref reader, "path");
        else if (PointsJson.Is(ref reader, "kind"u8))
            _kind = PointsJson.Text(ref reader, "kind");
        else if (PointsJson.Is(ref reader, "values"u8))
            ReadValues(ref reader);
        else if (PointsJson.Is(ref reader, "steps"u8))
            _steps = Numbers(ref reader, "steps") is { } steps ? Array.ConvertAll(steps, ToStep) : null;
        else if (PointsJson.Is(ref reader, "at"u8))
            _at = Times(ref reader);
        else
            PointsJson.Skip(ref reader);
    }

    /// <summary>The operation; null, with the reason, when the members make no sense.</summary>
    public readonly RunOperation? TryBuild(SeriesJson shared, long now, out PathRejection? fault)
    {
        fault = null;
        var steps = _steps ?? shared._steps ?? Filled(Count, Step.Auto);
        var at = _at ?? shared._at ?? Filled(Count, now);
        var why = _fault ?? shared._fault
            ?? (steps.Length != Count || at.Length != Count ? $"Values, steps and times differ in number: {Count}, {steps.Length}, {at.Length}." : null);
        if (!AttributePath.TryCreate(_path, out var path))
            fault = new PathRejection(_path ?? "", "invalid-attribute-path", AttributePath.Explain(_path) ?? "The attribute name is not valid.");
        else if (why is not null)
            fault = new PathRejection(_path!, "invalid-value", why);
        else if ((_kind ?? (_texts is null ? "floatSeries" : "stringSeries")) is var kind && kind == "floatSeries" && _texts is null)
            return new RunOperation.AppendFloats(path, new Points<double>(steps, _numbers ?? [], at));
        else if (kind == "stringSeries" && _numbers is null or { Length: 0 })
            return new RunOperation.AppendStrings(path, new Points<string>(steps, _texts ?? [], at));
        else
            fault = new PathRejection(_path!, "invalid-value", $"The values are none of a {kind}.");
        return null;
    }

    private void ReadValues(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            _fault = "The member values is no list.";
            reader.Skip();
            return;
        }

        var numbers = new ArrayFiller<double>();
        var texts = new ArrayFiller<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Number)
                numbers.Add(reader.GetDouble());
            else if (reader.TokenType == JsonTokenType.String && _kind != "stringSeries" && Named(ref reader) is { } named)
                numbers.Add(named);
            else if (reader.TokenType == JsonTokenType.String)
                texts.Add(reader.GetString()!);
            else
                Refuse(ref reader, $"Value {numbers.Count + texts.Count} is neither a number nor a text.");
        }

        if (texts.Count > 0 && numbers.Count > 0)
            _fault ??= "The values are numbers and texts.";
        _texts = texts.Count > 0 ? texts.ToArray() : null;
        _numbers = _texts is null ? numbers.ToArray() : null;
    }

    private void Refuse(ref Utf8JsonReader reader, string why)
    {
        _fault ??= why;
        reader.Skip();
    }

    private double[]? Numbers(ref Utf8JsonReader reader, string member)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        var numbers = new ArrayFiller<double>();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            Refuse(ref reader, $"The member {member} is no list.");
            return [];
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Number)
                numbers.Add(reader.GetDouble());
            else
                Refuse(ref reader, $"Entry {numbers.Count} of {member} is no number.");
        }

        return numbers.ToArray();
    }

    private long[]? Times(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        var times = new ArrayFiller<long>();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            Refuse(ref reader, "The member at is no list.");
            return [];
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var time))
                times.Add(time);
            else
                Refuse(ref reader, $"Entry {times.Count} of at is no whole number of milliseconds.");
        }

        return times.ToArray();
    }

    private static double? Named(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("NaN"u8) ? double.NaN
        : reader.ValueTextEquals("Infinity"u8) ? double.PositiveInfinity
        : reader.ValueTextEquals("-Infinity"u8) ? double.NegativeInfinity
        : null;

    private static Step ToStep(double value)
    {
        Step.TryCreate(value, out var step);
        return step;
    }

    private static T[] Filled<T>(int count, T value)
    {
        var all = new T[count];
        Array.Fill(all, value);
        return all;
    }

    /// <summary>A list that gives its array away.</summary>
    private struct ArrayFiller<T>
    {
        private T[]? _items;

        public int Count { get; private set; }

        public void Add(T item)
        {
            if (_items is null)
                _items = new T[8];
            else if (Count == _items.Length)
                Array.Resize(ref _items, Count * 2);
            _items[Count++] = item;
        }

        public readonly T[] ToArray() => _items is null ? [] : _items.Length == Count ? _items : _items[..Count];
    }
}
