namespace Shipslog.Protocols.Neptune.Swagger;

/// <summary>What clients call below <c>/api/backend</c>, in the form that <see cref="SwaggerDocument"/> reads.</summary>
internal static class BackendContract
{
    /// <summary>One operation a line: id, method, path | parameters (h. header, p. path, else query) | body | answer.</summary>
    public const string Operations = """
        getClientConfig GET /api/backend/v1/clients/config | h.X-Neptune-Api-Token alpha |  | ClientConfig
        exchangeApiToken GET /api/backend/v1/authorization/oauth-token | h.X-Neptune-Api-Token |  | NeptuneOauthToken
        getProject GET /api/backend/v1/projects/get | projectIdentifier |  | ProjectDTO
        listProjects GET /api/backend/v1/projects | organizationIdentifier userRelation searchTerm sortBy:[str] sortDirection:[str] offset:int limit:int |  | ProjectListDTO
        createProject POST /api/backend/v1/projects |  | projectToCreate:NewProjectDTO | ProjectWithRoleDTO
        deleteProject DELETE /api/backend/v1/projects | projectIdentifier |  |
        listProjectMembers GET /api/backend/v1/projects/membersOf | projectIdentifier |  | [ProjectMemberDTO]
        addProjectMember POST /api/backend/v1/projects/members | projectIdentifier | member:NewProjectMemberDTO | ProjectMemberDTO
        deleteProjectMember DELETE /api/backend/v1/projects/members/{userId} | projectIdentifier p.userId |  |
        listProjectServiceAccounts GET /api/backend/v1/projects/service_accounts | projectIdentifier |  | [ServiceAccountWithRoleDTO]
        addProjectServiceAccount POST /api/backend/v1/projects/service_accounts | projectIdentifier | account:NewProjectServiceAccountDTO | ServiceAccountWithRoleDTO
        deleteProjectServiceAccount DELETE /api/backend/v1/projects/service_accounts/{serviceAccountId} | projectIdentifier p.serviceAccountId |  |
        listServiceAccounts GET /api/backend/v1/serviceAccounts | organizationIdentifier deactivated:bool |  | [ServiceAccountDTO]
        createOrganizationInvitations POST /api/backend/v1/invitations/organization |  | newOrganizationInvitations:NewOrganizationInvitationsDTO | object
        listOrganizations GET /api/backend/v1/myOrganizations |  |  | [OrganizationWithRoleDTO]
        listOrganizationMembers GET /api/backend/v1/organizations2/{organizationIdentifier}/members | p.organizationIdentifier |  | [OrganizationMemberDTO]
        workspaceStatus GET /api/backend/v1/payments/{organizationIdentifier}/status | p.organizationIdentifier |  | WorkspaceStatusDTO
        createExperiment POST /api/backend/v1/experiments | h.X-Neptune-CliVersion | experimentCreationParams:ExperimentCreationParams | ExperimentDTO
        getExperiment GET /api/backend/v1/experiments | experimentId |  | ExperimentDTO
        updateExperiment PATCH /api/backend/v1/experiments | experimentId | editExperimentParams:EditExperimentParams |
        updateTags PUT /api/backend/v1/experiments/tags |  | updateTagsParams:UpdateTagsParams | [object]
        pingExperiment POST /api/backend/v1/experiments/ping | experimentId |  |
        markExperimentCompleted POST /api/backend/v1/experiments/completed | experimentId | completedExperimentParams:CompletedExperimentParams |
        createChannel POST /api/backend/v1/experiments/channels | experimentId | channelToCreate:ChannelParams | ChannelDTO
        getSystemChannels GET /api/backend/v1/experiments/system/channels | experimentId |  | [ChannelDTO]
        createSystemChannel POST /api/backend/v1/experiments/system/channels | experimentId | channelToCreate:ChannelParams | ChannelDTO
        postChannelValues POST /api/backend/v1/experiments/channels/values | experimentId | channelsValues:[InputChannelValues] | [BatchChannelValueErrorDTO]
        getChannelValuesCSV GET /api/backend/v1/experiments/channels/csv | experimentId channelId |  | file
        resetChannel DELETE /api/backend/v1/channels/{id}/values | p.id |  |
        createSystemMetric POST /api/backend/v1/experiments/system/metrics | experimentId | metricToCreate:SystemMetricParams | SystemMetric
        postSystemMetricValues POST /api/backend/v1/experiments/system/metrics/values | experimentId | metricValues:[SystemMetricValues] |
        getSystemMetricsCSV GET /api/backend/v1/experiments/system/metrics/csv | experimentId |  | file
        uploadExperimentSource POST /api/backend/v1/storage/legacy/uploadSource/{experimentId} | p.experimentId |  |
        uploadExperimentSourceAsTarstream POST /api/backend/v1/storage/legacy/uploadSourceTarstream/{experimentId} | p.experimentId |  |
        uploadExperimentOutput POST /api/backend/v1/storage/legacy/uploadOutput/{experimentId} | p.experimentId |  |
        uploadExperimentOutputAsTarstream POST /api/backend/v1/storage/legacy/uploadOutputTarstream/{experimentId} | p.experimentId |  |
        deleteExperimentOutput DELETE /api/backend/v1/storage/legacy/output | experimentIdentifier path |  | object
        downloadData GET /api/backend/v1/storage/legacy/download | projectId path |  | file
        prepareForDownload POST /api/backend/v1/download/prepareForDownload | experimentIdentity resource path |  | DownloadPrepareRequest
        getDownloadRequest GET /api/backend/v1/download/downloadRequest | id |  | DownloadPrepareRequest
        """;

