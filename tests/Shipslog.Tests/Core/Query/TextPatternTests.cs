using System.Text.RegularExpressions;
using CsCheck;
using Shipslog.Core.Model;
using Shipslog.Core.Query;

namespace Shipslog.Tests.Core.Query;

public sealed class TextPatternTests
{
    [Theory]
    [InlineData("^train/.*/bias$", "train/|/bias")]
    [InlineData(@"layer_\d+7/(weight|bias)_norm$", "layer_|7/|_norm")]
    [InlineData(@"a\.b+c?d{2}e", "a.b|e")]
    [InlineData("x[ab]y|z", "")]
    [InlineData("(?i)loss", "")]
    [InlineData(@"\x41b", "")]
    [InlineData("(a(b)[)])?cd", "cd")]
    public void What_every_match_contains_is_read_off_the_pattern(string pattern, string needed) =>
        Assert.Equal(needed, string.Join('|', TextPattern.Needed(pattern)));

    [Fact]
    public void Any_pattern_finds_what_the_plain_engine_finds() =>
        Gen.Select(
            QueryGenerators.Pick("a", "b", "ab", "\\.", ".", "[ab]", "(a|b)", "(?:ab)", "(", ")", "|", "^", "$", "*", "+", "?", "{2}", "{0,1}", "\\d", "\\b", "1", "/", "(?i)", "(?<n>b)").Array[0, 7],
            QueryGenerators.Pick("a", "b", "A", ".", "1", "/", "ab").Array[0, 8].Array[1, 10]).Sample(
            (parts, texts) =>
            {
                Regex plain;
                try
                {
                    plain = new Regex(string.Concat(parts), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
                }
                catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
                {
                    Assert.Throws<ShipslogException>(() => QueryRegex.Create(string.Concat(parts), ignoreCase: false)); // Not a pattern, or one that may take for ever.
                    return;
                }

                var pattern = QueryRegex.Create(string.Concat(parts), ignoreCase: false);
                Assert.All(texts.Select(pieces => string.Concat(pieces)), text => Assert.Equal(plain.IsMatch(text), pattern.IsMatch(text)));
            },
            iter: 20_000);
}
