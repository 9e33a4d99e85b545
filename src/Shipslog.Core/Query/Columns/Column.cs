using Shipslog.Core.Model;

namespace Shipslog.Core.Query.Columns;

/// <summary>
/// All values of one (path, kind) of a project, by row. Not thread safe: <see cref="RunTable"/> holds its lock around every call.
/// </summary>
internal abstract class Column(string path, AttributeKind kind)
{
    public string Path { get; } = path;

    public AttributeKind Kind { get; } = kind;

    public abstract bool Has(int row);

    /// <summary>Stores a value of this column's kind.</summary>
    public abstract void Set(int row, AttributeValue value);

    public abstract bool Remove(int row);

    public abstract AttributeValue? Get(int row);

    /// <summary>About how much memory the values hold.</summary>
    public abstract long Bytes { get; }

    /// <summary>Adds the rows that have the attribute.</summary>
    public abstract void AddPresent(RowBits into);

    /// <summary>The number to sort by, if the row has one; may be NaN.</summary>
    public virtual bool TryNumber(int row, Aggregate aggregate, out double number)
    {
        number = 0;
        return false;
    }

    /// <summary>The integer behind <see cref="TryNumber"/>, to order those that are one double.</summary>
    public virtual long ExactNumber(int row) => 0;

    /// <summary>The text to sort by; null: none.</summary>
    public virtual string? Text(int row) => null;

    public virtual void MatchNumber(NumberTest test, Aggregate aggregate, RowBits mask, RowBits into)
    {
    }

    public virtual void MatchText(TextTest test, Aggregate aggregate, RowBits mask, RowBits into)
    {
        if (test.TryAsNumber(Kind, out var number))
            MatchNumber(number, aggregate, mask, into);
    }

    public virtual void MatchNaN(Aggregate aggregate, RowBits mask, RowBits into)
    {
    }

    /// <summary>The column for a kind.</summary>
    public static Column Create(string path, AttributeKind kind) => kind switch
    {
        AttributeKind.Float => new FloatColumn(path),
        AttributeKind.Int or AttributeKind.Datetime => new LongColumn(path, kind),
        AttributeKind.Bool => new BoolColumn(path),
        AttributeKind.String => new StringColumn(path),
        AttributeKind.StringSet => new StringSetColumn(path),
        _ => new ObjectColumn(path, kind),
    };
}
