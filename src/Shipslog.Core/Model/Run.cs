namespace Shipslog.Core.Model;

/// <summary>What kind of thing carries the attributes. The numbers are stored on disk.</summary>
public enum HolderKind : byte
{
    /// <summary>A run (experiment).</summary>
    Run = 1,

    /// <summary>A model of the registry.</summary>
    Model = 2,

    /// <summary>A version of a model.</summary>
    ModelVersion = 3,

    /// <summary>The project itself; its id is the project's id.</summary>
    Project = 4,
}

/// <summary>Where a run stands. The numbers are stored on disk; the lower-case names are the values of <c>sys/state</c>.</summary>
public enum RunState : byte
{
    /// <summary>Its client reports in.</summary>
    Running = 1,

    /// <summary>Its client went silent, or ended without a verdict (1.x has none).</summary>
    Inactive = 2,

    /// <summary>Ended well.</summary>
    Succeeded = 3,

    /// <summary>Ended with an error.</summary>
    Failed = 4,

    /// <summary>Stopped from outside.</summary>
    Aborted = 5,
}

/// <summary>The identity of an attribute holder within its project. Never changes after creation.</summary>
/// <param name="Id">The UUID that protocols use.</param>
/// <param name="Key">Dense number within the project's store, from 1 in order of creation; never reused. Storage and columns are keyed by it.</param>
/// <param name="Kind">Run, model, model version or project.</param>
/// <param name="ShortId">E.g. <c>SAN-12</c>, <c>SAN-PRE</c> (model), <c>SAN-PRE-3</c> (version), <c>SAN</c> (project).</param>
/// <param name="CustomId">The client's own id, unique in the project, or null.</param>
/// <param name="ParentId">Of a model version: its model; else null.</param>
/// <param name="Owner">Username of the creator.</param>
/// <param name="CreatedUnixMilliseconds">When it was created.</param>
/// <param name="Fork">Of a run forked from another: where; else null.</param>
public sealed record Run(
    Guid Id,
    int Key,
    HolderKind Kind,
    string ShortId,
    string? CustomId,
    Guid? ParentId,
    string Owner,
    long CreatedUnixMilliseconds,
    RunFork? Fork = null);

/// <summary>All attributes of one run at one moment. Immutable; safe to share between threads.</summary>
/// <param name="Run">Whose.</param>
/// <param name="Attributes">Everything it has, in path order, <c>sys/*</c> included.</param>
/// <param name="Version">Grows with every change of the run.</param>
public sealed record RunSnapshot(Run Run, IReadOnlyList<RunAttribute> Attributes, long Version)
{
    /// <summary>The value at a path, or null.</summary>
    public AttributeValue? this[string path]
    {
        get
        {
            int low = 0, high = Attributes.Count - 1;
            while (low <= high)
            {
                var middle = (low + high) >>> 1;
                var order = string.CompareOrdinal(Attributes[middle].Path.Value, path);
                if (order == 0)
                    return Attributes[middle].Value;
                if (order < 0)
                    low = middle + 1;
                else
                    high = middle - 1;
            }

            return null;
        }
    }

    /// <summary>Seconds that it has run: of a running one until now, because <c>sys/running_time</c> moves only when its client reports in.</summary>
    /// <param name="unixMilliseconds">Now.</param>
    public double RunningSeconds(long unixMilliseconds)
    {
        var told = (this[SystemPaths.RunningTime] as AttributeValue.Float)?.Value ?? 0;
        return this[SystemPaths.State] is AttributeValue.String { Value: "running" }
            ? Math.Max(told, (unixMilliseconds - Run.CreatedUnixMilliseconds) / 1000.0)
            : told;
    }
}

/// <summary>One attribute of a run.</summary>
/// <param name="Id">Number of (path) within the project, from 1, never reused: the same path has the same number in all runs.</param>
/// <param name="Path">Its path.</param>
/// <param name="Value">Its value or series summary.</param>
public sealed record RunAttribute(int Id, AttributePath Path, AttributeValue Value);
