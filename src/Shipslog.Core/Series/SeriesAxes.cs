using Shipslog.Core.Model;

namespace Shipslog.Core.Series;

/// <summary>The x of a point on an axis.</summary>
public static class SeriesAxes
{
    /// <summary>On any axis: a step, seconds since the run's creation, or unix milliseconds.</summary>
    public static double X(SeriesAxis axis, Step step, long unixMilliseconds, long runCreatedUnixMilliseconds) =>
        axis == SeriesAxis.Step ? step.Value : X(axis, unixMilliseconds, runCreatedUnixMilliseconds);

    /// <summary>On an axis of time.</summary>
    internal static double X(SeriesAxis axis, long unixMilliseconds, long runCreatedUnixMilliseconds) =>
        axis == SeriesAxis.Time ? unixMilliseconds : (unixMilliseconds - runCreatedUnixMilliseconds) / 1000.0;

    /// <summary>Of all points.</summary>
    internal static (double[] X, double[] Values) Project(PointColumns<double> points, SeriesAxis axis, long runCreatedUnixMilliseconds)
    {
        var x = new double[points.Count];
        for (var i = 0; i < x.Length; i++)
            x[i] = X(axis, points.Steps[i], points.UnixMilliseconds[i], runCreatedUnixMilliseconds);
        return (x, points.Values.ToArray());
    }

    /// <summary>The ends of a digest on an axis, first and last in x.</summary>
    internal static (double From, double To) Ends(SeriesDigest digest, Step first, Step last, SeriesAxis axis, long runCreatedUnixMilliseconds) => axis == SeriesAxis.Step
        ? (first.Value, last.Value)
        : (X(axis, digest.MinUnixMilliseconds, runCreatedUnixMilliseconds), X(axis, digest.MaxUnixMilliseconds, runCreatedUnixMilliseconds));
}
