using System.Text.Json;
using System.Text.Json.Serialization;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Neptune.Attributes;

/// <summary>
/// An attribute in the clients' form (contract, 4.4), written straight into the answer: a table of 1,000 runs with 100 columns holds
/// 100,000 of them. Only of kinds that these clients know: see <see cref="AttributeTranslation"/>.
/// </summary>
/// <param name="Path">Where.</param>
/// <param name="Value">What.</param>
/// <param name="IsEntry">Whether as a listing's entry, with name and type around the value object; else the value object alone.</param>
[JsonConverter(typeof(Converter))]
internal readonly record struct WireAttribute(string Path, AttributeValue Value, bool IsEntry)
{
    private sealed class Converter : JsonConverter<WireAttribute>
    {
        public override WireAttribute Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Written only.");

        public override void Write(Utf8JsonWriter writer, WireAttribute value, JsonSerializerOptions options)
        {
            var type = AttributeTranslation.TypeOf(value.Path, value.Value) ?? throw new InvalidOperationException("A kind that clients do not know.");
            writer.WriteStartObject();
            if (value.IsEntry)
            {
                writer.WriteString("name", value.Path);
                writer.WriteString("type", type);
                writer.WriteStartObject(type + "Properties");
            }

            writer.WriteString("attributeName", value.Path);
            writer.WriteString("attributeType", type);
            WireProperties.Write(writer, type, value.Value);
            writer.WriteEndObject();
            if (value.IsEntry)
                writer.WriteEndObject();
        }
    }
}
