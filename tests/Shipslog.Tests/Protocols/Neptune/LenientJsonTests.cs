using System.Text;
using Shipslog.Protocols.Neptune;

namespace Shipslog.Tests.Protocols.Neptune;

public class LenientJsonTests
{
    [Fact]
    public void Bare_non_finite_tokens_are_numbers()
    {
        var json = LenientJson.Parse(Encoding.UTF8.GetBytes("""{"a":NaN,"b":Infinity,"c":[-Infinity]}"""));

        Assert.Equal(double.NaN, json.Number("a"));
        Assert.Equal(double.PositiveInfinity, json.Number("b"));
        Assert.Equal("-Infinity", json.GetProperty("c")[0].GetString());
    }

    [Fact]
    public void The_same_words_inside_texts_are_left_alone() =>
        Assert.Equal("NaN \" Infinity", LenientJson.Parse(Encoding.UTF8.GetBytes("""{"a":"NaN \" Infinity"}""")).Text("a"));

    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character_and_a_pair_is_kept() =>
        Assert.Equal("\uFFFDb😀", LenientJson.Parse(Encoding.UTF8.GetBytes("""{"a":"\ud800b\ud83d\ude00"}""")).Text("a"));

    [Theory]
    [InlineData("\"0.1\"", 0.1)]
    [InlineData("\"-inf\"", double.NegativeInfinity)]
    [InlineData("3", 3.0)]
    public void Numbers_may_be_texts(string written, double expected) =>
        Assert.Equal(expected, LenientJson.Parse(Encoding.UTF8.GetBytes($$"""{"v":{{written}}}""")).Number("v"));

    [Fact]
    public void No_body_is_an_empty_object() => Assert.Null(LenientJson.Parse(Array.Empty<byte>()).Text("x"));
}
