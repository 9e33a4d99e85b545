using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Shipslog.Core.Storage.Encoding;

namespace Shipslog.Core.Upkeep;

/// <summary>Checks chunks that come in the order of store numbers; the document of the run that owns a number tells the kinds of its series.</summary>
/// <param name="store">Where the documents are.</param>
/// <param name="names">Attribute paths by number.</param>
/// <param name="owners">Keys of runs by store number.</param>
/// <param name="check">Runs a check of something with a name.</param>
/// <param name="refer">Takes a reference to a file.</param>
internal sealed class ChunkVerification(
    IProjectStore store, List<AttributePath?> names, Dictionary<int, int> owners, Action<string, Action> check, Action<MissingFiles.Reference> refer)
{
    private int _storeKey = -1;
    private Dictionary<int, (AttributeKind Kind, AttributePath Path, string Name)> _series = [];
    private long _version;

    public long Chunks { get; private set; }

    public long Points { get; private set; }

    public void Check(Chunk chunk)
    {
        var series = chunk.Head.Series;
        if (series.RunKey != _storeKey)
            Enter(series.RunKey);
        var isKnown = _series.TryGetValue(Math.Abs(series.AttributeId), out var known);
        var where = isKnown ? known.Name : $"attribute {Math.Abs(series.AttributeId)} under store number {series.RunKey}";
        if (series.AttributeId < 0)
        {
            check($"The pyramid above {where}, steps {chunk.Head.First} to {chunk.Head.Last}", () => CheckBlock(chunk));
            return;
        }

        Chunks++;
        Points += chunk.Head.Count;
        check($"A chunk of {where}, steps {chunk.Head.First} to {chunk.Head.Last}", () => Check(chunk, isKnown ? known.Kind : null, known.Path, where));
    }

    private void Enter(int storeKey)
    {
        (_storeKey, _series, _version) = (storeKey, [], 0);
        if (!owners.TryGetValue(storeKey, out var runKey) || store.ReadDocument(runKey) is not { } row)
            return;
        try
        {
            var run = DocumentCodec.Decode(row, id => names.ElementAtOrDefault(id));
            _version = run.Version;
            _series = run.Slots.Values.ToDictionary(slot => slot.Id, slot => (slot.Value.Kind, slot.Path, $"{slot.Path.Value} of run {run.Run.ShortId}"));
        }
        catch (ShipslogException)
        {
            // Its document is damaged, which was told already.
        }
    }

    private void Check(Chunk chunk, AttributeKind? kind, AttributePath path, string where)
    {
        switch (kind)
        {
            case AttributeKind.FloatSeries: ChunkWriter.Check<double>(chunk); break;
            case AttributeKind.StringSeries: ChunkWriter.Check<string>(chunk); break;
            case AttributeKind.HistogramSeries: ChunkWriter.Check<Histogram>(chunk); break;
            case AttributeKind.FileSeries:
                foreach (var file in ChunkWriter.Check<SeriesFile>(chunk).Values)
                {
                    if (file.Stored is { } stored)
                        refer(new MissingFiles.Reference(owners[chunk.Head.Series.RunKey], path, null, _version, int.MaxValue, stored, where));
                }

                break;
            default: Frame.Open(chunk.Data.Span, "chunk"); break;
        }
    }

    private static void CheckBlock(Chunk block)
    {
        var heads = ChunkBlock.Decode(block.Head.Series, block.Data);
        if (heads.Count == 0 || heads[0].First != block.Head.First || heads[^1].Last != block.Head.Last || heads.Sum(head => (long)head.Count) != block.Head.Count)
            throw new ShipslogException(Failure.Unavailable, "Its heads do not fit its place.", "damaged");
    }
}
