package dev.heddle.server.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadAttachment;
import dev.heddle.protocol.v2.ThreadAttachmentAddOutcome;
import dev.heddle.protocol.v2.ThreadAttachmentAddParams;
import dev.heddle.protocol.v2.ThreadAttachmentAddResponse;
import dev.heddle.protocol.v2.ThreadAttachmentListParams;
import dev.heddle.protocol.v2.ThreadAttachmentListResponse;
import dev.heddle.protocol.v2.ThreadAttachmentOperation;
import dev.heddle.protocol.v2.ThreadAttachmentOwner;
import dev.heddle.protocol.v2.ThreadAttachmentOwnerListParams;
import dev.heddle.protocol.v2.ThreadAttachmentOwnerListResponse;
import dev.heddle.protocol.v2.ThreadAttachmentRemoveParams;
import dev.heddle.protocol.v2.ThreadAttachmentRemoveResponse;
import dev.heddle.protocol.v2.ThreadAttachmentUpdatedNotification;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.store.AttachmentIdentity;
import dev.heddle.server.store.StoredAttachment;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadAttachments;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.thread.ThreadEvents;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests about things that clients put beside threads, loaded or not, archived or not. A
 * thread of which nothing is stored yet has none and takes none, as with the peer.
 */
public final class AttachmentHandlers {
  private static final int MOST_NAME_BYTES = 256;
  private static final int MOST_PAYLOAD_BYTES = 65_536;
  private static final int MAX_PAGE = 100;

  /** Of how many owners the store is asked at most at a time. */
  private static final int MOST_OWNERS = 10_000;

  private final ThreadStore store;
  private final ThreadEvents events;

  AttachmentHandlers(ThreadStore store, ThreadEvents events) {
    this.store = store;
    this.events = events;
  }

  /** {@code thread/attachment/add}. */
  public Reply<ThreadAttachmentAddResponse> add(
      ThreadAttachmentAddParams params, RequestContext context) {
    AttachmentIdentity identity = identity(params.attachmentType(), params.identityKey());
    if (params.payload().toString().getBytes(UTF_8).length > MOST_PAYLOAD_BYTES) {
      throw RpcException.invalidParams(
          "attachment payload must not exceed " + MOST_PAYLOAD_BYTES + " bytes");
    }
    String threadId = threadId(params.threadId());
    ThreadAttachments attachments = attachments("thread/attachment/add");
    checkStored(threadId);
    ThreadAttachments.Added added;
    try {
      added = attachments.add(threadId, identity, params.payload());
    } catch (ThreadStoreException e) {
      if (e.kind() == ThreadStoreException.Kind.INVALID_REQUEST) {
        throw RpcException.invalidParams(e.message()).onThread(threadId);
      }
      throw e;
    }
    ThreadAttachment view = view(added.attachment());
    if (!added.isNew()) {
      return Reply.of(new ThreadAttachmentAddResponse(ThreadAttachmentAddOutcome.EXISTING, view));
    }
    return Reply.of(new ThreadAttachmentAddResponse(ThreadAttachmentAddOutcome.CREATED, view))
        .andThen(() -> tell(threadId, identity, view.id(), ThreadAttachmentOperation.CREATED));
  }

  /** {@code thread/attachment/remove}. One that is not there is removed without a word. */
  public Reply<ThreadAttachmentRemoveResponse> remove(
      ThreadAttachmentRemoveParams params, RequestContext context) {
    AttachmentIdentity identity = identity(params.attachmentType(), params.identityKey());
    String threadId = threadId(params.threadId());
    ThreadAttachments attachments = attachments("thread/attachment/remove");
    checkStored(threadId);
    String removed = attachments.remove(threadId, identity);
    Reply<ThreadAttachmentRemoveResponse> reply = Reply.of(new ThreadAttachmentRemoveResponse());
    return removed == null
        ? reply
        : reply.andThen(() -> tell(threadId, identity, removed, ThreadAttachmentOperation.DELETED));
  }

  /** {@code thread/attachment/list}. A thread that is not there has none. */
  public Reply<ThreadAttachmentListResponse> list(
      ThreadAttachmentListParams params, RequestContext context) {
    String threadId = threadId(params.threadId());
    ThreadAttachments attachments = attachments("thread/attachment/list");
    ThreadAttachments.Page page =
        attachments.list(
            threadId, Cursors.parseAttachment(threadId, params.cursor()), limit(params.limit()));
    List<StoredAttachment> shown = page.attachments();
    if (shown.isEmpty() || find(threadId) == null) {
      return Reply.of(new ThreadAttachmentListResponse(List.of(), null));
    }
    return Reply.of(
        new ThreadAttachmentListResponse(
            shown.stream().map(AttachmentHandlers::view).toList(),
            page.hasMore() ? Cursors.attachment(threadId, shown.getLast()) : null));
  }

