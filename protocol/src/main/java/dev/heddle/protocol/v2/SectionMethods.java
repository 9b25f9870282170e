package dev.heddle.protocol.v2;

import static dev.heddle.protocol.v2.MethodForms.exclusive;
import static dev.heddle.protocol.v2.MethodForms.onThread;
import static dev.heddle.protocol.v2.MethodForms.shared;

import dev.heddle.protocol.rpc.MethodSpec;

/** Requests about the sections that a user sorts threads into. */
public final class SectionMethods {
  public static final MethodSpec<ThreadSectionListParams, ThreadSectionListResponse>
      THREAD_SECTION_LIST =
          shared(
              "threadSection/list",
              ThreadSectionListParams.class,
              ThreadSectionListResponse.class,
              "thread-sections");

  public static final MethodSpec<ThreadSectionCreateParams, ThreadSectionCreateResponse>
      THREAD_SECTION_CREATE =
          exclusive(
              "threadSection/create",
              ThreadSectionCreateParams.class,
              ThreadSectionCreateResponse.class,
              "thread-sections");

  public static final MethodSpec<ThreadSectionUpdateParams, ThreadSectionUpdateResponse>
      THREAD_SECTION_UPDATE =
          exclusive(
              "threadSection/update",
              ThreadSectionUpdateParams.class,
              ThreadSectionUpdateResponse.class,
              "thread-sections");

  public static final MethodSpec<ThreadSectionDeleteParams, ThreadSectionDeleteResponse>
      THREAD_SECTION_DELETE =
          exclusive(
              "threadSection/delete",
              ThreadSectionDeleteParams.class,
              ThreadSectionDeleteResponse.class,
              "thread-sections");

  public static final MethodSpec<ThreadSectionMoveParams, ThreadSectionMoveResponse>
      THREAD_SECTION_MOVE =
          onThread(
              "thread/section/move",
              ThreadSectionMoveParams.class,
              ThreadSectionMoveResponse.class);

  private SectionMethods() {}
}