    /// <summary>One schema a line: name = properties with types.</summary>
    public const string Definitions = """
        ClientConfig = apiUrl:str applicationUrl:str pyLibVersions:ClientVersionsConfigDTO artifacts:ArtifactsConfigDTO multiPartUpload:MultiPartUploadConfigDTO sysNameSetByBackend:bool
        ClientVersionsConfigDTO = minRecommendedVersion:str minCompatibleVersion:str maxCompatibleVersion:str
        ArtifactsConfigDTO = enabled:bool apiVersion:int
        MultiPartUploadConfigDTO = enabled:bool minChunkSize:int maxChunkSize:int maxChunkCount:int maxSinglePartSize:int
        NeptuneOauthToken = accessToken:str refreshToken:str username:str
        ProjectDTO = id:str:uuid name:str organizationName:str organizationId:str:uuid projectKey:str version:int
        ProjectWithRoleDTO = id:str:uuid name:str organizationName:str organizationId:str:uuid projectKey:str version:int visibility:str description:str userRoleInProject:str timeOfCreation:str:dt archived:bool
        ProjectListDTO = entries:[ProjectWithRoleDTO] matchingItemCount:int totalItemCount:int
        NewProjectDTO = name:str description:str projectKey:str organizationId:str:uuid visibility:str version:int displayClass:str
        Error = code:int message:str title:str errorType:str type:str validationErrors:[object]
        NewProjectMemberDTO = userId:str role:str
        RegisteredMemberInfoDTO = username:str firstName:str lastName:str avatarUrl:str avatarSource:str
        ProjectMemberDTO = role:str registeredMemberInfo:RegisteredMemberInfoDTO editableRole:bool
        ServiceAccountDTO = id:str name:str displayName:str
        ServiceAccountWithRoleDTO = role:str serviceAccountInfo:ServiceAccountDTO
        NewProjectServiceAccountDTO = serviceAccountId:str role:str
        NewOrganizationInvitationsDTO = organizationIdentifier:str invitationsEntries:[object]
        OrganizationWithRoleDTO = id:str:uuid name:str organizationType:str userRole:str
        OrganizationMemberDTO = role:str registeredMemberInfo:RegisteredMemberInfoDTO
        WorkspaceStatusDTO = storageBytesAvailable:int64 storageBytesLimit:int64 activeProjectsUsage:int64 activeProjectsLimit:int64 membersCount:int64 mode:str
        Parameter = id:str:uuid name:str description:str parameterType:str value:str
        KeyValueProperty = key:str value:str
        GitInfoDTO = commit:GitCommitDTO remotes:[str] currentBranch:str repositoryDirty:bool
        GitCommitDTO = commitId:str message:str authorName:str authorEmail:str commitDate:str:dt
        ExperimentCreationParams = projectId:str:uuid name:str description:str parameters:[Parameter] properties:[KeyValueProperty] tags:[str] gitInfo:GitInfoDTO enqueueCommand:str entrypoint:str execArgsTemplate:str abortable:bool monitored:bool hostname:str notebookId:str:uuid checkpointId:str:uuid
        ExperimentDTO = id:str:uuid shortId:str name:str state:str timeOfCreation:str:dt timeOfCompletion:str:dt runningTime:int64 owner:str storageSize:int64 channelsSize:int64 tags:[str] description:str hostname:str properties:[KeyValueProperty] parameters:[Parameter] channels:[ChannelDTO] channelsLastValues:[ChannelWithValueDTO] organizationName:str projectName:str projectId:str:uuid
        EditExperimentParams = name:str description:str tags:[str] properties:[KeyValueProperty]
        UpdateTagsParams = experimentIds:[str] groupsIds:[str] tagsToAdd:[str] tagsToDelete:[str]
        CompletedExperimentParams = state:str traceback:str
        ChannelParams = name:str channelType:str
        ChannelDTO = id:str:uuid name:str channelType:str lastX:num x:num y:str isUserDefined:bool
        ChannelWithValueDTO = channelId:str:uuid channelName:str channelType:str x:num y:str
        InputChannelValues = channelId:str:uuid values:[Point]
        Point = timestampMillis:int64 x:num y:Y
        Y = numericValue:num textValue:str inputImageValue:InputImage
        InputImage = name:str description:str data:str
        BatchChannelValueErrorDTO = channelId:str:uuid x:num error:str
        SystemMetricParams = name:str description:str resourceType:str unit:str min:num max:num series:[str]
        SystemMetric = id:str:uuid name:str
        SystemMetricValues = metricId:str:uuid seriesName:str level:int values:[SystemMetricPoint]
        SystemMetricPoint = timestampMillis:int64 x:int64 y:num
        DownloadPrepareRequest = id:str:uuid downloadUrl:str
        """;
}
