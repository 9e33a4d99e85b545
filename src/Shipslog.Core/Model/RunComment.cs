namespace Shipslog.Core.Model;

/// <summary>What a member wrote about a run.</summary>
/// <param name="Id">Its UUID; ids sort by creation.</param>
/// <param name="ProjectId">The run's project.</param>
/// <param name="RunId">The run.</param>
/// <param name="AuthorId">Who wrote it.</param>
/// <param name="Author">Their name.</param>
/// <param name="Text">Markdown.</param>
/// <param name="CreatedUnixMilliseconds">When.</param>
/// <param name="EditedUnixMilliseconds">Last edit, or null.</param>
public sealed record RunComment(
    Guid Id,
    Guid ProjectId,
    Guid RunId,
    Guid AuthorId,
    string Author,
    string Text,
    long CreatedUnixMilliseconds,
    long? EditedUnixMilliseconds);

/// <summary>The state of a page of the UI under a short id.</summary>
/// <param name="Id">Short, of letters and digits.</param>
/// <param name="ProjectId">The project it shows.</param>
/// <param name="State">JSON that only the UI understands.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedUnixMilliseconds">When.</param>
public sealed record SavedView(string Id, Guid ProjectId, string State, Guid CreatedBy, long CreatedUnixMilliseconds);

/// <summary>A page's state that a project's members keep under a name, for all of them.</summary>
/// <param name="Id">Short, of letters and digits.</param>
/// <param name="ProjectId">The project it shows.</param>
/// <param name="Name">Its name, unique in the project.</param>
/// <param name="State">JSON that only the UI understands.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="Author">Their name; empty when they are gone.</param>
/// <param name="CreatedUnixMilliseconds">When.</param>
/// <param name="ChangedUnixMilliseconds">When its name or state was last set.</param>
public sealed record NamedView(
    string Id,
    Guid ProjectId,
    string Name,
    string State,
    Guid CreatedBy,
    string Author,
    long CreatedUnixMilliseconds,
    long ChangedUnixMilliseconds);

/// <summary>A notebook that is tracked in a project.</summary>
/// <param name="Id">Its UUID.</param>
/// <param name="ProjectId">The project.</param>
/// <param name="Owner">Username of the creator.</param>
/// <param name="CreatedUnixMilliseconds">When it was created.</param>
/// <param name="UpdatedUnixMilliseconds">When its newest checkpoint was made, or it was created.</param>
public sealed record Notebook(
    Guid Id, Guid ProjectId, string Owner, long CreatedUnixMilliseconds, long UpdatedUnixMilliseconds);

/// <summary>A state of a notebook at one moment.</summary>
/// <param name="Id">Its UUID.</param>
/// <param name="NotebookId">The notebook.</param>
/// <param name="Name">Name, or null.</param>
/// <param name="Description">Description, or null.</param>
/// <param name="Path">Where the file lay on the user's machine.</param>
/// <param name="Owner">Username of the creator.</param>
/// <param name="Content">The file's content in the file store; null: only announced.</param>
/// <param name="SizeBytes">Length of the content; 0 without.</param>
/// <param name="CreatedUnixMilliseconds">When it was made.</param>
public sealed record NotebookCheckpoint(
    Guid Id,
    Guid NotebookId,
    string? Name,
    string? Description,
    string Path,
    string Owner,
    ContentHash? Content,
    long SizeBytes,
    long CreatedUnixMilliseconds);
