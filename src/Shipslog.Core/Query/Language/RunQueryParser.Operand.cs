using Shipslog.Core.Model;

namespace Shipslog.Core.Query.Language;

internal sealed partial class RunQueryParser
{
    private static readonly Dictionary<string, AttributeKind> _types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["float"] = AttributeKind.Float,
        ["int"] = AttributeKind.Int,
        ["integer"] = AttributeKind.Int,
        ["bool"] = AttributeKind.Bool,
        ["string"] = AttributeKind.String,
        ["datetime"] = AttributeKind.Datetime,
        ["stringSet"] = AttributeKind.StringSet,
        ["experimentState"] = AttributeKind.String,
        ["state"] = AttributeKind.String,
        ["file"] = AttributeKind.File,
        ["fileRef"] = AttributeKind.File,
        ["fileSet"] = AttributeKind.FileSet,
        ["artifact"] = AttributeKind.Artifact,
        ["gitRef"] = AttributeKind.GitRef,
        ["notebookRef"] = AttributeKind.NotebookRef,
        ["floatSeries"] = AttributeKind.FloatSeries,
        ["stringSeries"] = AttributeKind.StringSeries,
        ["fileSeries"] = AttributeKind.FileSeries,
        ["fileRefSeries"] = AttributeKind.FileSeries,
        ["imageSeries"] = AttributeKind.FileSeries,
        ["histogramSeries"] = AttributeKind.HistogramSeries,
    };

    private static readonly Dictionary<string, Aggregate> _aggregates = new(StringComparer.OrdinalIgnoreCase)
    {
        ["last"] = Aggregate.Last,
        ["first"] = Aggregate.First,
        ["min"] = Aggregate.Min,
        ["max"] = Aggregate.Max,
        ["mean"] = Aggregate.Mean,
        ["average"] = Aggregate.Mean,
        ["variance"] = Aggregate.Variance,
        ["count"] = Aggregate.Count,
        ["last_step"] = Aggregate.LastStep,
    };

    private static readonly Dictionary<string, string> _aliases = new(StringComparer.OrdinalIgnoreCase)
    {
        ["id"] = SystemPaths.Id,
        ["name"] = SystemPaths.Name,
        ["description"] = SystemPaths.Description,
        ["owner"] = SystemPaths.Owner,
        ["state"] = SystemPaths.State,
        ["failed"] = SystemPaths.Failed,
        ["tag"] = SystemPaths.Tags,
        ["tags"] = SystemPaths.Tags,
        ["hostname"] = SystemPaths.Hostname,
        ["created"] = SystemPaths.CreationTime,
        ["modified"] = SystemPaths.ModificationTime,
        ["finished"] = SystemPaths.FinishTime,
        ["duration"] = SystemPaths.RunningTime,
        ["size"] = SystemPaths.Size,
        ["trashed"] = SystemPaths.Trashed,
    };

    /// <summary>What stands left of an operator.</summary>
    /// <param name="Attribute">Which attribute.</param>
    /// <param name="IsBare">A single word without type or function, which may also be a word to search for.</param>
    /// <param name="IsState">Declared as, or known to be, the run's state.</param>
    /// <param name="IsTime">Declared as, or known to be, an instant.</param>
    /// <param name="IsId">The run's id, so that a UUID is understood too.</param>
    private sealed record Operand(AttributeRef Attribute, bool IsBare, bool IsState, bool IsTime, bool IsId);

    private Operand ReadOperand()
    {
        if (Peek.Kind == TokenKind.Word && After.Is('(') && After.Position == Peek.Position + Peek.Length)
        {
            if (!_aggregates.TryGetValue(Peek.Text, out var aggregate))
                throw Unexpected($"There is no function {Peek.Text}.", Spelling.Nearest(Peek.Text, _aggregates.Keys));
            _next += 2;
            var inner = ReadName();
            Expect(')', "A closing parenthesis is missing.");
            return inner with { IsBare = false, Attribute = inner.Attribute with { Aggregate = aggregate } };
        }

        return ReadName();
    }

    private Operand ReadName()
    {
        var name = Peek;
        if (name.Kind is not (TokenKind.Word or TokenKind.Name) || name.Text.Length == 0)
            throw Unexpected("The name of an attribute is expected here.");
        _next++;
        if (!Take(':'))
            return Untyped(name);
        var type = Peek;
        if (!_types.TryGetValue(type.Text, out var kind))
            throw Unexpected($"There is no type \"{type.Text}\".", Spelling.Nearest(type.Text, _types.Keys));
        _next++;
        var isState = type.IsWord("experimentState") || type.IsWord("state") || name.Text == SystemPaths.State;
        return new Operand(new AttributeRef(name.Text, kind), false, isState, kind == AttributeKind.Datetime, false);
    }

    private Operand Untyped(QueryToken name)
    {
        var path = name.Text;
        var isId = false;
        IReadOnlyList<AttributeDefinition> known = [];
        if (name.Kind == TokenKind.Word && _aliases.TryGetValue(path, out var alias))
        {
            isId = alias == SystemPaths.Id;
            path = alias;
        }
        else if (context.Resolve?.Invoke(path) is { Count: > 0 } found)
        {
            known = found;
            var paths = found.Select(definition => definition.Path).Distinct(StringComparer.Ordinal).ToList();
            if (name.Kind == TokenKind.Word && !paths.Contains(path))
                path = paths.Count == 1 ? paths[0] : IsFollowedByOperator() ? throw Ambiguous(name, paths) : path;
        }

        var isTime = path.StartsWith("sys/", StringComparison.Ordinal) && path.EndsWith("_time", StringComparison.Ordinal)
            && path is not (SystemPaths.RunningTime or SystemPaths.MonitoringTime)
            || known.Count > 0 && known.All(definition => definition.Kind == AttributeKind.Datetime);
        return new Operand(
            new AttributeRef(path), name.Kind == TokenKind.Word, path == SystemPaths.State, isTime, isId);
    }

    private bool IsFollowedByOperator() => Peek.Kind == TokenKind.Operator
        || Peek.IsWord("contains") || Peek.IsWord("matches") || Peek.IsWord("exists");

    private static ShipslogException Ambiguous(QueryToken name, List<string> paths) => Fault(
        name, $"\"{name.Text}\" can mean {paths.Count} attributes.", $"Write one of them: {string.Join(", ", paths.Take(5))}.");

    /// <summary><c>tag:x owner:x state:x name:x id:x</c>, where what follows the colon is not a type before an operator.</summary>
    private RunFilter? TryReadShortcut()
    {
        if (Peek.Kind != TokenKind.Word || !After.Is(':') || _next + 2 >= tokens.Count)
            return null;
        var value = tokens[_next + 2];
        var then = tokens[Math.Min(_next + 3, tokens.Count - 1)];
        if (value.Kind is not (TokenKind.Word or TokenKind.Text)
            || value.Kind == TokenKind.Word && _types.ContainsKey(value.Text) && (then.Kind == TokenKind.Operator
                || then.IsWord("contains") || then.IsWord("matches") || then.IsWord("exists") || then.IsWord("not")
                || then.IsWord("in") || then.IsWord("is")))
        {
            return null;
        }

        RunFilter? filter = Peek.Text.ToLowerInvariant() switch
        {
            "tag" or "tags" => new RunFilter.Text(new AttributeRef(SystemPaths.Tags), Comparison.Contains, value.Text),
            "name" => new RunFilter.Text(new AttributeRef(SystemPaths.Name), Comparison.Contains, value.Text),
            "owner" => new RunFilter.Text(new AttributeRef(SystemPaths.Owner), Comparison.Equal, value.Text),
            "state" => State(new AttributeRef(SystemPaths.State), Comparison.Equal, value.Text),
            "id" => new RunFilter.OneOf([value.Text]),
            _ => null,
        };
        if (filter is not null)
            _next += 3;
        return filter;
    }
}
