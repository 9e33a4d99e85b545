using Shipslog.Storage.Embedded;

namespace Shipslog.Tests.Storage;

public sealed class LogFoldingTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shipslog-folding").FullName;
    private readonly Lock _writing = new();
    private readonly PreparedConnection _writer;
    private readonly LogFolding _folding;

    public LogFoldingTests()
    {
        var path = Path.Combine(_folder, "project.db");
        _writer = new PreparedConnection(path, "pragma journal_mode=wal; pragma wal_autocheckpoint=0; create table log(payload blob)");
        _folding = new LogFolding(path, _writer, _writing);
    }

    public async ValueTask DisposeAsync()
    {
        await _folding.DisposeAsync();
        _writer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(20_000_000, true)]
    [InlineData(1_000_000, false)]
    public async Task A_long_log_begins_anew_with_the_next_write(int bytes, bool begins)
    {
        Write(bytes);
        await _folding.WithoutAsync(() => Write(1));
        Write(1);

        Assert.Equal(begins, PagesInLog() < bytes / 4096);
        Assert.Equal(bytes + 2, _writer.Number("select sum(length(payload)) from log"));
    }

    private void Write(int bytes)
    {
        lock (_writing)
        {
            _writer.Write(() => _writer.Prepare("insert into log values(?1)").Bind(new byte[bytes]).Run());
            _folding.AfterCommit();
        }
    }

    /// <summary>How many pages the log holds; the first number of the row says whether somebody was in the way.</summary>
    private long PagesInLog()
    {
        var look = _writer.Prepare("pragma wal_checkpoint(passive)");
        Assert.True(look.Next());
        var pages = look.Int64(1);
        look.Reset();
        return pages;
    }
}
