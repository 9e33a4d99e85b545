using Shipslog.Core.Model;
using Shipslog.Core.Query;
using Shipslog.Protocols.Http;
using Shipslog.Protocols.Neptune3.Wire;

namespace Shipslog.Protocols.Neptune3.Reading;

/// <summary>Which attributes a request asks for.</summary>
/// <param name="Paths">Exactly these; null: all that the names include.</param>
/// <param name="Names">By regular expressions.</param>
/// <param name="Kinds">Of these kinds.</param>
internal sealed record AttributeSelection(IReadOnlyList<string?>? Paths, AttributeNameFilter Names, IReadOnlySet<AttributeKind> Kinds)
{
    // Runs of a project have mostly the same names: each is tested once.
    private readonly Dictionary<int, bool> _tested = [];

    /// <summary>Those of a run that are asked for, in order of path (ordinal).</summary>
    public IEnumerable<(string Path, AttributeValue Value)> Of(RunSnapshot run) =>
        Paths is null ? run.Attributes.Where(IsNamed).Select(attribute => (attribute.Path.Value, attribute.Value)) : Listed(run);

    private IEnumerable<(string Path, AttributeValue Value)> Listed(RunSnapshot run)
    {
        foreach (var path in Paths!.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (run[path] is { } value && Kinds.Contains(value.Kind) && Names.Matches(path))
                yield return (path, value);
        }
    }

    private bool IsNamed(RunAttribute attribute)
    {
        if (!Kinds.Contains(attribute.Value.Kind))
            return false;
        if (!_tested.TryGetValue(attribute.Id, out var isNamed))
            _tested.Add(attribute.Id, isNamed = Names.Matches(attribute.Path.Value));
        return isNamed;
    }
}

/// <summary>A page of values over runs: as many values in all as the limit says, so a run may go on on the next page.</summary>
internal sealed class ValuePage(ProjectScope scope, LastPoints last, AttributeSelection selection, int limit)
{
    private readonly List<ValuesOfRun> _runs = [];

    /// <summary>What is on the page.</summary>
    public IReadOnlyList<ValuesOfRun> Runs => _runs;

    /// <summary>Fills it from where the page before ended; where it ends itself, or null at the end of all.</summary>
    public async Task<ValuePlace?> FillAsync(IReadOnlyList<Run> runs, ValuePlace? after, CancellationToken cancellation)
    {
        var first = after is null ? 0 : runs.TakeWhile(run => run.Id != after.Run).Count();
        var left = limit;
        for (var i = first; i < runs.Count; i++)
        {
            var page = new ValuesOfRun { RunId = runs[i].Id.ToString(), ShortId = runs[i].ShortId };
            foreach (var (path, value) in selection.Of(await scope.Engine.ReadAsync(runs[i].Id, cancellation)))
            {
                if (i == first && after is not null && string.CompareOrdinal(path, after.Path) <= 0)
                    continue;
                if (await last.CompleteAsync(scope, runs[i], path, value, cancellation) is not { } attribute)
                    continue;
                page.Attributes.Add(attribute);
                if (--left > 0)
                    continue;
                _runs.Add(page);
                return new ValuePlace(runs[i].Id, path);
            }

            if (page.Attributes.Count > 0)
                _runs.Add(page);
        }

        return null;
    }
}
