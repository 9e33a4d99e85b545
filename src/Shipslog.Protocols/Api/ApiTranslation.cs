using System.Globalization;
using Shipslog.Core;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Core.Query.Language;

namespace Shipslog.Protocols.Api;

/// <summary>Between the wire's words and the core's. Pure.</summary>
internal static class ApiTranslation
{
    public const int MaxRunLimit = 1000;
    public const int MaxColumns = 1000;

    /// <summary>An instant as the wire writes it.</summary>
    /// <param name="unixMilliseconds">Milliseconds since 1970-01-01T00:00:00Z; outside of the years 1 to 9999 the nearest of them.</param>
    public static string Iso(long unixMilliseconds)
    {
        var bounded = Math.Clamp(
            unixMilliseconds, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
        return DateTimeOffset.FromUnixTimeMilliseconds(bounded)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    public static RunQuery ToCore(RunQueryMessage message, RunQueryContext context)
    {
        Within(message.Limit, 0, MaxRunLimit, "limit");
        Within(message.Offset, 0, int.MaxValue, "offset");
        Within(message.Columns.Count, 0, MaxColumns, "number of columns");
        return new RunQuery(
            Filter(message.Filter, context),
            [.. (message.Sort ?? []).Select(ToCore)],
            [.. message.Columns.Select(column => Ref(column.Path, column.Aggregate))],
            message.Offset,
            message.Limit,
            (HolderKind)message.Kind,
            message.Trashed);
    }

    /// <summary>The filter of a text in the query language; everything when empty. Throws Invalid with code <c>invalid-query</c>.</summary>
    public static RunFilter Filter(string? text, RunQueryContext context) =>
        string.IsNullOrWhiteSpace(text) ? RunFilter.Everything : RunQueryLanguage.Parse(text, context);

    public static RunPageMessage ToWire(RunPage page, IReadOnlyList<AttributeRef> columns) => new(
        page.Total,
        [.. Enumerable.Range(0, columns.Count).Select(i => KindName(page.Rows.Select(row => row.Values[i]).FirstOrDefault(value => value is not null)))],
        [.. page.Rows.Select(row => new RunRowMessage(row.Run.Id, row.Run.ShortId, Cells(row, columns)))]);

    public static AttributeKindName? KindName(AttributeValue? value) => value is null ? null : ToWire(value.Kind);

    public static ColumnProposalMessage ToWire(AttributeRef column) => new(
        column.Path,
        column.Kind is { } kind ? ToWire(kind) : null,
        column.Kind?.IsSeries() == true ? (AggregateName)column.Aggregate : null);

    public static AttributeNamesMessage ToWire(AttributeDefinitionPage page) => new(
        page.Total,
        [.. page.Entries.Select(entry => new AttributeNameMessage(entry.Path, ToWire(entry.Kind), entry.Runs))]);

    public static AttributeKindName ToWire(AttributeKind kind) => (AttributeKindName)kind;

    public static RunHeaderMessage Header(RunSnapshot run, RunLineage lineage) => Header(run) with
    {
        Fork = lineage.Ancestors.Count == 0 ? null : ToWire(lineage.Ancestors[0]),
    };

    public static RunHeaderMessage Header(RunSnapshot run) => new()
    {
        Id = run.Run.Id,
        Kind = (HolderKindName)run.Run.Kind,
        ShortId = run.Run.ShortId,
        CustomId = run.Run.CustomId,
        Name = Text(run, SystemPaths.Name),
        Description = Text(run, SystemPaths.Description),
        State = State(run),
        Failed = run[SystemPaths.Failed] is AttributeValue.Bool { Value: true },
        Owner = run.Run.Owner,
        Hostname = Text(run, SystemPaths.Hostname),
        Tags = run[SystemPaths.Tags] is AttributeValue.StringSet tags ? tags.Values : [],
        CreatedAt = Iso(run.Run.CreatedUnixMilliseconds),
        ModifiedAt = Time(run, SystemPaths.ModificationTime),
        FinishedAt = Time(run, SystemPaths.FinishTime),
        RunningSeconds = Number(run, SystemPaths.RunningTime),
        SizeBytes = (long)(Number(run, SystemPaths.Size) ?? 0),
        Trashed = run[SystemPaths.Trashed] is AttributeValue.Bool { Value: true },
    };

    public static RunMessage Whole(RunSnapshot run, RunLineage lineage)
    {
        var header = Header(run, lineage);
        return new RunMessage
        {
            Id = header.Id,
            Kind = header.Kind,
            ShortId = header.ShortId,
            CustomId = header.CustomId,
            Name = header.Name,
            Description = header.Description,
            State = header.State,
            Failed = header.Failed,
            Owner = header.Owner,
            Hostname = header.Hostname,
            Tags = header.Tags,
            CreatedAt = header.CreatedAt,
            ModifiedAt = header.ModifiedAt,
            FinishedAt = header.FinishedAt,
            RunningSeconds = header.RunningSeconds,
            SizeBytes = header.SizeBytes,
            Trashed = header.Trashed,
            Fork = header.Fork,
            Lineage = [.. lineage.Ancestors.Select(ToWire)],
            Children = [.. lineage.Children.Select(child => child.ShortId)],
            RewoundTo = lineage.RewoundTo?.Value,
            Attributes = [.. run.Attributes.Select(AttributeTranslation.ToWire)],
        };
    }

    private static AncestorMessage ToWire(Ancestor ancestor) => new(ancestor.Run?.ShortId, ancestor.Id, ancestor.Step.Value);

    public static RejectedOperationMessage ToWire(Rejection rejection) =>
        new(rejection.OperationIndex, rejection.PointIndex, rejection.Code, rejection.Message);

    /// <summary>Throws Invalid with code <c>out-of-range</c> unless a number of the request lies within its bounds, both inclusive.</summary>
    public static void Within(long value, long first, long last, string name)
    {
        if (value < first || value > last)
            throw new ShipslogException(Failure.Invalid, $"The {name} is {value}; it must be from {first} to {last}.", "out-of-range");
    }

    public static RunSort ToCore(SortMessage sort) =>
        new(Ref(sort.Path, sort.Aggregate), sort.Direction == SortDirection.Descending);

    public static AttributeRef Ref(string path, AggregateName? aggregate) =>
        new(new AttributePath(path).Value, Aggregate: (Aggregate)(aggregate ?? AggregateName.Last));

    private static Cell?[] Cells(RunRow row, IReadOnlyList<AttributeRef> columns)
    {
        var cells = new Cell?[columns.Count];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = row.Values[i] is { } value ? new Cell(value, columns[i].Aggregate) : null;
        return cells;
    }

    private static RunStateName? State(RunSnapshot run) => State(Text(run, SystemPaths.State));

    /// <summary>The state of its word; null when that is none.</summary>
    public static RunStateName? State(string? word) => Enum.TryParse<RunStateName>(word, ignoreCase: true, out var state) ? state : null;

    private static string? Text(RunSnapshot run, string path) => (run[path] as AttributeValue.String)?.Value;

    private static string? Time(RunSnapshot run, string path) =>
        run[path] is AttributeValue.Datetime time ? Iso(time.UnixMilliseconds) : null;

    private static double? Number(RunSnapshot run, string path) => run[path] switch
    {
        AttributeValue.Int value => value.Value,
        AttributeValue.Float value => value.Value,
        _ => null,
    };
}
