using Shipslog.Core.Ingest;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Neptune.Experiments;

/// <summary>Points being collected.</summary>
internal sealed class Columns<T>
{
    private readonly HashSet<double> _taken = [];
    private readonly List<T> _values = [];
    private readonly List<long> _times = [];

    /// <summary>Steps; null where the server picks.</summary>
    public List<double?> Xs { get; } = [];

    /// <summary>Whether a step was added.</summary>
    public bool Has(double x) => _taken.Contains(x);

    /// <summary>Adds a point; x is finite or null.</summary>
    public void Add(double? x, T value, long unixMilliseconds)
    {
        if (x is { } own)
            _taken.Add(own);
        Xs.Add(x);
        _values.Add(value);
        _times.Add(unixMilliseconds);
    }

    /// <summary>The points.</summary>
    public Points<T> ToPoints() => new(
        Xs.Select(x => x is { } own && Step.TryCreate(own, out var step) ? step : Step.Auto).ToArray(), _values.ToArray(), _times.ToArray());
}
