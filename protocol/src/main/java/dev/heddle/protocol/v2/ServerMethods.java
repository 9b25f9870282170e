package dev.heddle.protocol.v2;

import static dev.heddle.protocol.v2.MethodForms.concurrent;
import static dev.heddle.protocol.v2.MethodForms.shared;

import dev.heddle.protocol.rpc.MethodSpec;

/** Requests about the server, its models and its account. */
public final class ServerMethods {
  public static final MethodSpec<ServerDiagnosticsParams, ServerDiagnosticsResponse>
      SERVER_DIAGNOSTICS =
          concurrent(
                  "server/diagnostics",
                  ServerDiagnosticsParams.class,
                  ServerDiagnosticsResponse.class)
              .gated();

  public static final MethodSpec<ModelListParams, ModelListResponse> MODEL_LIST =
      concurrent("model/list", ModelListParams.class, ModelListResponse.class);

  public static final MethodSpec<ModelProviderListParams, ModelProviderListResponse>
      MODEL_PROVIDER_LIST =
          shared(
              "modelProvider/list",
              ModelProviderListParams.class,
              ModelProviderListResponse.class,
              "config");

  public static final MethodSpec<
          ModelProviderCapabilitiesReadParams, ModelProviderCapabilitiesReadResponse>
      MODEL_PROVIDER_CAPABILITIES_READ =
          shared(
              "modelProvider/capabilities/read",
              ModelProviderCapabilitiesReadParams.class,
              ModelProviderCapabilitiesReadResponse.class,
              "config");

  public static final MethodSpec<ExperimentalFeatureListParams, ExperimentalFeatureListResponse>
      EXPERIMENTAL_FEATURE_LIST =
          shared(
              "experimentalFeature/list",
              ExperimentalFeatureListParams.class,
              ExperimentalFeatureListResponse.class,
              "config");

  public static final MethodSpec<PermissionProfileListParams, PermissionProfileListResponse>
      PERMISSION_PROFILE_LIST =
          shared(
              "permissionProfile/list",
              PermissionProfileListParams.class,
              PermissionProfileListResponse.class,
              "config");

  public static final MethodSpec<CollaborationModeListParams, CollaborationModeListResponse>
      COLLABORATION_MODE_LIST =
          concurrent(
                  "collaborationMode/list",
                  CollaborationModeListParams.class,
                  CollaborationModeListResponse.class)
              .gated();

  public static final MethodSpec<GetAccountRateLimitsParams, GetAccountRateLimitsResponse>
      ACCOUNT_RATE_LIMITS_READ =
          shared(
              "account/rateLimits/read",
              GetAccountRateLimitsParams.class,
              GetAccountRateLimitsResponse.class,
              "account-auth");

  public static final MethodSpec<GetAccountParams, GetAccountResponse> ACCOUNT_READ =
      shared("account/read", GetAccountParams.class, GetAccountResponse.class, "account-auth");

  public static final MethodSpec<GetConversationSummaryParams, GetConversationSummaryResponse>
      GET_CONVERSATION_SUMMARY =
          concurrent(
              "getConversationSummary",
              GetConversationSummaryParams.class,
              GetConversationSummaryResponse.class);

  private ServerMethods() {}
}
