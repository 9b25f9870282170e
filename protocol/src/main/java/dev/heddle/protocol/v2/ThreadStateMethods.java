package dev.heddle.protocol.v2;

import static dev.heddle.protocol.v2.MethodForms.onThread;

import dev.heddle.protocol.rpc.MethodSpec;

/** Requests that change what a thread has beside its turns, or which turns it has. */
public final class ThreadStateMethods {
  public static final MethodSpec<ThreadGoalSetParams, ThreadGoalSetResponse> THREAD_GOAL_SET =
      onThread("thread/goal/set", ThreadGoalSetParams.class, ThreadGoalSetResponse.class);

  public static final MethodSpec<ThreadGoalGetParams, ThreadGoalGetResponse> THREAD_GOAL_GET =
      onThread("thread/goal/get", ThreadGoalGetParams.class, ThreadGoalGetResponse.class);

  public static final MethodSpec<ThreadGoalClearParams, ThreadGoalClearResponse> THREAD_GOAL_CLEAR =
      onThread("thread/goal/clear", ThreadGoalClearParams.class, ThreadGoalClearResponse.class);

  public static final MethodSpec<ThreadMetadataUpdateParams, ThreadMetadataUpdateResponse>
      THREAD_METADATA_UPDATE =
          onThread(
              "thread/metadata/update",
              ThreadMetadataUpdateParams.class,
              ThreadMetadataUpdateResponse.class);

  public static final MethodSpec<ThreadSettingsUpdateParams, ThreadSettingsUpdateResponse>
      THREAD_SETTINGS_UPDATE =
          onThread(
                  "thread/settings/update",
                  ThreadSettingsUpdateParams.class,
                  ThreadSettingsUpdateResponse.class)
              .gated();

  public static final MethodSpec<ThreadMemoryModeSetParams, ThreadMemoryModeSetResponse>
      THREAD_MEMORY_MODE_SET =
          onThread(
                  "thread/memoryMode/set",
                  ThreadMemoryModeSetParams.class,
                  ThreadMemoryModeSetResponse.class)
              .gated();

  public static final MethodSpec<ThreadReadStateUpdateParams, ThreadReadStateUpdateResponse>
      THREAD_READ_STATE_UPDATE =
          onThread(
                  "thread/readState/update",
                  ThreadReadStateUpdateParams.class,
                  ThreadReadStateUpdateResponse.class)
              .gated();

  public static final MethodSpec<ThreadRevertParams, ThreadRevertResponse> THREAD_REVERT =
      onThread("thread/revert", ThreadRevertParams.class, ThreadRevertResponse.class);

  public static final MethodSpec<ThreadRollbackParams, ThreadRollbackResponse> THREAD_ROLLBACK =
      onThread("thread/rollback", ThreadRollbackParams.class, ThreadRollbackResponse.class);

  public static final MethodSpec<ThreadInjectItemsParams, ThreadInjectItemsResponse>
      THREAD_INJECT_ITEMS =
          onThread(
              "thread/inject_items",
              ThreadInjectItemsParams.class,
              ThreadInjectItemsResponse.class);

  private ThreadStateMethods() {}
}
