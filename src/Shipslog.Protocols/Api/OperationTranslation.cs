using System.Globalization;
using System.Text.Json;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Api;

/// <summary>Operations of the wire in the core's words. Each is judged on its own: what can't be understood is a rejection, not an error. Pure.</summary>
internal static class OperationTranslation
{
    /// <summary>Understood operations, for each its index in the request, and those that were not understood.</summary>
    public static Translated ToCore(IReadOnlyList<OperationMessage> messages, long nowUnixMilliseconds)
    {
        var operations = new List<RunOperation>(messages.Count);
        var indexes = new List<int>(messages.Count);
        var rejected = new List<Rejection>();
        for (var i = 0; i < messages.Count; i++)
        {
            try
            {
                operations.Add(ToCore(messages[i], nowUnixMilliseconds));
                indexes.Add(i);
            }
            catch (ShipslogException fault) when (fault.Failure == Failure.Invalid)
            {
                rejected.Add(new Rejection(i, null, fault.Code, fault.Message));
            }
        }

        return new Translated(operations, indexes, rejected);
    }

    private static RunOperation ToCore(OperationMessage message, long now)
    {
        var path = new AttributePath(message.Path ?? "");
        return message.Op switch
        {
            "assign" => new RunOperation.Assign(path, Value(message)),
            "append" => Append(path, message, now),
            "addToSet" => new RunOperation.ChangeStringSet(path, Values(message), []),
            "removeFromSet" => new RunOperation.ChangeStringSet(path, [], Values(message)),
            "clearSet" => new RunOperation.ChangeStringSet(path, [], [], Clear: true),
            "delete" => new RunOperation.DeleteAttribute(path),
            _ => throw Invalid("unknown-operation", $"There is no operation \"{message.Op}\"."),
        };
    }

    private static IReadOnlyList<string> Values(OperationMessage message) =>
        message.Values is { } values && values.All(value => value is not null)
            ? values
            : throw Invalid("invalid-value", "The member values must be a list of texts.");

    private static AttributeValue Value(OperationMessage message) => message.Kind switch
    {
        "float" when message.Value is { } value && Number(value) is { } number => new AttributeValue.Float(number),
        "int" when message.Value is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) =>
            new AttributeValue.Int(number),
        "bool" when message.Value is { ValueKind: JsonValueKind.True or JsonValueKind.False } value =>
            new AttributeValue.Bool(value.GetBoolean()),
        "string" when message.Value is { ValueKind: JsonValueKind.String } value => new AttributeValue.String(value.GetString()!),
        "datetime" when message.Value is { } value && Time(value) is { } time => new AttributeValue.Datetime(time),
        "stringSet" when message.Value is { } value && Texts(value) is { } texts =>
            new AttributeValue.StringSet([.. texts.Distinct(StringComparer.Ordinal)]),
        "float" or "int" or "bool" or "string" or "datetime" or "stringSet" =>
            throw Invalid("invalid-value", $"The value is no {message.Kind}."),
        _ => throw Invalid("invalid-value", $"A value of kind \"{message.Kind}\" can't be assigned."),
    };

    private static RunOperation Append(AttributePath path, OperationMessage message, long now) => message.Kind switch
    {
        "floatSeries" => new RunOperation.AppendFloats(path, Points(message, now, value =>
            Number(value) ?? throw Invalid("invalid-value", "A point's value is no number."))),
        "stringSeries" => new RunOperation.AppendStrings(path, Points(message, now, value =>
            value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : throw Invalid("invalid-value", "A point's value is no text."))),
        _ => throw Invalid("invalid-value", $"Points can't be appended to kind \"{message.Kind}\"."),
    };

    private static Points<T> Points<T>(OperationMessage message, long now, Func<JsonElement, T> read)
    {
        var points = message.Points ?? throw Invalid("invalid-value", "The member points must be a list.");
        var steps = new Step[points.Count];
        var values = new T[points.Count];
        var times = new long[points.Count];
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i].ValueKind != JsonValueKind.Object || !points[i].TryGetProperty("value", out var value))
                throw Invalid("invalid-value", $"Point {i} has no value.");
            steps[i] = StepOf(points[i], i);
            values[i] = read(value);
            times[i] = points[i].TryGetProperty("at", out var at) && at.ValueKind != JsonValueKind.Null
                ? Time(at) ?? throw Invalid("invalid-value", $"The time of point {i} is neither ISO-8601 nor unix milliseconds.")
                : now;
        }

        return new Points<T>(steps, values, times);
    }

    private static Step StepOf(JsonElement point, int index)
    {
        if (!point.TryGetProperty("step", out var step) || step.ValueKind == JsonValueKind.Null)
            return Step.Auto;
        return Number(step) is { } number && Step.TryCreate(number, out var result)
            ? result
            : throw Invalid("invalid-step", $"The step of point {index} is no finite number.");
    }

    private static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String => value.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => null,
        },
        _ => null,
    };

    private static long? Time(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number)
            return value.TryGetInt64(out var milliseconds) ? milliseconds : null;
        const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return value.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, styles, out var time)
            ? time.ToUnixTimeMilliseconds()
            : null;
    }

    private static List<string>? Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : null;

    private static ShipslogException Invalid(string code, string message) => new(Failure.Invalid, message, code);
}

/// <summary>Operations that were understood and those that were not.</summary>
/// <param name="Operations">The understood ones.</param>
/// <param name="Indexes">Of each, its index in the request.</param>
/// <param name="Rejected">The others, by their index in the request.</param>
internal sealed record Translated(
    IReadOnlyList<RunOperation> Operations, IReadOnlyList<int> Indexes, IReadOnlyList<Rejection> Rejected)
{
    /// <summary>All rejections in the order of the request, given those of the understood operations.</summary>
    public IReadOnlyList<RejectedOperationMessage> All(IReadOnlyList<Rejection> ofUnderstood) =>
    [
        .. ofUnderstood.Select(rejection => rejection with { OperationIndex = Indexes[rejection.OperationIndex] })
            .Concat(Rejected)
            .OrderBy(rejection => rejection.OperationIndex)
            .Select(ApiTranslation.ToWire),
    ];
}
