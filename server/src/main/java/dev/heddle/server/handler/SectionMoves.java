package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadSectionChangedNotification;
import dev.heddle.protocol.v2.ThreadSectionMoveParams;
import dev.heddle.protocol.v2.ThreadSectionMoveResponse;
import dev.heddle.server.dispatch.Handler;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.store.SectionBook;
import dev.heddle.server.store.SectionMember;
import dev.heddle.server.store.ThreadSections;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.ThreadEvents;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * {@code thread/section/move}: puts a thread, loaded or not, archived or not, into a section, to
 * another place in it, or out of it.
 */
public final class SectionMoves
    implements Handler<ThreadSectionMoveParams, ThreadSectionMoveResponse> {
  private final ThreadStore store;
  private final ThreadAccess threads;
  private final MetadataWriter metadata;
  private final ThreadEvents events;
  private final Clock clock;

  SectionMoves(
      ThreadStore store,
      ThreadAccess threads,
      MetadataWriter metadata,
      ThreadEvents events,
      Clock clock) {
    this.store = store;
    this.threads = threads;
    this.metadata = metadata;
    this.events = events;
    this.clock = clock;
  }

  @Override
  public Reply<ThreadSectionMoveResponse> handle(
      ThreadSectionMoveParams params, RequestContext context) {
    String threadId = ThreadIds.thread(params.threadId());
    String sectionId = params.sectionId().value();
    if (sectionId != null && sectionId.isBlank()) {
      throw RpcException.invalidRequest("sectionId must not be empty");
    }
    if (sectionId == null && params.beforeThreadId() != null) {
      throw RpcException.invalidRequest("beforeThreadId requires a non-null sectionId");
    }
    String before =
        params.beforeThreadId() == null
            ? null
            : ThreadIds.parse(params.beforeThreadId(), "before thread id");
    ThreadSections sections = SectionHandlers.of(store, "thread/section/move");
    checkStored(threadId);
    // Checked first, and again when it is done: a refusal stores nothing of a thread that is new.
    moved(sections.book(), threadId, sectionId, before);
    metadata.materialize(threadId);
    sections.change(book -> moved(book, threadId, sectionId, before));
    return Reply.of(new ThreadSectionMoveResponse())
        .andThen(() ->
            events.toAll(
                threadId,
                ServerNotifications.THREAD_SECTION_CHANGED,
                new ThreadSectionChangedNotification(threadId, sectionId)));
  }

  private void checkStored(String threadId) {
    LiveThread live = threads.find(threadId);
    if (live == null) {
      var unused =
          StoreErrors.orMissing(() -> store.read(threadId, true), StoreErrors.notFound(threadId));
    } else if (live.ephemeral()) {
      throw RpcException.invalidRequest(
              "ephemeral thread does not support section moves: " + threadId)
          .onThread(threadId);
    }
  }

  private SectionBook moved(
      SectionBook book, String threadId, @Nullable String sectionId, @Nullable String before) {
    if (sectionId == null) {
      return book.withoutMember(threadId);
    }
    if (book.section(sectionId) == null) {
      throw RpcException.invalidRequest("section " + sectionId + " does not exist");
    }
    if (threadId.equals(before)) {
      throw RpcException.invalidRequest("thread " + threadId + " cannot be moved before itself")
          .onThread(threadId);
    }
    SectionMember next = before == null ? null : book.member(before);
    if (before != null && (next == null || !next.sectionId().equals(sectionId))) {
      throw RpcException.invalidRequest(
          "before thread " + before + " is not in section " + sectionId);
    }
    return book.withMember(threadId, sectionId, before, clock.instant());
  }
}
