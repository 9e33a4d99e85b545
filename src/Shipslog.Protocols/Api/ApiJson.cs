using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shipslog.Protocols.Api;

/// <summary>How this API writes JSON: camelCase, absent instead of null, and non-finite numbers as the strings NaN, Infinity and -Infinity.</summary>
internal static class ApiJson
{
    /// <summary>Options for use outside a request, e.g. in tests.</summary>
    public static readonly JsonSerializerOptions Options = Make();

    public static void Configure(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.AllowOutOfOrderMetadataProperties = true;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        return options;
    }
}

/// <summary>Writes an enumeration as its camelCase names; numbers are refused.</summary>
internal sealed class CamelCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
