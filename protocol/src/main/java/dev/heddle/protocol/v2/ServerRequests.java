package dev.heddle.protocol.v2;

import dev.heddle.protocol.rpc.RequestSpec;
import java.util.List;

/** The table of requests the server makes to a client, with params and answers. Thread-safe. */
public final class ServerRequests {
  public static final RequestSpec<
          CommandExecutionRequestApprovalParams, CommandExecutionRequestApprovalResponse>
      ITEM_COMMAND_EXECUTION_REQUEST_APPROVAL =
          new RequestSpec<>(
              "item/commandExecution/requestApproval",
              CommandExecutionRequestApprovalParams.class,
              CommandExecutionRequestApprovalResponse.class,
              false);

  public static final RequestSpec<
          FileChangeRequestApprovalParams, FileChangeRequestApprovalResponse>
      ITEM_FILE_CHANGE_REQUEST_APPROVAL =
          new RequestSpec<>(
              "item/fileChange/requestApproval",
              FileChangeRequestApprovalParams.class,
              FileChangeRequestApprovalResponse.class,
              false);

  public static final RequestSpec<ToolRequestUserInputParams, ToolRequestUserInputResponse>
      ITEM_TOOL_REQUEST_USER_INPUT =
          new RequestSpec<>(
              "item/tool/requestUserInput",
              ToolRequestUserInputParams.class,
              ToolRequestUserInputResponse.class,
              false);

  public static final RequestSpec<
          McpServerElicitationRequestParams, McpServerElicitationRequestResponse>
      MCP_SERVER_ELICITATION_REQUEST =
          new RequestSpec<>(
              "mcpServer/elicitation/request",
              McpServerElicitationRequestParams.class,
              McpServerElicitationRequestResponse.class,
              false);

  public static final RequestSpec<
          PermissionsRequestApprovalParams, PermissionsRequestApprovalResponse>
      ITEM_PERMISSIONS_REQUEST_APPROVAL =
          new RequestSpec<>(
              "item/permissions/requestApproval",
              PermissionsRequestApprovalParams.class,
              PermissionsRequestApprovalResponse.class,
              false);

  public static final RequestSpec<DynamicToolCallParams, DynamicToolCallResponse> ITEM_TOOL_CALL =
      new RequestSpec<>(
          "item/tool/call", DynamicToolCallParams.class, DynamicToolCallResponse.class, false);

  public static final RequestSpec<ChatgptAuthTokensRefreshParams, ChatgptAuthTokensRefreshResponse>
      ACCOUNT_CHATGPT_AUTH_TOKENS_REFRESH =
          new RequestSpec<>(
              "account/chatgptAuthTokens/refresh",
              ChatgptAuthTokensRefreshParams.class,
              ChatgptAuthTokensRefreshResponse.class,
              false);

  public static final RequestSpec<AttestationGenerateParams, AttestationGenerateResponse>
      ATTESTATION_GENERATE =
          new RequestSpec<>(
              "attestation/generate",
              AttestationGenerateParams.class,
              AttestationGenerateResponse.class,
              false);

  public static final RequestSpec<CurrentTimeReadParams, CurrentTimeReadResponse>
      CURRENT_TIME_READ =
          new RequestSpec<>(
              "currentTime/read", CurrentTimeReadParams.class, CurrentTimeReadResponse.class, true);

  public static final RequestSpec<ApplyPatchApprovalParams, ApplyPatchApprovalResponse>
      APPLY_PATCH_APPROVAL =
          new RequestSpec<>(
              "applyPatchApproval",
              ApplyPatchApprovalParams.class,
              ApplyPatchApprovalResponse.class,
              false);

  public static final RequestSpec<ExecCommandApprovalParams, ExecCommandApprovalResponse>
      EXEC_COMMAND_APPROVAL =
          new RequestSpec<>(
              "execCommandApproval",
              ExecCommandApprovalParams.class,
              ExecCommandApprovalResponse.class,
              false);

  private static final List<RequestSpec<?, ?>> ALL =
      List.of(
          ITEM_COMMAND_EXECUTION_REQUEST_APPROVAL,
          ITEM_FILE_CHANGE_REQUEST_APPROVAL,
          ITEM_TOOL_REQUEST_USER_INPUT,
          MCP_SERVER_ELICITATION_REQUEST,
          ITEM_PERMISSIONS_REQUEST_APPROVAL,
          ITEM_TOOL_CALL,
          ACCOUNT_CHATGPT_AUTH_TOKENS_REFRESH,
          ATTESTATION_GENERATE,
          CURRENT_TIME_READ,
          APPLY_PATCH_APPROVAL,
          EXEC_COMMAND_APPROVAL);

  private ServerRequests() {}

  /** Every request, in table order. */
  public static List<RequestSpec<?, ?>> all() {
    return ALL;
  }
}
