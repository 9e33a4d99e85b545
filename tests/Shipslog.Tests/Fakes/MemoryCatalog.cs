using Shipslog.Core.Model;
using Shipslog.Core.Storage;

namespace Shipslog.Tests.Fakes;

/// <summary>A catalog in memory: lists that are searched, under one lock. Each method checks everything before it changes anything.</summary>
public sealed partial class MemoryCatalog : ICatalog
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _settings = [];
    private readonly Dictionary<string, byte[]> _secrets = [];

    public Task<string?> FindSettingAsync(string name, CancellationToken cancellation = default) =>
        Read(() => _settings.GetValueOrDefault(name));

    public Task SetSettingAsync(string name, string value, CancellationToken cancellation = default) => Write(() => _settings[name] = value);

    public Task<byte[]> GetOrAddSecretAsync(string name, byte[] candidate, CancellationToken cancellation = default) =>
        Read(() => _secrets.TryAdd(name, candidate) ? candidate : _secrets[name]);

    public Task SetSecretAsync(string name, byte[]? value, CancellationToken cancellation = default) => Write(() =>
    {
        if (value is null)
            _secrets.Remove(name);
        else
            _secrets[name] = value;
    });

    public Task<IReadOnlyList<string>> FindDamageAsync(CancellationToken cancellation = default) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task<byte[]?> FindSecretAsync(string name, CancellationToken cancellation = default) =>
        Read(() => _secrets.GetValueOrDefault(name));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<T> Read<T>(Func<T> read)
    {
        lock (_lock)
        {
            try
            {
                return Task.FromResult(read());
            }
            catch (ShipslogException failure)
            {
                return Task.FromException<T>(failure);
            }
        }
    }

    private Task<bool> Write(Action write) => Read(() =>
    {
        write();
        return true;
    });

    private Task<IReadOnlyList<T>> List<T>(Func<IEnumerable<T>> read) => Read<IReadOnlyList<T>>(() => [.. read()]);

    /// <summary>Replaces the one item that matches; NotFound when none does.</summary>
    private Task<bool> Change<T>(List<T> items, Predicate<T> which, Func<T, T> change) => Write(() =>
    {
        var index = items.FindIndex(which);
        Require(index >= 0);
        items[index] = change(items[index]);
    });

    private static void Require(bool exists)
    {
        if (!exists)
            throw new ShipslogException(Failure.NotFound, "It does not exist (any more).");
    }

    private static void Refuse(bool taken, string code)
    {
        if (taken)
            throw new ShipslogException(Failure.Conflict, "It is taken.", code);
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static bool Same(ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other) => one.Span.SequenceEqual(other.Span);
}
