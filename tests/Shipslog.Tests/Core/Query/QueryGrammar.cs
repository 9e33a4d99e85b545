using System.Globalization;
using CsCheck;
using Shipslog.Core.Model;
using Shipslog.Core.Query;

namespace Shipslog.Tests.Core.Query;

/// <summary>The query language as a grammar: sentences in any of the spellings that people and clients use, each with what it means.</summary>
internal static class QueryGrammar
{
    /// <summary>When the sentences are read.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<string> _space = QueryGenerators.Pick(" ", "  ", "\n", "\t ");

    private static readonly Gen<(string Text, AttributeRef Meaning)> _attribute = Gen.OneOf(
        QueryGenerators.Pick(("a", new AttributeRef("a")), ("b/c", new AttributeRef("b/c")), ("`odd ``name```", new AttributeRef("odd `name`")), ("`a`", new AttributeRef("a"))),
        Gen.Select(
            QueryGenerators.Pick("a", "b/c", "`odd ``name```"),
            QueryGenerators.Pick(("float", AttributeKind.Float), ("INT", AttributeKind.Int), ("string", AttributeKind.String), ("stringset", AttributeKind.StringSet), ("floatSeries", AttributeKind.FloatSeries)),
            QueryGenerators.Pick(":", " : ", ": "),
            (name, type, colon) => ($"{name}{colon}{type.Item1}", new AttributeRef(Unquoted(name), type.Item2))),
        Gen.Select(
            QueryGenerators.Pick("a", "b/c", "`odd ``name```"),
            QueryGenerators.Pick(("last", Aggregate.Last), ("MIN", Aggregate.Min), ("max", Aggregate.Max), ("average", Aggregate.Mean), ("Mean", Aggregate.Mean), ("first", Aggregate.First), ("count", Aggregate.Count), ("last_step", Aggregate.LastStep)),
            (name, function) => ($"{function.Item1}({name})", new AttributeRef(Unquoted(name), null, function.Item2))));

    private static readonly Gen<(string Text, double Value)> _number =
        QueryGenerators.Pick("0", "1", "0.5", "-1", "2e0", "5E-1", "inf", "-inf", "9007199254740992").Select(text => (text, text switch
        {
            "inf" => double.PositiveInfinity,
            "-inf" => double.NegativeInfinity,
            _ => double.Parse(text, CultureInfo.InvariantCulture),
        }));

    private static readonly Gen<(string Text, string Value)> _text = QueryGenerators.Pick(
        ("\"x\"", "x"), ("'xception'", "xception"), ("\"q\\\"uo\\\\te\"", "q\"uo\\te"), ("\"שלום\"", "שלום"), ("xception", "xception"), ("'0.5'", "0.5"), ("\"true\"", "true"));

    private static readonly Gen<(string Text, Comparison Meaning)> _comparison = QueryGenerators.Pick(
        ("=", Comparison.Equal), ("==", Comparison.Equal), ("!=", Comparison.NotEqual), ("<", Comparison.Less),
        ("<=", Comparison.LessOrEqual), (">", Comparison.Greater), (">=", Comparison.GreaterOrEqual));

