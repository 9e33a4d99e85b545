namespace Shipslog.Core.Query;

/// <summary>
/// The paths of all columns as one long text, in blocks, in their order: a search runs over it as fast as memory is read, while a million
/// strings of their own cost a cache miss or two each. One writer appends; readers take the blocks as they are.
/// </summary>
internal sealed class NameText
{
    // No path has this character.
    private const char End = '\0';
    private const int BlockChars = 1 << 19;

    private Block[] _blocks = [new(0)];

    /// <summary>How many names there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds the next name.</summary>
    public void Add(string name)
    {
        var blocks = _blocks;
        if (!blocks[^1].TryAdd(name))
        {
            var block = new Block(Count);
            block.TryAdd(name);
            Volatile.Write(ref _blocks, [.. blocks, block]);
        }

        Count++;
    }

    /// <summary>Visits names, block by block, on every core.</summary>
    /// <param name="literal">Only names with this text; empty: all.</param>
    /// <param name="comparison">How it is looked for.</param>
    /// <param name="collect">Gets the block's names in order; called once a block, from any thread.</param>
    public void Search(string literal, StringComparison comparison, Action<BlockNames> collect)
    {
        var blocks = Volatile.Read(ref _blocks);
        if (blocks.Length == 1)
            collect(new BlockNames(blocks[0], literal, comparison));
        else
            Parallel.ForEach(blocks, block => collect(new BlockNames(block, literal, comparison)));
    }

    /// <summary>Names whose last segments are these.</summary>
    public IEnumerable<int> EndingWith(string segments)
    {
        var found = new List<int>();
        Search($"/{segments}{End}", StringComparison.Ordinal, names =>
        {
            while (names.Next())
            {
                lock (found)
                    found.Add(names.Index);
            }
        });
        found.Sort();
        return found;
    }

    internal sealed class Block(int first)
    {
        private int[] _starts = new int[1024];
        private char[] _text = new char[4096];
        private int _length;
        private int _count;

        public int First => first;

        public bool TryAdd(string name)
        {
            if (_length > 0 && _length + name.Length + 1 > BlockChars)
                return false;
            var (text, starts) = (_text, _starts);
            if (_length + name.Length + 1 > text.Length)
                Array.Resize(ref text, Math.Max(text.Length * 2, _length + name.Length + 1));
            if (_count + 1 >= starts.Length)
                Array.Resize(ref starts, starts.Length * 2);
            name.CopyTo(text.AsSpan(_length));
            text[_length + name.Length] = End;
            starts[_count + 1] = _length + name.Length + 1;
            // Readers take the count first: what it counts is there by then.
            (_text, _starts) = (text, starts);
            _length += name.Length + 1;
            Volatile.Write(ref _count, _count + 1);
            return true;
        }

        public (char[] Text, int[] Starts, int Count) Read()
        {
            var count = Volatile.Read(ref _count);
            return (Volatile.Read(ref _text), Volatile.Read(ref _starts), count);
        }
    }

    /// <summary>The names of a block that have a text.</summary>
    internal ref struct BlockNames
    {
        private readonly ReadOnlySpan<char> _text;
        private readonly ReadOnlySpan<int> _starts;
        private readonly string _literal;
        private readonly StringComparison _comparison;
        private readonly int _first;
        private int _at;

        public BlockNames(Block block, string literal, StringComparison comparison)
        {
            var (text, starts, count) = block.Read();
            _starts = starts.AsSpan(0, count + 1);
            _text = text.AsSpan(0, _starts[count]);
            (_literal, _comparison, _first, _at) = (literal, comparison, block.First, -1);
        }

        /// <summary>Which name it is, of all.</summary>
        public readonly int Index => _first + _at;

        /// <summary>The name.</summary>
        public readonly ReadOnlySpan<char> Name => _text[_starts[_at]..(_starts[_at + 1] - 1)];

        /// <summary>Goes to the next one.</summary>
        public bool Next()
        {
            if (++_at >= _starts.Length - 1)
                return false;
            if (_literal.Length == 0)
                return true;
            var found = _text[_starts[_at]..].IndexOf(_literal, _comparison);
            if (found < 0)
                return false;
            found += _starts[_at];
            // Hits are near in short searches, far in long ones: first a few steps, then by halves.
            for (var steps = 0; steps < 4 && _starts[_at + 1] <= found; steps++)
                _at++;
            if (_starts[_at + 1] <= found)
            {
                var place = _starts[_at..].BinarySearch(found);
                _at += place >= 0 ? place : ~place - 1;
            }

            return true;
        }
    }
}
