namespace Shipslog.Protocols.Api;

/// <summary>A comment on a run; the text is markdown.</summary>
internal sealed record CommentMessage(Guid Id, string Author, string Text, string CreatedAt, string? EditedAt);

/// <summary>The text of a new or edited comment.</summary>
internal sealed record CommentTextMessage(string Text);
