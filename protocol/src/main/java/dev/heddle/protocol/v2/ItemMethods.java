package dev.heddle.protocol.v2;

import static dev.heddle.protocol.v2.MethodForms.concurrent;

import dev.heddle.protocol.rpc.MethodSpec;

/** Requests that look at a history item by item, beside {@code thread/items/list}. */
public final class ItemMethods {
  public static final MethodSpec<ThreadItemsReadParams, ThreadItemsReadResponse> THREAD_ITEMS_READ =
      concurrent("thread/items/read", ThreadItemsReadParams.class, ThreadItemsReadResponse.class)
          .gated();

  public static final MethodSpec<ThreadTimelineListParams, ThreadTimelineListResponse>
      THREAD_TIMELINE_LIST =
          concurrent(
                  "thread/timeline/list",
                  ThreadTimelineListParams.class,
                  ThreadTimelineListResponse.class)
              .gated();

  private ItemMethods() {}
}
