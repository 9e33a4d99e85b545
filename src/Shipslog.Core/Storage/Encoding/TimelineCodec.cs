using Shipslog.Core.Ingest;
using Shipslog.Core.Model;

namespace Shipslog.Core.Storage.Encoding;

/// <summary>Forks and branches as bytes. Drawn in docs/formats/log.md and docs/formats/run-document.md.</summary>
internal static class TimelineCodec
{
    public static void Write(BinaryWriter writer, RunFork fork)
    {
        writer.Write(fork.ParentId.ToByteArray());
        writer.WriteStep(fork.Step);
        writer.Write(fork.InheritsAttributes);
        writer.WriteList(fork.Layers, static (w, layer) =>
        {
            w.Write(layer.StoreKey);
            w.WriteStep(layer.UpTo);
        });
        WriteCuts(writer, fork.Cuts);
    }

    public static RunFork ReadFork(BinaryReader reader) => new(
        new Guid(reader.ReadBytes(16)),
        reader.ReadStep(),
        reader.ReadBoolean(),
        reader.ReadArray(static r => new HistoryLayer(r.ReadInt32(), r.ReadStep())),
        ReadCuts(reader));

    public static void Write(BinaryWriter writer, RunTimeline timeline)
    {
        writer.WriteList(timeline.Branches, static (w, branch) =>
        {
            w.Write(branch.Key);
            w.Write(branch.Parent);
            w.WriteStep(branch.UpTo);
        });
        writer.Write(timeline.Current);
        WriteCuts(writer, timeline.Cuts);
    }

    public static RunTimeline ReadTimeline(BinaryReader reader, Run run) => RunTimeline.Restore(
        run,
        reader.ReadArray(static r => new RunTimeline.Branch(r.ReadInt32(), r.ReadInt32(), r.ReadStep())),
        reader.ReadInt32(),
        ReadCuts(reader));

    private static void WriteCuts(BinaryWriter writer, IReadOnlyList<SeriesCut> cuts) => writer.WriteList(cuts, static (w, cut) =>
    {
        w.Write7BitEncodedInt(cut.AttributeId);
        w.Write(cut.Path.Value);
        w.Write((byte)cut.Kind);
        w.Write(cut.StoreKey);
    });

    private static SeriesCut[] ReadCuts(BinaryReader reader) => reader.ReadArray(static r =>
        new SeriesCut(r.Read7BitEncodedInt(), new AttributePath(r.ReadString()), (AttributeKind)r.ReadByte(), r.ReadInt32()));
}
