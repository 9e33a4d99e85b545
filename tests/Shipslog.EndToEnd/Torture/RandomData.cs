using System.Globalization;
using System.Text.Json;

namespace Shipslog.EndToEnd.Torture;

/// <summary>What writers write: any float, steps in any order and again, texts in any script, contents that several runs share.</summary>
internal sealed class RandomData(int seed)
{
    private const int SharedContents = 24;
    private static readonly string[] Words = ["loss", "перо", "文件", "naïve", "🚢 ship", "a\"b\\c", "tab\there", "", "line\nbreak", "x"];

    private readonly Random _random = new(seed);
    private long _now = 1_700_000_000_000;

    public int Next(int below) => _random.Next(below);

    public bool Chance(double probability) => _random.NextDouble() < probability;

    public T Pick<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    public string Word() => Pick(Words) + _random.Next(100).ToString(CultureInfo.InvariantCulture);

    public double Number() => _random.Next(12) switch
    {
        0 => double.NaN,
        1 => double.PositiveInfinity,
        2 => double.NegativeInfinity,
        3 => -0.0,
        4 => BitConverter.Int64BitsToDouble(_random.NextInt64()) is var any && double.IsFinite(any) ? any : double.Epsilon,
        5 => double.MaxValue,
        6 => _random.Next(1000),
        _ => _random.NextDouble() * 10,
    };

    /// <summary>Steps without order; some whole, some decimal, some negative, now and then one twice.</summary>
    public double[] Steps(int count)
    {
        var first = _random.Next(500);
        var shape = _random.Next(4);
        return [.. Enumerable.Range(0, count).Select(i => shape switch
        {
            0 or 1 => first + i,
            2 => _random.Next(-50, 1000),
            _ => Math.Round(_random.NextDouble() * 100, 3),
        })];
    }

    public long[] Times(int count) => [.. Enumerable.Range(0, count).Select(_ => _now += _random.Next(-5, 2000))];

    /// <summary>The content of a number; below <see cref="SharedContents"/> everybody's.</summary>
    public static byte[] Content(int number)
    {
        var random = new Random(number);
        var bytes = new byte[number % 11 == 0 ? 0 : random.Next(1, number % 7 == 0 ? 3_000_000 : 40_000)];
        random.NextBytes(bytes);
        return bytes;
    }

    public int ContentNumber() => Chance(0.7) ? _random.Next(SharedContents) : _random.Next(SharedContents, int.MaxValue);

    public static object Json(double value) => double.IsFinite(value) ? value : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A value of one piece, as it is assigned and as it is answered.</summary>
    public (string Kind, object Value, string Answer) Scalar()
    {
        switch (_random.Next(5))
        {
            case 0:
                var number = Number();
                return ("float", Json(number), ModelValue.Scalar.Text(number));
            case 1:
                var whole = _random.NextInt64(long.MinValue, long.MaxValue);
                return ("int", whole, JsonSerializer.Serialize(whole));
            case 2:
                var truth = Chance(0.5);
                return ("bool", truth, truth ? "true" : "false");
            case 3:
                var time = DateTimeOffset.FromUnixTimeMilliseconds(_random.NextInt64(4_000_000_000_000)).UtcDateTime
                    .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
                return ("datetime", time, time);
            default:
                var text = Word();
                return ("string", text, text);
        }
    }
}
