package dev.heddle.protocol.v2;

import static dev.heddle.protocol.v2.MethodForms.onThread;

import dev.heddle.protocol.rpc.MethodSpec;

/** Requests about the messages that wait for a thread. */
public final class QueueMethods {
  public static final MethodSpec<ThreadQueueAddParams, ThreadQueueAddResponse> THREAD_QUEUE_ADD =
      onThread("thread/queue/add", ThreadQueueAddParams.class, ThreadQueueAddResponse.class)
          .gated();

  public static final MethodSpec<ThreadQueueListParams, ThreadQueueListResponse> THREAD_QUEUE_LIST =
      onThread("thread/queue/list", ThreadQueueListParams.class, ThreadQueueListResponse.class)
          .gated();

  public static final MethodSpec<ThreadQueueUpdateParams, ThreadQueueUpdateResponse>
      THREAD_QUEUE_UPDATE =
          onThread(
                  "thread/queue/update",
                  ThreadQueueUpdateParams.class,
                  ThreadQueueUpdateResponse.class)
              .gated();

  public static final MethodSpec<ThreadQueueDeleteParams, ThreadQueueDeleteResponse>
      THREAD_QUEUE_DELETE =
          onThread(
                  "thread/queue/delete",
                  ThreadQueueDeleteParams.class,
                  ThreadQueueDeleteResponse.class)
              .gated();

  public static final MethodSpec<ThreadQueueReorderParams, ThreadQueueReorderResponse>
      THREAD_QUEUE_REORDER =
          onThread(
                  "thread/queue/reorder",
                  ThreadQueueReorderParams.class,
                  ThreadQueueReorderResponse.class)
              .gated();

  public static final MethodSpec<ThreadQueueStartParams, ThreadQueueStartResponse>
      THREAD_QUEUE_START =
          onThread(
                  "thread/queue/start",
                  ThreadQueueStartParams.class,
                  ThreadQueueStartResponse.class)
              .gated();

  private QueueMethods() {}
}
