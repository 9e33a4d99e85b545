using Microsoft.AspNetCore.Http;
using Shipslog.Core.Model;
using Shipslog.Protocols.Api;

namespace Shipslog.Tests.Protocols.Api;

public sealed class FileServingTests
{
    private static readonly ContentHash Hash = new(new string('a', 64));

    [Theory]
    [InlineData("../../etc/passwd", "etc/passwd")]
    [InlineData("/abs/olute", "abs/olute")]
    [InlineData(@"..\..\windows\win.ini", "windows/win.ini")]
    [InlineData("C:/x", "C/x")]
    [InlineData("a/./b//c", "a/b/c")]
    [InlineData("..", "file")]
    [InlineData("", "file")]
    [InlineData("a\0b\nc", "abc")]
    [InlineData("מודל/🚀.bin", "מודל/🚀.bin")]
    [InlineData(".hidden", "hidden")]
    public void A_name_in_an_archive_stays_below_the_folder_it_is_unpacked_to(string path, string safe) =>
        Assert.Equal(safe, RunArchive.SafePath(path));

    [Fact]
    public void A_very_long_name_keeps_its_extension_and_its_characters_whole()
    {
        var safe = FileHeaders.SafeName(string.Concat(Enumerable.Repeat("🚀", 500)) + ".png");

        Assert.EndsWith(".png", safe, StringComparison.Ordinal);
        Assert.True(safe.Length <= 200);
        Assert.False(char.IsLowSurrogate(safe[0]));
    }

    [Theory]
    [InlineData("text/html", "sandbox")]
    [InlineData("TEXT/HTML; charset=utf-8", "sandbox")]
    [InlineData("image/svg+xml", "sandbox; default-src 'none'")]
    [InlineData("application/xhtml+xml", "sandbox; default-src 'none'")]
    [InlineData("not a type", "sandbox; default-src 'none'")]
    public void Whatever_could_run_scripts_is_served_in_a_sandbox(string mimeType, string policy)
    {
        var response = new DefaultHttpContext().Response;

        FileHeaders.Set(response, new StoredFile(Hash, 1, "x", mimeType), null);

        Assert.StartsWith(policy, response.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.XContentTypeOptions.ToString());
        Assert.DoesNotContain("allow-same-origin", response.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_an_address_that_names_the_content_may_be_cached_for_ever()
    {
        var file = new StoredFile(Hash, 1, "x", "image/png");
        var plain = new DefaultHttpContext().Response;
        var hashed = new DefaultHttpContext().Response;
        var stale = new DefaultHttpContext().Response;

        FileHeaders.Set(plain, file, null);
        FileHeaders.Set(hashed, file, Hash.Hex);
        FileHeaders.Set(stale, file, new string('b', 64));

        Assert.Equal("private, no-cache", plain.Headers.CacheControl.ToString());
        Assert.Equal("private, max-age=31536000, immutable", hashed.Headers.CacheControl.ToString());
        Assert.Equal("private, no-cache", stale.Headers.CacheControl.ToString());
    }

    [Fact]
    public void A_file_set_is_listed_folder_by_folder()
    {
        var set = new AttributeValue.FileSet([Entry("a/b/c.py", 3), Entry("a/d.py", 2), Entry("a.txt", 1), Entry("ab/x", 9)]);

        Assert.Equal(
            [("a", 5L, true), ("ab", 9L, true), ("a.txt", 1L, false)],
            FileSetListing.Of(set, "").Select(entry => (entry.Name, entry.Size, entry.Directory)));
        Assert.Equal(
            [("a/b", true), ("a/d.py", false)],
            FileSetListing.Of(set, "a/").Select(entry => (entry.Path, entry.Directory)));
        Assert.Empty(FileSetListing.Of(set, "../a"));
    }

    private static FileSetEntry Entry(string path, long size) =>
        new(path, new StoredFile(Hash, size, path.Split('/')[^1], "text/plain"), 1_790_000_000_000);
}
