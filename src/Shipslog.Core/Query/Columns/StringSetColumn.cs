using Shipslog.Core.Model;

namespace Shipslog.Core.Query.Columns;

/// <summary>String sets, with the rows of each element beside them: "has this tag" is asked most often of all.</summary>
internal sealed class StringSetColumn(string path) : SlotsColumn<AttributeValue.StringSet>(path, AttributeKind.StringSet)
{
    private readonly Dictionary<string, Slots<bool>> _rowsByElement = new(StringComparer.Ordinal);

    protected override int BytesPerValue => 150;

    public override void Set(int row, AttributeValue value)
    {
        RemoveElements(row);
        var set = (AttributeValue.StringSet)value;
        Slots.Set(row, set);
        foreach (var element in set.Values)
        {
            if (!_rowsByElement.TryGetValue(element, out var rows))
                _rowsByElement.Add(element, rows = new Slots<bool>());
            rows.Set(row, true);
        }
    }

    public override bool Remove(int row)
    {
        RemoveElements(row);
        return Slots.Remove(row);
    }

    public override AttributeValue? Get(int row) => Slots.TryGet(row, out var value) ? value : null;

    public override string? Text(int row) =>
        Slots.TryGet(row, out var value) && value.Values.Count > 0
            ? string.Join(", ", value.Values.Order(StringComparer.Ordinal))
            : null;

    public override void MatchText(TextTest test, Aggregate aggregate, RowBits mask, RowBits into)
    {
        switch (test.Comparison)
        {
            case Comparison.Equal:
                if (_rowsByElement.TryGetValue(test.Value, out var equal))
                    equal.Match(new OnlyElementTest(), Alone(mask), into);
                break;
            case Comparison.Contains:
                if (_rowsByElement.TryGetValue(test.Value, out var rows))
                    rows.Match(new OnlyElementTest(), mask, into);
                break;
            case Comparison.Matches:
                MatchAny(test.Holds, mask, into);
                break;
            default:
                break;
        }
    }

    /// <summary>Adds the rows of which any element passes.</summary>
    public void MatchAny(Predicate<string> element, RowBits mask, RowBits into)
    {
        foreach (var (text, rows) in _rowsByElement)
        {
            if (element(text))
                rows.Match(new OnlyElementTest(), mask, into);
        }
    }

    private RowBits Alone(RowBits mask)
    {
        var alone = new RowBits(mask.WordCount << 6);
        Slots.Match(new SingletonTest(), mask, alone);
        return alone;
    }

    private void RemoveElements(int row)
    {
        if (!Slots.TryGet(row, out var old))
            return;
        foreach (var element in old.Values)
        {
            if (!_rowsByElement.TryGetValue(element, out var rows))
                continue;
            rows.Remove(row);
            if (rows.Count == 0)
                _rowsByElement.Remove(element);
        }
    }

    private readonly struct OnlyElementTest : IValueTest<bool>
    {
        public static bool IsCheap => true;

        public bool Holds(bool value) => true;
    }

    private readonly struct SingletonTest : IValueTest<AttributeValue.StringSet>
    {
        public static bool IsCheap => false;

        public bool Holds(AttributeValue.StringSet value) => value.Values.Count == 1;
    }
}
