namespace Shipslog.Protocols.Neptune.Swagger;

/// <summary>What clients call below <c>/api/leaderboard</c>, in the form that <see cref="SwaggerDocument"/> reads.</summary>
internal static class LeaderboardContract
{
    /// <summary>One operation a line: id, method, path | parameters (h. header, p. path, else query) | body | answer.</summary>
    public const string Operations = """
        getExperiment GET /api/leaderboard/v1/experiments | experimentId |  | Experiment
        createExperiment POST /api/leaderboard/v1/experiments | h.X-Neptune-CliVersion h.X-Neptune-LegacyClient | experimentCreationParams:ExperimentCreationParams | Experiment
        getExperimentAttributes GET /api/leaderboard/v1/attributes | experimentId |  | ExperimentAttributesDTO
        getFloatAttribute GET /api/leaderboard/v1/attributes/floats | experimentId attribute |  | FloatAttributeDTO
        getIntAttribute GET /api/leaderboard/v1/attributes/integers | experimentId attribute |  | IntAttributeDTO
        getBoolAttribute GET /api/leaderboard/v1/attributes/booleans | experimentId attribute |  | BoolAttributeDTO
        getStringAttribute GET /api/leaderboard/v1/attributes/strings | experimentId attribute |  | StringAttributeDTO
        getDatetimeAttribute GET /api/leaderboard/v1/attributes/datetimes | experimentId attribute |  | DatetimeAttributeDTO
        getFileAttribute GET /api/leaderboard/v1/attributes/files | experimentId attribute |  | FileAttributeDTO
        getArtifactAttribute GET /api/leaderboard/v1/attributes/artifacts | experimentId attribute |  | ArtifactAttributeDTO
        getFloatSeriesAttribute GET /api/leaderboard/v1/attributes/floatSeries | experimentId attribute |  | FloatSeriesAttributeDTO
        getStringSeriesAttribute GET /api/leaderboard/v1/attributes/stringSeries | experimentId attribute |  | StringSeriesAttributeDTO
        getStringSetAttribute GET /api/leaderboard/v1/attributes/stringSets | experimentId attribute |  | StringSetAttributeDTO
        executeOperations POST /api/leaderboard/v1/attributes/operations | experimentId | operations:[Operation] | [OperationError]
        ping POST /api/leaderboard/v1/attributes/ping | experimentId |  |
        getFloatSeriesValues GET /api/leaderboard/v1/attributes/series/float | experimentId attribute limit:int offset:int |  | FloatSeriesValuesDTO
        getStringSeriesValues GET /api/leaderboard/v1/attributes/series/string | experimentId attribute limit:int offset:int |  | StringSeriesValuesDTO
        getImageSeriesValues GET /api/leaderboard/v1/attributes/series/image | experimentId attribute limit:int offset:int |  | ImageSeriesValuesDTO
        getImageSeriesValue GET /api/leaderboard/v1/attributes/series/image/single | experimentId attribute index:int |  | file
        getFloatSeriesValuesCSV GET /api/leaderboard/v1/attributes/floatSeries/csv | experimentId attribute |  | file
        downloadAttribute GET /api/leaderboard/v1/attributes/download | experimentId attribute path |  | file
        prepareForDownloadFileSetAttributeZip POST /api/leaderboard/v1/attributes/downloadFileSetZipRequest | experimentId attribute |  | DownloadPrepareRequest
        getDownloadPrepareRequest GET /api/leaderboard/v1/download/downloadRequest | id:str:uuid |  | DownloadPrepareRequest
        lsFileSetAttribute GET /api/leaderboard/v1/attributes/ls | experimentId attribute path |  | [FileEntry]
        uploadFileSetAttributeTar POST /api/leaderboard/v1/attributes/uploadFileSetTar | experimentId attribute reset:bool |  | object
        uploadAttribute POST /api/leaderboard/v1/attributes/upload | experimentId attribute ext |  | object
        uploadFileSetAttributeChunk POST /api/leaderboard/v1/attributes/uploadFileSetChunk | experimentId attribute path reset:bool |  | object
        fileAtomUpload POST /api/leaderboard/v1/attributes/storage/file/upload | experimentIdentifier attribute ext |  | OperationErrorsListDTO
        fileAtomMultipartUploadStart POST /api/leaderboard/v1/attributes/storage/file/upload/start | experimentIdentifier attribute ext totalLength:int64 |  | UploadMetadataDTO
        fileAtomMultipartUploadPart POST /api/leaderboard/v1/attributes/storage/file/upload/part | experimentIdentifier attribute uploadId uploadPartIdx:int |  | OperationErrorsListDTO
        fileAtomMultipartUploadFinish POST /api/leaderboard/v1/attributes/storage/file/upload/finish | experimentIdentifier attribute uploadId |  | OperationErrorsListDTO
        fileSetFileUpload POST /api/leaderboard/v1/attributes/storage/fileset/upload | experimentIdentifier attribute subPath |  | OperationErrorsListDTO
        fileSetFileMultipartUploadStart POST /api/leaderboard/v1/attributes/storage/fileset/upload/start | experimentIdentifier attribute subPath totalLength:int64 |  | UploadMetadataDTO
        fileSetFileMultipartUploadPart POST /api/leaderboard/v1/attributes/storage/fileset/upload/part | experimentIdentifier attribute subPath uploadId uploadPartIdx:int |  | OperationErrorsListDTO
        fileSetFileMultipartUploadFinish POST /api/leaderboard/v1/attributes/storage/fileset/upload/finish | experimentIdentifier attribute subPath uploadId |  | OperationErrorsListDTO
        searchLeaderboardEntries POST /api/leaderboard/v1/leaderboard/entries/search | projectIdentifier type:[str] | params:object | LeaderboardEntriesSearchResultDTO
        searchLeaderboardAttributes POST /api/leaderboard/v1/leaderboard/attributes/search | projectIdentifier search type:[str] limit:int | params:object | AttributesSearchResultDTO
        getLeaderboard GET /api/leaderboard/v1/leaderboard | projectIdentifier entryType:[str] shortId:[str] groupShortId:[str] state:[str] owner:[str] tags:[str] tagsMode minRunningTimeSeconds:int64 sortBy:[str] sortFieldType:[str] sortDirection:[str] limit:int offset:int |  | LeaderboardDTO
        trashExperiments POST /api/leaderboard/v1/experiments/trash | projectIdentifier | experimentIdentifiers:[str] | BulkOpResultDTO
        deleteExperiments POST /api/leaderboard/v1/experiments/trash/delete | projectIdentifier | experimentIdentifiers:[str] | BulkOpResultDTO
        restoreExperiments POST /api/leaderboard/v1/experiments/trash/restore | projectIdentifier | experimentIdentifiers:[str] | BulkOpResultDTO
        restoreAllExperiments POST /api/leaderboard/v1/experiments/trash/restoreAll | projectIdentifier |  | BulkOpResultDTO
        deleteAllExperiments POST /api/leaderboard/v1/experiments/trash/deleteAll | projectIdentifier |  | BulkOpResultDTO
        listNotebooks GET /api/leaderboard/v1/notebooks | projectIdentifier id:[str:uuid] limit:int offset:int |  | NotebookListDTO
        createNotebook POST /api/leaderboard/v1/notebooks | projectIdentifier |  | NotebookDTO
        listCheckpoints GET /api/leaderboard/v1/notebooks/checkpoints | notebookId:str:uuid offset:int limit:int |  | CheckpointListDTO
        createCheckpoint POST /api/leaderboard/v1/notebooks/{notebookId}/checkpoints | p.notebookId jupyterPath |  | CheckpointDTO
        createEmptyCheckpoint POST /api/leaderboard/v1/notebooks/{notebookId}/checkpoints2 | p.notebookId | checkpoint:NewCheckpointDTO | CheckpointDTO
        """;

