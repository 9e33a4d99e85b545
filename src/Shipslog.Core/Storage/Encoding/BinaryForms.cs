using Shipslog.Core.Model;

namespace Shipslog.Core.Storage.Encoding;

/// <summary>How the small parts of a value are written: shared by log, chunks and documents.</summary>
internal static class BinaryForms
{
    public static void WriteStep(this BinaryWriter writer, Step step)
    {
        writer.Write(step.Value);
        writer.Write(step.RemainderMicros);
    }

    public static Step ReadStep(this BinaryReader reader) => new(reader.ReadDouble(), reader.ReadSByte());

    public static void WriteOptional(this BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
            writer.Write(text);
    }

    public static string? ReadOptional(this BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;

    public static void WriteOptional(this BinaryWriter writer, double? number)
    {
        writer.Write(number is not null);
        if (number is { } value)
            writer.Write(value);
    }

    public static double? ReadOptionalDouble(this BinaryReader reader) =>
        reader.ReadBoolean() ? reader.ReadDouble() : null;

    public static void WriteList<T>(this BinaryWriter writer, IReadOnlyList<T> items, Action<BinaryWriter, T> write)
    {
        writer.Write7BitEncodedInt(items.Count);
        foreach (var item in items)
            write(writer, item);
    }

    public static T[] ReadArray<T>(this BinaryReader reader, Func<BinaryReader, T> read)
    {
        var items = new T[reader.Read7BitEncodedInt()];
        for (var i = 0; i < items.Length; i++)
            items[i] = read(reader);
        return items;
    }

    public static void WriteFile(this BinaryWriter writer, StoredFile file)
    {
        writer.Write(Convert.FromHexString(file.Hash.Hex));
        writer.Write(file.Place is null ? file.SizeBytes : ~file.SizeBytes);
        writer.Write(file.Name);
        writer.Write(file.MimeType);
        if (file.Place is not null)
            writer.Write(file.Place);
    }

    public static StoredFile ReadFile(this BinaryReader reader)
    {
        var (hash, size) = (ContentHash.FromBytes(reader.ReadBytes(32)), reader.ReadInt64());
        var (name, type) = (reader.ReadString(), reader.ReadString());
        return size < 0 ? new StoredFile(hash, ~size, name, type, reader.ReadString()) : new StoredFile(hash, size, name, type);
    }

    public static void WriteSeriesFile(this BinaryWriter writer, SeriesFile file)
    {
        writer.Write(file.Stored is not null);
        if (file.Stored is not null)
            writer.WriteFile(file.Stored);
        writer.WriteOptional(file.Name);
        writer.WriteOptional(file.Description);
    }

    public static SeriesFile ReadSeriesFile(this BinaryReader reader) =>
        new(reader.ReadBoolean() ? reader.ReadFile() : null, reader.ReadOptional(), reader.ReadOptional());

    public static void WritePreview(BinaryWriter writer, PreviewPoint preview)
    {
        writer.WriteStep(preview.Step);
        writer.Write(preview.Value.Value);
        writer.Write(preview.Value.Completion);
        writer.Write(preview.UnixMilliseconds);
    }

    public static PreviewPoint ReadPreview(BinaryReader reader) =>
        new(reader.ReadStep(), new Preview(reader.ReadDouble(), reader.ReadSingle()), reader.ReadInt64());

    public static void WriteHistogram(this BinaryWriter writer, Histogram histogram)
    {
        writer.WriteList(histogram.Edges, static (w, edge) => w.Write(edge));
        writer.WriteList(histogram.Counts, static (w, count) => w.Write(count));
        writer.Write(histogram.IsDensity);
    }

    public static Histogram ReadHistogram(this BinaryReader reader) => new(
        reader.ReadArray(static r => r.ReadDouble()), reader.ReadArray(static r => r.ReadDouble()), reader.ReadBoolean());

    public static void WriteEntry(this BinaryWriter writer, FileSetEntry entry)
    {
        writer.Write(entry.Path);
        writer.WriteFile(entry.Stored);
        writer.Write(entry.UnixMilliseconds);
    }

    public static FileSetEntry ReadEntry(this BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadFile(), reader.ReadInt64());
}
