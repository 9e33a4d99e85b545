using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Shipslog.Core;
using Shipslog.Core.Access;
using Shipslog.Core.Model;

namespace Shipslog.Protocols.Api;

/// <summary>Tells in which of the projects somebody may see anything changes.</summary>
internal sealed class ProjectWatch(AccessControl access, Tracker tracker, TimeProvider time)
{
    /// <summary>How soon a project that was made, or shared with the user, is watched too; and one taken from them no longer.</summary>
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(5);

    /// <summary>Names (<c>workspace/project</c>) of changed projects, each at most once per <paramref name="interval"/>.</summary>
    public async IAsyncEnumerable<IReadOnlyList<string>> WatchAsync(
        Principal principal, TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var changed = new ConcurrentDictionary<string, byte>();
        var signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        void Note(string project)
        {
            changed.TryAdd(project, 0);
            signal.Writer.TryWrite(true);
        }

        var following = FollowAsync(principal, interval, Note, end.Token);
        try
        {
            while (await signal.Reader.WaitToReadAsync(cancellation))
            {
                signal.Reader.TryRead(out _);
                var names = changed.Keys.Where(name => changed.TryRemove(name, out _)).ToList();
                if (names.Count > 0)
                    yield return names;
                await Task.Delay(interval, time, cancellation);
            }
        }
        finally
        {
            await end.CancelAsync();
            await following;
        }
    }

    private async Task FollowAsync(Principal principal, TimeSpan interval, Action<string> note, CancellationToken cancellation)
    {
        var followed = new Dictionary<Guid, (CancellationTokenSource End, Task Task)>();
        var isFirst = true;
        try
        {
            while (true)
            {
                var visible = (await access.VisibleProjectsAsync(principal, cancellation)).ToDictionary(item => item.Project.Id);
                foreach (var (id, gone) in followed.Where(item => !visible.ContainsKey(item.Key)).ToList())
                {
                    followed.Remove(id);
                    await gone.End.CancelAsync();
                    await gone.Task;
                    gone.End.Dispose();
                }

                foreach (var project in visible.Values.Where(item => !followed.ContainsKey(item.Project.Id)))
                {
                    var own = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                    followed.Add(project.Project.Id, (own, FollowAsync(project.Project, interval, note, own.Token)));
                    if (!isFirst)
                        note(project.Project.QualifiedName);
                }

                isFirst = false;
                await Task.Delay(Refresh, time, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // The stream ended.
        }
        finally
        {
            await Task.WhenAll(followed.Values.Select(item => item.Task));
            foreach (var (own, _) in followed.Values)
                own.Dispose();
        }
    }

    private async Task FollowAsync(Project project, TimeSpan interval, Action<string> note, CancellationToken cancellation)
    {
        try
        {
            var engine = await tracker.OpenAsync(project, cancellation);
            await foreach (var _ in engine.WatchAsync(interval, cancellation))
                note(project.QualifiedName);
        }
        catch (OperationCanceledException)
        {
            // The stream, or the caller's access, ended.
        }
        catch (ShipslogException)
        {
            // The project is being deleted or can't be opened: it has nothing to tell here, and says so where it is asked for.
        }
    }
}