    private static readonly Gen<(string Text, RunFilter Meaning)> _predicate = Gen.OneOf(
        Gen.Select(_attribute.Where(IsNumeric), _comparison, _number, QueryGenerators.Pick("", " "), (attribute, comparison, number, space) =>
            ($"{attribute.Text}{space}{comparison.Text}{space}{number.Text}", (RunFilter)new RunFilter.Number(attribute.Meaning, comparison.Meaning, number.Value))),
        Gen.Select(_attribute.Where(attribute => !IsNumeric(attribute) || attribute.Meaning is { Kind: null, Aggregate: Aggregate.Last }), _comparison, _text, (attribute, comparison, text) =>
            ($"{attribute.Text} {comparison.Text} {text.Text}", (RunFilter)new RunFilter.Text(attribute.Meaning, comparison.Meaning, text.Value))),
        Gen.Select(_attribute, QueryGenerators.Pick("contains", "CONTAINS", "Contains"), _text, Gen.Bool, (attribute, word, text, not) =>
            ($"{attribute.Text} {(not ? "not " : "")}{word} {text.Text}", Not(not, new RunFilter.Text(attribute.Meaning, Comparison.Contains, text.Value)))),
        Gen.Select(_attribute, QueryGenerators.Pick(("=~", false), ("!~", true), ("matches", false), ("NOT MATCHES", true)), (attribute, word) =>
            ($"{attribute.Text} {word.Item1} \"^x.*n?$\"", Not(word.Item2, new RunFilter.Text(attribute.Meaning, Comparison.Matches, "^x.*n?$")))),
        Gen.Select(_attribute, QueryGenerators.Pick(("exists", false), ("NOT EXISTS", true)), (attribute, word) =>
            ($"{attribute.Text} {word.Item1}", Not(word.Item2, new RunFilter.Exists(attribute.Meaning)))),
        Gen.Select(_attribute, QueryGenerators.Pick(("is nan", false), ("IS NOT NaN", true)), (attribute, word) =>
            ($"{attribute.Text} {word.Item1}", Not(word.Item2, new RunFilter.IsNaN(attribute.Meaning)))),
        Gen.Select(_attribute.Where(attribute => attribute.Meaning.Kind is null && attribute.Meaning.Aggregate == Aggregate.Last), _text.Array[0, 3], Gen.Bool, Gen.Bool, (attribute, texts, round, not) =>
            ($"{attribute.Text} {(not ? "NOT " : "")}in {(round ? '(' : '[')}{string.Join(", ", texts.Select(text => text.Text))}{(round ? ')' : ']')}",
                Not(not, new RunFilter.Or([.. texts.Select(text => new RunFilter.Text(attribute.Meaning, Comparison.Equal, text.Value))])))),
        QueryGenerators.Pick<(string, RunFilter)>(
            ("xception", new RunFilter.Mentions("xception")),
            ("'two words'", new RunFilter.Mentions("two words")),
            ("tag:x", new RunFilter.Text(new AttributeRef(SystemPaths.Tags), Comparison.Contains, "x")),
            ("name:'x'", new RunFilter.Text(new AttributeRef(SystemPaths.Name), Comparison.Contains, "x")),
            ("id IN [SAN-1, 'SAN-7']", new RunFilter.OneOf(["SAN-1", "SAN-7"])),
            ("created > -1d", new RunFilter.Number(new AttributeRef(SystemPaths.CreationTime), Comparison.Greater, Now.AddDays(-1).ToUnixTimeMilliseconds())),
            ("created >= now - 36h", new RunFilter.Number(new AttributeRef(SystemPaths.CreationTime), Comparison.GreaterOrEqual, Now.AddHours(-36).ToUnixTimeMilliseconds())),
            ("created < today + 2h", new RunFilter.Number(new AttributeRef(SystemPaths.CreationTime), Comparison.Less, Now.AddHours(-10).ToUnixTimeMilliseconds())),
            ("created < 2026-11-20 - 1w", new RunFilter.Number(new AttributeRef(SystemPaths.CreationTime), Comparison.Less, Now.AddHours(-12).AddDays(-11).ToUnixTimeMilliseconds())),
            ("duration > 2h", new RunFilter.Number(new AttributeRef(SystemPaths.RunningTime), Comparison.Greater, 7_200)),
            ("duration <= 90s", new RunFilter.Number(new AttributeRef(SystemPaths.RunningTime), Comparison.LessOrEqual, 90))));

    /// <summary>Whole queries.</summary>
    public static readonly Gen<(string Text, RunFilter Meaning)> Sentence = Gen.Recursive<(string Text, RunFilter Meaning)>((depth, self) => depth > 3
        ? _predicate
        : Gen.OneOf(
            _predicate,
            self.Select(inner => ($"({inner.Text})", inner.Meaning)),
            Gen.Select(QueryGenerators.Pick("NOT ", "not "), self, (not, inner) => ($"{not}({inner.Text})", (RunFilter)new RunFilter.Not(inner.Meaning))),
            Gen.Select(self, QueryGenerators.Pick("AND ", "and ", ""), _space, self, (left, and, space, right) =>
                ($"({left.Text}){space}{and}({right.Text})", (RunFilter)new RunFilter.And([left.Meaning, right.Meaning]))),
            // AND binds closer than OR.
            Gen.Select(_predicate, _predicate, QueryGenerators.Pick("OR", "or"), self, (left, right, or, last) =>
                ($"{left.Text} AND {right.Text} {or} ({last.Text})", (RunFilter)new RunFilter.Or([new RunFilter.And([left.Meaning, right.Meaning]), last.Meaning])))));

    private static bool IsNumeric((string Text, AttributeRef Meaning) attribute) =>
        attribute.Meaning.Kind is null or AttributeKind.Float or AttributeKind.Int or AttributeKind.FloatSeries;

    private static RunFilter Not(bool not, RunFilter filter) => not ? new RunFilter.Not(filter) : filter;

    private static string Unquoted(string name) => name[0] == '`' ? name[1..^1].Replace("``", "`", StringComparison.Ordinal) : name;
}
