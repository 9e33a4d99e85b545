using Shipslog.Core.Model;

namespace Shipslog.Core.Series;

/// <summary>A question about one series that has one answer as long as its points don't change.</summary>
internal readonly record struct BucketQuestion(int RunKey, int AttributeId, SeriesAxis Axis, int Buckets, double From, double To, bool LogX);

/// <summary>Answers given lately, each with the series' value it was given for. Bounded by buckets; thread safe.</summary>
internal sealed class BucketCache
{
    // 80 bytes each, and about 100 of the text that a protocol keeps as long: 36 MB at most.
    private const int MaxBuckets = 200_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<BucketQuestion, LinkedListNode<Entry>> _known = [];
    private readonly LinkedList<Entry> _byAge = new();
    private int _buckets;

    /// <summary>The answer, when the series' value is still the same object.</summary>
    public SeriesBuckets? Find(BucketQuestion question, AttributeValue value)
    {
        lock (_lock)
        {
            if (!_known.TryGetValue(question, out var node) || !ReferenceEquals(node.Value.Value, value))
                return null;
            _byAge.Remove(node);
            _byAge.AddLast(node);
            return node.Value.Answer;
        }
    }

    /// <summary>Keeps an answer, and lets the oldest go.</summary>
    public void Keep(BucketQuestion question, AttributeValue value, SeriesBuckets answer)
    {
        lock (_lock)
        {
            if (_known.Remove(question, out var old))
                Forget(old);
            _known[question] = _byAge.AddLast(new Entry(question, value, answer));
            _buckets += answer.Buckets.Count + 1;
            while (_buckets > MaxBuckets && _byAge.First is { } oldest)
            {
                _known.Remove(oldest.Value.Question);
                Forget(oldest);
            }
        }
    }

    private void Forget(LinkedListNode<Entry> node)
    {
        _byAge.Remove(node);
        _buckets -= node.Value.Answer.Buckets.Count + 1;
    }

    private sealed record Entry(BucketQuestion Question, AttributeValue Value, SeriesBuckets Answer);
}
