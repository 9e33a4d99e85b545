using System.IO.Compression;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Shipslog.Core.Model;

namespace Shipslog.Storage.Embedded;

public sealed partial class Catalog
{
    /// <inheritdoc/>
    public Task<Dataset?> FindDatasetAsync(Guid projectId, string hash, CancellationToken cancellation = default) => Task.FromResult(
        _database.First(
            "SELECT project_id, hash, size_bytes, created_ms, listing FROM datasets WHERE project_id = $1 AND hash = $2", DatasetOf, projectId, hash));

    /// <inheritdoc/>
    public Task PutDatasetAsync(Dataset dataset, CancellationToken cancellation = default) => Write(
        """
        INSERT INTO datasets (project_id, hash, size_bytes, created_ms, listing) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (project_id, hash) DO UPDATE SET listing = coalesce(listing, excluded.listing), size_bytes = coalesce(size_bytes, excluded.size_bytes)
        """,
        dataset.ProjectId, dataset.Hash, dataset.SizeBytes, dataset.CreatedUnixMilliseconds, dataset.Files is { } files ? Pack(files) : null);

    private static Dataset DatasetOf(SqliteDataReader row) => new(
        Id(row, 0), row.GetString(1), Long(row, 2), row.GetInt64(3), row.IsDBNull(4) ? null : Unpack((byte[])row[4]));

    private static byte[] Pack(IReadOnlyList<DatasetFile> files)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
            JsonSerializer.Serialize(brotli, files);
        return packed.ToArray();
    }

    private static List<DatasetFile> Unpack(byte[] listing)
    {
        using var brotli = new BrotliStream(new MemoryStream(listing), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<List<DatasetFile>>(brotli) ?? [];
    }
}
