using Shipslog.Core.Model;

namespace Shipslog.Protocols.Neptune3.Reading;

/// <summary>The names of kinds on the wire. Kinds that this generation has no word for are not shown to its clients.</summary>
internal static class WireTypes
{
    private static readonly Dictionary<string, AttributeKind> _kinds = new(StringComparer.Ordinal)
    {
        ["float"] = AttributeKind.Float,
        ["int"] = AttributeKind.Int,
        ["bool"] = AttributeKind.Bool,
        ["string"] = AttributeKind.String,
        ["datetime"] = AttributeKind.Datetime,
        ["stringSet"] = AttributeKind.StringSet,
        ["fileRef"] = AttributeKind.File,
        ["floatSeries"] = AttributeKind.FloatSeries,
        ["stringSeries"] = AttributeKind.StringSeries,
        ["fileRefSeries"] = AttributeKind.FileSeries,
        ["histogramSeries"] = AttributeKind.HistogramSeries,
    };

    private static readonly Dictionary<AttributeKind, string> _names = _kinds.ToDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>All kinds with a word.</summary>
    public static readonly IReadOnlySet<AttributeKind> Known = _kinds.Values.ToHashSet();

    /// <summary>The word for a kind; null: there is none.</summary>
    public static string? NameOf(AttributeKind kind) => _names.GetValueOrDefault(kind);

    /// <summary>The kind for a word; null: there is none.</summary>
    public static AttributeKind? KindOf(string? name) => name switch
    {
        null => null,
        "integer" => AttributeKind.Int,
        "experimentState" => AttributeKind.String,
        _ => _kinds.TryGetValue(name, out var kind) ? kind : null,
    };

    /// <summary>The kinds that filters name, those alone that exist; without filters all.</summary>
    public static IReadOnlySet<AttributeKind> KindsOf(IReadOnlyList<TypeFilter?>? filters) =>
        filters is null || filters.Count == 0 || filters.All(filter => filter?.AttributeType is null)
            ? Known
            : filters.Select(filter => KindOf(filter?.AttributeType)).OfType<AttributeKind>().ToHashSet();
}
