package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.WrittenMarks;
import org.jspecify.annotations.Nullable;

/** What the annotations of this package say. Written by {@code ./heddle schema}. */
final class AnnotationsOfV2 implements WrittenMarks {
  @Override
  public @Nullable String of(Class<?> type) {
    return type.getPackageName().equals("dev.heddle.protocol.v2")
        ? of(type.getName().substring(23))
        : null;
  }

  private static @Nullable String of(String name) {
    return switch (name) {
      case "Account" -> "Account\ttagged=type";
      case "Account$AmazonBedrock" ->
          "AmazonBedrock\tvariant=amazonBedrock\nusesCodexManagedCredentials\tdefault";
      case "Account$ApiKey" -> "ApiKey\tvariant=apiKey";
      case "Account$Chatgpt" ->
          "Chatgpt\tvariant=chatgpt\nemail\tnull\trequired\nplanType\nworkspaceName\tnull";
      case "Account$Gcp" -> "Gcp\tvariant=gcp";
      case "AccountRateLimitsUpdatedNotification" ->
          "AccountRateLimitsUpdatedNotification\nrateLimits";
      case "AccountRoutingOverride" ->
          "AccountRoutingOverride\nNO_CONSTRAINT\tas=NO_CONSTRAINT\nUS\tas=us\nUS_CR\tas=us_cr";
      case "AccountUpdatedNotification" ->
          "AccountUpdatedNotification\nauthMode\tnull\nplanType\tnull";
      case "ActivePermissionProfile" -> "ActivePermissionProfile\nid\nparent\tas=extends\tnull";
      case "AdditionalContextEntry" -> "AdditionalContextEntry\nvalue\nkind\nname\tnull";
      case "AdditionalContextKind" ->
          "AdditionalContextKind\nUNTRUSTED\tas=untrusted\nAPPLICATION\tas=application";
      case "AdditionalFileSystemPermissions" ->
          "AdditionalFileSystemPermissions\n"
              + "read\tnull\tof=[java.lang.String\n"
              + "write\tnull\tof=[java.lang.String\n"
              + "globScanMaxDepth\tnull\tomit\tunsigned=64\n"
              + "entries\tnull\tomit\tof=[dev.heddle.protocol.v2.FileSystemSandboxEntry";
      case "AdditionalNetworkPermissions" -> "AdditionalNetworkPermissions\nenabled\tnull";
      case "AdditionalPermissionProfile" ->
          "AdditionalPermissionProfile\nnetwork\tnull\nfileSystem\tnull";
      case "AgentMessageDelivery" -> "AgentMessageDelivery\nASYNC\tas=async";
      case "AgentMessageDeltaNotification" ->
          "AgentMessageDeltaNotification\nthreadId\nturnId\nitemId\ndelta";
      case "AgentMessageDisplay" ->
          "AgentMessageDisplay\n"
              + "action\n"
              + "blockType\tnull\n"
              + "cyberTrustedAccess\tnull\n"
              + "checkTrustedContacts\tnull";
      case "AgentMessageModeration" -> "AgentMessageModeration\nmoderated\ndisplay\tnull";
      case "ApiThread" ->
          "ApiThread\n"
              + "id\n"
              + "environments\tnull\texperimental\tof=[dev.heddle.protocol.v2.ThreadEnvironment\n"
              + "extra\tnull\texperimental\n"
              + "sessionId\n"
              + "forkedFromId\tnull\n"
              + "attachedToThreadId\tnull\texperimental\n"
              + "parentThreadId\tnull\n"
              + "preview\n"
              + "ephemeral\n"
              + "section\tnull\n"
              + "sectionEnteredAt\tnull\n"
              + "projectId\tnull\trequired\n"
              + "historyMode\tdefault\n"
              + "modelProvider\n"
              + "model\tnull\n"
              + "reasoningEffort\tnull\n"
              + "createdAt\n"
              + "updatedAt\n"
              + "recencyAt\tnull\n"
              + "status\n"
              + "path\tnull\n"
              + "cwd\n"
              + "cliVersion\n"
              + "originator\tnull\n"
              + "source\n"
              + "canAcceptDirectInput\tnull\texperimental\n"
              + "threadSource\tnull\n"
              + "agentNickname\tnull\n"
              + "agentRole\tnull\n"
              + "gitInfo\tnull\n"
              + "name\tnull\n"
              + "daybreakEnabled\tnull\texperimental\n"
              + "turns\tof=[dev.heddle.protocol.v2.Turn";
      case "ApplyPatchApprovalParams" ->
          "ApplyPatchApprovalParams\n"
              + "conversationId\n"
              + "callId\n"
              + "fileChanges\tof={dev.heddle.protocol.v2.FileChange\n"
              + "reason\tnull\n"
              + "grantRoot\tnull";
      case "ApplyPatchApprovalResponse" -> "ApplyPatchApprovalResponse\ndecision";
      case "ApprovalsReviewer" ->
          "ApprovalsReviewer\n"
              + "USER\tas=user\n"
              + "AUTO_REVIEW\tas=auto_review\n"
              + "GUARDIAN_SUBAGENT\tas=guardian_subagent";
      case "AskForApproval" -> "AskForApproval\tkeyed";
      case "AskForApproval$Granular" ->
          "Granular\tvariant=granular\texperimental=askForApproval.granular\n"
              + "sandboxApproval\tas=sandbox_approval\n"
              + "rules\n"
              + "skillApproval\tas=skill_approval\tdefault\n"
              + "requestPermissions\tas=request_permissions\tdefault\n"
              + "mcpElicitations\tas=mcp_elicitations";
      case "AskForApproval$Never" -> "Never\tvariant=never";
      case "AskForApproval$OnRequest" -> "OnRequest\tvariant=on-request";
      case "AskForApproval$Untrusted" -> "Untrusted\tvariant=untrusted";
      case "AsyncUserInputQuestion" ->
          "AsyncUserInputQuestion\ntitle\noptions\tnull\tof=[java.lang.String";
      case "AttestationGenerateParams" -> "AttestationGenerateParams";
      case "AttestationGenerateResponse" -> "AttestationGenerateResponse\ntoken";
      case "AuthMode" ->
          "AuthMode\n"
              + "APIKEY\tas=apikey\n"
              + "CHATGPT\tas=chatgpt\n"
              + "CHATGPT_AUTH_TOKENS\tas=chatgptAuthTokens\n"
              + "HEADERS\tas=headers\n"
              + "AGENT_IDENTITY\tas=agentIdentity\n"
              + "PERSONAL_ACCESS_TOKEN\tas=personalAccessToken\n"
              + "BEDROCK_API_KEY\tas=bedrockApiKey\n"
              + "BEDROCK_ACCESS_KEYS\tas=bedrockAccessKeys";
      case "ByteRange" -> "ByteRange\nstart\tunsigned=64\nend\tunsigned=64";
      case "CapabilityRootLocation" -> "CapabilityRootLocation\ttagged=type";
      case "CapabilityRootLocation$Environment" ->
          "Environment\tvariant=environment\nenvironmentId\npath";
      case "ChatgptAuthTokensRefreshParams" ->
          "ChatgptAuthTokensRefreshParams\nreason\npreviousAccountId\tnull";
      case "ChatgptAuthTokensRefreshReason" ->
          "ChatgptAuthTokensRefreshReason\nUNAUTHORIZED\tas=unauthorized";
      case "ChatgptAuthTokensRefreshResponse" ->
          "ChatgptAuthTokensRefreshResponse\naccessToken\nchatgptAccountId\nchatgptPlanType\tnull";
      case "ClientInfo" -> "ClientInfo\nname\ntitle\tnull\nversion";
      case "CodexErrorInfo" -> "CodexErrorInfo\tkeyed";
      case "CodexErrorInfo$ActiveTurnNotSteerable" ->
          "ActiveTurnNotSteerable\tvariant=activeTurnNotSteerable\nturnKind";
      case "CodexErrorInfo$BadRequest" -> "BadRequest\tvariant=badRequest";
      case "CodexErrorInfo$ContextWindowExceeded" ->
          "ContextWindowExceeded\tvariant=contextWindowExceeded";
      case "CodexErrorInfo$CyberPolicy" -> "CyberPolicy\tvariant=cyberPolicy";
      case "CodexErrorInfo$FlexUnavailable" -> "FlexUnavailable\tvariant=flexUnavailable";
      case "CodexErrorInfo$HttpConnectionFailed" ->
          "HttpConnectionFailed\tvariant=httpConnectionFailed\nhttpStatusCode\tnull\tunsigned=16";
      case "CodexErrorInfo$InferenceHookDenied" ->
          "InferenceHookDenied\tvariant=inferenceHookDenied";
      case "CodexErrorInfo$InternalServerError" ->
          "InternalServerError\tvariant=internalServerError";
      case "CodexErrorInfo$MisalignmentPolicyViolation" ->
          "MisalignmentPolicyViolation\tvariant=misalignmentPolicyViolation";
      case "CodexErrorInfo$ModelNotFound" -> "ModelNotFound\tvariant=modelNotFound";
      case "CodexErrorInfo$Other" -> "Other\tvariant=other";
      case "CodexErrorInfo$PolicyCapacityUnavailable" ->
          "PolicyCapacityUnavailable\tvariant=policyCapacityUnavailable";
      case "CodexErrorInfo$RateLimitExceeded" -> "RateLimitExceeded\tvariant=rateLimitExceeded";
      case "CodexErrorInfo$ResponseStreamConnectionFailed" ->
          "ResponseStreamConnectionFailed\tvariant=responseStreamConnectionFailed\n"
              + "httpStatusCode\tnull\tunsigned=16";
      case "CodexErrorInfo$ResponseStreamDisconnected" ->
          "ResponseStreamDisconnected\tvariant=responseStreamDisconnected\n"
              + "httpStatusCode\tnull\tunsigned=16";
      case "CodexErrorInfo$ResponseTooManyFailedAttempts" ->
          "ResponseTooManyFailedAttempts\tvariant=responseTooManyFailedAttempts\n"
              + "httpStatusCode\tnull\tunsigned=16";
      case "CodexErrorInfo$SandboxError" -> "SandboxError\tvariant=sandboxError";
      case "CodexErrorInfo$ServerOverloaded" -> "ServerOverloaded\tvariant=serverOverloaded";
      case "CodexErrorInfo$SessionBudgetExceeded" ->
          "SessionBudgetExceeded\tvariant=sessionBudgetExceeded";
      case "CodexErrorInfo$ThreadRollbackFailed" ->
          "ThreadRollbackFailed\tvariant=threadRollbackFailed";
      case "CodexErrorInfo$TooManyDenials" -> "TooManyDenials\tvariant=tooManyDenials";
      case "CodexErrorInfo$Unauthorized" -> "Unauthorized\tvariant=unauthorized";
      case "CodexErrorInfo$UsageLimitExceeded" -> "UsageLimitExceeded\tvariant=usageLimitExceeded";
      case "CollabAgentState" -> "CollabAgentState\nstatus\nmessage\tnull";
      case "CollabAgentStatus" ->
          "CollabAgentStatus\n"
              + "PENDING_INIT\tas=pendingInit\n"
              + "RUNNING\tas=running\n"
              + "INTERRUPTED\tas=interrupted\n"
              + "COMPLETED\tas=completed\n"
              + "ERRORED\tas=errored\n"
              + "SHUTDOWN\tas=shutdown\n"
              + "NOT_FOUND\tas=notFound";
      case "CollabAgentTool" ->
          "CollabAgentTool\n"
              + "SPAWN_AGENT\tas=spawnAgent\n"
              + "SEND_INPUT\tas=sendInput\n"
              + "RESUME_AGENT\tas=resumeAgent\n"
              + "WAIT\tas=wait\n"
              + "CLOSE_AGENT\tas=closeAgent\n"
              + "SEND_MESSAGE\tas=sendMessage\n"
              + "FOLLOWUP_TASK\tas=followupTask\n"
              + "INTERRUPT_AGENT\tas=interruptAgent\n"
              + "LIST_AGENTS\tas=listAgents";
      case "CollabAgentToolCallStatus" ->
          "CollabAgentToolCallStatus\n"
              + "IN_PROGRESS\tas=inProgress\n"
              + "COMPLETED\tas=completed\n"
              + "FAILED\tas=failed\n"
              + "INTERRUPTED\tas=interrupted";
      case "CollaborationMode" -> "CollaborationMode\nmode\nsettings";
      case "CollaborationModeListParams" -> "CollaborationModeListParams";
      case "CollaborationModeListResponse" ->
          "CollaborationModeListResponse\ndata\tof=[dev.heddle.protocol.v2.CollaborationModeMask";
      case "CollaborationModeMask" ->
          "CollaborationModeMask\n"
              + "name\n"
              + "mode\tnull\n"
              + "model\tnull\n"
              + "reasoningEffort\tas=reasoning_effort\tnull";
      case "CommandAction" -> "CommandAction\ttagged=type";
      case "CommandAction$ListFiles" -> "ListFiles\tvariant=listFiles\ncommand\npath\tnull";
      case "CommandAction$Read" -> "Read\tvariant=read\ncommand\nname\npath";
      case "CommandAction$Search" -> "Search\tvariant=search\ncommand\nquery\tnull\npath\tnull";
      case "CommandAction$Unknown" -> "Unknown\tvariant=unknown\ncommand";
      case "CommandExecOutputDeltaNotification" ->
          "CommandExecOutputDeltaNotification\nprocessId\nstream\ndeltaBase64\ncapReached";
      case "CommandExecOutputStream" ->
          "CommandExecOutputStream\nSTDOUT\tas=stdout\nSTDERR\tas=stderr";
      case "CommandExecParams" ->
          "CommandExecParams\n"
              + "command\tof=[java.lang.String\n"
              + "processId\tnull\n"
              + "tty\tdefault\n"
              + "streamStdin\tdefault\n"
              + "streamStdoutStderr\tdefault\n"
              + "outputBytesCap\tnull\tunsigned=64\n"
              + "disableOutputCap\tdefault\n"
              + "disableTimeout\tdefault\n"
              + "timeoutMs\tnull\n"
              + "cwd\tnull\n"
              + "env\tnull\tof={?java.lang.String\n"
              + "size\tnull\n"
              + "sandboxPolicy\tnull\n"
              + "permissionProfile\tnull\texperimental";
      case "CommandExecResizeParams" -> "CommandExecResizeParams\nprocessId\nsize";
      case "CommandExecResizeResponse" -> "CommandExecResizeResponse";
      case "CommandExecResponse" -> "CommandExecResponse\nexitCode\nstdout\nstderr";
      case "CommandExecTerminalSize" ->
          "CommandExecTerminalSize\nrows\tunsigned=16\ncols\tunsigned=16";
      case "CommandExecTerminateParams" -> "CommandExecTerminateParams\nprocessId";
      case "CommandExecTerminateResponse" -> "CommandExecTerminateResponse";
      case "CommandExecWriteParams" ->
          "CommandExecWriteParams\nprocessId\ndeltaBase64\tnull\ncloseStdin\tdefault";
      case "CommandExecWriteResponse" -> "CommandExecWriteResponse";
      case "CommandExecutionApprovalDecision" -> "CommandExecutionApprovalDecision\tkeyed";
      case "CommandExecutionApprovalDecision$Accept" -> "Accept\tvariant=accept";
      case "CommandExecutionApprovalDecision$AcceptForSession" ->
          "AcceptForSession\tvariant=acceptForSession";
      case "CommandExecutionApprovalDecision$AcceptWithExecpolicyAmendment" ->
          "AcceptWithExecpolicyAmendment\tvariant=acceptWithExecpolicyAmendment\n"
              + "execpolicyAmendment\tas=execpolicy_amendment\tof=[java.lang.String";
      case "CommandExecutionApprovalDecision$ApplyNetworkPolicyAmendment" ->
          "ApplyNetworkPolicyAmendment\tvariant=applyNetworkPolicyAmendment\n"
              + "networkPolicyAmendment\tas=network_policy_amendment";
      case "CommandExecutionApprovalDecision$Cancel" -> "Cancel\tvariant=cancel";
      case "CommandExecutionApprovalDecision$Decline" -> "Decline\tvariant=decline";
      case "CommandExecutionApprovalKind" ->
          "CommandExecutionApprovalKind\n"
              + "COMMAND\tas=command\n"
              + "HUMAN_COMMAND\tas=humanCommand\n"
              + "WRITE_STDIN\tas=writeStdin";
      case "CommandExecutionOutputDeltaNotification" ->
          "CommandExecutionOutputDeltaNotification\nthreadId\nturnId\nitemId\ndelta";
      case "CommandExecutionRequestApprovalParams" ->
          "CommandExecutionRequestApprovalParams\n"
              + "kind\tdefault\n"
              + "threadId\n"
              + "turnId\n"
              + "itemId\n"
              + "startedAtMs\n"
              + "approvalId\tnull\tomit\n"
              + "environmentId\tnull\n"
              + "reason\tnull\tomit\n"
              + "networkApprovalContext\tnull\tomit\n"
              + "command\tnull\tomit\n"
              + "cwd\tnull\tomit\n"
              + "commandActions\tnull\tomit\tof=[dev.heddle.protocol.v2.CommandAction\n"
              + "additionalPermissions\tnull\tomit\texperimental\n"
              + "proposedExecpolicyAmendment\tnull\tomit\tof=[java.lang.String\n"
              + "proposedNetworkPolicyAmendments\tnull\tomit"
              + "\tof=[dev.heddle.protocol.v2.NetworkPolicyAmendment\n"
              + "availableDecisions\tnull\tomit\texperimental"
              + "\tof=[dev.heddle.protocol.v2.CommandExecutionApprovalDecision";
      case "CommandExecutionRequestApprovalResponse" ->
          "CommandExecutionRequestApprovalResponse\ndecision";
      case "CommandExecutionSource" ->
          "CommandExecutionSource\n"
              + "AGENT\tas=agent\n"
              + "USER_SHELL\tas=userShell\n"
              + "UNIFIED_EXEC_STARTUP\tas=unifiedExecStartup\n"
              + "UNIFIED_EXEC_INTERACTION\tas=unifiedExecInteraction";
      case "CommandExecutionStatus" ->
          "CommandExecutionStatus\n"
              + "IN_PROGRESS\tas=inProgress\n"
              + "COMPLETED\tas=completed\n"
              + "FAILED\tas=failed\n"
              + "DECLINED\tas=declined";
      case "ConfigBatchWriteParams" ->
          "ConfigBatchWriteParams\n"
              + "edits\tof=[dev.heddle.protocol.v2.ConfigEdit\n"
              + "filePath\tnull\n"
              + "expectedVersion\tnull\n"
              + "reloadUserConfig\tdefault";
      case "ConfigEdit" -> "ConfigEdit\nkeyPath\nvalue\nmergeStrategy";
      case "ConfigLayer" -> "ConfigLayer\nname\nversion\nconfig\ndisabledReason\tnull\tomit";
      case "ConfigLayerMetadata" -> "ConfigLayerMetadata\nname\nversion";
      case "ConfigLayerSource" -> "ConfigLayerSource\ttagged=type";
      case "ConfigLayerSource$EnterpriseManaged" ->
          "EnterpriseManaged\tvariant=enterpriseManaged\nid\nname";
      case "ConfigLayerSource$LegacyManagedConfigTomlFromFile" ->
          "LegacyManagedConfigTomlFromFile\tvariant=legacyManagedConfigTomlFromFile\nfile";
      case "ConfigLayerSource$LegacyManagedConfigTomlFromMdm" ->
          "LegacyManagedConfigTomlFromMdm\tvariant=legacyManagedConfigTomlFromMdm";
      case "ConfigLayerSource$Mdm" -> "Mdm\tvariant=mdm\ndomain\nkey";
      case "ConfigLayerSource$PackagedDefaults" ->
          "PackagedDefaults\tvariant=packagedDefaults\nfile";
      case "ConfigLayerSource$Project" -> "Project\tvariant=project\ndotCodexFolder";
      case "ConfigLayerSource$SessionFlags" -> "SessionFlags\tvariant=sessionFlags";
      case "ConfigLayerSource$System" -> "System\tvariant=system\nfile";
      case "ConfigLayerSource$User" -> "User\tvariant=user\nfile\nprofile\tnull";
      case "ConfigReadParams" -> "ConfigReadParams\nincludeLayers\tdefault\ncwd\tnull";
      case "ConfigReadResponse" ->
          "ConfigReadResponse\n"
              + "config\n"
              + "origins\tof={dev.heddle.protocol.v2.ConfigLayerMetadata\n"
              + "layers\tnull\tomit\tof=[dev.heddle.protocol.v2.ConfigLayer";
      case "ConfigRequirementsReadResponse" ->
          "ConfigRequirementsReadResponse\nsupportsIndependentSpeedModes\tnull\nrequirements\tnull";
      case "ConfigValueWriteParams" ->
          "ConfigValueWriteParams\n"
              + "keyPath\n"
              + "value\n"
              + "mergeStrategy\n"
              + "filePath\tnull\n"
              + "expectedVersion\tnull";
      case "ConfigWarningNotification" ->
          "ConfigWarningNotification\nsummary\ndetails\tnull\npath\tnull\tomit\nrange\tnull\tomit";
      case "ConfigWriteResponse" ->
          "ConfigWriteResponse\nstatus\nversion\nfilePath\noverriddenMetadata\tnull";
      case "ContextCompactedNotification" -> "ContextCompactedNotification\nthreadId\nturnId";
      case "ConversationGitInfo" ->
          "ConversationGitInfo\nsha\tnull\nbranch\tnull\noriginUrl\tas=origin_url\tnull";
      case "ConversationSummary" ->
          "ConversationSummary\n"
              + "conversationId\n"
              + "path\n"
              + "preview\n"
              + "timestamp\tnull\n"
              + "updatedAt\tnull\n"
              + "modelProvider\n"
              + "cwd\n"
              + "cliVersion\n"
              + "source\n"
              + "gitInfo\tnull";
      case "CreditsSnapshot" -> "CreditsSnapshot\nhasCredits\nunlimited\nbalance\tnull";
      case "CurrentTimeReadParams" -> "CurrentTimeReadParams\nthreadId";
      case "CurrentTimeReadResponse" -> "CurrentTimeReadResponse\ncurrentTimeAt";
      case "CyberAccessProgram" ->
          "CyberAccessProgram\n"
              + "STANDARD\tas=standard\n"
              + "DAYBREAK_BLUE\tas=daybreakBlue\n"
              + "DAYBREAK_RED\tas=daybreakRed";
      case "DeprecationNoticeNotification" ->
          "DeprecationNoticeNotification\nsummary\ndetails\tnull";
      case "DynamicToolCallOutputContentItem" -> "DynamicToolCallOutputContentItem\ttagged=type";
      case "DynamicToolCallOutputContentItem$InputAudio" ->
          "InputAudio\tvariant=inputAudio\naudioUrl";
      case "DynamicToolCallOutputContentItem$InputImage" ->
          "InputImage\tvariant=inputImage\nimageUrl";
      case "DynamicToolCallOutputContentItem$InputText" -> "InputText\tvariant=inputText\ntext";
      case "DynamicToolCallParams" ->
          "DynamicToolCallParams\nthreadId\nturnId\ncallId\nnamespace\tnull\ntool\narguments";
      case "DynamicToolCallResponse" ->
          "DynamicToolCallResponse\n"
              + "contentItems\tof=[dev.heddle.protocol.v2.DynamicToolCallOutputContentItem\n"
              + "success";
      case "DynamicToolCallStatus" ->
          "DynamicToolCallStatus\n"
              + "IN_PROGRESS\tas=inProgress\n"
              + "COMPLETED\tas=completed\n"
              + "FAILED\tas=failed";
      case "DynamicToolNamespaceTool" -> "DynamicToolNamespaceTool\ttagged=type";
      case "DynamicToolNamespaceTool$Function" ->
          "Function\tvariant=function\nname\ndescription\ninputSchema\ndeferLoading\tdefault";
      case "DynamicToolSpec" -> "DynamicToolSpec\ttagged=type\tuntagged=function";
      case "DynamicToolSpec$Function" ->
          "Function\tvariant=function\nname\ndescription\ninputSchema\ndeferLoading\tdefault";
      case "DynamicToolSpec$Namespace" ->
          "Namespace\tvariant=namespace\n"
              + "name\n"
              + "description\n"
              + "tools\tof=[dev.heddle.protocol.v2.DynamicToolNamespaceTool";
      case "ErrorNotification" -> "ErrorNotification\nerror\nwillRetry\nthreadId\nturnId";
      case "ExecCommandApprovalParams" ->
          "ExecCommandApprovalParams\n"
              + "conversationId\n"
              + "callId\n"
              + "approvalId\tnull\n"
              + "command\tof=[java.lang.String\n"
              + "cwd\n"
              + "reason\tnull\n"
              + "parsedCmd\tof=[dev.heddle.protocol.v2.ParsedCommand";
      case "ExecCommandApprovalResponse" -> "ExecCommandApprovalResponse\ndecision";
      case "ExperimentalFeature" ->
          "ExperimentalFeature\n"
              + "name\n"
              + "stage\n"
              + "displayName\tnull\n"
              + "description\tnull\n"
              + "announcement\tnull\n"
              + "enabled\n"
              + "defaultEnabled";
      case "ExperimentalFeatureListParams" ->
          "ExperimentalFeatureListParams\ncursor\tnull\nlimit\tnull\tunsigned=32\nthreadId\tnull";
      case "ExperimentalFeatureListResponse" ->
          "ExperimentalFeatureListResponse\n"
              + "data\tof=[dev.heddle.protocol.v2.ExperimentalFeature\n"
              + "nextCursor\tnull";
      case "ExperimentalFeatureStage" ->
          "ExperimentalFeatureStage\n"
              + "BETA\tas=beta\n"
              + "UNDER_DEVELOPMENT\tas=underDevelopment\n"
              + "STABLE\tas=stable\n"
              + "DEPRECATED\tas=deprecated\n"
              + "REMOVED\tas=removed";
      case "FileChange" -> "FileChange\ttagged=type";
      case "FileChange$Add" -> "Add\tvariant=add\ncontent";
      case "FileChange$Delete" -> "Delete\tvariant=delete\ncontent";
      case "FileChange$Update" ->
          "Update\tvariant=update\nunifiedDiff\tas=unified_diff\nmovePath\tas=move_path\tnull";
      case "FileChangeApprovalDecision" ->
          "FileChangeApprovalDecision\n"
              + "ACCEPT\tas=accept\n"
              + "ACCEPT_FOR_SESSION\tas=acceptForSession\n"
              + "DECLINE\tas=decline\n"
              + "CANCEL\tas=cancel";
      case "FileChangeOutputDeltaNotification" ->
          "FileChangeOutputDeltaNotification\nthreadId\nturnId\nitemId\ndelta";
      case "FileChangePatchUpdatedNotification" ->
          "FileChangePatchUpdatedNotification\n"
              + "threadId\n"
              + "turnId\n"
              + "itemId\n"
              + "changes\tof=[dev.heddle.protocol.v2.FileUpdateChange";
      case "FileChangeRequestApprovalParams" ->
          "FileChangeRequestApprovalParams\n"
              + "threadId\n"
              + "turnId\n"
              + "itemId\n"
              + "startedAtMs\n"
              + "reason\tnull\n"
              + "grantRoot\tnull";
      case "FileChangeRequestApprovalResponse" -> "FileChangeRequestApprovalResponse\ndecision";
      case "FileSystemAccessMode" ->
          "FileSystemAccessMode\nREAD\tas=read\nWRITE\tas=write\nDENY\tas=deny";
      case "FileSystemPath" -> "FileSystemPath\ttagged=type";
      case "FileSystemPath$GlobPattern" -> "GlobPattern\tvariant=glob_pattern\npattern";
      case "FileSystemPath$Path" -> "Path\tvariant=path\npath";
      case "FileSystemPath$Special" -> "Special\tvariant=special\nvalue";
      case "FileSystemSandboxEntry" -> "FileSystemSandboxEntry\npath\naccess";
      case "FileSystemSpecialPath" -> "FileSystemSpecialPath\ttagged=kind";
      case "FileSystemSpecialPath$Minimal" -> "Minimal\tvariant=minimal";
      case "FileSystemSpecialPath$ProjectRoots" ->
          "ProjectRoots\tvariant=project_roots\nsubpath\tnull";
      case "FileSystemSpecialPath$Root" -> "Root\tvariant=root";
      case "FileSystemSpecialPath$SlashTmp" -> "SlashTmp\tvariant=slash_tmp";
      case "FileSystemSpecialPath$Tmpdir" -> "Tmpdir\tvariant=tmpdir";
      case "FileSystemSpecialPath$Unknown" -> "Unknown\tvariant=unknown\npath\nsubpath\tnull";
      case "FileUpdateChange" -> "FileUpdateChange\npath\nkind\ndiff";
      case "FsChangedNotification" ->
          "FsChangedNotification\nwatchId\nchangedPaths\tof=[java.lang.String";
      case "FsCopyParams" -> "FsCopyParams\nsourcePath\ndestinationPath\nrecursive\tdefault";
      case "FsCopyResponse" -> "FsCopyResponse";
      case "FsCreateDirectoryParams" -> "FsCreateDirectoryParams\npath\nrecursive\tnull";
      case "FsCreateDirectoryResponse" -> "FsCreateDirectoryResponse";
      case "FsGetMetadataParams" -> "FsGetMetadataParams\npath";
      case "FsGetMetadataResponse" ->
          "FsGetMetadataResponse\nisDirectory\nisFile\nisSymlink\ncreatedAtMs\nmodifiedAtMs";
      case "FsReadDirectoryEntry" -> "FsReadDirectoryEntry\nfileName\nisDirectory\nisFile";
      case "FsReadDirectoryParams" -> "FsReadDirectoryParams\npath";
      case "FsReadDirectoryResponse" ->
          "FsReadDirectoryResponse\nentries\tof=[dev.heddle.protocol.v2.FsReadDirectoryEntry";
      case "FsReadFileParams" -> "FsReadFileParams\npath";
      case "FsReadFileResponse" -> "FsReadFileResponse\ndataBase64";
      case "FsRemoveParams" -> "FsRemoveParams\npath\nrecursive\tnull\nforce\tnull";
      case "FsRemoveResponse" -> "FsRemoveResponse";
      case "FsUnwatchParams" -> "FsUnwatchParams\nwatchId";
      case "FsUnwatchResponse" -> "FsUnwatchResponse";
      case "FsWatchParams" -> "FsWatchParams\nwatchId\npath";
      case "FsWatchResponse" -> "FsWatchResponse\npath";
      case "FsWriteFileParams" -> "FsWriteFileParams\npath\ndataBase64";
      case "FsWriteFileResponse" -> "FsWriteFileResponse";
      case "FuzzyFileSearchMatchType" ->
          "FuzzyFileSearchMatchType\nFILE\tas=file\nDIRECTORY\tas=directory";
      case "FuzzyFileSearchParams" ->
          "FuzzyFileSearchParams\nquery\nroots\tof=[java.lang.String\ncancellationToken\tnull";
      case "FuzzyFileSearchResponse" ->
          "FuzzyFileSearchResponse\nfiles\tof=[dev.heddle.protocol.v2.FuzzyFileSearchResult";
      case "FuzzyFileSearchResult" ->
          "FuzzyFileSearchResult\n"
              + "root\n"
              + "path\n"
              + "matchType\tas=match_type\n"
              + "fileName\tas=file_name\n"
              + "score\tunsigned=32\n"
              + "indices\tnull\tof=[java.lang.Integer";
      case "FuzzyFileSearchSessionCompletedNotification" ->
          "FuzzyFileSearchSessionCompletedNotification\nsessionId";
      case "FuzzyFileSearchSessionStartParams" ->
          "FuzzyFileSearchSessionStartParams\nsessionId\nroots\tof=[java.lang.String";
      case "FuzzyFileSearchSessionStartResponse" -> "FuzzyFileSearchSessionStartResponse";
      case "FuzzyFileSearchSessionStopParams" -> "FuzzyFileSearchSessionStopParams\nsessionId";
      case "FuzzyFileSearchSessionStopResponse" -> "FuzzyFileSearchSessionStopResponse";
      case "FuzzyFileSearchSessionUpdateParams" ->
          "FuzzyFileSearchSessionUpdateParams\nsessionId\nquery";
      case "FuzzyFileSearchSessionUpdateResponse" -> "FuzzyFileSearchSessionUpdateResponse";
      case "FuzzyFileSearchSessionUpdatedNotification" ->
          "FuzzyFileSearchSessionUpdatedNotification\n"
              + "sessionId\n"
              + "query\n"
              + "files\tof=[dev.heddle.protocol.v2.FuzzyFileSearchResult";
      case "GatewayAuth" -> "GatewayAuth\ttagged=mode";
      case "GatewayAuth$EnvironmentVariable" ->
          "EnvironmentVariable\tvariant=environmentVariable\nenvKey";
      case "GatewayAuth$ExternallyConfigured" ->
          "ExternallyConfigured\tvariant=externallyConfigured\nenvKey\tnull";
      case "GatewayAuth$None" -> "None\tvariant=none";
      case "GetAccountParams" -> "GetAccountParams\nrefreshToken\tdefault";
      case "GetAccountRateLimitsParams" ->
          "GetAccountRateLimitsParams\toptional\n"
              + "supportsLunaReserve\tdefault\n"
              + "excludeResetCreditDetails\tdefault";
      case "GetAccountRateLimitsResponse" ->
          "GetAccountRateLimitsResponse\n"
              + "ordinaryUsageAllowed\tnull\n"
              + "rateLimits\n"
              + "rateLimitsByLimitId\tnull\tof={dev.heddle.protocol.v2.RateLimitSnapshot\n"
              + "rateLimitResetCredits\tnull\n"
              + "accountId\tnull\n"
              + "rateLimitUpsell\tnull";
      case "GetAccountResponse" ->
          "GetAccountResponse\n"
              + "account\tnull\n"
              + "userId\tnull\n"
              + "requiresOpenaiAuth\n"
              + "workspaceRouting\tnull\texperimental";
      case "GetConversationSummaryParams" ->
          "GetConversationSummaryParams\nrolloutPath\tnull\nconversationId\tnull";
      case "GetConversationSummaryResponse" -> "GetConversationSummaryResponse\nsummary";
      case "GitInfo" -> "GitInfo\nsha\tnull\nbranch\tnull\noriginUrl\tnull";
      case "GrantedPermissionProfile" ->
          "GrantedPermissionProfile\nnetwork\tnull\tomit\nfileSystem\tnull\tomit";
      case "HookErrorInfo" -> "HookErrorInfo\npath\nmessage";
      case "HookPromptFragment" -> "HookPromptFragment\ntext\nhookRunId";
      case "HooksListEntry" ->
          "HooksListEntry\n"
              + "cwd\n"
              + "hooks\tof=[com.google.gson.JsonObject\n"
              + "warnings\tof=[java.lang.String\n"
              + "errors\tof=[dev.heddle.protocol.v2.HookErrorInfo";
      case "HooksListParams" ->
          "HooksListParams\ncwds\tdefault\tof=[java.lang.String\nthreadId\tnull";
      case "HooksListResponse" ->
          "HooksListResponse\ndata\tof=[dev.heddle.protocol.v2.HooksListEntry";
      case "ImageDetail" ->
          "ImageDetail\nAUTO\tas=auto\nLOW\tas=low\nHIGH\tas=high\nORIGINAL\tas=original";
      case "ImageGenerationFailure" -> "ImageGenerationFailure\ttagged=type";
      case "ImageGenerationFailure$UsageLimitExceeded" ->
          "UsageLimitExceeded\tvariant=usageLimitExceeded\nlimitId\nresetsAt\tnull";
      case "ImageGenerationInputImage" -> "ImageGenerationInputImage\npath\nsha256";
      case "InitializeCapabilities" ->
          "InitializeCapabilities\n"
              + "requiredHumanApproval\tdefault\n"
              + "explicitGatewayOauth\tdefault\n"
              + "experimentalApi\tdefault\n"
              + "requestAttestation\tdefault\n"
              + "mcpServerOpenaiFormElicitation\tdefault\n"
              + "optOutNotificationMethods\tnull\tof=[java.lang.String\n"
              + "extensions\tnull\tof={com.google.gson.JsonElement";
      case "InitializeParams" -> "InitializeParams\nclientInfo\ncapabilities\tnull";
      case "InitializeResponse" ->
          "InitializeResponse\nuserAgent\ncodexHome\nplatformFamily\nplatformOs";
      case "InputModality" -> "InputModality\nTEXT\tas=text\nIMAGE\tas=image\nAUDIO\tas=audio";
      case "ItemCompletedNotification" ->
          "ItemCompletedNotification\n"
              + "item\n"
              + "threadId\n"
              + "turnId\n"
              + "contentTokenCount\tnull\tunsigned=64\n"
              + "completedAtMs";
      case "ItemStartedNotification" ->
          "ItemStartedNotification\nitem\nthreadId\nturnId\nstartedAtMs";
      case "ListMcpServerStatusParams" ->
          "ListMcpServerStatusParams\n"
              + "cursor\tnull\n"
              + "limit\tnull\tunsigned=32\n"
              + "detail\tnull\n"
              + "threadId\tnull\n"
              + "serverName\tnull";
      case "ListMcpServerStatusResponse" ->
          "ListMcpServerStatusResponse\n"
              + "data\tof=[dev.heddle.protocol.v2.McpServerStatus\n"
              + "nextCursor\tnull";
      case "McpAppDisplayMode" -> "McpAppDisplayMode\nINLINE\tas=inline\nFULLSCREEN\tas=fullscreen";
      case "McpAppUi" -> "McpAppUi\nresourceUri\npreferredModelDisplayMode";
      case "McpAuthStatus" ->
          "McpAuthStatus\n"
              + "UNKNOWN\tas=unknown\n"
              + "UNSUPPORTED\tas=unsupported\n"
              + "NOT_LOGGED_IN\tas=notLoggedIn\n"
              + "BEARER_TOKEN\tas=bearerToken\n"
              + "O_AUTH\tas=oAuth";
      case "McpResourceReadParams" ->
          "McpResourceReadParams\n"
              + "threadId\tnull\n"
              + "server\n"
              + "uri\n"
              + "originCallId\tnull\n"
              + "connectorId\tnull\n"
              + "target\tnull\n"
              + "meta\tas=_meta\tnull\tof={com.google.gson.JsonElement";
      case "McpResourceReadResponse" ->
          "McpResourceReadResponse\ncontents\tof=[com.google.gson.JsonObject\noriginCallId\tnull";
      case "McpResourceReadTarget" -> "McpResourceReadTarget\nconnectorId\nlinkId\tnull";
      case "McpServerConnectionStatus" ->
          "McpServerConnectionStatus\n"
              + "NOT_STARTED\tas=notStarted\n"
              + "STARTING\tas=starting\n"
              + "CONNECTED\tas=connected\n"
              + "AUTHENTICATION_REQUIRED\tas=authenticationRequired\n"
              + "FAILED\tas=failed\n"
              + "CANCELLED\tas=cancelled\n"
              + "DISABLED\tas=disabled";
      case "McpServerElicitationAction" ->
          "McpServerElicitationAction\nACCEPT\tas=accept\nDECLINE\tas=decline\nCANCEL\tas=cancel";
      case "McpServerElicitationRequestParams" -> "McpServerElicitationRequestParams\ttagged=mode";
      case "McpServerElicitationRequestParams$Form" ->
          "Form\tvariant=form\n"
              + "threadId\n"
              + "turnId\tnull\n"
              + "serverName\n"
              + "meta\tas=_meta\tnull\n"
              + "message\n"
              + "requestedSchema";
      case "McpServerElicitationRequestParams$FormExtension" ->
          "FormExtension\tvariant=openai/form\n"
              + "threadId\n"
              + "turnId\tnull\n"
              + "serverName\n"
              + "meta\tas=_meta\tnull\n"
              + "message\n"
              + "requestedSchema";
      case "McpServerElicitationRequestParams$OpenaiForm" ->
          "OpenaiForm\tvariant=openaiForm\n"
              + "threadId\n"
              + "turnId\tnull\n"
              + "serverName\n"
              + "meta\tas=_meta\tnull\n"
              + "message\n"
              + "requestedSchema";
      case "McpServerElicitationRequestParams$Url" ->
          "Url\tvariant=url\n"
              + "threadId\n"
              + "turnId\tnull\n"
              + "serverName\n"
              + "meta\tas=_meta\tnull\n"
              + "message\n"
              + "url\n"
              + "elicitationId";
      case "McpServerElicitationRequestParams$UserVerification" ->
          "UserVerification\tvariant=openai/userVerification\texperimental\n"
              + "threadId\n"
              + "turnId\tnull\n"
              + "serverName\n"
              + "meta\tas=_meta\tnull\n"
              + "title\n"
              + "description\n"
              + "challenge";
      case "McpServerElicitationRequestResponse" ->
          "McpServerElicitationRequestResponse\naction\ncontent\tnull\nmeta\tas=_meta\tnull";
      case "McpServerInfo" ->
          "McpServerInfo\n"
              + "name\n"
              + "title\tnull\n"
              + "version\n"
              + "description\tnull\n"
              + "icons\tnull\tof=[com.google.gson.JsonElement\n"
              + "websiteUrl\tnull";
      case "McpServerRefreshResponse" -> "McpServerRefreshResponse";
      case "McpServerStartupFailureReason" ->
          "McpServerStartupFailureReason\nREAUTHENTICATION_REQUIRED\tas=reauthenticationRequired";
      case "McpServerStartupState" ->
          "McpServerStartupState\n"
              + "STARTING\tas=starting\n"
              + "READY\tas=ready\n"
              + "FAILED\tas=failed\n"
              + "CANCELLED\tas=cancelled";
      case "McpServerStatus" ->
          "McpServerStatus\n"
              + "name\n"
              + "runtimeStatus\tnull\n"
              + "pluginId\tnull\n"
              + "httpOrigin\tnull\n"
              + "serverInfo\tnull\n"
              + "serverCapabilities\tnull\n"
              + "toolListMeta\tnull\n"
              + "tools\tof={com.google.gson.JsonObject\n"
              + "toolsError\tnull\n"
              + "resources\tof=[com.google.gson.JsonObject\n"
              + "resourceTemplates\tof=[com.google.gson.JsonObject\n"
              + "authStatus";
      case "McpServerStatusDetail" ->
          "McpServerStatusDetail\nFULL\tas=full\nTOOLS_AND_AUTH_ONLY\tas=toolsAndAuthOnly";
      case "McpServerStatusUpdatedNotification" ->
          "McpServerStatusUpdatedNotification\n"
              + "threadId\tnull\n"
              + "name\n"
              + "status\n"
              + "error\tnull\n"
              + "failureReason\tnull";
      case "McpServerToolCallParams" ->
          "McpServerToolCallParams\nthreadId\nserver\ntool\narguments\tnull\nmeta\tas=_meta\tnull";
      case "McpServerToolCallResponse" ->
          "McpServerToolCallResponse\n"
              + "content\tof=[com.google.gson.JsonElement\n"
              + "structuredContent\tnull\tomit\n"
              + "isError\tnull\tomit\n"
              + "meta\tas=_meta\tnull\tomit";
      case "McpToolCallAppContext" ->
          "McpToolCallAppContext\n"
              + "connectorId\n"
              + "linkId\tnull\n"
              + "resourceUri\tnull\n"
              + "appName\tnull\n"
              + "actionName\tnull";
      case "McpToolCallError" -> "McpToolCallError\nmessage";
      case "McpToolCallProgressNotification" ->
          "McpToolCallProgressNotification\nthreadId\nturnId\nitemId\nmessage";
      case "McpToolCallResult" ->
          "McpToolCallResult\n"
              + "content\tof=[com.google.gson.JsonElement\n"
              + "structuredContent\tnull\n"
              + "meta\tas=_meta\tnull";
      case "McpToolCallStatus" ->
          "McpToolCallStatus\n"
              + "IN_PROGRESS\tas=inProgress\n"
              + "COMPLETED\tas=completed\n"
              + "FAILED\tas=failed";
      case "MemoryCitation" ->
          "MemoryCitation\n"
              + "entries\tof=[dev.heddle.protocol.v2.MemoryCitationEntry\n"
              + "threadIds\tof=[java.lang.String";
      case "MemoryCitationEntry" ->
          "MemoryCitationEntry\npath\nlineStart\tunsigned=32\nlineEnd\tunsigned=32\nnote";
      case "MergeStrategy" -> "MergeStrategy\nREPLACE\tas=replace\nUPSERT\tas=upsert";
      case "MessagePhase" ->
          "MessagePhase\n"
              + "COMMENTARY\tas=commentary\n"
              + "PARTIAL_ANSWER\tas=partial_answer\n"
              + "FINAL_ANSWER\tas=final_answer";
      case "MisalignmentErrorDetails" ->
          "MisalignmentErrorDetails\n"
              + "errorType\tnull\n"
              + "detailedExplanation\tnull\n"
              + "steer\tnull\n"
              + "reviewTarget\tnull";
      case "MisalignmentSteer" -> "MisalignmentSteer\nmessage";
      case "ModeKind" ->
          "ModeKind\nPLAN\tas=plan\nDEFAULT\tas=default\tor=code,custom,execute,pair_programming";
      case "Model" ->
          "Model\n"
              + "id\n"
              + "model\n"
              + "upgrade\tnull\n"
              + "upgradeInfo\tnull\n"
              + "availabilityNux\tnull\n"
              + "displayName\n"
              + "description\n"
              + "modelSpecialty\tnull\n"
              + "hidden\n"
              + "supportedReasoningEfforts\tof=[dev.heddle.protocol.v2.ReasoningEffortOption\n"
              + "defaultReasoningEffort\n"
              + "inputModalities\tdefault=[\"text\", \"image\"]"
              + "\tof=[dev.heddle.protocol.v2.InputModality\n"
              + "supportsPersonality\tdefault\n"
              + "multiAgentVersion\tnull\n"
              + "additionalSpeedTiers\tdefault\tof=[java.lang.String\n"
              + "serviceTiers\tdefault\tof=[dev.heddle.protocol.v2.ModelServiceTier\n"
              + "defaultServiceTier\tnull\n"
              + "availableAccessPrograms\tnull\n"
              + "isDefault";
      case "ModelAccessPrograms" ->
          "ModelAccessPrograms\ncyber\tof=[dev.heddle.protocol.v2.CyberAccessProgram";
      case "ModelAvailabilityNux" -> "ModelAvailabilityNux\nmessage";
      case "ModelListParams" ->
          "ModelListParams\n"
              + "modelProvider\tnull\n"
              + "cursor\tnull\n"
              + "limit\tnull\tunsigned=32\n"
              + "includeHidden\tnull";
      case "ModelListResponse" ->
          "ModelListResponse\ndata\tof=[dev.heddle.protocol.v2.Model\nnextCursor\tnull";
      case "ModelProviderCapabilitiesReadParams" -> "ModelProviderCapabilitiesReadParams";
      case "ModelProviderCapabilitiesReadResponse" ->
          "ModelProviderCapabilitiesReadResponse\nimageGeneration\nwebSearch";
      case "ModelProviderListParams" -> "ModelProviderListParams";
      case "ModelProviderListResponse" ->
          "ModelProviderListResponse\n"
              + "data\tof=[dev.heddle.protocol.v2.ModelProviderSummary\n"
              + "defaultProviderId\n"
              + "canChangeDefault";
      case "ModelProviderSummary" ->
          "ModelProviderSummary\nid\nname\ncanEdit\nbaseUrl\tnull\nsettings";
      case "ModelRerouteReason" ->
          "ModelRerouteReason\nHIGH_RISK_CYBER_ACTIVITY\tas=highRiskCyberActivity";
      case "ModelReroutedNotification" ->
          "ModelReroutedNotification\nthreadId\nturnId\nfromModel\ntoModel\nreason";
      case "ModelServiceTier" -> "ModelServiceTier\nid\nname\ndescription";
      case "ModelUpgradeInfo" ->
          "ModelUpgradeInfo\n"
              + "model\n"
              + "upgradeCopy\tnull\n"
              + "modelLink\tnull\n"
              + "migrationMarkdown\tnull\n"
              + "retirementAt\tnull";
      case "MultiAgentMode" -> "MultiAgentMode\tkeyed";
      case "MultiAgentMode$Custom" -> "Custom\tvariant=custom\nvalue";
      case "MultiAgentMode$ExplicitRequestOnly" ->
          "ExplicitRequestOnly\tvariant=explicitRequestOnly\tor=none";
      case "MultiAgentMode$Proactive" -> "Proactive\tvariant=proactive";
      case "MultiAgentVersion" -> "MultiAgentVersion\nDISABLED\tas=disabled\nV1\tas=v1\nV2\tas=v2";
      case "NetworkAccess" -> "NetworkAccess\nRESTRICTED\tas=restricted\nENABLED\tas=enabled";
      case "NetworkApprovalContext" -> "NetworkApprovalContext\nhost\nprotocol";
      case "NetworkApprovalProtocol" ->
          "NetworkApprovalProtocol\n"
              + "HTTP\tas=http\n"
              + "HTTPS\tas=https\n"
              + "SOCKS5_TCP\tas=socks5Tcp\n"
              + "SOCKS5_UDP\tas=socks5Udp";
      case "NetworkPolicyAmendment" -> "NetworkPolicyAmendment\nhost\naction";
      case "NetworkPolicyRuleAction" -> "NetworkPolicyRuleAction\nALLOW\tas=allow\nDENY\tas=deny";
      case "NonSteerableTurnKind" -> "NonSteerableTurnKind\nREVIEW\tas=review\nCOMPACT\tas=compact";
      case "OverriddenMetadata" -> "OverriddenMetadata\nmessage\noverridingLayer\neffectiveValue";
      case "ParsedCommand" -> "ParsedCommand\ttagged=type";
      case "ParsedCommand$ListFiles" -> "ListFiles\tvariant=list_files\ncmd\npath\tnull";
      case "ParsedCommand$Read" -> "Read\tvariant=read\ncmd\nname\npath";
      case "ParsedCommand$Search" -> "Search\tvariant=search\ncmd\nquery\tnull\npath\tnull";
      case "ParsedCommand$Unknown" -> "Unknown\tvariant=unknown\ncmd";
      case "PatchApplyStatus" ->
          "PatchApplyStatus\n"
              + "IN_PROGRESS\tas=inProgress\n"
              + "COMPLETED\tas=completed\n"
              + "FAILED\tas=failed\n"
              + "DECLINED\tas=declined";
      case "PatchChangeKind" -> "PatchChangeKind\ttagged=type";
      case "PatchChangeKind$Add" -> "Add\tvariant=add";
      case "PatchChangeKind$Delete" -> "Delete\tvariant=delete";
      case "PatchChangeKind$Update" -> "Update\tvariant=update\nmovePath\tas=move_path\tnull";
      case "PermissionGrantScope" -> "PermissionGrantScope\nTURN\tas=turn\nSESSION\tas=session";
      case "PermissionProfileListParams" ->
          "PermissionProfileListParams\ncursor\tnull\nlimit\tnull\tunsigned=32\ncwd\tnull";
      case "PermissionProfileListResponse" ->
          "PermissionProfileListResponse\n"
              + "data\tof=[dev.heddle.protocol.v2.PermissionProfileSummary\n"
              + "nextCursor\tnull";
      case "PermissionProfileSummary" -> "PermissionProfileSummary\nid\ndescription\tnull\nallowed";
      case "PermissionsRequestApprovalParams" ->
          "PermissionsRequestApprovalParams\n"
              + "threadId\n"
              + "turnId\n"
              + "itemId\n"
              + "environmentId\tnull\n"
              + "startedAtMs\n"
              + "cwd\n"
              + "reason\tnull\n"
              + "permissions";
      case "PermissionsRequestApprovalResponse" ->
          "PermissionsRequestApprovalResponse\n"
              + "permissions\n"
              + "scope\tdefault\n"
              + "strictAutoReview\tnull\tomit";
      case "Personality" ->
          "Personality\nNONE\tas=none\nFRIENDLY\tas=friendly\nPRAGMATIC\tas=pragmatic";
      case "PlanDeltaNotification" -> "PlanDeltaNotification\nthreadId\nturnId\nitemId\ndelta";
      case "PlanType" ->
          "PlanType\n"
              + "FREE\tas=free\n"
              + "GO\tas=go\n"
              + "PLUS\tas=plus\n"
              + "PRO\tas=pro\n"
              + "PROLITE\tas=prolite\n"
              + "PROMAX\tas=promax\n"
              + "TEAM\tas=team\n"
              + "SELF_SERVE_BUSINESS_PROLITE\tas=self_serve_business_prolite\n"
              + "SELF_SERVE_BUSINESS_USAGE_BASED\tas=self_serve_business_usage_based\n"
              + "BUSINESS\tas=business\n"
              + "ENT26\tas=ent26\n"
              + "ENTERPRISE_CBP_AUTOMATION\tas=enterprise_cbp_automation\n"
              + "ENTERPRISE_CBP_USAGE_BASED\tas=enterprise_cbp_usage_based\n"
              + "ENTERPRISE\tas=enterprise\n"
              + "EDU\tas=edu\n"
              + "EDU_PLUS\tas=edu_plus\n"
              + "EDU_PRO\tas=edu_pro\n"
              + "SCI\tas=sci\n"
              + "SCI_PLUS\tas=sci_plus\n"
              + "UNKNOWN\tas=unknown";
      case "ProcessExitedNotification" ->
          "ProcessExitedNotification\n"
              + "processHandle\n"
              + "exitCode\n"
              + "outputDrainTimedOut\tnull\n"
              + "stdout\n"
              + "stdoutCapReached\n"
              + "stderr\n"
              + "stderrCapReached";
      case "ProcessKillParams" -> "ProcessKillParams\nprocessHandle";
      case "ProcessKillResponse" -> "ProcessKillResponse";
      case "ProcessOutputDeltaNotification" ->
          "ProcessOutputDeltaNotification\nprocessHandle\nstream\ndeltaBase64\ncapReached";
      case "ProcessOutputStream" -> "ProcessOutputStream\nSTDOUT\tas=stdout\nSTDERR\tas=stderr";
      case "ProcessResizePtyParams" -> "ProcessResizePtyParams\nprocessHandle\nsize";
      case "ProcessResizePtyResponse" -> "ProcessResizePtyResponse";
      case "ProcessSpawnParams" ->
          "ProcessSpawnParams\n"
              + "command\tof=[java.lang.String\n"
              + "processHandle\n"
              + "cwd\n"
              + "tty\tdefault\n"
              + "streamStdin\tdefault\n"
              + "streamStdoutStderr\tdefault\n"
              + "outputBytesCap\tunsigned=64\tof=java.lang.Long\n"
              + "timeoutMs\tof=java.lang.Long\n"
              + "env\tnull\tof={?java.lang.String\n"
              + "size\tnull";
      case "ProcessSpawnResponse" -> "ProcessSpawnResponse";
      case "ProcessTerminalSize" -> "ProcessTerminalSize\nrows\tunsigned=16\ncols\tunsigned=16";
      case "ProcessWriteStdinParams" ->
          "ProcessWriteStdinParams\nprocessHandle\ndeltaBase64\tnull\ncloseStdin\tdefault";
      case "ProcessWriteStdinResponse" -> "ProcessWriteStdinResponse";
      case "Project" ->
          "Project\n"
              + "id\n"
              + "name\n"
              + "roots\tof=[dev.heddle.protocol.v2.ProjectRoot\n"
              + "metadata\tof={java.lang.String\n"
              + "position\n"
              + "createdAt\n"
              + "updatedAt\n"
              + "recencyAt\tnull";
      case "ProjectChangeType" ->
          "ProjectChangeType\nCREATED\tas=created\nUPDATED\tas=updated\nDELETED\tas=deleted";
      case "ProjectChangedNotification" -> "ProjectChangedNotification\nprojectId\nchangeType";
      case "ProjectCreateParams" ->
          "ProjectCreateParams\n"
              + "name\n"
              + "roots\tof=[dev.heddle.protocol.v2.ProjectRoot\n"
              + "metadata\tnull\tof={java.lang.String\n"
              + "idempotencyKey";
      case "ProjectCreateResponse" -> "ProjectCreateResponse\nproject";
      case "ProjectDeleteParams" -> "ProjectDeleteParams\nprojectId";
      case "ProjectDeleteResponse" -> "ProjectDeleteResponse";
      case "ProjectImportParams" ->
          "ProjectImportParams\n"
              + "name\n"
              + "roots\tof=[dev.heddle.protocol.v2.ProjectRoot\n"
              + "metadata\tnull\tof={java.lang.String\n"
              + "threads\tnull\tof=[java.lang.String\n"
              + "idempotencyKey";
      case "ProjectImportResponse" -> "ProjectImportResponse\nproject";
      case "ProjectListParams" ->
          "ProjectListParams\n"
              + "cursor\tnull\n"
              + "limit\tnull\tunsigned=32\n"
              + "sortKey\tnull\n"
              + "sortDirection\tnull";
      case "ProjectListResponse" ->
          "ProjectListResponse\ndata\tof=[dev.heddle.protocol.v2.Project\nnextCursor\tnull";
      case "ProjectMoveParams" -> "ProjectMoveParams\nprojectId\nbeforeProjectId\tnull";
      case "ProjectMoveResponse" -> "ProjectMoveResponse";
      case "ProjectReadParams" -> "ProjectReadParams\nprojectId";
      case "ProjectReadResponse" -> "ProjectReadResponse\nproject";
      case "ProjectRoot" -> "ProjectRoot\npath";
      case "ProjectSortKey" -> "ProjectSortKey\nPOSITION\tas=position\nRECENCY_AT\tas=recencyAt";
      case "ProjectUpdateParams" ->
          "ProjectUpdateParams\n"
              + "projectId\n"
              + "name\tnull\n"
              + "roots\tnull\tof=[dev.heddle.protocol.v2.ProjectRoot\n"
              + "metadata\tnull\tof={java.lang.String";
      case "ProjectUpdateResponse" -> "ProjectUpdateResponse\nproject";
      case "ProviderSettings" -> "ProviderSettings\ttagged=type";
      case "ProviderSettings$Bedrock" -> "Bedrock\tvariant=bedrock\nprofile\tnull\nregion\tnull";
      case "ProviderSettings$CustomGateway" -> "CustomGateway\tvariant=customGateway\nauth";
      case "ProviderSettings$Gcp" ->
          "Gcp\tvariant=gcp\nprojectId\tnull\nlocation\tnull\ncredentialFile\tnull";
      case "ProviderSettings$Openai" -> "Openai\tvariant=openai";
      case "QueuedSubmission" ->
          "QueuedSubmission\n"
              + "id\n"
              + "input\tof=[dev.heddle.protocol.v2.UserInput\n"
              + "clientUserMessageId\n"
              + "responsesapiClientMetadata\tnull\tof={java.lang.String";
      case "RateLimitReachedType" ->
          "RateLimitReachedType\n"
              + "RATE_LIMIT_REACHED\tas=rate_limit_reached\n"
              + "WORKSPACE_OWNER_CREDITS_DEPLETED\tas=workspace_owner_credits_depleted\n"
              + "WORKSPACE_MEMBER_CREDITS_DEPLETED\tas=workspace_member_credits_depleted\n"
              + "WORKSPACE_OWNER_USAGE_LIMIT_REACHED\tas=workspace_owner_usage_limit_reached\n"
              + "WORKSPACE_MEMBER_USAGE_LIMIT_REACHED\tas=workspace_member_usage_limit_reached";
      case "RateLimitResetCredit" ->
          "RateLimitResetCredit\n"
              + "id\n"
              + "resetType\n"
              + "status\n"
              + "grantedAt\n"
              + "expiresAt\tnull\n"
              + "title\tnull\n"
              + "description\tnull";
      case "RateLimitResetCreditStatus" ->
          "RateLimitResetCreditStatus\n"
              + "AVAILABLE\tas=available\n"
              + "REDEEMING\tas=redeeming\n"
              + "REDEEMED\tas=redeemed\n"
              + "UNKNOWN\tas=unknown";
      case "RateLimitResetCreditsSummary" ->
          "RateLimitResetCreditsSummary\n"
              + "availableCount\n"
              + "credits\tnull\tof=[dev.heddle.protocol.v2.RateLimitResetCredit";
      case "RateLimitResetType" ->
          "RateLimitResetType\nCODEX_RATE_LIMITS\tas=codexRateLimits\nUNKNOWN\tas=unknown";
      case "RateLimitSnapshot" ->
          "RateLimitSnapshot\n"
              + "limitId\tnull\n"
              + "limitName\tnull\n"
              + "normalModelSlug\tnull\n"
              + "primary\tnull\n"
              + "secondary\tnull\n"
              + "credits\tnull\n"
              + "individualLimit\tnull\n"
              + "spendControlReached\tnull\n"
              + "planType\tnull\n"
              + "rateLimitReachedType\tnull";
      case "RateLimitWindow" ->
          "RateLimitWindow\nusedPercent\nwindowDurationMins\tnull\nresetsAt\tnull";
      case "RawResponseItemCompletedNotification" ->
          "RawResponseItemCompletedNotification\nthreadId\nturnId\nitem";
      case "ReasoningEffortOption" -> "ReasoningEffortOption\nreasoningEffort\ndescription";
      case "ReasoningSummary" ->
          "ReasoningSummary\n"
              + "AUTO\tas=auto\n"
              + "CONCISE\tas=concise\n"
              + "DETAILED\tas=detailed\n"
              + "NONE\tas=none";
      case "ReasoningSummaryPartAddedNotification" ->
          "ReasoningSummaryPartAddedNotification\nthreadId\nturnId\nitemId\nsummaryIndex";
      case "ReasoningSummaryTextDeltaNotification" ->
          "ReasoningSummaryTextDeltaNotification\nthreadId\nturnId\nitemId\ndelta\nsummaryIndex";
      case "ReasoningTextDeltaNotification" ->
          "ReasoningTextDeltaNotification\nthreadId\nturnId\nitemId\ndelta\ncontentIndex";
      case "RemoteControlConnectionStatus" ->
          "RemoteControlConnectionStatus\n"
              + "DISABLED\tas=disabled\n"
              + "CONNECTING\tas=connecting\n"
              + "CONNECTED\tas=connected\n"
              + "ERRORED\tas=errored";
      case "RemoteControlStatusChangedNotification" ->
          "RemoteControlStatusChangedNotification\n"
              + "status\n"
              + "serverName\n"
              + "installationId\n"
              + "environmentId\tnull";
      case "RequestPermissionProfile" ->
          "RequestPermissionProfile\nnetwork\tnull\nfileSystem\tnull";
      case "ReviewDecision" -> "ReviewDecision\tkeyed";
      case "ReviewDecision$Abort" -> "Abort\tvariant=abort";
      case "ReviewDecision$AmendNetworkPolicy" ->
          "AmendNetworkPolicy\tvariant=network_policy_amendment\n"
              + "networkPolicyAmendment\tas=network_policy_amendment";
      case "ReviewDecision$Approved" -> "Approved\tvariant=approved";
      case "ReviewDecision$ApprovedExecpolicyAmendment" ->
          "ApprovedExecpolicyAmendment\tvariant=approved_execpolicy_amendment\n"
              + "proposedExecpolicyAmendment\tas=proposed_execpolicy_amendment"
              + "\tof=[java.lang.String";
      case "ReviewDecision$ApprovedForSession" ->
          "ApprovedForSession\tvariant=approved_for_session";
      case "ReviewDecision$ApprovedMcpPolicyAmendment" ->
          "ApprovedMcpPolicyAmendment\tvariant=approved_mcp_policy_amendment";
      case "ReviewDecision$Denied" -> "Denied\tvariant=denied\nrejection";
      case "ReviewDecision$TimedOut" -> "TimedOut\tvariant=timed_out";
      case "ReviewDelivery" -> "ReviewDelivery\nINLINE\tas=inline\nDETACHED\tas=detached";
      case "ReviewStartParams" -> "ReviewStartParams\nthreadId\ntarget\ndelivery\tnull";
      case "ReviewStartResponse" -> "ReviewStartResponse\nturn\nreviewThreadId";
      case "ReviewTarget" -> "ReviewTarget\ttagged=type";
      case "ReviewTarget$BaseBranch" -> "BaseBranch\tvariant=baseBranch\nbranch";
      case "ReviewTarget$Commit" -> "Commit\tvariant=commit\nsha\ntitle\tnull";
      case "ReviewTarget$Custom" -> "Custom\tvariant=custom\ninstructions";
      case "ReviewTarget$UncommittedChanges" -> "UncommittedChanges\tvariant=uncommittedChanges";
      case "SandboxMode" ->
          "SandboxMode\n"
              + "READ_ONLY\tas=read-only\n"
              + "WORKSPACE_WRITE\tas=workspace-write\n"
              + "DANGER_FULL_ACCESS\tas=danger-full-access";
      case "SandboxPolicy" -> "SandboxPolicy\ttagged=type";
      case "SandboxPolicy$DangerFullAccess" -> "DangerFullAccess\tvariant=dangerFullAccess";
      case "SandboxPolicy$ExternalSandbox" ->
          "ExternalSandbox\tvariant=externalSandbox\nnetworkAccess\tdefault";
      case "SandboxPolicy$ReadOnly" -> "ReadOnly\tvariant=readOnly\nnetworkAccess\tdefault";
      case "SandboxPolicy$WorkspaceWrite" ->
          "WorkspaceWrite\tvariant=workspaceWrite\n"
              + "writableRoots\tdefault\tof=[java.lang.String\n"
              + "networkAccess\tdefault\n"
              + "excludeTmpdirEnvVar\tdefault\n"
              + "excludeSlashTmp\tdefault";
      case "SelectedCapabilityRoot" -> "SelectedCapabilityRoot\nid\nlocation";
      case "ServerDiagnosticsGauge" -> "ServerDiagnosticsGauge\nname\nvalue\tunsigned=64";
      case "ServerDiagnosticsParams" -> "ServerDiagnosticsParams";
      case "ServerDiagnosticsProcess" ->
          "ServerDiagnosticsProcess\n"
              + "id\tunsigned=32\n"
              + "residentMemoryBytes\tnull\tunsigned=64\n"
              + "physicalFootprintBytes\tnull\tunsigned=64";
      case "ServerDiagnosticsResponse" ->
          "ServerDiagnosticsResponse\n"
              + "process\n"
              + "gauges\tof=[dev.heddle.protocol.v2.ServerDiagnosticsGauge";
      case "ServerRequestResolvedNotification" ->
          "ServerRequestResolvedNotification\nthreadId\nrequestId";
      case "SessionSource" -> "SessionSource\tkeyed";
      case "SessionSource$AppServer" -> "AppServer\tvariant=appServer";
      case "SessionSource$Cli" -> "Cli\tvariant=cli";
      case "SessionSource$Custom" -> "Custom\tvariant=custom\nvalue";
      case "SessionSource$Exec" -> "Exec\tvariant=exec";
      case "SessionSource$SubAgent" -> "SubAgent\tvariant=subAgent\nvalue";
      case "SessionSource$Unknown" -> "Unknown\tvariant=unknown";
      case "SessionSource$Vscode" -> "Vscode\tvariant=vscode";
      case "Settings" ->
          "Settings\n"
              + "model\n"
              + "reasoningEffort\tas=reasoning_effort\tnull\n"
              + "developerInstructions\tas=developer_instructions\tnull";
      case "SkillDependencies" ->
          "SkillDependencies\ntools\tof=[dev.heddle.protocol.v2.SkillToolDependency";
      case "SkillErrorInfo" -> "SkillErrorInfo\npath\nmessage";
      case "SkillInterface" ->
          "SkillInterface\n"
              + "displayName\tnull\n"
              + "shortDescription\tnull\n"
              + "iconSmall\tnull\n"
              + "iconLarge\tnull\n"
              + "iconSmallUrl\tnull\n"
              + "iconLargeUrl\tnull\n"
              + "brandColor\tnull\n"
              + "defaultPrompt\tnull";
      case "SkillMetadata" ->
          "SkillMetadata\n"
              + "name\n"
              + "description\n"
              + "shortDescription\tnull\tomit\n"
              + "display\tas=interface\tnull\tomit\n"
              + "dependencies\tnull\tomit\n"
              + "path\n"
              + "scope\n"
              + "enabled\n"
              + "pluginId\tnull";
      case "SkillScope" ->
          "SkillScope\nUSER\tas=user\nREPO\tas=repo\nSYSTEM\tas=system\nADMIN\tas=admin";
      case "SkillToolDependency" ->
          "SkillToolDependency\n"
              + "type\n"
              + "value\n"
              + "description\tnull\tomit\n"
              + "transport\tnull\tomit\n"
              + "command\tnull\tomit\n"
              + "url\tnull\tomit";
      case "SkillsChangedNotification" -> "SkillsChangedNotification";
      case "SkillsConfigWriteParams" -> "SkillsConfigWriteParams\npath\tnull\nname\tnull\nenabled";
      case "SkillsConfigWriteResponse" -> "SkillsConfigWriteResponse\neffectiveEnabled";
      case "SkillsExtraRootsSetParams" ->
          "SkillsExtraRootsSetParams\nextraRoots\tof=[java.lang.String";
      case "SkillsExtraRootsSetResponse" -> "SkillsExtraRootsSetResponse";
      case "SkillsListEntry" ->
          "SkillsListEntry\n"
              + "cwd\n"
              + "skills\tof=[dev.heddle.protocol.v2.SkillMetadata\n"
              + "errors\tof=[dev.heddle.protocol.v2.SkillErrorInfo";
      case "SkillsListParams" ->
          "SkillsListParams\ncwds\tdefault\tof=[java.lang.String\nforceReload\tdefault";
      case "SkillsListResponse" ->
          "SkillsListResponse\ndata\tof=[dev.heddle.protocol.v2.SkillsListEntry";
      case "SortDirection" -> "SortDirection\nASC\tas=asc\nDESC\tas=desc";
      case "SpendControlLimitSnapshot" ->
          "SpendControlLimitSnapshot\nlimit\nused\nremainingPercent\nresetsAt";
      case "SubAgentActivityKind" ->
          "SubAgentActivityKind\n"
              + "STARTED\tas=started\n"
              + "INTERACTED\tas=interacted\n"
              + "INTERRUPTED\tas=interrupted\n"
              + "COMPLETED\tas=completed";
      case "SubAgentSource" -> "SubAgentSource\tkeyed";
      case "SubAgentSource$Compact" -> "Compact\tvariant=compact";
      case "SubAgentSource$MemoryConsolidation" ->
          "MemoryConsolidation\tvariant=memory_consolidation";
      case "SubAgentSource$Other" -> "Other\tvariant=other\nvalue";
      case "SubAgentSource$Review" -> "Review\tvariant=review";
      case "SubAgentSource$ThreadSpawn" ->
          "ThreadSpawn\tvariant=thread_spawn\n"
              + "parentThreadId\tas=parent_thread_id\n"
              + "depth\n"
              + "agentPath\tas=agent_path\tnull\n"
              + "agentNickname\tas=agent_nickname\tnull\n"
              + "agentRole\tas=agent_role\tnull";
      case "TerminalInteractionNotification" ->
          "TerminalInteractionNotification\nthreadId\nturnId\nitemId\nprocessId\nstdin";
      case "TextElement" -> "TextElement\nbyteRange\nplaceholder\tnull";
      case "TextPosition" -> "TextPosition\nline\tunsigned=64\ncolumn\tunsigned=64";
      case "TextRange" -> "TextRange\nstart\nend";
      case "ThreadActiveFlag" ->
          "ThreadActiveFlag\n"
              + "WAITING_ON_APPROVAL\tas=waitingOnApproval\n"
              + "WAITING_ON_USER_INPUT\tas=waitingOnUserInput";
      case "ThreadArchiveParams" -> "ThreadArchiveParams\nthreadId";
      case "ThreadArchiveResponse" -> "ThreadArchiveResponse";
      case "ThreadArchivedNotification" -> "ThreadArchivedNotification\nthreadId";
      case "ThreadAttachment" ->
          "ThreadAttachment\nid\nattachmentType\nidentityKey\npayload\ncreatedAt";
      case "ThreadAttachmentAddOutcome" ->
          "ThreadAttachmentAddOutcome\nCREATED\tas=created\nEXISTING\tas=existing";
      case "ThreadAttachmentAddParams" ->
          "ThreadAttachmentAddParams\nthreadId\nattachmentType\nidentityKey\npayload";
      case "ThreadAttachmentAddResponse" -> "ThreadAttachmentAddResponse\noutcome\nattachment";
      case "ThreadAttachmentListParams" ->
          "ThreadAttachmentListParams\nthreadId\ncursor\tnull\nlimit\tnull\tunsigned=32";
      case "ThreadAttachmentListResponse" ->
          "ThreadAttachmentListResponse\n"
              + "data\tof=[dev.heddle.protocol.v2.ThreadAttachment\n"
              + "nextCursor\tnull";
      case "ThreadAttachmentOperation" ->
          "ThreadAttachmentOperation\nCREATED\tas=created\nDELETED\tas=deleted";
      case "ThreadAttachmentOwner" -> "ThreadAttachmentOwner\nthreadId\narchived";
      case "ThreadAttachmentOwnerListParams" ->
          "ThreadAttachmentOwnerListParams\n"
              + "attachmentType\n"
              + "identityKey\n"
              + "archived\tnull\n"
              + "cursor\tnull\n"
              + "limit\tnull\tunsigned=32";
      case "ThreadAttachmentOwnerListResponse" ->
          "ThreadAttachmentOwnerListResponse\n"
              + "data\tof=[dev.heddle.protocol.v2.ThreadAttachmentOwner\n"
              + "nextCursor\tnull";
      case "ThreadAttachmentRemoveParams" ->
          "ThreadAttachmentRemoveParams\nthreadId\nattachmentType\nidentityKey";
      case "ThreadAttachmentRemoveResponse" -> "ThreadAttachmentRemoveResponse";
      case "ThreadAttachmentUpdatedNotification" ->
          "ThreadAttachmentUpdatedNotification\n"
              + "threadId\n"
              + "attachmentType\n"
              + "identityKey\n"
              + "attachmentId\n"
              + "operation";
      case "ThreadBackgroundTerminal" ->
          "ThreadBackgroundTerminal\n"
              + "itemId\n"
              + "processId\n"
              + "command\n"
              + "cwd\n"
              + "osPid\tnull\tunsigned=32\n"
              + "cpuPercent\tnull\n"
              + "rssKb\tnull\tunsigned=64";
      case "ThreadBackgroundTerminalsCleanParams" ->
          "ThreadBackgroundTerminalsCleanParams\nthreadId";
      case "ThreadBackgroundTerminalsCleanResponse" -> "ThreadBackgroundTerminalsCleanResponse";
      case "ThreadBackgroundTerminalsListParams" ->
          "ThreadBackgroundTerminalsListParams\nthreadId\ncursor\tnull\nlimit\tnull\tunsigned=32";
      case "ThreadBackgroundTerminalsListResponse" ->
          "ThreadBackgroundTerminalsListResponse\n"
              + "data\tof=[dev.heddle.protocol.v2.ThreadBackgroundTerminal\n"
              + "nextCursor\tnull";
      case "ThreadBackgroundTerminalsTerminateParams" ->
          "ThreadBackgroundTerminalsTerminateParams\nthreadId\nprocessId";
      case "ThreadBackgroundTerminalsTerminateResponse" ->
          "ThreadBackgroundTerminalsTerminateResponse\nterminated";
      case "ThreadClosedNotification" -> "ThreadClosedNotification\nthreadId";
      case "ThreadCompactStartParams" -> "ThreadCompactStartParams\nthreadId";
      case "ThreadCompactStartResponse" -> "ThreadCompactStartResponse";
      case "ThreadDeleteParams" -> "ThreadDeleteParams\nthreadId";
      case "ThreadDeleteResponse" -> "ThreadDeleteResponse";
      case "ThreadDeletedNotification" -> "ThreadDeletedNotification\nthreadId";
      case "ThreadEnvironment" ->
          "ThreadEnvironment\nenvironmentId\ncwd\nruntimeWorkspaceRoots\tof=[java.lang.String";
      case "ThreadExtra" -> "ThreadExtra";
      case "ThreadForkParams" ->
          "ThreadForkParams\n"
              + "threadId\n"
              + "experimentalPredictionMode\tdefault\texperimental\n"
              + "experimentalDisablePredictionMcp\tdefault\texperimental\n"
              + "lastTurnId\tnull\n"
              + "beforeTurnId\tnull\texperimental\n"
              + "path\tnull\texperimental\n"
              + "model\tnull\n"
              + "modelProvider\tnull\n"
              + "serviceTier\tof=java.lang.String\n"
              + "cwd\tnull\n"
              + "runtimeWorkspaceRoots\tnull\texperimental\tof=[java.lang.String\n"
              + "approvalPolicy\tnull\n"
              + "approvalsReviewer\tnull\n"
              + "sandbox\tnull\n"
              + "permissions\tnull\texperimental\n"
              + "config\tnull\tof={com.google.gson.JsonElement\n"
              + "baseInstructions\tnull\n"
              + "developerInstructions\tnull\n"
              + "ephemeral\tdefault\n"
              + "attachToSource\tdefault\texperimental\n"
              + "threadSource\tnull\n"
              + "excludeTurns\tdefault\n"
              + "deferGoalContinuation\tdefault\texperimental";
      case "ThreadForkResponse" ->
          "ThreadForkResponse\n"
              + "thread\n"
              + "model\n"
              + "modelProvider\n"
              + "serviceTier\tnull\n"
              + "disabledPluginIds\tdefault\tof=[java.lang.String\n"
              + "cwd\n"
              + "runtimeWorkspaceRoots\tdefault\texperimental\tof=[java.lang.String\n"
              + "instructionSources\tdefault\tof=[java.lang.String\n"
              + "approvalPolicy\n"
              + "approvalsReviewer\n"
              + "sandbox\n"
              + "activePermissionProfile\tnull\texperimental\n"
              + "reasoningEffort\tnull\n"
              + "multiAgentMode\tdefault=\"explicitRequestOnly\"\texperimental";
      case "ThreadGoal" ->
          "ThreadGoal\n"
              + "threadId\n"
              + "objective\n"
              + "status\n"
              + "tokenBudget\tnull\n"
              + "tokensUsed\n"
              + "timeUsedSeconds\n"
              + "createdAt\n"
              + "updatedAt";
      case "ThreadGoalClearParams" -> "ThreadGoalClearParams\nthreadId\norigin\tnull";
      case "ThreadGoalClearResponse" -> "ThreadGoalClearResponse\ncleared";
      case "ThreadGoalClearedNotification" -> "ThreadGoalClearedNotification\nthreadId";
      case "ThreadGoalGetParams" -> "ThreadGoalGetParams\nthreadId";
      case "ThreadGoalGetResponse" -> "ThreadGoalGetResponse\ngoal\tnull";
      case "ThreadGoalMutationOrigin" ->
          "ThreadGoalMutationOrigin\nUSER\tas=user\nAUTOMATIC\tas=automatic";
      case "ThreadGoalSetParams" ->
          "ThreadGoalSetParams\n"
              + "threadId\n"
              + "origin\tnull\n"
              + "objective\tnull\n"
              + "status\tnull\n"
              + "tokenBudget\tof=java.lang.Long";
      case "ThreadGoalSetResponse" -> "ThreadGoalSetResponse\ngoal";
      case "ThreadGoalStatus" ->
          "ThreadGoalStatus\n"
              + "ACTIVE\tas=active\n"
              + "PAUSED\tas=paused\n"
              + "BLOCKED\tas=blocked\n"
              + "USAGE_LIMITED\tas=usageLimited\n"
              + "BUDGET_LIMITED\tas=budgetLimited\n"
              + "COMPLETE\tas=complete";
      case "ThreadGoalUpdatedNotification" ->
          "ThreadGoalUpdatedNotification\nthreadId\nturnId\tnull\ngoal";
      case "ThreadHistoryMode" -> "ThreadHistoryMode\nLEGACY\tas=legacy\nPAGINATED\tas=paginated";
      case "ThreadInjectItemsParams" ->
          "ThreadInjectItemsParams\nthreadId\nitems\tof=[com.google.gson.JsonElement";
      case "ThreadInjectItemsResponse" -> "ThreadInjectItemsResponse";
      case "ThreadItem" -> "ThreadItem\ttagged=type";
      case "ThreadItem$AgentMessage" ->
          "AgentMessage\tvariant=agentMessage\n"
              + "moderation\tnull\n"
              + "id\n"
              + "text\n"
              + "phase\tnull\n"
              + "memoryCitation\tnull\n"
              + "delivery\tnull\n"
              + "questions\tnull\tof=[dev.heddle.protocol.v2.AsyncUserInputQuestion\n"
              + "startedAtMs\tnull\n"
              + "completedAtMs\tnull";
      case "ThreadItem$CollabAgentToolCall" ->
          "CollabAgentToolCall\tvariant=collabAgentToolCall\n"
              + "id\n"
              + "tool\n"
              + "status\n"
              + "senderThreadId\n"
              + "receiverThreadIds\tof=[java.lang.String\n"
              + "prompt\tnull\n"
              + "model\tnull\n"
              + "reasoningEffort\tnull\n"
              + "agentsStates\tof={dev.heddle.protocol.v2.CollabAgentState\n"
              + "startedAtMs\tnull\n"
              + "completedAtMs\tnull";
      case "ThreadItem$CommandExecution" ->
          "CommandExecution\tvariant=commandExecution\n"
              + "id\n"
              + "pluginId\tnull\n"
              + "scriptPath\tnull\n"
              + "command\n"
              + "cwd\n"
              + "processId\tnull\n"
              + "source\tdefault\n"
              + "status\n"
              + "commandActions\tof=[dev.heddle.protocol.v2.CommandAction\n"
              + "aggregatedOutput\tnull\n"
              + "exitCode\tnull\n"
              + "durationMs\tnull\n"
              + "startedAtMs\tnull\n"
              + "completedAtMs\tnull";
      case "ThreadItem$ContextCompaction" ->
          "ContextCompaction\tvariant=contextCompaction\n"
              + "id\n"
              + "startedAtMs\tnull\n"
              + "completedAtMs\tnull";
      case "ThreadItem$DynamicToolCall" ->
          "DynamicToolCall\tvariant=dynamicToolCall\n"
              + "id\n"
              + "namespace\tnull\n"
              + "tool\n"
              + "arguments\n"
              + "status\n"
              + "contentItems\tnull\tof=[dev.heddle.protocol.v2.DynamicToolCallOutputContentItem\n"
              + "success\tnull\n"
              + "durationMs\tnull\n"
              + "startedAtMs\tnull\n"
              + "completedAtMs\tnull";
      case "ThreadItem$EnteredReviewMode" ->
          "EnteredReviewMode\tvariant=enteredReviewMode\n"
              + "id\n"
              + "review\n"
              + "startedAtMs\tnull\n"
              + "completedAtMs\tnull";
      case "ThreadItem$ExitedReviewMode" ->
          "ExitedReviewMode\tvariant=exitedReviewMode\n"
              + "id\n"
              + "review\n"
              + "startedAtMs\tnull\n"
              + "completedAtMs\tnull";
      case "ThreadItem$FileChange" ->
          "FileChange\tvariant=fileChange\n"
              + "id\n"
              + "changes\tof=[dev.heddle.protocol.v2.FileUpdateChange\n"
              + "status\n"
              + "startedAtMs\tnull\n"
              + "completedAtMs\tnull";
      case "ThreadItem$FunctionCallOutput" ->
          "FunctionCallOutput\tvariant=functionCallOutput\n"
              + "id\n"
              + "name\n"
              + "namespace\tnull\n"
              + "output\n"
              + "startedAtMs\tnull\n"
              + "completedAtMs\tnull";
      case "ThreadItem$HookPrompt" ->
          "HookPrompt\tvariant=hookPrompt\n"
              + "id\n"
              + "fragments\tof=[dev.heddle.protocol.v2.HookPromptFragment\n"
              + "startedAtMs\tnull\n"
              + "completedAtMs\tnull";
      case "ThreadItem$ImageGeneration" ->
          "ImageGeneration\tvariant=imageGeneration\n"
              + "id\n"
              + "status\n"
              + "revisedPrompt\tnull\n"
              + "transparentBackground\tnull\tomit\n"
              + "failure\tnull\n"
              + "savedPath\tnull\tomit\n"
              + "inputImages\tnull\tomit\tof=[dev.heddle.protocol.v2.ImageGenerationInputImage\n"
              + "generationId\tnull\n"
              + "fileId\tnull\tomit\n"
              + "result\tnull\tomit\n"
              + "startedAtMs\tnull\n"
              + "completedAtMs\tnull";
      case "ThreadItem$ImageView" ->
          "ImageView\tvariant=imageView\nid\npath\nstartedAtMs\tnull\ncompletedAtMs\tnull";
      case "ThreadItem$McpToolCall" ->
          "McpToolCall\tvariant=mcpToolCall\n"
              + "id\n"
              + "server\n"
              + "tool\n"
              + "status\n"
              + "arguments\n"
              + "appContext\tnull\n"
              + "mcpAppResourceUri\tnull\tomit\n"
              + "mcpAppUi\tnull\n"
              + "pluginId\tnull\n"
              + "readOnlyHint\tnull\n"
              + "result\tnull\n"
              + "error\tnull\n"
              + "durationMs\tnull\n"
              + "startedAtMs\tnull\n"
              + "completedAtMs\tnull";
      case "ThreadItem$Plan" ->
          "Plan\tvariant=plan\nid\ntext\nstartedAtMs\tnull\ncompletedAtMs\tnull";
      case "ThreadItem$Reasoning" ->
          "Reasoning\tvariant=reasoning\n"
              + "id\n"
              + "summary\tdefault\tof=[java.lang.String\n"
              + "content\tdefault\tof=[java.lang.String\n"
              + "startedAtMs\tnull\n"
              + "completedAtMs\tnull";
      case "ThreadItem$Sleep" ->
          "Sleep\tvariant=sleep\n"
              + "id\n"
              + "durationMs\tunsigned=64\n"
              + "startedAtMs\tnull\n"
              + "completedAtMs\tnull";
      case "ThreadItem$SubAgentActivity" ->
          "SubAgentActivity\tvariant=subAgentActivity\n"
              + "model\tnull\n"
              + "reasoningEffort\tnull\n"
              + "id\n"
              + "kind\n"
              + "agentThreadId\n"
              + "agentPath\n"
              + "startedAtMs\tnull\n"
              + "completedAtMs\tnull";
      case "ThreadItem$UserMessage" ->
          "UserMessage\tvariant=userMessage\n"
              + "id\n"
              + "clientId\tnull\n"
              + "content\tof=[dev.heddle.protocol.v2.UserInput\n"
              + "startedAtMs\tnull\n"
              + "completedAtMs\tnull";
      case "ThreadItem$WebSearch" ->
          "WebSearch\tvariant=webSearch\n"
              + "id\n"
              + "query\n"
              + "action\tnull\n"
              + "results\tnull\tof=[com.google.gson.JsonElement\n"
              + "startedAtMs\tnull\n"
              + "completedAtMs\tnull";
      case "ThreadItemEntry" ->
          "ThreadItemEntry\n"
              + "turnId\n"
              + "item\n"
              + "outputDeferred\tnull\tomit\texperimental\n"
              + "startedAtMs\tnull\n"
              + "completedAtMs\tnull";
      case "ThreadItemOutputDeferral" ->
          "ThreadItemOutputDeferral\n"
              + "commandExecution\tdefault\texperimental\n"
              + "mcpToolCall\tdefault\texperimental";
      case "ThreadItemsListAnchor" -> "ThreadItemsListAnchor\ttagged=type";
      case "ThreadItemsListAnchor$Item" -> "Item\tvariant=item\nitemId";
      case "ThreadItemsListParams" ->
          "ThreadItemsListParams\n"
              + "threadId\n"
              + "turnId\tnull\n"
              + "cursor\tnull\n"
              + "limit\tnull\tunsigned=32\n"
              + "sortDirection\tnull\n"
              + "deferOutput\tnull";
      case "ThreadItemsListResponse" ->
          "ThreadItemsListResponse\n"
              + "data\tof=[dev.heddle.protocol.v2.ThreadItemEntry\n"
              + "nextCursor\tnull\n"
              + "backwardsCursor\tnull";
      case "ThreadItemsReadParams" ->
          "ThreadItemsReadParams\nthreadId\nturnId\nitemIds\tof=[java.lang.String";
      case "ThreadItemsReadResponse" ->
          "ThreadItemsReadResponse\ndata\tof=[dev.heddle.protocol.v2.ThreadItemEntry";
      case "ThreadListParams" ->
          "ThreadListParams\n"
              + "includeAttachedThreads\tdefault\texperimental\n"
              + "currentAccountOnly\tdefault\n"
              + "cursor\tnull\n"
              + "limit\tnull\tunsigned=32\n"
              + "excludedThreadIds\tnull\tof=[java.lang.String\n"
              + "sortKey\tnull\n"
              + "sortDirection\tnull\n"
              + "modelProviders\tnull\tof=[java.lang.String\n"
              + "sourceKinds\tnull\tof=[dev.heddle.protocol.v2.ThreadSourceKind\n"
              + "originators\tnull\tof=[java.lang.String\n"
              + "archived\tnull\n"
              + "sectionId\tof=java.lang.String\n"
              + "projectId\texperimental\tof=java.lang.String\n"
              + "cwd\tnull\n"
              + "useStateDbOnly\tdefault\n"
              + "searchTerm\tnull\n"
              + "parentThreadId\tnull\texperimental\n"
              + "ancestorThreadId\tnull\texperimental\n"
              + "attachedToThreadId\tnull\texperimental";
      case "ThreadListResponse" ->
          "ThreadListResponse\n"
              + "data\tof=[dev.heddle.protocol.v2.ApiThread\n"
              + "readStates\tnull\texperimental\tof={dev.heddle.protocol.v2.ThreadReadState\n"
              + "nextCursor\tnull\n"
              + "backwardsCursor\tnull";
      case "ThreadLoadedListParams" ->
          "ThreadLoadedListParams\ncursor\tnull\nlimit\tnull\tunsigned=32";
      case "ThreadLoadedListResponse" ->
          "ThreadLoadedListResponse\ndata\tof=[java.lang.String\nnextCursor\tnull";
      case "ThreadMemoryMode" -> "ThreadMemoryMode\nENABLED\tas=enabled\nDISABLED\tas=disabled";
      case "ThreadMemoryModeSetParams" -> "ThreadMemoryModeSetParams\nthreadId\nmode";
      case "ThreadMemoryModeSetResponse" -> "ThreadMemoryModeSetResponse";
      case "ThreadMetadataGitInfoUpdateParams" ->
          "ThreadMetadataGitInfoUpdateParams\n"
              + "sha\tof=java.lang.String\n"
              + "branch\tof=java.lang.String\n"
              + "originUrl\tof=java.lang.String";
      case "ThreadMetadataUpdateParams" ->
          "ThreadMetadataUpdateParams\n"
              + "threadId\n"
              + "projectId\tnull\texperimental\n"
              + "gitInfo\tnull\n"
              + "daybreakEnabled\tnull\texperimental";
      case "ThreadMetadataUpdateResponse" -> "ThreadMetadataUpdateResponse\nthread";
      case "ThreadNameUpdatedNotification" ->
          "ThreadNameUpdatedNotification\nthreadId\nthreadName\tnull\tomit";
      case "ThreadProjectUpdatedNotification" ->
          "ThreadProjectUpdatedNotification\nthreadId\nprojectId\tnull\trequired";
      case "ThreadQueueAddParams" ->
          "ThreadQueueAddParams\n"
              + "threadId\n"
              + "input\tof=[dev.heddle.protocol.v2.UserInput\n"
              + "clientUserMessageId\n"
              + "responsesapiClientMetadata\tnull\tof={java.lang.String";
      case "ThreadQueueAddResponse" -> "ThreadQueueAddResponse\nqueuedSubmission";
      case "ThreadQueueChangedNotification" -> "ThreadQueueChangedNotification\nthreadId";
      case "ThreadQueueDeleteParams" -> "ThreadQueueDeleteParams\nthreadId\nqueuedSubmissionId";
      case "ThreadQueueDeleteResponse" -> "ThreadQueueDeleteResponse\ndeleted";
      case "ThreadQueueListParams" ->
          "ThreadQueueListParams\nthreadId\ncursor\tnull\nlimit\tnull\tunsigned=32";
      case "ThreadQueueListResponse" ->
          "ThreadQueueListResponse\n"
              + "data\tof=[dev.heddle.protocol.v2.QueuedSubmission\n"
              + "nextCursor\tnull";
      case "ThreadQueueReorderParams" ->
          "ThreadQueueReorderParams\nthreadId\nqueuedSubmissionIds\tof=[java.lang.String";
      case "ThreadQueueReorderResponse" -> "ThreadQueueReorderResponse";
      case "ThreadQueueStartParams" -> "ThreadQueueStartParams\nthreadId\nqueuedSubmissionId\tnull";
      case "ThreadQueueStartResponse" -> "ThreadQueueStartResponse\nturn";
      case "ThreadQueueUpdateParams" ->
          "ThreadQueueUpdateParams\n"
              + "threadId\n"
              + "queuedSubmissionId\n"
              + "input\tof=[dev.heddle.protocol.v2.UserInput\n"
              + "responsesapiClientMetadata\tnull\tof={java.lang.String";
      case "ThreadQueueUpdateResponse" -> "ThreadQueueUpdateResponse\nqueuedSubmission";
      case "ThreadReadParams" -> "ThreadReadParams\nthreadId\nincludeTurns\tdefault";
      case "ThreadReadResponse" -> "ThreadReadResponse\nthread\nreadState\tnull\texperimental";
      case "ThreadReadState" -> "ThreadReadState\nfirstUnread\tnull\nrevision";
      case "ThreadReadStateChangedNotification" ->
          "ThreadReadStateChangedNotification\nthreadId\nreadState";
      case "ThreadReadStateOperation" -> "ThreadReadStateOperation\ttagged=type";
      case "ThreadReadStateOperation$Read" -> "Read\tvariant=read";
      case "ThreadReadStateOperation$Unread" -> "Unread\tvariant=unread";
      case "ThreadReadStateUpdateParams" ->
          "ThreadReadStateUpdateParams\nthreadId\noperation\nexpectedRevision";
      case "ThreadReadStateUpdateResponse" -> "ThreadReadStateUpdateResponse\nreadState";
      case "ThreadResumeInitialTurnsPageParams" ->
          "ThreadResumeInitialTurnsPageParams\n"
              + "limit\tnull\tunsigned=32\n"
              + "sortDirection\tnull\n"
              + "itemsView\tnull";
      case "ThreadResumeParams" ->
          "ThreadResumeParams\n"
              + "threadId\n"
              + "history\tnull\texperimental\tof=[com.google.gson.JsonObject\n"
              + "path\tnull\texperimental\n"
              + "model\tnull\n"
              + "modelProvider\tnull\n"
              + "serviceTier\tof=java.lang.String\n"
              + "cwd\tnull\n"
              + "runtimeWorkspaceRoots\tnull\texperimental\tof=[java.lang.String\n"
              + "approvalPolicy\tnull\n"
              + "approvalsReviewer\tnull\n"
              + "sandbox\tnull\n"
              + "permissions\tnull\texperimental\n"
              + "config\tnull\tof={com.google.gson.JsonElement\n"
              + "baseInstructions\tnull\n"
              + "developerInstructions\tnull\n"
              + "personality\tnull\n"
              + "excludeTurns\tdefault\n"
              + "initialTurnsPage\tnull\texperimental";
      case "ThreadResumeResponse" ->
          "ThreadResumeResponse\n"
              + "thread\n"
              + "model\n"
              + "modelProvider\n"
              + "serviceTier\tnull\n"
              + "disabledPluginIds\tdefault\tof=[java.lang.String\n"
              + "cwd\n"
              + "runtimeWorkspaceRoots\tdefault\texperimental\tof=[java.lang.String\n"
              + "instructionSources\tdefault\tof=[java.lang.String\n"
              + "approvalPolicy\n"
              + "approvalsReviewer\n"
              + "sandbox\n"
              + "activePermissionProfile\tnull\texperimental\n"
              + "reasoningEffort\tnull\n"
              + "collaborationMode\tnull\n"
              + "multiAgentMode\tdefault=\"explicitRequestOnly\"\texperimental\n"
              + "initialTurnsPage\tnull\texperimental\n"
              + "turnsBackwardsCursor\tnull\n"
              + "itemsBackwardsCursor\tnull";
      case "ThreadRevertParams" -> "ThreadRevertParams\nthreadId\nbeforeTurnId";
      case "ThreadRevertResponse" ->
          "ThreadRevertResponse\nthread\nturnsBackwardsCursor\tnull\nitemsBackwardsCursor\tnull";
      case "ThreadRevertedNotification" -> "ThreadRevertedNotification\nthreadId";
      case "ThreadRollbackParams" -> "ThreadRollbackParams\nthreadId\nnumTurns\tunsigned=32";
      case "ThreadRollbackResponse" -> "ThreadRollbackResponse\nthread";
      case "ThreadSearchOccurrence" ->
          "ThreadSearchOccurrence\nturnId\nitemId\nsnippet\nsnippetMatchRange\nturnCursor";
      case "ThreadSearchOccurrencesParams" ->
          "ThreadSearchOccurrencesParams\n"
              + "threadId\n"
              + "searchTerm\n"
              + "cursor\tnull\n"
              + "limit\tnull\tunsigned=32";
      case "ThreadSearchOccurrencesResponse" ->
          "ThreadSearchOccurrencesResponse\n"
              + "data\tof=[dev.heddle.protocol.v2.ThreadSearchOccurrence\n"
              + "nextCursor\tnull";
      case "ThreadSearchParams" ->
          "ThreadSearchParams\n"
              + "includeAttachedThreads\tdefault\n"
              + "currentAccountOnly\tdefault\n"
              + "cursor\tnull\n"
              + "limit\tnull\tunsigned=32\n"
              + "sortKey\tnull\n"
              + "sortDirection\tnull\n"
              + "sourceKinds\tnull\tof=[dev.heddle.protocol.v2.ThreadSourceKind\n"
              + "archived\tnull\n"
              + "searchTerm";
      case "ThreadSearchResponse" ->
          "ThreadSearchResponse\n"
              + "data\tof=[dev.heddle.protocol.v2.ThreadSearchResult\n"
              + "nextCursor\tnull\n"
              + "backwardsCursor\tnull";
      case "ThreadSearchResult" -> "ThreadSearchResult\nthread\nsnippet";
      case "ThreadSearchSortKey" ->
          "ThreadSearchSortKey\n"
              + "CREATED_AT\tas=created_at\n"
              + "UPDATED_AT\tas=updated_at\n"
              + "RECENCY_AT\tas=recency_at";
      case "ThreadSearchTextRange" -> "ThreadSearchTextRange\nstart\tunsigned=32\nend\tunsigned=32";
      case "ThreadSection" -> "ThreadSection\nid\nname\nappearance\tnull";
      case "ThreadSectionAppearance" -> "ThreadSectionAppearance\nicon\tnull\ncolor\tnull";
      case "ThreadSectionChangedNotification" ->
          "ThreadSectionChangedNotification\nthreadId\nsectionId\tnull\trequired";
      case "ThreadSectionCreateParams" -> "ThreadSectionCreateParams\nname\nappearance\tnull";
      case "ThreadSectionCreateResponse" -> "ThreadSectionCreateResponse\nsection";
      case "ThreadSectionDeleteParams" -> "ThreadSectionDeleteParams\nsectionId";
      case "ThreadSectionDeleteResponse" -> "ThreadSectionDeleteResponse";
      case "ThreadSectionListParams" ->
          "ThreadSectionListParams\ncursor\tnull\nlimit\tnull\tunsigned=32";
      case "ThreadSectionListResponse" ->
          "ThreadSectionListResponse\n"
              + "data\tof=[dev.heddle.protocol.v2.ThreadSection\n"
              + "nextCursor\tnull";
      case "ThreadSectionMoveParams" ->
          "ThreadSectionMoveParams\n"
              + "threadId\n"
              + "sectionId\trequired\tof=java.lang.String\n"
              + "beforeThreadId\tnull";
      case "ThreadSectionMoveResponse" -> "ThreadSectionMoveResponse";
      case "ThreadSectionUpdateParams" ->
          "ThreadSectionUpdateParams\n"
              + "sectionId\n"
              + "name\n"
              + "appearance\tof=dev.heddle.protocol.v2.ThreadSectionAppearance";
      case "ThreadSectionUpdateResponse" -> "ThreadSectionUpdateResponse\nsection";
      case "ThreadSetNameParams" -> "ThreadSetNameParams\nthreadId\nname";
      case "ThreadSetNameResponse" -> "ThreadSetNameResponse";
      case "ThreadSettings" ->
          "ThreadSettings\n"
              + "disabledPluginIds\tdefault\tof=[java.lang.String\n"
              + "cwd\n"
              + "environments\tnull\texperimental\tof=[dev.heddle.protocol.v2.ThreadEnvironment\n"
              + "approvalPolicy\n"
              + "approvalsReviewer\n"
              + "sandboxPolicy\n"
              + "activePermissionProfile\tnull\n"
              + "model\n"
              + "modelProvider\n"
              + "serviceTier\tnull\n"
              + "effort\tnull\n"
              + "summary\tnull\n"
              + "collaborationMode\n"
              + "multiAgentMode\tdefault=\"explicitRequestOnly\"\texperimental\n"
              + "personality\tnull";
      case "ThreadSettingsUpdateParams" ->
          "ThreadSettingsUpdateParams\n"
              + "threadId\n"
              + "disabledPluginIds\tnull\tof=[java.lang.String\n"
              + "cwd\tnull\n"
              + "environments\tnull\tof=[dev.heddle.protocol.v2.TurnEnvironmentParams\n"
              + "approvalPolicy\tnull\n"
              + "approvalsReviewer\tnull\n"
              + "sandboxPolicy\tnull\n"
              + "permissions\tnull\n"
              + "model\tnull\n"
              + "serviceTier\tof=java.lang.String\n"
              + "effort\tnull\n"
              + "summary\tnull\n"
              + "collaborationMode\tnull\n"
              + "multiAgentMode\tnull\n"
              + "personality\tnull";
      case "ThreadSettingsUpdateResponse" -> "ThreadSettingsUpdateResponse";
      case "ThreadSettingsUpdatedNotification" ->
          "ThreadSettingsUpdatedNotification\nthreadId\nthreadSettings";
      case "ThreadShellCommandParams" ->
          "ThreadShellCommandParams\nthreadId\ncommand\ntimeoutMs\tnull";
      case "ThreadShellCommandResponse" -> "ThreadShellCommandResponse";
      case "ThreadSortKey" ->
          "ThreadSortKey\n"
              + "CREATED_AT\tas=created_at\n"
              + "UPDATED_AT\tas=updated_at\n"
              + "RECENCY_AT\tas=recency_at\n"
              + "SECTION_POSITION\tas=section_position";
      case "ThreadSourceKind" ->
          "ThreadSourceKind\n"
              + "CLI\tas=cli\n"
              + "VSCODE\tas=vscode\n"
              + "EXEC\tas=exec\n"
              + "APP_SERVER\tas=appServer\n"
              + "SUB_AGENT\tas=subAgent\n"
              + "SUB_AGENT_REVIEW\tas=subAgentReview\n"
              + "SUB_AGENT_COMPACT\tas=subAgentCompact\n"
              + "SUB_AGENT_THREAD_SPAWN\tas=subAgentThreadSpawn\n"
              + "SUB_AGENT_OTHER\tas=subAgentOther\n"
              + "UNKNOWN\tas=unknown";
      case "ThreadStartParams" ->
          "ThreadStartParams\n"
              + "model\tnull\n"
              + "modelProvider\tnull\n"
              + "allowProviderModelFallback\tdefault\texperimental\n"
              + "serviceTier\tof=java.lang.String\n"
              + "cwd\tnull\n"
              + "runtimeWorkspaceRoots\tnull\texperimental\tof=[java.lang.String\n"
              + "approvalPolicy\tnull\n"
              + "approvalsReviewer\tnull\n"
              + "sandbox\tnull\n"
              + "permissions\tnull\texperimental\n"
              + "config\tnull\tof={com.google.gson.JsonElement\n"
              + "serviceName\tnull\n"
              + "baseInstructions\tnull\n"
              + "developerInstructions\tnull\n"
              + "personality\tnull\n"
              + "multiAgentMode\tnull\texperimental\n"
              + "ephemeral\tnull\n"
              + "historyMode\tnull\texperimental\n"
              + "sessionStartSource\tnull\n"
              + "threadSource\tnull\n"
              + "projectId\tnull\texperimental\n"
              + "daybreakEnabled\tnull\texperimental\n"
              + "environments\tnull\texperimental"
              + "\tof=[dev.heddle.protocol.v2.TurnEnvironmentParams\n"
              + "dynamicTools\tnull\texperimental\tof=[dev.heddle.protocol.v2.DynamicToolSpec\n"
              + "selectedCapabilityRoots\tnull\texperimental"
              + "\tof=[dev.heddle.protocol.v2.SelectedCapabilityRoot\n"
              + "mockExperimentalField\tnull\texperimental\n"
              + "experimentalRawEvents\tdefault\texperimental";
      case "ThreadStartResponse" ->
          "ThreadStartResponse\n"
              + "thread\n"
              + "model\n"
              + "modelProvider\n"
              + "serviceTier\tnull\n"
              + "disabledPluginIds\tdefault\tof=[java.lang.String\n"
              + "cwd\n"
              + "runtimeWorkspaceRoots\tdefault\texperimental\tof=[java.lang.String\n"
              + "instructionSources\tdefault\tof=[java.lang.String\n"
              + "approvalPolicy\n"
              + "approvalsReviewer\n"
              + "sandbox\n"
              + "activePermissionProfile\tnull\texperimental\n"
              + "reasoningEffort\tnull\n"
              + "multiAgentMode\tdefault=\"explicitRequestOnly\"\texperimental";
      case "ThreadStartSource" -> "ThreadStartSource\nSTARTUP\tas=startup\nCLEAR\tas=clear";
      case "ThreadStartedNotification" -> "ThreadStartedNotification\nthread";
      case "ThreadStatus" -> "ThreadStatus\ttagged=type";
      case "ThreadStatus$Active" ->
          "Active\tvariant=active\nactiveFlags\tof=[dev.heddle.protocol.v2.ThreadActiveFlag";
      case "ThreadStatus$Idle" -> "Idle\tvariant=idle";
      case "ThreadStatus$NotLoaded" -> "NotLoaded\tvariant=notLoaded";
      case "ThreadStatus$SystemError" -> "SystemError\tvariant=systemError";
      case "ThreadStatusChangedNotification" -> "ThreadStatusChangedNotification\nthreadId\nstatus";
      case "ThreadTimelineEntry" -> "ThreadTimelineEntry\ttagged=type";
      case "ThreadTimelineEntry$Item" -> "Item\tvariant=item\nposition\tunsigned=64\nturnId\nitem";
      case "ThreadTimelineEntry$TurnCompleted" ->
          "TurnCompleted\tvariant=turnCompleted\n"
              + "position\tunsigned=64\n"
              + "turnId\n"
              + "status\n"
              + "error\tnull\n"
              + "startedAt\tnull\n"
              + "completedAt\tnull\n"
              + "durationMs\tnull";
      case "ThreadTimelineEntry$TurnStarted" ->
          "TurnStarted\tvariant=turnStarted\nposition\tunsigned=64\nturnId\nstartedAt\tnull";
      case "ThreadTimelineListParams" ->
          "ThreadTimelineListParams\nthreadId\ncursor\tnull\nlimit\tnull\tunsigned=32";
      case "ThreadTimelineListResponse" ->
          "ThreadTimelineListResponse\n"
              + "data\tof=[dev.heddle.protocol.v2.ThreadTimelineEntry\n"
              + "nextCursor\tnull\n"
              + "activeRealtimeSessionAtPageStart\tnull";
      case "ThreadTokenUsage" -> "ThreadTokenUsage\ntotal\nlast\nmodelContextWindow\tnull";
      case "ThreadTokenUsageUpdatedNotification" ->
          "ThreadTokenUsageUpdatedNotification\nthreadId\nturnId\ntokenUsage";
      case "ThreadTurnsListParams" ->
          "ThreadTurnsListParams\n"
              + "threadId\n"
              + "cursor\tnull\n"
              + "limit\tnull\tunsigned=32\n"
              + "sortDirection\tnull\n"
              + "itemsView\tnull";
      case "ThreadTurnsListResponse" ->
          "ThreadTurnsListResponse\n"
              + "data\tof=[dev.heddle.protocol.v2.Turn\n"
              + "nextCursor\tnull\n"
              + "backwardsCursor\tnull";
      case "ThreadUnarchiveParams" -> "ThreadUnarchiveParams\nthreadId";
      case "ThreadUnarchiveResponse" -> "ThreadUnarchiveResponse\nthread";
      case "ThreadUnarchivedNotification" -> "ThreadUnarchivedNotification\nthreadId";
      case "ThreadUnreadPosition" -> "ThreadUnreadPosition\ttagged=type";
      case "ThreadUnreadPosition$ThreadStart" -> "ThreadStart\tvariant=threadStart";
      case "ThreadUnreadPosition$Turn" -> "Turn\tvariant=turn\nturnId";
      case "ThreadUnsubscribeParams" -> "ThreadUnsubscribeParams\nthreadId";
      case "ThreadUnsubscribeResponse" -> "ThreadUnsubscribeResponse\nstatus";
      case "ThreadUnsubscribeStatus" ->
          "ThreadUnsubscribeStatus\n"
              + "NOT_LOADED\tas=notLoaded\n"
              + "NOT_SUBSCRIBED\tas=notSubscribed\n"
              + "UNSUBSCRIBED\tas=unsubscribed";
      case "TokenUsageBreakdown" ->
          "TokenUsageBreakdown\n"
              + "totalTokens\n"
              + "inputTokens\n"
              + "cachedInputTokens\n"
              + "cacheWriteInputTokens\tdefault\n"
              + "outputTokens\n"
              + "reasoningOutputTokens";
      case "ToolRequestUserInputAnswer" ->
          "ToolRequestUserInputAnswer\nanswers\tof=[java.lang.String";
      case "ToolRequestUserInputOption" -> "ToolRequestUserInputOption\nlabel\ndescription";
      case "ToolRequestUserInputParams" ->
          "ToolRequestUserInputParams\n"
              + "threadId\n"
              + "turnId\n"
              + "itemId\n"
              + "questions\tof=[dev.heddle.protocol.v2.ToolRequestUserInputQuestion\n"
              + "isBlocking\n"
              + "autoResolutionMs\tnull\tunsigned=64";
      case "ToolRequestUserInputQuestion" ->
          "ToolRequestUserInputQuestion\n"
              + "id\n"
              + "header\n"
              + "question\n"
              + "isOther\tdefault\n"
              + "isSecret\tdefault\n"
              + "options\tnull\tof=[dev.heddle.protocol.v2.ToolRequestUserInputOption";
      case "ToolRequestUserInputResponse" ->
          "ToolRequestUserInputResponse\n"
              + "answers\tof={dev.heddle.protocol.v2.ToolRequestUserInputAnswer";
      case "Turn" ->
          "Turn\n"
              + "id\n"
              + "rootTurnId\tnull\n"
              + "items\tof=[dev.heddle.protocol.v2.ThreadItem\n"
              + "itemsView\tdefault=\"full\"\n"
              + "status\n"
              + "error\tnull\n"
              + "startedAt\tnull\n"
              + "completedAt\tnull\n"
              + "durationMs\tnull";
      case "TurnCompletedNotification" -> "TurnCompletedNotification\nthreadId\nturn";
      case "TurnDiffUpdatedNotification" -> "TurnDiffUpdatedNotification\nthreadId\nturnId\ndiff";
      case "TurnEnvironmentParams" ->
          "TurnEnvironmentParams\n"
              + "environmentId\n"
              + "cwd\n"
              + "runtimeWorkspaceRoots\tnull\tof=[java.lang.String";
      case "TurnError" ->
          "TurnError\nmessage\ncodexErrorInfo\tnull\nadditionalDetails\tnull\nmisalignment\tnull";
      case "TurnInterruptParams" -> "TurnInterruptParams\nthreadId\nturnId";
      case "TurnInterruptResponse" -> "TurnInterruptResponse";
      case "TurnItemsView" ->
          "TurnItemsView\nNOT_LOADED\tas=notLoaded\nSUMMARY\tas=summary\nFULL\tas=full";
      case "TurnPlanStep" -> "TurnPlanStep\nstep\nstatus";
      case "TurnPlanStepStatus" ->
          "TurnPlanStepStatus\n"
              + "PENDING\tas=pending\n"
              + "IN_PROGRESS\tas=inProgress\n"
              + "COMPLETED\tas=completed";
      case "TurnPlanUpdatedNotification" ->
          "TurnPlanUpdatedNotification\n"
              + "threadId\n"
              + "turnId\n"
              + "explanation\tnull\n"
              + "plan\tof=[dev.heddle.protocol.v2.TurnPlanStep";
      case "TurnStartParams" ->
          "TurnStartParams\n"
              + "threadId\n"
              + "disabledPluginIds\tnull\tof=[java.lang.String\n"
              + "clientUserMessageId\tnull\n"
              + "input\tof=[dev.heddle.protocol.v2.UserInput\n"
              + "turnTrigger\tnull\n"
              + "parentTurnId\tnull\n"
              + "rootTurnId\tnull\n"
              + "toolOutput\tnull\n"
              + "responsesapiClientMetadata\tnull\texperimental\tof={java.lang.String\n"
              + "responsesapiClientMetadataPatch\tnull\texperimental\tof={java.lang.String\n"
              + "additionalContext\tnull\texperimental"
              + "\tof={dev.heddle.protocol.v2.AdditionalContextEntry\n"
              + "environments\tnull\texperimental"
              + "\tof=[dev.heddle.protocol.v2.TurnEnvironmentParams\n"
              + "cwd\tnull\n"
              + "runtimeWorkspaceRoots\tnull\texperimental\tof=[java.lang.String\n"
              + "approvalPolicy\tnull\n"
              + "approvalsReviewer\tnull\n"
              + "sandboxPolicy\tnull\n"
              + "permissions\tnull\texperimental\n"
              + "model\tnull\n"
              + "serviceTier\tof=java.lang.String\n"
              + "serviceTierForTurn\tnull\n"
              + "effort\tnull\n"
              + "summary\tnull\n"
              + "personality\tnull\n"
              + "outputSchema\tnull\n"
              + "collaborationMode\tnull\texperimental\n"
              + "multiAgentMode\tnull\texperimental\n"
              + "cyberAccessProgram\tnull\texperimental";
      case "TurnStartResponse" -> "TurnStartResponse\nturn";
      case "TurnStartedNotification" -> "TurnStartedNotification\nthreadId\nturn";
      case "TurnStatus" ->
          "TurnStatus\n"
              + "COMPLETED\tas=completed\n"
              + "INTERRUPTED\tas=interrupted\n"
              + "FAILED\tas=failed\n"
              + "IN_PROGRESS\tas=inProgress";
      case "TurnSteerParams" ->
          "TurnSteerParams\n"
              + "threadId\n"
              + "clientUserMessageId\tnull\n"
              + "input\tof=[dev.heddle.protocol.v2.UserInput\n"
              + "responsesapiClientMetadata\tnull\texperimental\tof={java.lang.String\n"
              + "responsesapiClientMetadataPatch\tnull\texperimental\tof={java.lang.String\n"
              + "additionalContext\tnull\texperimental"
              + "\tof={dev.heddle.protocol.v2.AdditionalContextEntry\n"
              + "expectedTurnId";
      case "TurnSteerResponse" -> "TurnSteerResponse\nturnId";
      case "TurnToolOutput" -> "TurnToolOutput\nname\nnamespace\tnull\noutput\nretain\tdefault";
      case "TurnsPage" ->
          "TurnsPage\n"
              + "data\tof=[dev.heddle.protocol.v2.Turn\n"
              + "nextCursor\tnull\n"
              + "backwardsCursor\tnull";
      case "UserInput" -> "UserInput\ttagged=type";
      case "UserInput$Audio" -> "Audio\tvariant=audio\nurl\tnull\tomit\nfileId\tnull\tomit";
      case "UserInput$Image" ->
          "Image\tvariant=image\nurl\tnull\tomit\nfileId\tnull\tomit\ndetail\tnull";
      case "UserInput$LocalAudio" -> "LocalAudio\tvariant=localAudio\npath";
      case "UserInput$LocalImage" -> "LocalImage\tvariant=localImage\ndetail\tnull\npath";
      case "UserInput$Mention" -> "Mention\tvariant=mention\nname\npath";
      case "UserInput$Skill" -> "Skill\tvariant=skill\nname\npath";
      case "UserInput$Text" ->
          "Text\tvariant=text\n"
              + "text\n"
              + "textElements\tas=text_elements\tdefault\tof=[dev.heddle.protocol.v2.TextElement";
      case "WarningNotification" -> "WarningNotification\nthreadId\tnull\nmessage";
      case "WebSearchAction" -> "WebSearchAction\ttagged=type";
      case "WebSearchAction$FindInPage" ->
          "FindInPage\tvariant=findInPage\nurl\tnull\npattern\tnull";
      case "WebSearchAction$OpenPage" -> "OpenPage\tvariant=openPage\nurl\tnull";
      case "WebSearchAction$Other" -> "Other\tvariant=other";
      case "WebSearchAction$Search" ->
          "Search\tvariant=search\nquery\tnull\nqueries\tnull\tof=[java.lang.String";
      case "WorkspaceRouting" ->
          "WorkspaceRouting\nchatgptAccountId\nbackendOrigin\naccountRoutingOverride";
      case "WriteStatus" -> "WriteStatus\nOK\tas=ok\nOK_OVERRIDDEN\tas=okOverridden";
      default -> null;
    };
  }
}
