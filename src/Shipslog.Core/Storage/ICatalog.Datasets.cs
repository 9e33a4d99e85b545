using Shipslog.Core.Model;

namespace Shipslog.Core.Storage;

public partial interface ICatalog
{
    /// <summary>A data set version with its files, or null.</summary>
    Task<Dataset?> FindDatasetAsync(Guid projectId, string hash, CancellationToken cancellation = default);

    /// <summary>Keeps a data set version. One that is kept already stays as it is, but gets its files when it has none.</summary>
    Task PutDatasetAsync(Dataset dataset, CancellationToken cancellation = default);
}
