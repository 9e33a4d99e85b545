using System.Globalization;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Api;

/// <summary>How far a reader of a series has come: opaque to it.</summary>
/// <param name="Stamp">The series' stamp: another one means that points were changed which the reader has.</param>
/// <param name="Last">The last step that it has; null: none.</param>
internal readonly record struct TailCursor(long Stamp, Step? Last)
{
    /// <summary>The first step that it has not.</summary>
    public Step? Next => Last is { } last ? new Step(last.Value, (sbyte)(last.RemainderMicros + 1)) : null;

    /// <exception cref="ShipslogException">Invalid: no cursor of ours.</exception>
    public static TailCursor Parse(string text)
    {
        var parts = text.Split('.');
        if (parts.Length is 1 or 3 && Hex(parts[0], out var stamp))
        {
            if (parts.Length == 1)
                return new TailCursor(stamp, null);
            if (Hex(parts[1], out var bits) && sbyte.TryParse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var remainder) && remainder < sbyte.MaxValue
                && double.IsFinite(BitConverter.Int64BitsToDouble(bits)))
                return new TailCursor(stamp, new Step(BitConverter.Int64BitsToDouble(bits), remainder));
        }

        throw new ShipslogException(Failure.Invalid, "The cursor is none that this server gave.", "invalid-cursor");
    }

    public override string ToString() => Last is { } last
        ? string.Create(CultureInfo.InvariantCulture, $"{Stamp:x}.{BitConverter.DoubleToInt64Bits(last.Value):x}.{last.RemainderMicros}")
        : Stamp.ToString("x", CultureInfo.InvariantCulture);

    private static bool Hex(string text, out long number) => long.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
}
