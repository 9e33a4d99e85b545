namespace Shipslog.Protocols.Neptune.Swagger;

/// <summary>What clients call below <c>/api/artifacts</c>, in the form that <see cref="SwaggerDocument"/> reads.</summary>
internal static class ArtifactsContract
{
    /// <summary>One operation a line: id, method, path | parameters (h. header, p. path, else query) | body | answer.</summary>
    public const string Operations = """
        createNewArtifact PUT /api/artifacts/v1/artifact | hash parentIdentifier projectIdentifier size:int64 |  | ArtifactDTO
        createArtifactVersion POST /api/artifacts/v1/artifact | hash parentIdentifier projectIdentifier | artifactFilesDTO:ArtifactFilesDTO | ArtifactDTO
        uploadArtifactFilesMetadata PUT /api/artifacts/v1/artifact/files | hash projectIdentifier | artifactFilesDTO:ArtifactFilesDTO | ArtifactDTO
        listArtifactFiles GET /api/artifacts/v1/artifact/files | hash projectIdentifier |  | ArtifactFilesDTO
        """;

    /// <summary>One schema a line: name = properties with types.</summary>
    public const string Definitions = """
        ArtifactDTO = artifactHash:str projectId:str:uuid receivedMetadata:bool size:int64
        ArtifactFilesDTO = files:[ArtifactFileDTO]
        ArtifactFileDTO = filePath:str fileHash:str type:str size:int64 metadata:[ArtifactFileMetadataEntryDTO]
        ArtifactFileMetadataEntryDTO = key:str value:str
        """;
}
