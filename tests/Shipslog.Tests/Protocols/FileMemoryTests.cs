using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Shipslog.Core;
using Shipslog.Core.Ingest;
using Shipslog.Core.Model;
using Shipslog.Core.Storage;
using Xunit.Abstractions;

namespace Shipslog.Tests.Protocols;

/// <summary>Tests that measure the whole process, so that no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

/// <summary>Files go through buffers that are used again: what is allocated for a megabyte on its way is a fraction of it, so that a transfer never holds one.</summary>
[Collection(Alone.Name)]
public sealed class FileMemoryTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Megabytes = 64;
    private const long Bytes = (long)Megabytes << 20;

    // What the store itself allocates for a megabyte, and what client and server do together (their sockets and pipes).
    private const long OfStore = 16 << 10;
    private const long OfBoth = 96 << 10;

    private TestServer _server = null!;
    private HttpClient _client = null!;
    private Run _run = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        var ann = await _server.AddUserAsync("ann");
        _client = await _server.ClientAsync(ann);
        var project = await _server.AddProjectAsync("ann", "digits", owner: ann);
        _run = (await (await _server.Services.GetRequiredService<Tracker>().OpenAsync(project)).CreateAsync(new NewRun(HolderKind.Run, "ann"))).Run;
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task In_the_store()
    {
        var files = _server.Services.GetRequiredService<IFileStore>();
        var hash = new ContentHash("");

        await MeasureAsync("put", OfStore, async bytes => hash = (await files.PutAsync(new Pattern(bytes), bytes, default)).Hash);
        await MeasureAsync("read", OfStore, async _ =>
        {
            await using var content = files.OpenRead(hash)!;
            await content.CopyToAsync(Stream.Null);
        });
        await MeasureAsync("in parts", OfStore, async bytes =>
        {
            var upload = await files.BeginUploadAsync(default);
            for (var at = 0L; at < bytes; at += bytes / 4)
                await files.WriteAsync(upload, at, new Pattern(bytes / 4), bytes, default);
            await files.FinishUploadAsync(upload, bytes, default);
        });
    }

    [Fact]
    public async Task Through_the_API_with_the_client_beside()
    {
        var address = $"/api/v1/projects/ann/digits/runs/{_run.ShortId}/file?path=file";
        await MeasureAsync("upload", OfBoth, async bytes =>
        {
            using var content = new StreamContent(new Pattern(bytes), 64 * 1024);
            using var answer = await _client.PutAsync(address, content);
            answer.EnsureSuccessStatusCode();
        });
        await MeasureAsync("download", OfBoth, async _ =>
        {
            using var answer = await _client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
            await answer.Content.CopyToAsync(Stream.Null);
        });
    }

    [Fact]
    public async Task Through_Neptunes_parts_with_the_client_beside()
    {
        await MeasureAsync("parts", OfBoth, async bytes =>
        {
            const string Upload = "/api/leaderboard/v1/attributes/storage/file/upload";
            using var begun = await _client.PostAsync($"{Upload}/start?experimentIdentifier={_run.Id}&attribute=model&ext=bin&totalLength={bytes}", null);
            using var told = JsonDocument.Parse(await begun.Content.ReadAsStringAsync());
            var id = Uri.EscapeDataString(told.RootElement.GetProperty("uploadId").GetString()!);
            for (var at = 0L; at < bytes; at += bytes / 4)
            {
                using var part = new HttpRequestMessage(HttpMethod.Post, $"{Upload}/part?experimentIdentifier={_run.Id}&uploadId={id}&uploadPartIdx=0");
                part.Headers.TryAddWithoutValidation("X-Range", $"bytes={at}-{at + (bytes / 4) - 1}/{bytes}");
                part.Content = new StreamContent(new Pattern(bytes / 4), 64 * 1024) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
                using var taken = await _client.SendAsync(part);
                taken.EnsureSuccessStatusCode();
            }

            using var done = await _client.PostAsync($"{Upload}/finish?experimentIdentifier={_run.Id}&attribute=model&uploadId={id}", null);
            done.EnsureSuccessStatusCode();
        });
    }

    /// <summary>What a transfer allocates at least, after one of a megabyte that pays for what is made once: others in the process (what other tests left to end) may add to a single one.</summary>
    private async Task MeasureAsync(string what, long most, Func<long, Task> transfer)
    {
        await transfer(1 << 20);
        var allocated = long.MaxValue;
        for (var tries = 0; tries < 5 && allocated / Megabytes >= most; tries++)
        {
            var start = GC.GetTotalAllocatedBytes(precise: true);
            await transfer(Bytes);
            allocated = Math.Min(allocated, GC.GetTotalAllocatedBytes(precise: true) - start);
        }

        output.WriteLine($"{what}: {allocated / Megabytes} bytes a megabyte");
        Assert.True(allocated / Megabytes < most, $"{what}: {allocated / Megabytes} bytes were allocated for each megabyte.");
    }

    /// <summary>Bytes without end, up to a length.</summary>
    private sealed class Pattern(long length) : Stream
    {
        private long _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, length - _at);
            buffer[..count].Fill((byte)(_at >> 16));
            _at += count;
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
