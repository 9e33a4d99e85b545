using Shipslog.Core.Model;

namespace Shipslog.Core.Query;

/// <summary>Which attributes tell runs apart, counted over a sample of them.</summary>
/// <remarks>
/// Score = coverage × distinctness; coverage is the share of the runs that have it, distinctness grows with the logarithm of the
/// number of distinct values and is full at 16: a parameter tried with 16 values tells as much as a metric that never repeats.
/// </remarks>
internal sealed class ColumnScores
{
    private const int MaxText = 200;

    /// <summary>Below these are the tracker's own and the machine's numbers: they differ in every run and tell nothing of the experiment.</summary>
    private static readonly string[] _notProposed = ["sys", "monitoring", "source_code", "diagnostics"];

    private readonly Dictionary<(string Path, AttributeKind Kind), Spread> _spreads = [];
    private int _runs;

    /// <summary>Counts a run's attributes.</summary>
    public void Add(IEnumerable<(AttributePath Path, AttributeValue Value)> attributes)
    {
        _runs++;
        foreach (var (path, value) in attributes)
        {
            if (!IsProposable(path.Value) || KeyOf(value) is not { } key)
                continue;
            if (!_spreads.TryGetValue((path.Value, value.Kind), out var spread))
                _spreads.Add((path.Value, value.Kind), spread = new Spread());
            spread.Add(key);
        }
    }

    /// <summary>The best, best first; none that is the same in all.</summary>
    public IReadOnlyList<AttributeRef> Best(int limit) =>
    [
        .. _spreads.Select(entry => (entry.Key, Score: entry.Value.Score(_runs)))
            .Where(entry => entry.Score > 0)
            .OrderByDescending(entry => Math.Round(entry.Score, 3))
            .ThenBy(entry => entry.Key.Path, StringComparer.Ordinal)
            .Take(limit)
            .Select(entry => new AttributeRef(entry.Key.Path, entry.Key.Kind)),
    ];

    private static bool IsProposable(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 || !_notProposed.Contains(path[..slash]);
    }

    /// <summary>The value as a number to compare by; null: not a kind that is proposed.</summary>
    private static double? KeyOf(AttributeValue value) => value switch
    {
        AttributeValue.Float number => number.Value,
        AttributeValue.Int number => number.Value,
        AttributeValue.Datetime time => time.UnixMilliseconds,
        AttributeValue.Bool truth => truth.Value ? 1 : 0,
        AttributeValue.String { Value.Length: <= MaxText } text => HashOf(text.Value),
        AttributeValue.Artifact artifact => HashOf(artifact.Hash),
        AttributeValue.FloatSeries { Summary: { Position.Count: > 0 } summary } => summary.Last,
        _ => null,
    };

    private static double HashOf(string text) => text.GetHashCode(StringComparison.Ordinal);

    private sealed class Spread
    {
        private const int Full = 16;

        private readonly HashSet<double> _distinct = new(4);
        private int _present;

        public void Add(double key)
        {
            _present++;
            if (_distinct.Count < Full)
                _distinct.Add(key);
        }

        public double Score(int runs) => _distinct.Count < 2 ? 0 : (double)_present / runs * Math.Min(1, Math.Log2(_distinct.Count) / 4);
    }
}