    /// <summary>One schema a line: name = properties with types.</summary>
    public const string Definitions = """
        Experiment = id:str:uuid shortId:str type:str parentId:str:uuid projectId:str:uuid projectName:str organizationId:str:uuid organizationName:str trashed:bool
        ExperimentCreationParams = projectIdentifier:str parentId:str:uuid type:str cliVersion:str gitInfo:GitInfoDTO customId:str key:str notebookId:str:uuid checkpointId:str:uuid
        FloatAttributeDTO = attributeName:str attributeType:str value:num
        IntAttributeDTO = attributeName:str attributeType:str value:int64
        BoolAttributeDTO = attributeName:str attributeType:str value:bool
        StringAttributeDTO = attributeName:str attributeType:str value:str
        DatetimeAttributeDTO = attributeName:str attributeType:str value:str:dt
        ExperimentStateAttributeDTO = attributeName:str attributeType:str value:str
        ArtifactAttributeDTO = attributeName:str attributeType:str hash:str
        FileAttributeDTO = attributeName:str attributeType:str name:str ext:str size:int64
        FileSetAttributeDTO = attributeName:str attributeType:str size:int64
        FloatSeriesAttributeDTO = attributeName:str attributeType:str last:num lastStep:num min:num max:num average:num variance:num config:object
        StringSeriesAttributeDTO = attributeName:str attributeType:str last:str lastStep:num
        ImageSeriesAttributeDTO = attributeName:str attributeType:str lastStep:num channelId:str:uuid
        StringSetAttributeDTO = attributeName:str attributeType:str values:[str]
        GitCommitDTO = commitId:str message:str authorName:str authorEmail:str commitDate:str:dt
        GitInfoDTO = attributeName:str attributeType:str commit:GitCommitDTO remotes:[str] currentBranch:str repositoryDirty:bool
        NotebookRefAttributeDTO = attributeName:str attributeType:str notebookId:str:uuid notebookName:str checkpointId:str:uuid checkpointName:str
        AttributeDTO = name:str type:str floatProperties:FloatAttributeDTO intProperties:IntAttributeDTO boolProperties:BoolAttributeDTO stringProperties:StringAttributeDTO datetimeProperties:DatetimeAttributeDTO experimentStateProperties:ExperimentStateAttributeDTO artifactProperties:ArtifactAttributeDTO fileProperties:FileAttributeDTO fileSetProperties:FileSetAttributeDTO floatSeriesProperties:FloatSeriesAttributeDTO stringSeriesProperties:StringSeriesAttributeDTO imageSeriesProperties:ImageSeriesAttributeDTO stringSetProperties:StringSetAttributeDTO gitRefProperties:GitInfoDTO notebookRefProperties:NotebookRefAttributeDTO
        SystemAttributesDTO = shortId:StringAttributeDTO name:StringAttributeDTO description:StringAttributeDTO creationTime:DatetimeAttributeDTO modificationTime:DatetimeAttributeDTO pingTime:DatetimeAttributeDTO runningTime:FloatAttributeDTO monitoringTime:IntAttributeDTO owner:StringAttributeDTO size:FloatAttributeDTO tags:StringSetAttributeDTO hostname:StringAttributeDTO state:ExperimentStateAttributeDTO failed:BoolAttributeDTO trashed:BoolAttributeDTO
        ExperimentAttributesDTO = id:str:uuid projectId:str:uuid organizationId:str:uuid projectName:str organizationName:str trashed:bool attributes:[AttributeDTO] systemAttributes:SystemAttributesDTO
        AttributesDTO = experimentId:str:uuid type:str projectId:str:uuid organizationId:str:uuid projectName:str organizationName:str attributes:[AttributeDTO]
        LeaderboardEntriesSearchResultDTO = matchingItemCount:int64 entries:[AttributesDTO]
        Operation = path:str assignFloat:FloatValueDTO assignInt:IntValueDTO assignBool:BoolValueDTO assignString:StringValueDTO assignDatetime:DatetimeValueDTO assignArtifact:ArtifactValueDTO clearArtifact:object logFloats:LogFloatsDTO logStrings:LogStringsDTO logImages:LogImagesDTO clearFloatSeries:object clearStringSeries:object clearImageSeries:object configFloatSeries:FloatSeriesConfigDTO insertStrings:StringSetDTO removeStrings:StringSetDTO clearStringSet:object deleteFiles:FilePathsDTO deleteAttribute:object
        FloatValueDTO = value:num
        IntValueDTO = value:int64
        BoolValueDTO = value:bool
        StringValueDTO = value:str
        DatetimeValueDTO = valueMilliseconds:int64
        ArtifactValueDTO = hash:str
        LogFloatsDTO = entries:[FloatEntryDTO]
        FloatEntryDTO = value:num step:num timestampMilliseconds:int64
        LogStringsDTO = entries:[StringEntryDTO]
        StringEntryDTO = value:str step:num timestampMilliseconds:int64
        LogImagesDTO = entries:[ImageEntryDTO]
        ImageEntryDTO = value:ImageValueDTO step:num timestampMilliseconds:int64
        ImageValueDTO = data:str name:str description:str
        FloatSeriesConfigDTO = min:num max:num unit:str
        StringSetDTO = values:[str]
        FilePathsDTO = filePaths:[str]
        OperationError = errorDescription:str errorType:str
        OperationErrorsListDTO = errors:[OperationError]
        UploadMetadataDTO = uploadId:str errors:[OperationError]
        FloatPointValueDTO = timestampMillis:int64 step:num value:num
        StringPointValueDTO = timestampMillis:int64 step:num value:str
        FloatSeriesValuesDTO = totalItemCount:int values:[FloatPointValueDTO]
        StringSeriesValuesDTO = totalItemCount:int values:[StringPointValueDTO]
        ImageSeriesValuesDTO = totalItemCount:int
        DownloadPrepareRequest = id:str:uuid downloadUrl:str
        FileEntry = name:str size:int64 mtime:str:dt fileType:str
        AttributeDefinitionDTO = name:str type:str
        AttributesSearchResultDTO = entries:[AttributeDefinitionDTO]
        BulkOpErrorDTO = experimentIdentifier:str reason:str message:str
        BulkOpResultDTO = updatedExperimentIdentifiers:[str] errors:[BulkOpErrorDTO]
        NotebookDTO = id:str:uuid owner:str projectId:str:uuid name:str path:str description:str creationTime:str:dt
        NotebookListDTO = entries:[NotebookDTO] matchingItemCount:int64 totalItemCount:int64
        CheckpointDTO = id:str:uuid name:str path:str notebookId:str:uuid owner:str creationTime:str:dt size:int64 description:str
        CheckpointListDTO = entries:[CheckpointDTO] matchingItemCount:int64 totalItemCount:int64
        NewCheckpointDTO = path:str name:str description:str
        LeaderboardDTO = matchingItemCount:int64 totalItemCount:int64 entries:[LeaderboardEntryDTO]
        ChannelWithValueDTO = channelId:str:uuid channelName:str channelType:str x:num y:str
        Parameter = id:str:uuid name:str parameterType:str value:str
        KeyValueProperty = key:str value:str
        LeaderboardEntryDTO = id:str:uuid entryType:str shortId:str name:str state:str organizationName:str projectName:str projectId:str:uuid timeOfCreation:str:dt timeOfCompletion:str:dt runningTime:int64 owner:str size:int64 tags:[str] description:str channelsLastValues:[ChannelWithValueDTO] parameters:[Parameter] properties:[KeyValueProperty] attributes:[AttributeDTO] systemAttributes:SystemAttributesDTO
        """;
}
