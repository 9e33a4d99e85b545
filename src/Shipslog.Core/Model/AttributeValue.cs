using System.Security.Cryptography;
using System.Text;

namespace Shipslog.Core.Model;

/// <summary>What an attribute holds now. For a series: the summary of its points. Immutable; safe to share between threads.</summary>
public abstract record AttributeValue
{
    private AttributeValue()
    {
    }

    /// <summary>The kind that goes with the value's type.</summary>
    public abstract AttributeKind Kind { get; }

    /// <summary>A float; NaN and ±∞ are kept bit for bit as doubles.</summary>
    public sealed record Float(double Value) : AttributeValue
    {
        /// <inheritdoc/>
        public override AttributeKind Kind => AttributeKind.Float;
    }

    /// <summary>An integer.</summary>
    public sealed record Int(long Value) : AttributeValue
    {
        /// <inheritdoc/>
        public override AttributeKind Kind => AttributeKind.Int;
    }

    /// <summary>A truth value.</summary>
    public sealed record Bool(bool Value) : AttributeValue
    {
        /// <inheritdoc/>
        public override AttributeKind Kind => AttributeKind.Bool;
    }

    /// <summary>A text.</summary>
    public sealed record String(string Value) : AttributeValue
    {
        /// <inheritdoc/>
        public override AttributeKind Kind => AttributeKind.String;
    }

    /// <summary>An instant.</summary>
    /// <param name="UnixMilliseconds">Milliseconds since 1970-01-01T00:00:00Z.</param>
    public sealed record Datetime(long UnixMilliseconds) : AttributeValue
    {
        /// <inheritdoc/>
        public override AttributeKind Kind => AttributeKind.Datetime;
    }

    /// <summary>A set of strings.</summary>
    /// <param name="Values">Distinct, in the order they were first added.</param>
    public sealed record StringSet(IReadOnlyList<string> Values) : AttributeValue
    {
        /// <inheritdoc/>
        public override AttributeKind Kind => AttributeKind.StringSet;
    }

    /// <summary>A stored file.</summary>
    public sealed record File(StoredFile Stored) : AttributeValue
    {
        /// <inheritdoc/>
        public override AttributeKind Kind => AttributeKind.File;
    }

    /// <summary>A folder of files.</summary>
    /// <param name="Files">Sorted by path, ordinal. Paths are relative, <c>/</c>-separated, without <c>.</c> or <c>..</c> segments.</param>
    public sealed record FileSet(IReadOnlyList<FileSetEntry> Files) : AttributeValue
    {
        /// <inheritdoc/>
        public override AttributeKind Kind => AttributeKind.FileSet;

        /// <summary>Sum of the files' sizes in bytes.</summary>
        public long SizeBytes => Files.Sum(file => file.Stored.SizeBytes);
    }

    /// <summary>A dataset version by hash.</summary>
    /// <param name="Hash">Lower-case hexadecimal SHA-256 as the 1.x clients compute it.</param>
    public sealed record Artifact(string Hash) : AttributeValue
    {
        /// <inheritdoc/>
        public override AttributeKind Kind => AttributeKind.Artifact;
    }

    /// <summary>A git checkout.</summary>
    public sealed record GitRef(GitCheckout Checkout) : AttributeValue
    {
        /// <inheritdoc/>
        public override AttributeKind Kind => AttributeKind.GitRef;
    }

    /// <summary>A notebook checkpoint.</summary>
    public sealed record NotebookRef(Guid NotebookId, Guid? CheckpointId) : AttributeValue
    {
        /// <inheritdoc/>
        public override AttributeKind Kind => AttributeKind.NotebookRef;
    }

    /// <summary>The summary of a float series.</summary>
    public sealed record FloatSeries(FloatSeriesSummary Summary, SeriesConfig Config) : AttributeValue
    {
        /// <inheritdoc/>
        public override AttributeKind Kind => AttributeKind.FloatSeries;

        /// <summary>Values beyond the last point that may still change, in step order; the summary leaves them out.</summary>
        public IReadOnlyList<PreviewPoint> Previews { get; init; } = [];
    }

    /// <summary>The summary of a string series.</summary>
    /// <param name="Summary">Count and last position.</param>
    /// <param name="Last">The text at the last step, at most its first 1,000 characters; null in an empty series.</param>
    public sealed record StringSeries(SeriesSummary Summary, string? Last) : AttributeValue
    {
        /// <inheritdoc/>
        public override AttributeKind Kind => AttributeKind.StringSeries;
    }

    /// <summary>The summary of a file (image) series.</summary>
    public sealed record FileSeries(SeriesSummary Summary, SeriesFile? Last) : AttributeValue
    {
        /// <inheritdoc/>
        public override AttributeKind Kind => AttributeKind.FileSeries;
    }

    /// <summary>The summary of a histogram series.</summary>
    public sealed record HistogramSeries(SeriesSummary Summary) : AttributeValue
    {
        /// <inheritdoc/>
        public override AttributeKind Kind => AttributeKind.HistogramSeries;
    }
}

