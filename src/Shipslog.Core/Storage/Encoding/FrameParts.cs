namespace Shipslog.Core.Storage.Encoding;

/// <summary>The parts of a frame that <see cref="Frame.SealParts"/> made, one after the other; those that nobody needs are stepped over packed.</summary>
internal ref struct FrameParts(ReadOnlySpan<byte> parts)
{
    private PointReader _reader = new(parts);

    /// <summary>The next part, put at the start of a place that must be large enough; returns its length.</summary>
    /// <exception cref="Model.ShipslogException">Unavailable: damaged.</exception>
    public int Next(Span<byte> into)
    {
        var (raw, packed) = (_reader.ReadCount(), _reader.ReadCount());
        if (packed == 0)
            _reader.ReadBytes(raw).CopyTo(into);
        else
            Zstd.DecompressExactly(_reader.ReadBytes(packed), into[..raw]);
        return raw;
    }

    /// <summary>The length of the next part, which stays the next.</summary>
    public readonly int PeekLength()
    {
        var ahead = _reader;
        return ahead.ReadCount();
    }

    /// <summary>Steps over the next part.</summary>
    public void Skip()
    {
        var (raw, packed) = (_reader.ReadCount(), _reader.ReadCount());
        _reader.ReadBytes(packed == 0 ? raw : packed);
    }
}
