using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Neptune;

/// <summary>
/// Reads bodies as Python writes them: bare <c>NaN</c> and <c>Infinity</c>, numbers as strings, lone surrogates. A strict parser's 400
/// would stop the client's sender for good (contract, 1.3 and 9).
/// </summary>
internal static class LenientJson
{
    /// <summary>The longest JSON body, in bytes: four images at the client's own limit of 32 MB in base64.</summary>
    public const int MaxBytes = 192 * 1024 * 1024;

    private static readonly byte[][] Tokens = ["NaN"u8.ToArray(), "Infinity"u8.ToArray(), "-Infinity"u8.ToArray()];

    /// <summary>Reads a request's body; an empty one is an empty object.</summary>
    public static async Task<JsonElement> ReadAsync(HttpRequest request) => Parse(await ReadBytesAsync(request));

    /// <summary>Reads a request's body as it is.</summary>
    public static async Task<Memory<byte>> ReadBytesAsync(HttpRequest request)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxBytes;
        using var buffer = new MemoryStream((int)Math.Clamp(request.ContentLength ?? 0, 0, MaxBytes));
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>Parses text in UTF-8, which is changed in place.</summary>
    public static JsonElement Parse(Memory<byte> utf8)
    {
        if (utf8.Span.Trim(" \r\n\t"u8).IsEmpty)
            return JsonDocument.Parse("{}").RootElement;
        if (!Utf8.IsValid(utf8.Span))
            utf8 = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8.Span)); // With U+FFFD in the place of what is none.
        return JsonDocument.Parse(Tame(utf8)).RootElement;
    }

    /// <summary>Puts quotes around bare non-finite tokens and replaces lone surrogates by U+FFFD. Mostly there is nothing to do, and nothing is copied.</summary>
    private static ReadOnlyMemory<byte> Tame(Memory<byte> utf8)
    {
        var json = utf8.Span;
        MemoryStream? output = null;
        var from = 0;
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] == '"')
            {
                i = EndOfString(json, i);
                continue;
            }

            if (TokenAt(json[i..]) is not { } token)
                continue;
            output ??= new MemoryStream(json.Length + 16);
            output.Write(json[from..i]);
            output.WriteByte((byte)'"');
            output.Write(token);
            output.WriteByte((byte)'"');
            i += token.Length - 1;
            from = i + 1;
        }

        if (output is null)
            return utf8;
        output.Write(json[from..]);
        return output.GetBuffer().AsMemory(0, (int)output.Length);
    }

    private static byte[]? TokenAt(ReadOnlySpan<byte> json)
    {
        foreach (var token in Tokens)
        {
            if (json[0] == token[0] && json.StartsWith(token))
                return token;
        }

        return null;
    }

    private static int EndOfString(Span<byte> json, int start)
    {
        for (var i = start + 1; i < json.Length; i++)
        {
            var end = json[i..].IndexOfAny((byte)'"', (byte)'\\');
            if (end < 0)
                return json.Length;
            i += end;
            if (json[i] == '"')
                return i;
            if (Escaped(json, i) is { } unit && char.IsSurrogate(unit))
            {
                if (char.IsHighSurrogate(unit) && Escaped(json, i + 6) is { } next && char.IsLowSurrogate(next))
                    i += 11;
                else
                    "\\uFFFD"u8.CopyTo(json[i..]);
                continue;
            }

            i++;
        }

        return json.Length;
    }

    private static char? Escaped(ReadOnlySpan<byte> json, int at) =>
        at + 6 <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
        && ushort.TryParse(json.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;

    /// <summary>A member, or null when absent, null or not in an object.</summary>
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text; numbers and truth values as they are written.</summary>
    public static string? Text(this JsonElement element, string name) => element.Member(name) switch
    {
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { ValueKind: JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False } value => value.GetRawText(),
        _ => null,
    };

    /// <summary>A number; also written as a string, as Python writes it.</summary>
    public static double? Number(this JsonElement element, string name) => element.Member(name) is { } value ? ToNumber(value) : null;

    /// <summary>An integer.</summary>
    public static long? Integer(this JsonElement element, string name) => element.Text(name) is { } text
        ? long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole) ? whole
        : element.Number(name) is { } number && Math.Abs(number) < 9e15 && Math.Floor(number) == number ? (long)number : null
        : null;

    /// <summary>The items of an array; none when absent.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>The texts of an array.</summary>
    public static IReadOnlyList<string> Texts(this JsonElement element, string name) =>
        [.. element.Items(name).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)];

    /// <summary>A text as Python's <c>float()</c> reads it.</summary>
    public static double? ToNumber(string? text) => text?.Trim().ToLowerInvariant() switch
    {
        null or "" => null,
        "nan" => double.NaN,
        "inf" or "infinity" or "+inf" => double.PositiveInfinity,
        "-inf" or "-infinity" => double.NegativeInfinity,
        var other => double.TryParse(other, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
    };

    private static double? ToNumber(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String => ToNumber(value.GetString()),
        _ => null,
    };

    /// <summary>A body that must be an array.</summary>
    public static IEnumerable<JsonElement> RequireArray(this JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? element.EnumerateArray()
        : throw new ShipslogException(Failure.Invalid, "The body must be a JSON array.");
}
