using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Neptune3;

/// <summary>Protobuf answers, and the small forms that many messages share.</summary>
internal static class WireForms
{
    public const string MediaType = "application/x-protobuf";

    /// <summary>A message as an answer.</summary>
    public static IResult Answer(IMessage message) => Results.Bytes(message.ToByteArray(), MediaType);

    /// <summary>Milliseconds since 1970; the client's timestamps are floats, which truncation would put off by one.</summary>
    public static long Milliseconds(long seconds, int nanos) => unchecked(seconds * 1000 + (nanos + 500_000L) / 1_000_000);

    /// <summary>The step of a wire form; what is wrong with it otherwise.</summary>
    public static Ingest.IngestCode TryStep(ulong whole, ulong micro, out Step step)
    {
        step = default;
        if (whole >= 1_000_000_000_000)
            return Ingest.IngestCode.SeriesStepTooLarge;
        if (micro >= 1_000_000)
            return Ingest.IngestCode.SeriesStepInvalid;
        step = Step.FromMicros((long)whole, (int)micro);
        return Ingest.IngestCode.Ok;
    }
}
