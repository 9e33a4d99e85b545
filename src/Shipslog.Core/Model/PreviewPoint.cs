namespace Shipslog.Core.Model;

/// <summary>A value that may still change: an average over what was seen of a step so far, say.</summary>
/// <param name="Value">The value now; NaN and ±∞ are kept.</param>
/// <param name="Completion">How complete it is, 0 to 1.</param>
public readonly record struct Preview(double Value, float Completion);

/// <summary>A preview on a series: it stands beyond the last point and goes when a point comes at its step or after.</summary>
/// <param name="Step">Where.</param>
/// <param name="Value">What.</param>
/// <param name="UnixMilliseconds">When, ms since 1970.</param>
public sealed record PreviewPoint(Step Step, Preview Value, long UnixMilliseconds);
