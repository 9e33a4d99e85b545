using System.Buffers;

namespace Shipslog.Core.Series;

/// <summary>What a bucket gains by some points.</summary>
internal readonly record struct BucketGain(int Index, BucketBuilder Cell);

/// <summary>Gains of buckets, one after the other, in memory that is used again once it is disposed of. Not thread safe.</summary>
internal sealed class BucketGains : IDisposable
{
    private BucketGain[] _gains = ArrayPool<BucketGain>.Shared.Rent(64);

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds one at the end.</summary>
    public void Add(BucketGain gain)
    {
        if (Count == _gains.Length)
        {
            var more = ArrayPool<BucketGain>.Shared.Rent(Count * 2);
            _gains.CopyTo(more, 0);
            ArrayPool<BucketGain>.Shared.Return(_gains);
            _gains = more;
        }

        _gains[Count++] = gain;
    }

    /// <summary>Those from one up to, and without, another.</summary>
    public ReadOnlySpan<BucketGain> Between(int start, int end) => _gains.AsSpan(start, end - start);

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<BucketGain>.Shared.Return(_gains);
}
