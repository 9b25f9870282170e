package dev.heddle.protocol.v2;

import static dev.heddle.protocol.v2.MethodForms.concurrent;
import static dev.heddle.protocol.v2.MethodForms.onThread;
import static dev.heddle.protocol.v2.MethodForms.threadOrPath;

import dev.heddle.protocol.rpc.MethodSpec;

/** Requests about threads as a whole and what is in them: what most clients begin with. */
public final class ThreadMethods {
  public static final MethodSpec<ThreadStartParams, ThreadStartResponse> THREAD_START =
      concurrent("thread/start", ThreadStartParams.class, ThreadStartResponse.class);

  public static final MethodSpec<ThreadResumeParams, ThreadResumeResponse> THREAD_RESUME =
      threadOrPath("thread/resume", ThreadResumeParams.class, ThreadResumeResponse.class);

  public static final MethodSpec<ThreadForkParams, ThreadForkResponse> THREAD_FORK =
      threadOrPath("thread/fork", ThreadForkParams.class, ThreadForkResponse.class);

  public static final MethodSpec<ThreadArchiveParams, ThreadArchiveResponse> THREAD_ARCHIVE =
      onThread("thread/archive", ThreadArchiveParams.class, ThreadArchiveResponse.class);

  public static final MethodSpec<ThreadDeleteParams, ThreadDeleteResponse> THREAD_DELETE =
      onThread("thread/delete", ThreadDeleteParams.class, ThreadDeleteResponse.class);

  public static final MethodSpec<ThreadUnsubscribeParams, ThreadUnsubscribeResponse>
      THREAD_UNSUBSCRIBE =
          onThread(
              "thread/unsubscribe", ThreadUnsubscribeParams.class, ThreadUnsubscribeResponse.class);

  public static final MethodSpec<ThreadSetNameParams, ThreadSetNameResponse> THREAD_NAME_SET =
      onThread("thread/name/set", ThreadSetNameParams.class, ThreadSetNameResponse.class);

  public static final MethodSpec<ThreadUnarchiveParams, ThreadUnarchiveResponse> THREAD_UNARCHIVE =
      onThread("thread/unarchive", ThreadUnarchiveParams.class, ThreadUnarchiveResponse.class);

  public static final MethodSpec<ThreadListParams, ThreadListResponse> THREAD_LIST =
      concurrent("thread/list", ThreadListParams.class, ThreadListResponse.class);

  public static final MethodSpec<ThreadLoadedListParams, ThreadLoadedListResponse>
      THREAD_LOADED_LIST =
          concurrent(
              "thread/loaded/list", ThreadLoadedListParams.class, ThreadLoadedListResponse.class);

  public static final MethodSpec<ThreadReadParams, ThreadReadResponse> THREAD_READ =
      onThread("thread/read", ThreadReadParams.class, ThreadReadResponse.class);

  public static final MethodSpec<ThreadTurnsListParams, ThreadTurnsListResponse> THREAD_TURNS_LIST =
      concurrent("thread/turns/list", ThreadTurnsListParams.class, ThreadTurnsListResponse.class);

  public static final MethodSpec<ThreadItemsListParams, ThreadItemsListResponse> THREAD_ITEMS_LIST =
      concurrent("thread/items/list", ThreadItemsListParams.class, ThreadItemsListResponse.class);

  private ThreadMethods() {}
}
