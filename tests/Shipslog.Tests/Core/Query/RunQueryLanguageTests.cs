using CsCheck;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Core.Query.Language;

namespace Shipslog.Tests.Core.Query;

public sealed class RunQueryLanguageTests
{
    private static readonly RunQueryContext _context =
        new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero))
        {
            Resolve = name => name switch
            {
                "lr" => [new AttributeDefinition("parameters/lr", AttributeKind.Float, 1)],
                "loss" => [new("train/loss", AttributeKind.FloatSeries, 1), new("val/loss", AttributeKind.FloatSeries, 1)],
                _ => [],
            },
        };

    [Theory]
    [InlineData("", "")]
    [InlineData("dropout", "\"dropout\"")]
    [InlineData("xception dropout", "\"xception\" AND \"dropout\"")]
    [InlineData("'two words'", "\"two words\"")]
    [InlineData("tag:dropout", "`sys/tags` CONTAINS \"dropout\"")]
    [InlineData("state:Failed owner:ada", "`sys/state` = \"failed\" AND `sys/owner` = \"ada\"")]
    [InlineData("id:SAN-12", "id IN [\"SAN-12\"]")]
    [InlineData("lr > 0.1", "`parameters/lr` > 0.1")]
    [InlineData("min(val/loss) <= 1e-5", "min(`val/loss`) <= 1E-05")]
    [InlineData("average(`x y`:floatSeries) == \"0.5\"", "mean(`x y`:floatSeries) = 0.5")]
    [InlineData("x:floatSeries is not nan", "NOT `x`:floatSeries IS NAN")]
    [InlineData("loss_x is nan OR name exists", "`loss_x` IS NAN OR `sys/name` EXISTS")]
    [InlineData("optimizer in [adam, 'sgd']", "`optimizer` = \"adam\" OR `optimizer` = \"sgd\"")]
    [InlineData("name =~ ^x.*n$", "`sys/name` MATCHES \"^x.*n$\"")]
    [InlineData("a b or not c and d", "(\"a\" AND \"b\") OR (NOT \"c\" AND \"d\")")]
    [InlineData("created > -3d", "`sys/creation_time` > \"2026-11-21T12:00:00.000Z\"")]
    [InlineData("created = last 2 weeks x", "`sys/creation_time` >= \"2026-11-10T12:00:00.000Z\" AND \"x\"")]
    [InlineData("created = yesterday", "`sys/creation_time` >= \"2026-11-23T00:00:00.000Z\" AND `sys/creation_time` < \"2026-11-24T00:00:00.000Z\"")]
    [InlineData("created IN last 3 days", "`sys/creation_time` >= \"2026-11-21T12:00:00.000Z\"")]
    [InlineData("created >= -7d AND state = failed", "`sys/creation_time` >= \"2026-11-17T12:00:00.000Z\" AND `sys/state` = \"failed\"")]
    [InlineData("tags NOT CONTAINS \"old\"", "`sys/tags` NOT CONTAINS \"old\"")]
    [InlineData("name =~ \"\\d+$\"", "`sys/name` MATCHES \"\\\\d+$\"")]
    [InlineData("sys/ping_time < \"2024-01-31\"", "`sys/ping_time` < \"2024-01-31T00:00:00.000Z\"")]
    [InlineData("`t`:datetime >= \"2024-01-31T10:00:00+01:00\"", "`t`:datetime >= \"2024-01-31T09:00:00.000Z\"")]
    [InlineData("(sys/group_tags: stringSet CONTAINS 'x')", "`sys/group_tags`:stringSet CONTAINS \"x\"")]
    [InlineData("(key: float = 2.2)", "`key`:float = 2.2")]
    [InlineData("(sys/state: experimentState = running)", "`sys/state`:string = \"running\"")]
    [InlineData("(some_key: string = 'v')", "`some_key`:string = \"v\"")]
    [InlineData("(`sys/tags`:stringSet NOT CONTAINS \"t3\")", "`sys/tags`:stringSet NOT CONTAINS \"t3\"")]
    [InlineData(
        "((`sys/trashed`:bool = false) AND (`sys/id`:string = \"EE-3\") AND (`sys/owner`:string = \"admin\"))",
        "`sys/trashed`:bool = false AND `sys/id`:string = \"EE-3\" AND `sys/owner`:string = \"admin\"")]
    public void A_query_means_its_canonical_text(string text, string canonical) =>
        Assert.Equal(canonical, RunFilterText.Format(RunQueryLanguage.Parse(text, _context)));

    [Theory]
    [InlineData("key: float = (-_-)", 13, 1)]
    [InlineData("() AND (x = 1)", 1, 1)]
    [InlineData("(a = 1", 6, 1)]
    [InlineData("a = 1)", 5, 1)]
    [InlineData("a:flaot = 1", 2, 5)]
    [InlineData("a:float = abc", 10, 3)]
    [InlineData("lr > 0.1 AND", 12, 1)]
    [InlineData("name = \"open", 7, 5)]
    [InlineData("name MATCHES \"(\"", 13, 3)]
    [InlineData("meen(x) > 1", 0, 4)]
    [InlineData("loss < 1", 0, 4)]
    [InlineData("created > tuesday", 10, 7)]
    [InlineData("a ! b", 2, 1)]
    public void A_fault_says_where_it_is(string text, int position, int length)
    {
        var fault = Assert.Throws<ShipslogException>(() => RunQueryLanguage.Parse(text, _context));

        Assert.Equal(("invalid-query", Failure.Invalid), (fault.Code, fault.Failure));
        Assert.Equal((position, length), (fault.Position, fault.Length));
    }

    [Theory]
    [InlineData("a:flaot = 1", "Did you mean float?")]
    [InlineData("meen(x) > 1", "Did you mean mean?")]
    [InlineData("loss < 1", "Write one of them: train/loss, val/loss.")]
    public void A_fault_suggests_what_was_meant(string text, string hint) =>
        Assert.Equal(hint, Assert.Throws<ShipslogException>(() => RunQueryLanguage.Parse(text, _context)).Hint);

    [Fact]
    public void A_query_too_deep_is_refused_rather_than_crashing() =>
        Assert.Throws<ShipslogException>(() => RunQueryLanguage.Parse(new string('(', 100_000), _context));

    [Theory]
    [InlineData("(?=x)")]
    [InlineData("((a{1,500}){500}){500}")]
    [InlineData("[z-a]")]
    public void A_pattern_that_is_wrong_or_dangerous_is_refused_at_once(string pattern) =>
        Assert.Equal(
            10, Assert.Throws<ShipslogException>(() => RunQueryLanguage.Parse($"a MATCHES \"{pattern}\"", _context)).Position);

    [Theory]
    [InlineData("[[:digit:]]+\\z", "run 12", true)]
    [InlineData("\\Qa.b\\E", "a.b", true)]
    [InlineData("\\Qa.b\\E", "axb", false)]
    [InlineData("(?P<n>x)y", "xy", true)]
    public void Patterns_in_the_syntax_of_RE2_are_understood(string pattern, string text, bool found) =>
        Assert.Equal(found, QueryRegex.Create(pattern, ignoreCase: false).IsMatch(text));

    [Fact]
    public void A_protocol_can_translate_states()
    {
        var context = _context with { State = (_, state) => new RunFilter.Mentions($"state {state}") };

        Assert.Equal(new RunFilter.Mentions("state idle"), RunQueryLanguage.Parse("`sys/state`:experimentState = \"idle\"", context));
    }

    [Fact]
    public void A_pattern_may_list_thousands_of_names()
    {
        var pattern = QueryRegex.Create($"^name-0+({string.Join('|', Enumerable.Range(0, 4000))})$", ignoreCase: false);

        Assert.True(pattern.IsMatch("name-0003999"));
        Assert.False(pattern.IsMatch("name-0004000"));
    }

    [Fact]
    public void Writing_any_filter_and_reading_it_again_finds_the_same_runs() =>
        Gen.Select(QueryGenerators.Filter, Gen.Select(QueryGenerators.Pick(QueryGenerators.Paths), QueryGenerators.Value).Array[0, 6]).Sample(
            (filter, values) =>
            {
                var text = RunFilterText.Format(filter);
                var run = QueryGenerators.Run(1);
                var attributes = values.DistinctBy(pair => pair.Item1).ToDictionary(pair => pair.Item1, pair => pair.Item2);
                var again = RunQueryLanguage.Parse(text, _context);
                Assert.True(
                    NaiveEvaluator.Holds(filter, run, attributes) == NaiveEvaluator.Holds(again, run, attributes),
                    $"{text} became {RunFilterText.Format(again)}");
            },
            iter: 20_000);

    [Fact]
    public void Any_sentence_of_the_grammar_means_what_it_says() =>
        Gen.Select(QueryGrammar.Sentence, Gen.Select(QueryGenerators.Pick(QueryGenerators.Paths), QueryGenerators.Value).Array[0, 6]).Sample(
            (sentence, values) =>
            {
                var run = QueryGenerators.Run(1);
                var attributes = values.DistinctBy(pair => pair.Item1).ToDictionary(pair => pair.Item1, pair => pair.Item2);
                var read = RunQueryLanguage.Parse(sentence.Text, new RunQueryContext(QueryGrammar.Now));
                Assert.Equal(RunFilterText.Format(sentence.Meaning), RunFilterText.Format(read));
                Assert.Equal(NaiveEvaluator.Holds(sentence.Meaning, run, attributes), NaiveEvaluator.Holds(read, run, attributes));
            },
            iter: 20_000);

    [Fact]
    public void Any_text_is_read_or_refused_with_a_place() =>
        QueryGenerators.Pick("a", "NOT", "(", ")", "[", "]", "and", "or", "=", "<", "~", "!", "\"", "`", ":", "float", "in", "is", "nan", "last", "3", "days", "-3d", "min(", ",", " ")
            .Array[0, 12].Sample(
            pieces =>
            {
                var text = string.Join(' ', pieces);
                try
                {
                    RunFilterText.Format(RunQueryLanguage.Parse(text, _context));
                }
                catch (ShipslogException fault)
                {
                    Assert.InRange(fault.Position ?? -1, 0, text.Length);
                }
            },
            iter: 5000);
}
