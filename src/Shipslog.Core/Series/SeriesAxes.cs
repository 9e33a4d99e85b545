using Shipslog.Core.Model;

namespace Shipslog.Core.Series;

/// <summary>The x of a point on an axis.</summary>
internal static class SeriesAxes
{
    /// <summary>On an axis of time.</summary>
    public static double X(SeriesAxis axis, long unixMilliseconds, long runCreatedUnixMilliseconds) =>
        axis == SeriesAxis.Time ? unixMilliseconds : (unixMilliseconds - runCreatedUnixMilliseconds) / 1000.0;

    /// <summary>Of all points.</summary>
    public static (double[] X, double[] Values) Project(PointColumns<double> points, SeriesAxis axis, long runCreatedUnixMilliseconds)
    {
        var x = new double[points.Count];
        for (var i = 0; i < x.Length; i++)
            x[i] = axis == SeriesAxis.Step ? points.Steps[i].Value : X(axis, points.UnixMilliseconds[i], runCreatedUnixMilliseconds);
        return (x, points.Values.ToArray());
    }

    /// <summary>The ends of a digest on an axis, first and last in x.</summary>
    public static (double From, double To) Ends(SeriesDigest digest, Step first, Step last, SeriesAxis axis, long runCreatedUnixMilliseconds) => axis == SeriesAxis.Step
        ? (first.Value, last.Value)
        : (X(axis, digest.MinUnixMilliseconds, runCreatedUnixMilliseconds), X(axis, digest.MaxUnixMilliseconds, runCreatedUnixMilliseconds));
}
