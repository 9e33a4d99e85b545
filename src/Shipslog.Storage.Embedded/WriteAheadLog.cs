using System.Buffers.Binary;

namespace Shipslog.Storage.Embedded;

/// <summary>
/// SQLite takes a write-ahead log up to the first frame whose checksum is wrong, as a power cut leaves one in the last transaction, and forgets what follows without a word: a
/// flipped bit in the middle would lose all that was acknowledged after it. Here the frames after such a place are found, and joined again: what is wrong in one page is then for
/// those to find who read it (our own blobs have checksums), and a page that was written again later is right anyway.
/// </summary>
/// <param name="bytes">The whole file; layout: sqlite.org/fileformat.html, section 4.</param>
internal sealed class WriteAheadLog(byte[] bytes)
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;

    private readonly int _frameBytes = FrameHeaderBytes + BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(8));
    private readonly bool _isBigEndian = (bytes[3] & 1) == 1;

    /// <summary>Whether it has a header and whole frames to look at.</summary>
    public static bool CanRead(byte[] bytes) => bytes.Length > HeaderBytes
        && (BinaryPrimitives.ReadUInt32BigEndian(bytes) & ~1u) == 0x377f0682
        && BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(8)) is >= 512 and <= 65536;

    /// <summary>Frames that are whole in the file.</summary>
    private int Frames => (bytes.Length - HeaderBytes) / _frameBytes;

    /// <summary>The log with its checksums right again, or null when it is as it should be, the last transaction being incomplete or not.</summary>
    /// <param name="damaged">How many frames were not what was written.</param>
    public byte[]? Mend(out int damaged)
    {
        var wrong = Enumerable.Range(0, Frames).Where(frame => !IsRight(frame)).ToHashSet();
        damaged = 0;
        if (wrong.Count == 0)
            return null;
        var first = wrong.Min();
        var last = Enumerable.Range(first + 1, Math.Max(0, Frames - first - 1)).LastOrDefault(frame => !wrong.Contains(frame) && IsCommit(frame), -1);

        // A transaction that ended after the wrong frame was followed by another: so it was complete on the disk once, and this is no power cut.
        if (last < 0 || !Enumerable.Range(first, last - first).Any(frame => IsOfThisLog(frame) && IsCommit(frame)))
            return null;
        wrong.RemoveWhere(frame => frame > last);
        damaged = wrong.Count;
        return Join(wrong, last);
    }

    private byte[] Join(HashSet<int> wrong, int last)
    {
        var rewritten = Enumerable.Range(0, last + 1).Where(frame => !wrong.Contains(frame)).Select(PageOf).ToHashSet();
        var mended = new MemoryStream(bytes.Length);
        mended.Write(bytes.AsSpan(0, HeaderBytes));
        var sum = (BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(24)), BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(28)));
        for (var frame = 0; frame <= last; frame++)
        {
            if (wrong.Contains(frame) && IsWrittenAgain(frame, last, wrong, rewritten))
                continue;
            var copy = Frame(frame).ToArray();
            bytes.AsSpan(16, 8).CopyTo(copy.AsSpan(8));
            sum = Sum(copy, sum);
            BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(16), sum.Item1);
            BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(20), sum.Item2);
            mended.Write(copy);
        }

        return mended.ToArray();
    }

    private bool IsWrittenAgain(int frame, int last, HashSet<int> wrong, HashSet<uint> rewritten) => rewritten.Contains(PageOf(frame))
        && Enumerable.Range(frame + 1, last - frame).Any(later => !wrong.Contains(later) && PageOf(later) == PageOf(frame));

    /// <summary>Whether a frame belongs to this log, and has the checksum that follows from the frame before as it stands there.</summary>
    private bool IsRight(int frame)
    {
        var before = bytes.AsSpan(frame == 0 ? 24 : HeaderBytes + ((frame - 1) * _frameBytes) + 16);
        var sum = Sum(Frame(frame), (BinaryPrimitives.ReadUInt32BigEndian(before), BinaryPrimitives.ReadUInt32BigEndian(before[4..])));
        return IsOfThisLog(frame)
            && sum == (BinaryPrimitives.ReadUInt32BigEndian(Frame(frame)[16..]), BinaryPrimitives.ReadUInt32BigEndian(Frame(frame)[20..]));
    }

    private bool IsOfThisLog(int frame) => Frame(frame).Slice(8, 8).SequenceEqual(bytes.AsSpan(16, 8));

    private bool IsCommit(int frame) => BinaryPrimitives.ReadUInt32BigEndian(Frame(frame)[4..]) != 0;

    private uint PageOf(int frame) => BinaryPrimitives.ReadUInt32BigEndian(Frame(frame));

    private ReadOnlySpan<byte> Frame(int frame) => bytes.AsSpan(HeaderBytes + (frame * _frameBytes), _frameBytes);

    private (uint, uint) Sum(ReadOnlySpan<byte> frame, (uint, uint) sum) => Add(frame[FrameHeaderBytes..], Add(frame[..8], sum));

    private (uint, uint) Add(ReadOnlySpan<byte> data, (uint One, uint Two) sum)
    {
        for (var at = 0; at < data.Length; at += 8)
        {
            sum.One += Word(data[at..]) + sum.Two;
            sum.Two += Word(data[(at + 4)..]) + sum.One;
        }

        return sum;
    }

    private uint Word(ReadOnlySpan<byte> data) => _isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(data) : BinaryPrimitives.ReadUInt32LittleEndian(data);
}
