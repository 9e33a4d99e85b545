namespace Shipslog.EndToEnd.Torture;

/// <summary>A run with what the server has acknowledged about it, and at most one change that it has not.</summary>
/// <param name="id">Its custom id, by which the API finds it too.</param>
internal sealed class ModelRun(string id)
{
    public string Id { get; } = id;

    /// <summary>The server's own id, which other protocols address it by; null until an answer told it.</summary>
    public string? Uuid { get; set; }

    /// <summary>What it must hold; null: it does not exist (yet, or any more).</summary>
    public RunModel? Acknowledged { get; private set; }

    /// <summary>The change that was under way when the server died; null: none.</summary>
    public Func<RunModel?, RunModel?>? InDoubt { get; private set; }

    /// <summary>Whether it changed since it was last compared.</summary>
    public bool IsTouched { get; set; }

    public void Begin(Func<RunModel?, RunModel?> change) => (InDoubt, IsTouched) = (change, true);

    public void Acknowledge()
    {
        Acknowledged = InDoubt!(Acknowledged);
        InDoubt = null;
    }

    /// <summary>Compares with what is stored: what was acknowledged, with the change in doubt wholly or not at all. Afterwards nothing is in doubt.</summary>
    /// <returns>Whether the change in doubt is there (null: there was none, or it changes nothing), or how the run was damaged.</returns>
    public (bool? Stored, string? Damage) Settle(RunModel? stored)
    {
        IsTouched = false;
        var without = RunModel.Difference(Acknowledged, stored);
        if (InDoubt is not { } change)
            return (null, without);
        InDoubt = null;
        var changed = change(Acknowledged);
        var with = RunModel.Difference(changed, stored);
        if (with is null)
        {
            Acknowledged = changed;
            return (without is null ? null : true, null);
        }

        return without is null ? (false, null) : (null, $"{without}; nor is the request in doubt there whole: {with}");
    }
}
