using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Shipslog.Protocols.Neptune3.Reading;

// What readers ask, as JSON (contract, section 8). Everything may be missing or null, and whole numbers may come as floats.
internal static class ReadingJson
{
    private static readonly JsonSerializerOptions _lenient = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
        MaxDepth = 32,
    };

    /// <summary>The body of a request.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request)
        where T : new() =>
        await JsonSerializer.DeserializeAsync<T>(request.Body, _lenient, request.HttpContext.RequestAborted) ?? new T();

    /// <summary>A whole number of a request: at least 0, and at most <paramref name="most"/>, which stands for none.</summary>
    public static int Whole(double? number, int most) => number is { } known && !double.IsNaN(known) ? (int)Math.Clamp(known, 0, most) : most;
}

internal sealed record SearchRequest
{
    public IReadOnlyList<PathFilter?>? AttributeFilters { get; init; }

    public Pagination? Pagination { get; init; }

    public bool? ExperimentLeader { get; init; }

    public QueryText? Query { get; init; }

    public Sorting? Sorting { get; init; }
}

internal sealed record PathFilter(string? Path);

internal sealed record Pagination(double? Limit, double? Offset);

internal sealed record QueryText(string? Query);

internal sealed record Sorting(string? Dir, SortBy? SortBy, string? AggregationMode);

internal sealed record SortBy(string? Name, string? Type);

internal sealed record DefinitionsRequest
{
    public IReadOnlyList<string?>? ProjectIdentifiers { get; init; }

    public IReadOnlyList<string?>? ExperimentIdsFilter { get; init; }

    public IReadOnlyList<TypeFilter?>? AttributeFilter { get; init; }

    public NameFilter? AttributeNameFilter { get; init; }

    public string? AttributeNameRegex { get; init; }

    public NextPageRequest? NextPage { get; init; }
}

internal sealed record ValuesRequest
{
    public IReadOnlyList<string?>? ExperimentIdsFilter { get; init; }

    public IReadOnlyList<string?>? AttributeNamesFilter { get; init; }

    public IReadOnlyList<TypeFilter?>? AttributeFilter { get; init; }

    public NameFilter? AttributeNameFilter { get; init; }

    public NextPageRequest? NextPage { get; init; }
}

internal sealed record TypeFilter(string? AttributeType);

internal sealed record NameFilter(IReadOnlyList<NameAlternative?>? MustMatchAny, IReadOnlyList<string>? MustMatchRegexes, IReadOnlyList<string>? MustNotMatchRegexes);

internal sealed record NameAlternative(IReadOnlyList<string>? MustMatchRegexes, IReadOnlyList<string>? MustNotMatchRegexes);

internal sealed record NextPageRequest(double? Limit, string? NextPageToken);

internal sealed record AttributesRequest
{
    public IReadOnlyList<string?>? AttributePathsFilter { get; init; }
}

internal sealed record SeriesRequest
{
    public IReadOnlyList<SeriesAsked?>? Requests { get; init; }

    public double? PerSeriesPointsLimit { get; init; }

    public StepRange? StepRange { get; init; }

    public string? Order { get; init; }
}

internal sealed record SeriesAsked(string? RequestId, AskedSeries? Series, double? AfterStep, SearchAfter? SearchAfter);

internal sealed record AskedSeries(Holder? Holder, string? Attribute, string? Lineage, string? LineageEntityType, bool? IncludePreview);

internal sealed record Holder(string? Identifier);

internal sealed record StepRange(double? From, double? To);

internal sealed record SearchAfter(bool? Finished, string? Token);
