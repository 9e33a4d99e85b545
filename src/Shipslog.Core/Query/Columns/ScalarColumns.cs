using Shipslog.Core.Model;

namespace Shipslog.Core.Query.Columns;

/// <summary>A column whose values are rebuilt from an array of primitives.</summary>
internal abstract class SlotsColumn<T>(string path, AttributeKind kind) : Column(path, kind)
{
    protected Slots<T> Slots { get; } = new();

    /// <summary>The memory of one value beside its place in the array.</summary>
    protected virtual int BytesPerValue => 0;

    public override long Bytes => Slots.Bytes + Slots.Count * (long)BytesPerValue;

    public override bool Has(int row) => Slots.TryGet(row, out _);

    public override bool Remove(int row) => Slots.Remove(row);

    public override void AddPresent(RowBits into) => Slots.AddPresent(into);
}

/// <summary>Floats.</summary>
internal sealed class FloatColumn(string path) : SlotsColumn<double>(path, AttributeKind.Float)
{
    public override void Set(int row, AttributeValue value) => Slots.Set(row, ((AttributeValue.Float)value).Value);

    public override AttributeValue? Get(int row) =>
        Slots.TryGet(row, out var value) ? new AttributeValue.Float(value) : null;

    public override bool TryNumber(int row, Aggregate aggregate, out double number) => Slots.TryGet(row, out number);

    public override void MatchNumber(NumberTest test, Aggregate aggregate, RowBits mask, RowBits into) =>
        Slots.Match(new DoubleTest(test), mask, into);

    public override void MatchNaN(Aggregate aggregate, RowBits mask, RowBits into) =>
        Slots.Match(default(NaNTest), mask, into);
}

/// <summary>Integers, or instants in milliseconds.</summary>
internal sealed class LongColumn(string path, AttributeKind kind) : SlotsColumn<long>(path, kind)
{
    public override void Set(int row, AttributeValue value) => Slots.Set(
        row, value is AttributeValue.Int number ? number.Value : ((AttributeValue.Datetime)value).UnixMilliseconds);

    public override AttributeValue? Get(int row) => !Slots.TryGet(row, out var value) ? null
        : Kind == AttributeKind.Int ? new AttributeValue.Int(value)
        : new AttributeValue.Datetime(value);

    public override bool TryNumber(int row, Aggregate aggregate, out double number)
    {
        var has = Slots.TryGet(row, out var value);
        number = value;
        return has;
    }

    public override long ExactNumber(int row) => Slots.TryGet(row, out var value) ? value : 0;

    public override void MatchNumber(NumberTest test, Aggregate aggregate, RowBits mask, RowBits into) =>
        Slots.Match(new LongTest(test), mask, into);
}

/// <summary>Truth values; as numbers 0 and 1.</summary>
internal sealed class BoolColumn(string path) : SlotsColumn<bool>(path, AttributeKind.Bool)
{
    private static readonly AttributeValue.Bool _true = new(true);
    private static readonly AttributeValue.Bool _false = new(false);

    public override void Set(int row, AttributeValue value) => Slots.Set(row, ((AttributeValue.Bool)value).Value);

    public override AttributeValue? Get(int row) => Slots.TryGet(row, out var value) ? value ? _true : _false : null;

    public override bool TryNumber(int row, Aggregate aggregate, out double number)
    {
        var has = Slots.TryGet(row, out var value);
        number = value ? 1 : 0;
        return has;
    }

    public override void MatchNumber(NumberTest test, Aggregate aggregate, RowBits mask, RowBits into) =>
        Slots.Match(new BoolTest(test.Holds(0d), test.Holds(1d)), mask, into);
}

/// <summary>Strings. Columns of few distinct texts (states, owners, most parameters) hold each text once.</summary>
internal sealed class StringColumn(string path) : SlotsColumn<string>(path, AttributeKind.String)
{
    private const int MaxPooled = 4096;
    private readonly Dictionary<string, string> _pool = new(StringComparer.Ordinal);

    protected override int BytesPerValue => _pool.Count < MaxPooled ? 0 : 100;

    public override void Set(int row, AttributeValue value)
    {
        var text = ((AttributeValue.String)value).Value;
        if (_pool.TryGetValue(text, out var known))
            text = known;
        else if (_pool.Count < MaxPooled && text.Length <= 64)
            _pool.Add(text, text);
        Slots.Set(row, text);
    }

    public override AttributeValue? Get(int row) =>
        Slots.TryGet(row, out var value) ? new AttributeValue.String(value) : null;

    public override string? Text(int row) => Slots.TryGet(row, out var value) ? value : null;

    public override void MatchNumber(NumberTest test, Aggregate aggregate, RowBits mask, RowBits into) =>
        Slots.Match(new NumericTextTest(test), mask, into);

    public override void MatchText(TextTest test, Aggregate aggregate, RowBits mask, RowBits into) =>
        Slots.Match(new StringTest(test), mask, into);
}
