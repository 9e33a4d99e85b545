using System.Text.Json;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Protocols.Api;

namespace Shipslog.Tests.Protocols.Api;

public sealed class OperationTranslationTests
{
    private const long Now = 1_790_000_000_000;

    [Fact]
    public void A_float_series_takes_numbers_and_the_three_names_of_non_finite_ones()
    {
        var append = Assert.IsType<RunOperation.AppendFloats>(Single(
            """{"op":"append","path":"logs/loss","kind":"floatSeries","points":[{"step":1,"value":0.5,"at":12},{"step":-2.5,"value":"NaN"},{"value":"-Infinity","at":"2026-11-24T09:00:00.000Z"}]}"""));

        Assert.Equal([0.5, double.NaN, double.NegativeInfinity], append.Points.Values.ToArray());
        Assert.Equal([new Step(1), new Step(-2.5), Step.Auto], append.Points.Steps.ToArray());
        Assert.Equal([12, Now, 1_795_510_800_000], append.Points.UnixMilliseconds.ToArray());
    }

    [Theory]
    [InlineData("""{"op":"assign","path":"a","kind":"float","value":"Infinity"}""", double.PositiveInfinity)]
    [InlineData("""{"op":"assign","path":"a","kind":"float","value":1e400}""", double.PositiveInfinity)]
    [InlineData("""{"op":"assign","path":"a","kind":"float","value":3}""", 3.0)]
    public void A_float_is_a_number_or_the_name_of_one(string json, double expected)
    {
        var assign = Assert.IsType<RunOperation.Assign>(Single(json));

        Assert.Equal(new AttributeValue.Float(expected), assign.Value);
    }

    [Theory]
    [InlineData("""{"op":"fly","path":"a"}""", "unknown-operation")]
    [InlineData("""{"path":"a"}""", "unknown-operation")]
    [InlineData("""{"op":"delete"}""", "invalid-attribute-path")]
    [InlineData("""{"op":"assign","path":"a","kind":"int","value":1.5}""", "invalid-value")]
    [InlineData("""{"op":"assign","path":"a","kind":"int","value":9223372036854775808}""", "invalid-value")]
    [InlineData("""{"op":"assign","path":"a","kind":"float","value":"nan"}""", "invalid-value")]
    [InlineData("""{"op":"assign","path":"a","kind":"float"}""", "invalid-value")]
    [InlineData("""{"op":"assign","path":"a","kind":"bool","value":null}""", "invalid-value")]
    [InlineData("""{"op":"assign","path":"a","kind":"datetime","value":"yesterday"}""", "invalid-value")]
    [InlineData("""{"op":"assign","path":"a","kind":"file","value":"x"}""", "invalid-value")]
    [InlineData("""{"op":"append","path":"a","kind":"floatSeries"}""", "invalid-value")]
    [InlineData("""{"op":"append","path":"a","kind":"floatSeries","points":[7]}""", "invalid-value")]
    [InlineData("""{"op":"append","path":"a","kind":"floatSeries","points":[{"step":"NaN","value":1}]}""", "invalid-step")]
    [InlineData("""{"op":"append","path":"a","kind":"stringSeries","points":[{"value":1}]}""", "invalid-value")]
    [InlineData("""{"op":"append","path":"a","kind":"fileSeries","points":[]}""", "invalid-value")]
    [InlineData("""{"op":"addToSet","path":"a"}""", "invalid-value")]
    public void What_cannot_be_understood_is_rejected_with_its_reason(string json, string code)
    {
        var translated = OperationTranslation.ToCore([Read(json)], Now);

        Assert.Empty(translated.Operations);
        Assert.Equal(code, Assert.Single(translated.Rejected).Code);
    }

    [Fact]
    public void A_bad_operation_does_not_take_its_neighbours_with_it()
    {
        var translated = OperationTranslation.ToCore(
            [
                Read("""{"op":"assign","path":"שלום/🚀","kind":"string","value":"טוב"}"""),
                Read("""{"op":"fly","path":"a"}"""),
                Read("""{"op":"clearSet","path":"sys/tags"}"""),
            ],
            Now);

        Assert.Equal([0, 2], translated.Indexes);
        Assert.Equal(2, translated.Operations.Count);

        var all = translated.All([new Rejection(1, null, "kind-mismatch", "No.")]);

        Assert.Equal([(1, "unknown-operation"), (2, "kind-mismatch")], all.Select(item => (item.Index, item.Code)));
    }

    private static RunOperation Single(string json) => Assert.Single(OperationTranslation.ToCore([Read(json)], Now).Operations);

    private static OperationMessage Read(string json) => JsonSerializer.Deserialize<OperationMessage>(json, ApiJson.Options)!;
}
