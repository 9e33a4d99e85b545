using System.Text;

namespace Shipslog.Protocols.Neptune3.Ingest;

/// <summary>What kind of operation a body holds.</summary>
internal enum RunRequestKind
{
    None,
    Create,
    Snapshot,
    Batch,
}

/// <summary>The head of a body, with the operation still in bytes.</summary>
/// <param name="Project">As <c>workspace/project</c>; empty when the body tells none.</param>
/// <param name="RunId">The run's custom id.</param>
/// <param name="Kind">What the operation is.</param>
/// <param name="Operation">Its message.</param>
internal sealed record RunRequest(string Project, string RunId, RunRequestKind Kind, ReadOnlyMemory<byte> Operation)
{
    /// <summary>Reads a body. A malformed one gives what could be read of it before, and kind None.</summary>
    public static RunRequest Read(ReadOnlyMemory<byte> body)
    {
        var (project, run, kind, operation) = ("", "", RunRequestKind.None, default(ReadOnlyMemory<byte>));
        var reader = new WireReader(body.Span);
        try
        {
            while (reader.Next())
            {
                switch (reader.Field)
                {
                    case 1: project = Encoding.UTF8.GetString(reader.Bytes()); break;
                    case 2: run = Encoding.UTF8.GetString(reader.Bytes()); break;
                    case 6 or 7 or 8:
                        kind = reader.Field switch { 6 => RunRequestKind.Create, 7 => RunRequestKind.Snapshot, _ => RunRequestKind.Batch };
                        var bytes = reader.Bytes();
                        body.Span.Overlaps(bytes, out var offset);
                        operation = body.Slice(offset, bytes.Length);
                        break;
                    default: reader.Skip(); break;
                }
            }
        }
        catch (MalformedMessageException)
        {
            return new RunRequest(project, run, RunRequestKind.None, default);
        }

        return new RunRequest(project, run, kind, operation);
    }
}
