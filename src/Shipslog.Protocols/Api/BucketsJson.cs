using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Shipslog.Core.Series;

namespace Shipslog.Protocols.Api;

/// <summary>
/// Writes <see cref="BucketsPageMessage"/>, of which a comparison of fifty runs holds a quarter of a million numbers: each series' text
/// is made on its own, on every core, and kept as long as the core keeps the answer that it tells.
/// </summary>
internal static class BucketsJson
{
    private static readonly ConditionalWeakTable<SeriesBuckets, byte[]> _texts = [];

    /// <summary>Answers with the buckets of each series, and the previews of those that have any.</summary>
    public static async Task WriteAsync(
        HttpResponse response, IReadOnlyList<(SeriesBuckets Buckets, IReadOnlyList<BucketPreviewMessage>? Previews)> series, CancellationToken cancellation)
    {
        var texts = new byte[series.Count][];
        if (series.Count > 1)
            Parallel.For(0, texts.Length, i => texts[i] = TextOf(series[i].Buckets));
        else if (series.Count == 1)
            texts[0] = TextOf(series[0].Buckets);
        response.ContentType = "application/json; charset=utf-8";
        var output = response.BodyWriter;
        output.Write("{\"series\":["u8);
        for (var i = 0; i < texts.Length; i++)
        {
            if (i > 0)
                output.Write(","u8);
            output.Write(texts[i].AsSpan(..^1));
            if (series[i].Previews is { } previews)
            {
                output.Write(",\"previews\":"u8);
                output.Write(JsonSerializer.SerializeToUtf8Bytes(previews, ApiJson.Options));
            }

            output.Write("}"u8);
            await output.FlushAsync(cancellation);
        }

        output.Write("]}"u8);
        await output.FlushAsync(cancellation);
    }

    /// <summary>One series' buckets as <see cref="BucketsMessage"/>, without previews.</summary>
    public static byte[] TextOf(SeriesBuckets series) => _texts.GetValue(series, static series => Write(series));

    private static byte[] Write(SeriesBuckets series)
    {
        var buckets = series.Buckets;
        using var text = new Text(256 + buckets.Count * 100);
        var isExact = series.Points == buckets.Count;
        text.Write(isExact ? "{\"exact\":true,\"points\":"u8 : "{\"exact\":false,\"points\":"u8);
        text.Write(series.Points);
        text.Column("x"u8, buckets, bucket => bucket.X);
        text.Column("last"u8, buckets, bucket => bucket.Last);
        text.Column("min"u8, buckets, bucket => bucket.Min);
        text.Column("max"u8, buckets, bucket => bucket.Max);
        text.Column("mean"u8, buckets, bucket => bucket.Mean);
        text.Column("count"u8, buckets, bucket => bucket.Count);
        text.Column("nonFinite"u8, buckets, bucket => bucket.NaNs + bucket.PositiveInfinities + bucket.NegativeInfinities);
        text.Point(",\"firstPoint\":["u8, series.FirstPoint);
        text.Point(",\"lastPoint\":["u8, series.LastPoint);
        text.Write("}"u8);
        return text.ToArray();
    }

    /// <summary>UTF-8 that grows, in memory that is used again: a text of a thousand buckets is a large object already.</summary>
    private sealed class Text(int size) : IDisposable
    {
        // The longest double: -1.7976931348623157E+308.
        private const int LongestNumber = 32;

        private byte[] _bytes = ArrayPool<byte>.Shared.Rent(size);
        private int _length;

        public byte[] ToArray() => _bytes.AsSpan(0, _length).ToArray();

        public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

        public void Write(ReadOnlySpan<byte> text)
        {
            text.CopyTo(Room(text.Length));
            _length += text.Length;
        }

        public void Write(long number)
        {
            Utf8Formatter.TryFormat(number, Room(LongestNumber), out var written);
            _length += written;
        }

        public void Column(ReadOnlySpan<byte> name, IReadOnlyList<Bucket> buckets, Func<Bucket, double> value)
        {
            Begin(name);
            for (var i = 0; i < buckets.Count; i++)
            {
                if (i > 0)
                    _bytes[_length++] = (byte)',';
                Write(value(buckets[i]));
            }

            Write("]"u8);
        }

        public void Point(ReadOnlySpan<byte> begin, (double X, double Value)? point)
        {
            if (point is not { } known)
                return;
            Write(begin);
            Write(known.X);
            Write(","u8);
            Write(known.Value);
            Write("]"u8);
        }

        private void Begin(ReadOnlySpan<byte> name)
        {
            Write(",\""u8);
            Write(name);
            Write("\":["u8);
        }

        /// <summary>Whole numbers are most of the steps and counts, and written in a third of the time.</summary>
        private void Write(double number)
        {
            // Room for a comma after it.
            var room = Room(LongestNumber + 1);
            int written;
            if (Math.Abs(number) < 1e15 && number == (long)number && (number != 0 || !double.IsNegative(number)))
                Utf8Formatter.TryFormat((long)number, room, out written);
            else if (double.IsFinite(number))
                number.TryFormat(room, out written, default, CultureInfo.InvariantCulture);
            else
                Named(number).CopyTo(room[..(written = Named(number).Length)]);
            _length += written;
        }

        private static ReadOnlySpan<byte> Named(double number) =>
            double.IsNaN(number) ? "\"NaN\""u8 : number > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8;

        private Span<byte> Room(int more)
        {
            if (_bytes.Length - _length < more)
            {
                var larger = ArrayPool<byte>.Shared.Rent((_length + more) * 2);
                _bytes.AsSpan(0, _length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_bytes);
                _bytes = larger;
            }

            return _bytes.AsSpan(_length);
        }
    }
}