/// <summary>A file in the file store, as an attribute refers to it.</summary>
/// <param name="Hash">SHA-256 of the content.</param>
/// <param name="SizeBytes">Length in bytes.</param>
/// <param name="Name">The name to show and download under, any script; no path separators.</param>
/// <param name="MimeType">E.g. <c>image/png</c>; <c>application/octet-stream</c> when unknown.</param>
/// <param name="Place">The place that a client named for the bytes, which it brings on their own, perhaps later; <paramref name="Hash"/> is then <see cref="AddressOf"/> it, not the content's. Null for all others.</param>
public sealed record StoredFile(ContentHash Hash, long SizeBytes, string Name, string MimeType, string? Place = null)
{
    /// <summary>A file whose bytes a client brings to a place of a project.</summary>
    /// <param name="projectId">The project, within which places are told apart.</param>
    /// <param name="place">Any text.</param>
    /// <param name="sizeBytes">As the client announces it.</param>
    /// <param name="mimeType">As the client announces it.</param>
    public static StoredFile At(Guid projectId, string place, long sizeBytes, string mimeType) => new(
        AddressOf(projectId, place), Math.Max(0, sizeBytes), place[(place.LastIndexOf('/') + 1)..], mimeType.Length > 0 ? mimeType : "application/octet-stream", place);

    /// <summary>Where the bytes for a place are found in the file store, once they came.</summary>
    public static ContentHash AddressOf(Guid projectId, string place) =>
        ContentHash.FromBytes(SHA256.HashData([.. "place\0"u8, .. projectId.ToByteArray(), .. Encoding.UTF8.GetBytes(place)]));
}

/// <summary>One file of a file set.</summary>
/// <param name="Path">Relative path within the set.</param>
/// <param name="Stored">The content.</param>
/// <param name="UnixMilliseconds">When it was stored.</param>
public sealed record FileSetEntry(string Path, StoredFile Stored, long UnixMilliseconds);

/// <summary>One value of a file series.</summary>
/// <param name="Stored">The content; null where a client announced a file but left its bytes out for size.</param>
/// <param name="Name">Caption given by the user, or null.</param>
/// <param name="Description">Longer text given by the user, or null.</param>
public sealed record SeriesFile(StoredFile? Stored, string? Name, string? Description);

/// <summary>A histogram: counts between edges.</summary>
/// <param name="Edges">Ascending bin edges, one more than counts.</param>
/// <param name="Counts">Counts or densities per bin.</param>
/// <param name="IsDensity">True when <paramref name="Counts"/> are densities.</param>
public sealed record Histogram(IReadOnlyList<double> Edges, IReadOnlyList<double> Counts, bool IsDensity);

/// <summary>A git checkout as a client reported it.</summary>
/// <param name="CommitId">Full hexadecimal commit id.</param>
/// <param name="Message">Commit message.</param>
/// <param name="AuthorName">Author's name.</param>
/// <param name="AuthorEmail">Author's address.</param>
/// <param name="CommitDate">When it was committed.</param>
/// <param name="Branch">Current branch, or null when detached.</param>
/// <param name="Remotes">URLs of the remotes.</param>
/// <param name="IsDirty">Whether there were uncommitted changes.</param>
public sealed record GitCheckout(
    string? CommitId,
    string? Message,
    string? AuthorName,
    string? AuthorEmail,
    DateTimeOffset? CommitDate,
    string? Branch,
    IReadOnlyList<string> Remotes,
    bool IsDirty);

/// <summary>Display hints of a float series; each may be null.</summary>
/// <param name="Min">Lower end of the value axis.</param>
/// <param name="Max">Upper end of the value axis.</param>
/// <param name="Unit">Unit of the values, e.g. <c>GB</c>.</param>
public sealed record SeriesConfig(double? Min, double? Max, string? Unit)
{
    /// <summary>No hints.</summary>
    public static readonly SeriesConfig None = new(null, null, null);
}

/// <summary>What is known of any series without reading its points.</summary>
/// <param name="Count">Distinct steps.</param>
/// <param name="FirstStep">Smallest step; meaningless when <paramref name="Count"/> is 0.</param>
/// <param name="LastStep">Largest step; meaningless when <paramref name="Count"/> is 0.</param>
/// <param name="LastUnixMilliseconds">Timestamp of the point at <paramref name="LastStep"/>.</param>
public readonly record struct SeriesSummary(long Count, Step FirstStep, Step LastStep, long LastUnixMilliseconds)
{
    /// <summary>Of a series without points.</summary>
    public static readonly SeriesSummary Empty = new(0, default, default, 0);
}

/// <summary>What is known of a float series without reading its points. Statistics are over finite values only.</summary>
/// <param name="Position">Count, steps, time.</param>
/// <param name="First">Value at the first step; may be NaN or ±∞.</param>
/// <param name="Last">Value at the last step; may be NaN or ±∞.</param>
/// <param name="Min">Smallest finite value; NaN when there is none.</param>
/// <param name="Max">Largest finite value; NaN when there is none.</param>
/// <param name="Sum">Sum of the finite values.</param>
/// <param name="SumOfSquares">Sum of the squares of the finite values.</param>
/// <param name="FiniteCount">How many values are finite.</param>
public readonly record struct FloatSeriesSummary(
    SeriesSummary Position,
    double First,
    double Last,
    double Min,
    double Max,
    double Sum,
    double SumOfSquares,
    long FiniteCount)
{
    /// <summary>Of a series without points.</summary>
    public static readonly FloatSeriesSummary Empty =
        new(SeriesSummary.Empty, double.NaN, double.NaN, double.NaN, double.NaN, 0, 0, 0);

    /// <summary>Mean of the finite values; NaN when there is none.</summary>
    public double Mean => FiniteCount == 0 ? double.NaN : Sum / FiniteCount;

    /// <summary>Population variance of the finite values; NaN when there is none, never negative.</summary>
    public double Variance =>
        FiniteCount == 0 ? double.NaN : Math.Max(0, SumOfSquares / FiniteCount - Mean * Mean);
}
