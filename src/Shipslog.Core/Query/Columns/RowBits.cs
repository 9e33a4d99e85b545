using System.Numerics;

namespace Shipslog.Core.Query.Columns;

/// <summary>A set of rows, one bit each. Rows beyond its capacity are not in it.</summary>
internal sealed class RowBits
{
    private ulong[] _words;

    public RowBits(int rows) => _words = new ulong[(rows + 63) >> 6];

    private RowBits(ulong[] words) => _words = words;

    public ReadOnlySpan<ulong> Words => _words;

    public int WordCount => _words.Length;

    public bool this[int row]
    {
        get => row >> 6 < _words.Length && (_words[row >> 6] >> row & 1) != 0;
    }

    /// <summary>The word at an index; 0 beyond the end.</summary>
    public ulong Word(int index) => (uint)index < (uint)_words.Length ? _words[index] : 0;

    public void Add(int row)
    {
        var word = row >> 6;
        if (word >= _words.Length)
            Array.Resize(ref _words, Math.Max(word + 1, _words.Length + _words.Length / 2));
        _words[word] |= 1UL << row;
    }

    public void Remove(int row)
    {
        if (row >> 6 < _words.Length)
            _words[row >> 6] &= ~(1UL << row);
    }

    /// <summary>Adds the rows of a word; the word must lie within the capacity.</summary>
    public void AddWord(int index, ulong bits) => _words[index] |= bits;

    public RowBits Copy() => new((ulong[])_words.Clone());

    public RowBits And(RowBits other)
    {
        for (var i = 0; i < _words.Length; i++)
            _words[i] &= other.Word(i);
        return this;
    }

    public RowBits AndNot(RowBits other)
    {
        for (var i = 0; i < _words.Length; i++)
            _words[i] &= ~other.Word(i);
        return this;
    }

    /// <summary>Adds rows; those beyond this set's capacity are left out.</summary>
    public RowBits Or(RowBits other)
    {
        for (var i = 0; i < _words.Length; i++)
            _words[i] |= other.Word(i);
        return this;
    }

    public int Count()
    {
        var count = 0;
        foreach (var word in _words)
            count += BitOperations.PopCount(word);
        return count;
    }

    /// <summary>The rows in ascending order.</summary>
    public int[] ToRows()
    {
        var rows = GC.AllocateUninitializedArray<int>(Count());
        var next = 0;
        for (var i = 0; i < _words.Length; i++)
        {
            for (var word = _words[i]; word != 0; word &= word - 1)
                rows[next++] = (i << 6) + BitOperations.TrailingZeroCount(word);
        }

        return rows;
    }
}
