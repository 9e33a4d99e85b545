using System.Globalization;
using Shipslog.Core.Ingest;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Protocols.Neptune3.Ingest;

/// <summary>
/// What became of a request. A request is answered when it is on disk, so its outcome is known by then, and is told by the request's id
/// itself: clients hand the id back to ask. So a status needs no memory of the server, and outlives restarts and any time.
/// </summary>
/// <remarks>The form: 32 hexadecimal digits, then for each code <c>.code</c> <c>x</c> <c>count</c>.</remarks>
internal sealed class IngestOutcome
{
    private const int InvalidArgument = 3;
    private const int MaxCodes = 64;

    private readonly SortedDictionary<IngestCode, long> _codes = [];

    /// <summary>Outcome of one thing.</summary>
    public static IngestOutcome Of(IngestCode code)
    {
        var outcome = new IngestOutcome();
        outcome.Add(code);
        return outcome;
    }

    /// <summary>Counts something that was not applied.</summary>
    public void Add(IngestCode code, long count = 1)
    {
        if (code != IngestCode.Ok)
            _codes[code] = _codes.GetValueOrDefault(code) + count;
    }

    /// <summary>Counts what the core rejected.</summary>
    public void Add(IReadOnlyList<Rejection> rejected)
    {
        foreach (var rejection in rejected)
            Add(CodeOf(rejection.Code));
    }

    /// <summary>A new request id that tells this.</summary>
    public string ToRequestId() =>
        Guid.NewGuid().ToString("N") + string.Concat(_codes.Select(code => string.Create(CultureInfo.InvariantCulture, $".{(int)code.Key}x{code.Value}")));

    /// <summary>The status that an id tells. Of an id that is none of ours nothing is wrong: its request was answered long ago.</summary>
    public static RequestStatus StatusOf(string requestId)
    {
        var status = new RequestStatus();
        foreach (var part in requestId.Split('.').Skip(1).Take(MaxCodes))
        {
            var cross = part.IndexOf('x', StringComparison.Ordinal);
            if (cross > 0
                && int.TryParse(part.AsSpan(0, cross), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
                && long.TryParse(part.AsSpan(cross + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                status.CodeByCount.Add(new RequestStatus.Types.CodeByCount { Code = InvalidArgument, Count = count, Detail = code });
        }

        if (status.CodeByCount.Count == 0)
            status.CodeByCount.Add(new RequestStatus.Types.CodeByCount { Code = 0, Count = 1 });
        return status;
    }

    private static IngestCode CodeOf(string rejection) => rejection switch
    {
        "kind-mismatch" => IngestCode.TypeConflicting,
        "read-only" => IngestCode.PathNotWritable,
        "invalid-step" => IngestCode.SeriesStepInvalid,
        "point-duplicate" => IngestCode.SeriesPointDuplicate,
        "step-not-increasing" => IngestCode.SeriesStepNotIncreasing,
        "step-not-after-fork" => IngestCode.SeriesStepNotAfterForkPoint,
        "time-decreasing" => IngestCode.SeriesTimestampDecreasing,
        "preview-not-after-last" => IngestCode.PreviewNotAfterLastCommitted,
        "too-many-previews" => IngestCode.Internal,
        _ => IngestCode.TypeUnsupported,
    };
}
