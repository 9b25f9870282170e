package dev.heddle.protocol.v2;

import static dev.heddle.protocol.v2.MethodForms.concurrent;
import static dev.heddle.protocol.v2.MethodForms.onThread;

import dev.heddle.protocol.rpc.MethodSpec;

/** Requests about what clients put beside threads. */
public final class AttachmentMethods {
  public static final MethodSpec<ThreadAttachmentAddParams, ThreadAttachmentAddResponse>
      THREAD_ATTACHMENT_ADD =
          onThread(
              "thread/attachment/add",
              ThreadAttachmentAddParams.class,
              ThreadAttachmentAddResponse.class);

  public static final MethodSpec<ThreadAttachmentListParams, ThreadAttachmentListResponse>
      THREAD_ATTACHMENT_LIST =
          onThread(
              "thread/attachment/list",
              ThreadAttachmentListParams.class,
              ThreadAttachmentListResponse.class);

  public static final MethodSpec<ThreadAttachmentOwnerListParams, ThreadAttachmentOwnerListResponse>
      THREAD_ATTACHMENT_OWNER_LIST =
          concurrent(
              "thread/attachmentOwner/list",
              ThreadAttachmentOwnerListParams.class,
              ThreadAttachmentOwnerListResponse.class);

  public static final MethodSpec<ThreadAttachmentRemoveParams, ThreadAttachmentRemoveResponse>
      THREAD_ATTACHMENT_REMOVE =
          onThread(
              "thread/attachment/remove",
              ThreadAttachmentRemoveParams.class,
              ThreadAttachmentRemoveResponse.class);

  private AttachmentMethods() {}
}
