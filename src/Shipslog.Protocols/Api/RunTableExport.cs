using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shipslog.Core;
using Shipslog.Core.Access;
using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>All runs of a query as CSV (RFC 4180, UTF-8, machine formats), streamed.</summary>
internal static class RunTableExport
{
    private const int ChunkRuns = 500;

    public static void Map(RouteGroupBuilder project) =>
        project.MapPost("/runs/csv", CsvAsync).Requires(Permission.ViewProject).Produces<string>(200, "text/csv");

    private static async Task CsvAsync(
        string ws,
        string project,
        RunQueryMessage query,
        RequestAccess access,
        TimeProvider time,
        HttpContext http,
        CancellationToken cancellation)
    {
        var scope = await access.ProjectAsync(ws, project, cancellation);
        var question = ApiTranslation.ToCore(query, RunRoutes.Context(scope, time));
        var all = await scope.Engine.QueryAsync(question with { Columns = [], Offset = 0, Limit = int.MaxValue }, cancellation);
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename*=UTF-8''{Uri.EscapeDataString(project)}-runs.csv";
        var columns = question.Columns!;
        await WriteAsync(Line(["sys/id", .. columns.Select(Title)]));
        foreach (var chunk in all.Rows.Select(row => row.Run).Chunk(ChunkRuns))
        {
            var text = new StringBuilder();
            foreach (var row in await RowsAsync(scope.Engine, chunk, columns, cancellation))
                text.Append(Line([row.Run.ShortId, .. row.Values.Select((value, i) => Text(value, columns[i].Aggregate))]));
            await WriteAsync(text.ToString());
        }

        Task WriteAsync(string text) => http.Response.WriteAsync(text, cancellation);
    }

    /// <summary>The values of a chunk as they are now, in the chunk's order; runs that went meanwhile are left out.</summary>
    private static async Task<IEnumerable<RunRow>> RowsAsync(
        ProjectEngine engine, Run[] runs, IReadOnlyList<AttributeRef> columns, CancellationToken cancellation)
    {
        var filter = new RunFilter.OneOf([.. runs.Select(run => run.ShortId)]);
        var page = await engine.QueryAsync(new RunQuery(filter, [], columns, 0, runs.Length, Trashed: null), cancellation);
        var byKey = page.Rows.ToDictionary(row => row.Run.Key);
        return runs.Select(run => byKey.GetValueOrDefault(run.Key)).OfType<RunRow>();
    }

    private static string Title(AttributeRef column) =>
        column.Aggregate == Aggregate.Last ? column.Path : $"{column.Path} ({column.Aggregate.ToString().ToLowerInvariant()})";

    private static string Text(AttributeValue? value, Aggregate aggregate) => value switch
    {
        null => "",
        AttributeValue.Float number => CsvText.Number(number.Value),
        AttributeValue.Int number => number.Value.ToString(CultureInfo.InvariantCulture),
        AttributeValue.Bool truth => truth.Value ? "true" : "false",
        AttributeValue.String text => text.Value,
        AttributeValue.Datetime time => ApiTranslation.Iso(time.UnixMilliseconds),
        AttributeValue.StringSet set => string.Join(',', set.Values),
        AttributeValue.File file => file.Stored.Name,
        AttributeValue.FloatSeries { Summary.Position.Count: 0 } when aggregate != Aggregate.Count => "",
        AttributeValue.FloatSeries series => CsvText.Number(CellConverter.Of(series.Summary, aggregate)),
        AttributeValue.StringSeries series when aggregate == Aggregate.Last => series.Last ?? "",
        AttributeValue.StringSeries series => CsvText.Number(CellConverter.Of(series.Summary, aggregate)),
        AttributeValue.FileSeries series => CsvText.Number(CellConverter.Of(series.Summary, aggregate)),
        AttributeValue.HistogramSeries series => CsvText.Number(CellConverter.Of(series.Summary, aggregate)),
        AttributeValue.FileSet set => set.Files.Count.ToString(CultureInfo.InvariantCulture),
        AttributeValue.Artifact artifact => artifact.Hash,
        AttributeValue.GitRef git => git.Checkout.CommitId ?? "",
        AttributeValue.NotebookRef notebook => (notebook.CheckpointId ?? notebook.NotebookId).ToString(),
        _ => "",
    };

    private static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(CsvText.Quote)) + "\r\n";
}
