namespace Shipslog.Exchanges;

/// <summary>A request that a real client sent, and the answer that it got, with variables in braces. The format: protocols/README.md.</summary>
public sealed record Exchange(
    string Title, int Line, string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, string Body, ExpectedAnswer Answer);

/// <summary>What is compared of an answer; a content type or body that is null is not.</summary>
public sealed record ExpectedAnswer(int Status, string? ContentType, string? Body);
