using CsCheck;
using Shipslog.Core.Model;
using Shipslog.Core.Query;

namespace Shipslog.Tests.Core.Query;

/// <summary>Random runs and filters over few paths and values, so that they meet.</summary>
internal static class QueryGenerators
{
    public static readonly string[] Paths = ["a", "b/c", "odd `name`", SystemPaths.Name, SystemPaths.Tags];

    private static readonly Gen<string> _word = Pick("x", "xception", "1", "0.5", "true", "q\"uo\\te", "שלום");
    private static readonly Gen<double> _number =
        Pick(0d, 1, 0.5, -1, 2, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 9007199254740992d);

    public static readonly Gen<AttributeValue> Value = Gen.OneOf(
        _number.Select(number => (AttributeValue)new AttributeValue.Float(number)),
        Pick(0L, 1, 2, -1, 1L << 53, long.MaxValue).Select(number => (AttributeValue)new AttributeValue.Int(number)),
        Gen.Bool.Select(truth => (AttributeValue)new AttributeValue.Bool(truth)),
        _word.Select(word => (AttributeValue)new AttributeValue.String(word)),
        Gen.Int[0, 2].Select(number => (AttributeValue)new AttributeValue.Datetime(number)),
        _word.HashSet[0, 3].Select(words => (AttributeValue)new AttributeValue.StringSet([.. words])),
        _number.Array[0, 4].Select(Series));

    public static readonly Gen<(int Run, int Path, AttributeValue? Value)> Change =
        Gen.Select(Gen.Int[1, 100], Gen.Int[0, Paths.Length - 1], Gen.Int[0, 5], Value,
            (run, path, delete, value) => (run, path, delete == 0 ? null : value));

    private static readonly Gen<AttributeRef> _attribute = Gen.Select(
        Pick(Paths), Gen.Int[0, 2], Pick(Enum.GetValues<AttributeKind>()),
        Pick(Enum.GetValues<Aggregate>()),
        (path, typed, kind, aggregate) => new AttributeRef(path, typed == 0 ? kind : null, aggregate));

    public static readonly Gen<RunFilter> Leaf = Gen.OneOf(
        Gen.Select(_attribute, Pick(Enum.GetValues<Comparison>()[..6]), _number,
            (attribute, comparison, number) => (RunFilter)new RunFilter.Number(attribute, comparison, number)),
        Gen.Select(_attribute, Pick(Enum.GetValues<Comparison>()), _word,
            (attribute, comparison, word) => (RunFilter)new RunFilter.Text(
                attribute, comparison, comparison == Comparison.Matches ? "^x.*n?$" : word)),
        _attribute.Select(attribute => (RunFilter)new RunFilter.Exists(attribute)),
        _attribute.Select(attribute => (RunFilter)new RunFilter.IsNaN(attribute)),
        _word.Select(word => (RunFilter)new RunFilter.Mentions(word)),
        Gen.Int[1, 100].Array[0, 3].Select(keys => (RunFilter)new RunFilter.OneOf([.. keys.Select(key => $"SAN-{key}")])));

    public static readonly Gen<RunFilter> Filter = Gen.Recursive<RunFilter>((depth, self) => depth > 3
        ? Leaf
        : Gen.OneOf(
            Leaf,
            self.Array[0, 3].Select(parts => (RunFilter)new RunFilter.And(parts)),
            self.Array[0, 3].Select(parts => (RunFilter)new RunFilter.Or(parts)),
            self.Select(part => (RunFilter)new RunFilter.Not(part))));

    public static Gen<T> Pick<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    public static Run Run(int key) => new(
        new Guid(key, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]), key, HolderKind.Run, $"SAN-{key}", null, null, "ada", 1000 + key / 3);

    public static AttributeValue Series(double[] values)
    {
        var finite = values.Where(double.IsFinite).ToArray();
        var position = new SeriesSummary(values.Length, new Step(0), new Step(values.Length - 1), 0);
        return new AttributeValue.FloatSeries(
            values.Length == 0
                ? FloatSeriesSummary.Empty
                : new FloatSeriesSummary(
                    position, values[0], values[^1],
                    finite.Length == 0 ? double.NaN : finite.Min(),
                    finite.Length == 0 ? double.NaN : finite.Max(),
                    finite.Sum(), finite.Sum(value => value * value), finite.Length),
            SeriesConfig.None);
    }
}
