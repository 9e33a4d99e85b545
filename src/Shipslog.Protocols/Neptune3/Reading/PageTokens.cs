using Shipslog.Core.Model;
using Shipslog.Protocols.Http;

namespace Shipslog.Protocols.Neptune3.Reading;

/// <summary>Where the next page begins, as a text that the client gives back. It holds all that is needed, so nothing is kept here; it is signed, so that it is one of ours.</summary>
internal sealed class PageTokens(SignedTexts texts)
{
    /// <summary>The text for a place.</summary>
    public Task<string> WriteAsync<T>(T place, CancellationToken cancellation) => texts.WriteAsync(typeof(T).Name, place, cancellation);

    /// <summary>The place of a text; null: the beginning.</summary>
    /// <exception cref="ShipslogException">Invalid: the text is not one of ours for this question.</exception>
    public async Task<T?> ReadAsync<T>(string? token, CancellationToken cancellation)
        where T : class
    {
        if (string.IsNullOrEmpty(token))
            return null;
        return await texts.ReadAsync<T>(typeof(T).Name, token, cancellation)
            ?? throw new ShipslogException(Failure.Invalid, "The token of the next page was not given out for this question.", "invalid-page-token");
    }
}

/// <summary>After this name.</summary>
internal sealed record DefinitionPlace(string Path, AttributeKind Kind);

/// <summary>After this attribute of this run.</summary>
internal sealed record ValuePlace(Guid Run, string Path);

/// <summary>After this step of a series.</summary>
internal sealed record PointPlace(double Step, sbyte RemainderMicros, int Sent, bool IsFinished);