  /** {@code thread/attachmentOwner/list}: the threads, by their ids. */
  public Reply<ThreadAttachmentOwnerListResponse> owners(
      ThreadAttachmentOwnerListParams params, RequestContext context) {
    AttachmentIdentity identity = identity(params.attachmentType(), params.identityKey());
    ThreadAttachments attachments = attachments("thread/attachmentOwner/list");
    int limit = limit(params.limit());
    String place = Cursors.parseAttachmentOwner(identity, params.archived(), params.cursor());
    List<ThreadAttachmentOwner> page = new ArrayList<>();
    int atATime = limit + 1; // more only when some are not shown
    do {
      ThreadAttachments.Owners part = attachments.owners(identity, place, atATime);
      for (String threadId : part.threadIds()) {
        StoredThread thread = listed(threadId);
        if (thread == null
            || (params.archived() != null && params.archived() != thread.archived())) {
          continue;
        }
        if (page.size() == limit) {
          String last = page.getLast().threadId();
          return Reply.of(
              new ThreadAttachmentOwnerListResponse(
                  page, Cursors.attachmentOwner(identity, params.archived(), last)));
        }
        page.add(new ThreadAttachmentOwner(threadId, thread.archived()));
      }
      place = part.next();
      atATime = Math.min(2 * atATime, MOST_OWNERS);
    } while (place != null);
    return Reply.of(new ThreadAttachmentOwnerListResponse(page, null));
  }

  private void tell(
      String threadId,
      AttachmentIdentity identity,
      String attachmentId,
      ThreadAttachmentOperation operation) {
    events.toAll(
        threadId,
        ServerNotifications.THREAD_ATTACHMENT_UPDATED,
        new ThreadAttachmentUpdatedNotification(
            threadId, identity.type(), identity.key(), attachmentId, operation));
  }

  private ThreadAttachments attachments(String method) {
    return store.attachments().orElseThrow(() -> SectionHandlers.unavailable(method));
  }

  private void checkStored(String threadId) {
    if (find(threadId) == null) {
      throw RpcException.of(
              RpcException.INVALID_PARAMS,
              ErrorKind.THREAD_NOT_FOUND,
              "thread not found: " + threadId)
          .onThread(threadId);
    }
  }

  /** The same for a list, from which a thread that cannot be read is left out. */
  private @Nullable StoredThread listed(String threadId) {
    try {
      return find(threadId);
    } catch (ThreadStoreException e) {
      if (threadId.equals(e.threadId())) {
        return null;
      }
      throw e;
    }
  }

  /** The thread, archived or not; null when nothing of it is stored. */
  private @Nullable StoredThread find(String threadId) {
    try {
      return store.read(threadId, true);
    } catch (ThreadStoreException e) {
      if (e.kind() == ThreadStoreException.Kind.NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  private static String threadId(String given) {
    try {
      return ThreadIds.thread(given);
    } catch (RpcException e) {
      throw RpcException.invalidParams(e.message()); // the code that the peer has here
    }
  }

  private static AttachmentIdentity identity(String type, String key) {
    checkName("attachmentType", type);
    checkName("identityKey", key);
    return new AttachmentIdentity(type, key);
  }

  private static void checkName(String member, String value) {
    if (value.isBlank()) {
      throw RpcException.invalidParams(member + " must not be empty");
    }
    if (value.getBytes(UTF_8).length > MOST_NAME_BYTES) {
      throw RpcException.invalidParams(
          "%s must not exceed %d bytes".formatted(member, MOST_NAME_BYTES));
    }
  }

  private static int limit(@Nullable Integer wanted) {
    // An unsigned limit beyond what an int holds is negative, and is more than there can be.
    return wanted != null && wanted < 0 ? MAX_PAGE : TurnPages.limit(wanted);
  }

  private static ThreadAttachment view(StoredAttachment attachment) {
    return new ThreadAttachment(
        attachment.id(),
        attachment.identity().type(),
        attachment.identity().key(),
        attachment.payload(),
        attachment.createdAt().getEpochSecond());
  }
}
