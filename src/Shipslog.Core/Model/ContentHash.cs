namespace Shipslog.Core.Model;

/// <summary>SHA-256 of a file's content: its address in the file store.</summary>
/// <param name="Hex">64 lower-case hexadecimal digits.</param>
public readonly record struct ContentHash(string Hex)
{
    /// <summary>From the 32 bytes of a hash.</summary>
    public static ContentHash FromBytes(ReadOnlySpan<byte> bytes) => new(Convert.ToHexStringLower(bytes));

    /// <summary>From text from outside; false unless it is 64 hexadecimal digits.</summary>
    public static bool TryParse(string? text, out ContentHash hash)
    {
        hash = default;
        if (text is not { Length: 64 } || !text.All(char.IsAsciiHexDigit))
            return false;
        hash = new ContentHash(text.ToLowerInvariant());
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Hex;
}
