using Shipslog.Core.Model;
using Shipslog.Core.Series;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Api;

/// <summary>Finds the stored file that an address means.</summary>
internal static class RunFiles
{
    /// <summary>A file attribute, one file of a file set (<paramref name="sub"/>) or of a file series (<paramref name="index"/>, 0-based in step order; the last when null).</summary>
    /// <exception cref="ShipslogException">NotFound.</exception>
    public static async Task<StoredFile> FindAsync(
        RunScope scope, AttributePath path, string? sub, long? index, CancellationToken cancellation)
    {
        var snapshot = await scope.Engine.ReadAsync(scope.Run.Id, cancellation);
        var found = snapshot[path.Value] switch
        {
            AttributeValue.File file when sub is null && index is null => file.Stored,
            AttributeValue.FileSet set when sub is not null => set.Files.FirstOrDefault(file => file.Path == sub)?.Stored,
            AttributeValue.FileSeries series when index is null && sub is null => series.Last?.Stored,
            AttributeValue.FileSeries when index >= 0 =>
                await OfSeriesAsync(scope, new SeriesRef(scope.Run.Id, path), index.Value, cancellation),
            _ => null,
        };
        return found ?? throw new ShipslogException(
            Failure.NotFound, $"{scope.Run.ShortId} has no such file at {path}.", "file-not-found");
    }

    private static async Task<StoredFile?> OfSeriesAsync(
        RunScope scope, SeriesRef series, long index, CancellationToken cancellation)
    {
        var page = await scope.Engine.FilesAsync(series, new PointQuery(Offset: index, Limit: 1), cancellation);
        return page.Points is [var point, ..] ? point.Value.Stored : null;
    }
}
