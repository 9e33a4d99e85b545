namespace Shipslog.Core.Model;

/// <summary>Where a run branches off another. It has its parent's points up to a step, shared and not copied.</summary>
/// <param name="ParentId">The parent, which may be deleted since.</param>
/// <param name="Step">The last step whose points are shared.</param>
/// <param name="InheritsAttributes">Whether it began with the parent's attributes that are no series.</param>
/// <param name="Layers">Where the shared points lie, from the oldest ancestor to the parent; later layers win at equal steps.</param>
/// <param name="Cuts">Series that ancestors cleared or deleted, in order of time.</param>
public sealed record RunFork(
    Guid ParentId, Step Step, bool InheritsAttributes, IReadOnlyList<HistoryLayer> Layers, IReadOnlyList<SeriesCut> Cuts);

/// <summary>A stretch of a run's history: the points stored under one number, up to a step.</summary>
/// <param name="StoreKey">A number like <see cref="Run.Key"/>: the run's first, or one that a rewind began.</param>
/// <param name="UpTo">The last step that counts, inclusive; +∞: all.</param>
public readonly record struct HistoryLayer(int StoreKey, Step UpTo);

/// <summary>A series has nothing below a layer, because it was cleared or deleted there.</summary>
/// <param name="AttributeId">Number of its name.</param>
/// <param name="Path">Its path.</param>
/// <param name="Kind">Its kind until then.</param>
/// <param name="StoreKey">The layer.</param>
public sealed record SeriesCut(int AttributeId, AttributePath Path, AttributeKind Kind, int StoreKey);
