using System.Collections.Immutable;
using System.Globalization;

namespace Shipslog.EndToEnd.Torture;

/// <summary>What a run holds: attributes by path, compared to the last bit. Immutable, so that a change that is in doubt is a second model beside the first.</summary>
internal sealed record RunModel(bool Trashed, ImmutableSortedDictionary<string, ModelValue> Attributes)
{
    public static readonly RunModel Empty = new(false, ImmutableSortedDictionary.Create<string, ModelValue>(StringComparer.Ordinal));

    public RunModel With(string path, ModelValue value) => this with { Attributes = Attributes.SetItem(path, value) };

    public RunModel Without(string path) => this with { Attributes = Attributes.Remove(path) };

    public RunModel Append(string path, IEnumerable<(double Step, double Value, long At)> points) =>
        With(path, new ModelValue.Floats(Points<double>(path).SetItems(points.Select(one => KeyValuePair.Create(one.Step, (one.Value, one.At))))));

    public RunModel Append(string path, IEnumerable<(double Step, string Value, long At)> points) =>
        With(path, new ModelValue.Strings(Points<string>(path).SetItems(points.Select(one => KeyValuePair.Create(one.Step, (one.Value, one.At))))));

    /// <summary>Puts files into a set, over those of the same paths.</summary>
    public RunModel Put(string path, IEnumerable<KeyValuePair<string, ModelValue.File>> files) => With(path, new ModelValue.FileSet(
        (Attributes.GetValueOrDefault(path) is ModelValue.FileSet set ? set.Files : ImmutableSortedDictionary.Create<string, ModelValue.File>(StringComparer.Ordinal)).SetItems(files)));

    public RunModel ChangeSet(string path, IEnumerable<string> add, IEnumerable<string> remove, bool clear = false)
    {
        var old = clear || Attributes.GetValueOrDefault(path) is not ModelValue.Texts texts
            ? ImmutableSortedSet.Create<string>(StringComparer.Ordinal) : texts.Values;
        return With(path, new ModelValue.Texts(old.Except(remove).Union(add)));
    }

    /// <summary>The first difference to another state of the same run, as a sentence; null when there is none.</summary>
    public static string? Difference(RunModel? expected, RunModel? stored)
    {
        if (expected is null || stored is null)
            return ReferenceEquals(expected, stored) ? null : expected is null ? "the run exists" : "the run is gone";
        if (expected.Trashed != stored.Trashed)
            return $"trashed is {stored.Trashed}";
        foreach (var (path, value) in expected.Attributes)
        {
            if (stored.Attributes.GetValueOrDefault(path) is not { } found)
                return $"{path} is gone, which was {value.Describe()}";
            if (value.Difference(found) is { } difference)
                return $"{path}: {difference}";
        }

        return stored.Attributes.Keys.Except(expected.Attributes.Keys).FirstOrDefault() is { } more ? $"{more} is there, and should not be" : null;
    }

    private ImmutableSortedDictionary<double, (T Value, long At)> Points<T>(string path) => Attributes.GetValueOrDefault(path) switch
    {
        ModelValue.Floats floats => (ImmutableSortedDictionary<double, (T, long)>)(object)floats.Points,
        ModelValue.Strings strings => (ImmutableSortedDictionary<double, (T, long)>)(object)strings.Points,
        _ => ImmutableSortedDictionary<double, (T, long)>.Empty,
    };
}

/// <summary>The value of an attribute.</summary>
internal abstract record ModelValue
{
    public abstract string Describe();

    /// <summary>How a stored value differs from this one; null when it doesn't.</summary>
    public virtual string? Difference(ModelValue stored) => Equals(stored) ? null : $"{stored.Describe()} instead of {Describe()}";

    /// <summary>A value of one piece, as text.</summary>
    public sealed record Scalar(string Kind, string Value) : ModelValue
    {
        /// <summary>A number with all its bits, but those of NaNs, which the API doesn't tell apart.</summary>
        public static string Text(double number) => double.IsNaN(number) ? "NaN" : BitConverter.DoubleToInt64Bits(number).ToString("x", CultureInfo.InvariantCulture);

        public override string Describe() => $"{Kind} {Value}";
    }

    public sealed record Texts(ImmutableSortedSet<string> Values) : ModelValue
    {
        public override string Describe() => $"the set {{{string.Join(", ", Values)}}}";

        public override string? Difference(ModelValue stored) =>
            stored is Texts other && Values.SetEquals(other.Values) ? null : $"{stored.Describe()} instead of {Describe()}";
    }

    /// <summary>A file, by the hash of its content in upper case.</summary>
    public sealed record File(string Hash, long Size) : ModelValue
    {
        public override string Describe() => $"a file of {Size} bytes with hash {Hash}";
    }

    /// <summary>Files by their paths in the set, each with the hash of its content in upper case.</summary>
    public sealed record FileSet(ImmutableSortedDictionary<string, File> Files) : ModelValue
    {
        public override string Describe() => $"a set of {Files.Count} files";

        public override string? Difference(ModelValue stored) => stored is not FileSet other || Files.Count != other.Files.Count
            ? $"{stored.Describe()} instead of {Describe()}"
            : Files.Where(file => other.Files.GetValueOrDefault(file.Key) != file.Value)
                .Select(file => $"{file.Key} is {other.Files.GetValueOrDefault(file.Key)?.Describe() ?? "gone"} instead of {file.Value.Describe()}").FirstOrDefault();
    }

    public sealed record Floats(ImmutableSortedDictionary<double, (double Value, long At)> Points) : ModelValue
    {
        public override string Describe() => $"a series of {Points.Count} floats";

        public override string? Difference(ModelValue stored) => stored is not Floats other
            ? $"{stored.Describe()} instead of {Describe()}"
            : Compare(Points, other.Points, (one, two) => BitConverter.DoubleToInt64Bits(one) == BitConverter.DoubleToInt64Bits(two) || (double.IsNaN(one) && double.IsNaN(two)));
    }

    public sealed record Strings(ImmutableSortedDictionary<double, (string Value, long At)> Points) : ModelValue
    {
        public override string Describe() => $"a series of {Points.Count} texts";

        public override string? Difference(ModelValue stored) => stored is not Strings other
            ? $"{stored.Describe()} instead of {Describe()}"
            : Compare(Points, other.Points, (one, two) => one == two);
    }

    private static string? Compare<T>(
        ImmutableSortedDictionary<double, (T Value, long At)> expected, ImmutableSortedDictionary<double, (T Value, long At)> stored, Func<T, T, bool> same)
    {
        foreach (var (step, point) in expected)
        {
            if (!stored.TryGetValue(step, out var found))
                return FormattableString.Invariant($"step {step:R} is missing ({stored.Count} points instead of {expected.Count})");
            if (!same(point.Value, found.Value) || point.At != found.At)
                return string.Create(CultureInfo.InvariantCulture, $"step {step:R} is {found} instead of {point}");
        }

        return stored.Count == expected.Count ? null : $"{stored.Count} points instead of {expected.Count}";
    }
}
