using System.Collections.Concurrent;

namespace Shipslog.Core.Access;

/// <summary>
/// Slows the guessing of passwords: 10 failures of an account from an address, or 50 of an address, within 15 minutes, and the next
/// try waits until the oldest is 15 minutes old. In memory: a restart forgets. Thread safe.
/// </summary>
public sealed class SignInThrottle(TimeProvider time)
{
    private const int PerAccount = 10;
    private const int PerAddress = 50;
    private const int SweepAbove = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, Queue<DateTimeOffset>> _failures = new();

    /// <summary>How long the caller has to wait before the next try; zero: not at all.</summary>
    public TimeSpan WaitFor(string account, string address)
    {
        var ofAccount = WaitFor(AccountKey(account, address), PerAccount);
        var ofAddress = WaitFor(address, PerAddress);
        return ofAccount > ofAddress ? ofAccount : ofAddress;
    }

    /// <summary>Notes a failed try.</summary>
    public void Failed(string account, string address)
    {
        Note(AccountKey(account, address), PerAccount);
        Note(address, PerAddress);
        if (_failures.Count > SweepAbove)
            Sweep();
    }

    /// <summary>Forgets the failures of an account after a right password.</summary>
    public void Succeeded(string account, string address) => _failures.TryRemove(AccountKey(account, address), out _);

    private static string AccountKey(string account, string address) => $"{address} {account.ToUpperInvariant()}";

    private TimeSpan WaitFor(string key, int limit)
    {
        if (!_failures.TryGetValue(key, out var times))
            return TimeSpan.Zero;
        lock (times)
        {
            if (times.Count < limit)
                return TimeSpan.Zero;
            var wait = times.Peek() + Window - time.GetUtcNow();
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }

    private void Note(string key, int limit)
    {
        var times = _failures.GetOrAdd(key, _ => new Queue<DateTimeOffset>());
        lock (times)
        {
            times.Enqueue(time.GetUtcNow());
            while (times.Count > limit)
                times.Dequeue();
        }
    }

    private void Sweep()
    {
        var oldest = time.GetUtcNow() - Window;
        foreach (var (key, times) in _failures)
        {
            lock (times)
            {
                if (times.All(at => at < oldest))
                    _failures.TryRemove(key, out _);
            }
        }
    }
}
