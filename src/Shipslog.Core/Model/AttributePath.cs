using System.Text;

namespace Shipslog.Core.Model;

/// <summary>The name of an attribute within a run: a <c>/</c>-separated path such as <c>logs/val/loss</c>. Any Unicode, 1 to 1,024 UTF-8 bytes, no NUL. Compared byte for byte.</summary>
public readonly record struct AttributePath : IComparable<AttributePath>
{
    /// <summary>The longest path, in UTF-8 bytes.</summary>
    public const int MaxBytes = 1024;

    /// <summary>A path known to be right, e.g. a constant. Throws <see cref="ShipslogException"/> (Invalid) if it isn't.</summary>
    public AttributePath(string value)
    {
        if (Explain(value) is { } fault)
            throw new ShipslogException(Failure.Invalid, fault, "invalid-attribute-path");
        Text = value;
    }

    /// <summary>The text of the path.</summary>
    public string Value => Text ?? "";

    private string? Text { get; init; }

    /// <summary>True when the path lies below <paramref name="ns"/>, e.g. <c>sys/name</c> below <c>sys</c>.</summary>
    public bool IsBelow(string ns) =>
        Value.Length > ns.Length && Value[ns.Length] == '/' && Value.StartsWith(ns, StringComparison.Ordinal);

    /// <summary>Makes a path of text from outside.</summary>
    /// <param name="value">Any text.</param>
    /// <param name="path">The path when the result is true.</param>
    public static bool TryCreate(string? value, out AttributePath path)
    {
        path = default;
        if (Explain(value) is not null)
            return false;
        path = new AttributePath { Text = value };
        return true;
    }

    /// <summary>What is wrong with a text as a path, as a sentence; null when nothing is.</summary>
    public static string? Explain(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return "The attribute name is empty.";
        if (value.Length > MaxBytes || Encoding.UTF8.GetByteCount(value) > MaxBytes)
            return $"The attribute name is longer than {MaxBytes} bytes.";
        return value.Contains('\0') ? "The attribute name contains a NUL character." : null;
    }

    /// <inheritdoc/>
    public int CompareTo(AttributePath other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
