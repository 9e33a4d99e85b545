using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shipslog.Protocols.Neptune;

/// <summary>
/// A number in an answer. JSON has no word for the infinities, but a number that is too large for a double, which every reader takes for one;
/// NaN is null: newer readers stumble over the bare word (contract, 1.3).
/// </summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct WireNumber(double Value)
{
    /// <summary>Writes the value alone.</summary>
    public static void Write(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else if (double.IsNaN(value))
            writer.WriteNullValue();
        else
            writer.WriteRawValue(value > 0 ? "1e999"u8 : "-1e999"u8, skipInputValidation: true);
    }

    private sealed class Converter : JsonConverter<WireNumber>
    {
        public override WireNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Written only.");

        public override void Write(Utf8JsonWriter writer, WireNumber value, JsonSerializerOptions options) => WireNumber.Write(writer, value.Value);
    }
}
