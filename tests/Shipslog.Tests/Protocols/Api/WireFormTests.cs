using System.Text;
using System.Text.Json;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Core.Query.Language;
using Shipslog.Core.Series;
using Shipslog.Protocols.Api;

namespace Shipslog.Tests.Protocols.Api;

public sealed class WireFormTests
{
    public static TheoryData<AttributeValue, Aggregate, string> Cells => new()
    {
        { new AttributeValue.Float(0.1), Aggregate.Last, "0.1" },
        { new AttributeValue.Float(double.NaN), Aggregate.Last, "\"NaN\"" },
        { new AttributeValue.Float(double.NegativeInfinity), Aggregate.Last, "\"-Infinity\"" },
        { new AttributeValue.Int(long.MaxValue), Aggregate.Last, "9223372036854775807" },
        { new AttributeValue.Bool(true), Aggregate.Last, "true" },
        { new AttributeValue.Datetime(1_795_510_800_000), Aggregate.Last, "\"2026-11-24T09:00:00.000Z\"" },
        { new AttributeValue.StringSet(["a", "b"]), Aggregate.Last, "[\"a\",\"b\"]" },
        { new AttributeValue.StringSet([]), Aggregate.Last, "[]" },
        { Series(3, -1, 2), Aggregate.Last, "2" },
        { Series(3, -1, 2), Aggregate.First, "3" },
        { Series(3, -1, 2), Aggregate.Min, "-1" },
        { Series(3, -1, 2), Aggregate.Max, "3" },
        { Series(3, -1, 2), Aggregate.Count, "3" },
        { Series(3, -1, 2), Aggregate.LastStep, "2" },
        { new AttributeValue.FloatSeries(FloatSeriesSummary.Empty, SeriesConfig.None), Aggregate.Last, "null" },
        { new AttributeValue.FloatSeries(FloatSeriesSummary.Empty, SeriesConfig.None), Aggregate.Count, "0" },
        { new AttributeValue.StringSeries(new SeriesSummary(2, default, new Step(1), 5), "line"), Aggregate.Last, "\"line\"" },
        { new AttributeValue.StringSeries(new SeriesSummary(2, default, new Step(1), 5), "line"), Aggregate.Count, "2" },
        { new AttributeValue.FileSeries(SeriesSummary.Empty, null), Aggregate.Last, "0" },
    };

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_cell_is_the_bare_value(AttributeValue value, Aggregate aggregate, string json) =>
        Assert.Equal(json, JsonSerializer.Serialize(new Cell(value, aggregate), ApiJson.Options));

    [Theory]
    [InlineData(0, "1970-01-01T00:00:00.000Z")]
    [InlineData(long.MaxValue, "9999-12-31T23:59:59.999Z")]
    [InlineData(long.MinValue, "0001-01-01T00:00:00.000Z")]
    public void A_time_that_no_calendar_has_is_written_as_the_nearest_it_has(long unixMilliseconds, string text) =>
        Assert.Equal(text, ApiTranslation.Iso(unixMilliseconds));

    [Fact]
    public void The_names_of_the_wire_stand_for_the_numbers_of_the_core()
    {
        Assert.Equal(Enum.GetNames<Aggregate>(), Enum.GetNames<AggregateName>());
        Assert.Equal(Enum.GetNames<SeriesAxis>(), Enum.GetNames<AxisName>());
        foreach (var kind in Enum.GetValues<AttributeKind>())
            Assert.Equal(kind.ToString(), ((AttributeKindName)kind).ToString());
        foreach (var state in Enum.GetValues<RunState>())
            Assert.Equal(state.ToString(), ((RunStateName)state).ToString());
    }

    [Fact]
    public void Attributes_say_their_kind_and_keep_NaN()
    {
        AttributeMessage message = AttributeTranslation.ToWire(new RunAttribute(1, new AttributePath("lr"), new AttributeValue.Float(double.NaN)));

        Assert.Equal("""{"kind":"float","value":"NaN","path":"lr"}""", JsonSerializer.Serialize(message, ApiJson.Options));
    }

    [Fact]
    public void Buckets_are_columns_of_one_length_with_non_finite_values_as_names()
    {
        var series = new SeriesBuckets(
            3,
            [new Bucket(0, 1, 1, 1, 1, 1, 1, 0, 0, 0), new Bucket(5, double.NaN, double.PositiveInfinity, double.NaN, double.NaN, 0, 2, 1, 1, 0)],
            (0, 1),
            (5, double.PositiveInfinity));

        var json = Encoding.UTF8.GetString(BucketsJson.TextOf(series));

        Assert.Equal(
            """{"exact":false,"points":3,"x":[0,5],"last":[1,"Infinity"],"min":[1,"NaN"],"max":[1,"NaN"],"mean":[1,"NaN"],"count":[1,2],"nonFinite":[0,2],"firstPoint":[0,1],"lastPoint":[5,"Infinity"]}""",
            json);
    }

    [Theory]
    [InlineData(1001, 0)]
    [InlineData(-1, 0)]
    [InlineData(10, -1)]
    public void A_page_beyond_the_bounds_is_refused(int limit, int offset)
    {
        var fault = Assert.Throws<ShipslogException>(() =>
            ApiTranslation.ToCore(new RunQueryMessage([], Limit: limit, Offset: offset), new RunQueryContext(default)));

        Assert.Equal("out-of-range", fault.Code);
    }

    private static AttributeValue.FloatSeries Series(params double[] values) => new(
        new FloatSeriesSummary(
            new SeriesSummary(values.Length, default, new Step(values.Length - 1), 5),
            values[0],
            values[^1],
            values.Min(),
            values.Max(),
            values.Sum(),
            values.Sum(value => value * value),
            values.Length),
        SeriesConfig.None);
}
