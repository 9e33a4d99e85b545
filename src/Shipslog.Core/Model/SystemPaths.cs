namespace Shipslog.Core.Model;

/// <summary>The paths that have a meaning to Shipslog itself; every protocol writes to the same ones, so that a run looks the same whoever wrote it.</summary>
public static class SystemPaths
{
    /// <summary>Short id.</summary>
    public const string Id = "sys/id";

    /// <summary>Display name; writable.</summary>
    public const string Name = "sys/name";

    /// <summary>Markdown description; writable.</summary>
    public const string Description = "sys/description";

    /// <summary>Username of the creator.</summary>
    public const string Owner = "sys/owner";

    /// <summary>Lower-case name of <see cref="RunState"/>.</summary>
    public const string State = "sys/state";

    /// <summary>Whether it failed; writable.</summary>
    public const string Failed = "sys/failed";

    /// <summary>Tags; writable.</summary>
    public const string Tags = "sys/tags";

    /// <summary>Group tags; writable, created when first written.</summary>
    public const string GroupTags = "sys/group_tags";

    /// <summary>Host it ran on; writable.</summary>
    public const string Hostname = "sys/hostname";

    /// <summary>Stage of a model version; writable.</summary>
    public const string Stage = "sys/stage";

    /// <summary>Short id of the model a version belongs to.</summary>
    public const string ModelId = "sys/model_id";

    /// <summary>When it was created.</summary>
    public const string CreationTime = "sys/creation_time";

    /// <summary>When anything of it last changed.</summary>
    public const string ModificationTime = "sys/modification_time";

    /// <summary>When its client last reported in.</summary>
    public const string PingTime = "sys/ping_time";

    /// <summary>When it ended; absent while it runs.</summary>
    public const string FinishTime = "sys/finish_time";

    /// <summary>Seconds from creation to end or last report.</summary>
    public const string RunningTime = "sys/running_time";

    /// <summary>Seconds during which its client reported in.</summary>
    public const string MonitoringTime = "sys/monitoring_time";

    /// <summary>Bytes of its files.</summary>
    public const string Size = "sys/size";

    /// <summary>Whether it is in the trash.</summary>
    public const string Trashed = "sys/trashed";

    /// <summary>The client's own id.</summary>
    public const string CustomRunId = "sys/custom_run_id";

    /// <summary>Of a project: who may see it.</summary>
    public const string Visibility = "sys/visibility";

    /// <summary>The family of runs (by forks) that a run belongs to; only runs of the 3.x generation have one.</summary>
    public const string Family = "sys/family";

    /// <summary>Whether the run is archived; kept for readers of the 3.x generation.</summary>
    public const string Archived = "sys/archived";

    /// <summary>The line of runs to which a run belongs as one attempt among others; the line's newest is its head.</summary>
    public const string LineName = "sys/experiment/name";

    /// <summary>Whether the run is the head of its line.</summary>
    public const string IsHead = "sys/experiment/is_head";

    /// <summary>Of a fork: the parent's custom id.</summary>
    public const string ForkParent = "sys/forking/parent";

    /// <summary>Of a fork: the last step shared with the parent.</summary>
    public const string ForkStep = "sys/forking/step";

    /// <summary>Of a fork: how many forks lie between it and the family's first run, itself included.</summary>
    public const string ForkDepth = "sys/forking/depth";

    /// <summary>UUID of the project.</summary>
    public const string ProjectUuid = "sys/diagnostics/project_uuid";

    /// <summary>UUID of the run.</summary>
    public const string RunUuid = "sys/diagnostics/run_uuid";

    /// <summary>Git state at start.</summary>
    public const string Git = "source_code/git";

    /// <summary>Source files as a file set.</summary>
    public const string SourceFiles = "source_code/files";

    /// <summary>The script that was started.</summary>
    public const string Entrypoint = "source_code/entrypoint";

    /// <summary>The traceback of a failed run.</summary>
    public const string Traceback = "monitoring/traceback";

    /// <summary>Those <c>sys/*</c> paths that clients may write; all others below <c>sys/</c> are kept by the server.</summary>
    public static readonly IReadOnlySet<string> Writable =
        new HashSet<string>(StringComparer.Ordinal) { Name, Description, Failed, Hostname, Tags, GroupTags, Stage };
}
