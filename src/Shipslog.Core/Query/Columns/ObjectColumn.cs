using Shipslog.Core.Model;

namespace Shipslog.Core.Query.Columns;

/// <summary>
/// Series summaries, files and references: the immutable value itself by row. The numbers of series are copied into arrays of
/// doubles when a query first asks for that aggregate of that column, and kept up to date from then on: a scan over summary objects
/// would read three cache lines a row, and nobody filters by most aggregates of most series.
/// </summary>
internal sealed class ObjectColumn(string path, AttributeKind kind) : SlotsColumn<AttributeValue>(path, kind)
{
    private readonly Slots<double>?[] _numbers = new Slots<double>?[Enum.GetValues<Aggregate>().Length];

    // A float series' summary is three objects of 220 bytes.
    protected override int BytesPerValue => 250;

    public override void Set(int row, AttributeValue value)
    {
        Slots.Set(row, value);
        for (var i = 0; i < _numbers.Length; i++)
        {
            if (_numbers[i] is { } numbers)
                Put(numbers, row, value, (Aggregate)i);
        }
    }

    public override bool Remove(int row)
    {
        foreach (var numbers in _numbers)
            numbers?.Remove(row);
        return Slots.Remove(row);
    }

    public override AttributeValue? Get(int row) => Slots.TryGet(row, out var value) ? value : null;

    public override bool TryNumber(int row, Aggregate aggregate, out double number)
    {
        number = 0;
        return Kind.IsSeries() && Numbers(aggregate).TryGet(row, out number);
    }

    public override string? Text(int row) => Slots.TryGet(row, out var value) ? TextOf(value) : null;

    public override void MatchNumber(NumberTest test, Aggregate aggregate, RowBits mask, RowBits into)
    {
        if (Kind.IsSeries())
            Numbers(aggregate).Match(new DoubleTest(test), mask, into);
    }

    public override void MatchNaN(Aggregate aggregate, RowBits mask, RowBits into)
    {
        if (Kind == AttributeKind.FloatSeries)
            Numbers(aggregate).Match(default(NaNTest), mask, into);
    }

    public override void MatchText(TextTest test, Aggregate aggregate, RowBits mask, RowBits into)
    {
        if (Kind is AttributeKind.FloatSeries or AttributeKind.HistogramSeries || aggregate != Aggregate.Last && Kind.IsSeries())
            base.MatchText(test, aggregate, mask, into);
        else
            Slots.Match(new ObjectTextTest(test), mask, into);
    }

    /// <summary>
    /// Built by readers, who may race: each builds the same numbers, since no writer runs beside readers, and one wins.
    /// </summary>
    private Slots<double> Numbers(Aggregate aggregate)
    {
        ref var place = ref _numbers[(int)aggregate];
        if (Volatile.Read(ref place) is { } ready)
            return ready;
        var numbers = new Slots<double>();
        Slots.ForEach((row, value) => Put(numbers, row, value, aggregate));
        return Interlocked.CompareExchange(ref place, numbers, null) ?? numbers;
    }

    private static void Put(Slots<double> numbers, int row, AttributeValue value, Aggregate aggregate)
    {
        if (NumberOf(value, aggregate) is { } number)
            numbers.Set(row, number);
        else
            numbers.Remove(row);
    }

    /// <summary>A number of a series; null where it has none, e.g. the last value of an empty one.</summary>
    private static double? NumberOf(AttributeValue value, Aggregate aggregate)
    {
        SeriesSummary? known = value switch
        {
            AttributeValue.FloatSeries floats => floats.Summary.Position,
            AttributeValue.StringSeries strings => strings.Summary,
            AttributeValue.FileSeries files => files.Summary,
            AttributeValue.HistogramSeries histograms => histograms.Summary,
            _ => null,
        };
        if (known is not { } position)
            return null;
        if (aggregate == Aggregate.Count)
            return position.Count;
        if (position.Count == 0)
            return null;
        if (aggregate == Aggregate.LastStep)
            return position.LastStep.Value;
        return value is not AttributeValue.FloatSeries { Summary: var summary } ? null : aggregate switch
        {
            Aggregate.Last => summary.Last,
            Aggregate.First => summary.First,
            Aggregate.Min => summary.Min,
            Aggregate.Max => summary.Max,
            Aggregate.Mean => summary.Mean,
            _ => summary.Variance,
        };
    }

    private static string? TextOf(AttributeValue value) => value switch
    {
        AttributeValue.StringSeries series => series.Last,
        AttributeValue.File file => file.Stored.Name,
        AttributeValue.FileSet { Files: [var first, ..] } => first.Path,
        AttributeValue.FileSeries { Last: { } last } => last.Name ?? last.Stored?.Name,
        AttributeValue.Artifact artifact => artifact.Hash,
        AttributeValue.GitRef git => git.Checkout.CommitId,
        AttributeValue.NotebookRef notebook => notebook.NotebookId.ToString(),
        _ => null,
    };

    private readonly record struct ObjectTextTest(TextTest Test) : IValueTest<AttributeValue>
    {
        public static bool IsCheap => false;

        public bool Holds(AttributeValue value)
        {
            if (value is not AttributeValue.FileSet set)
                return TextOf(value) is { } text && Test.Holds(text);
            foreach (var file in set.Files)
            {
                if (Test.Holds(file.Path))
                    return true;
            }

            return false;
        }
    }
}
