package dev.heddle.server.handler;

import com.google.gson.JsonObject;
import dev.heddle.protocol.rpc.ErrorKind;
import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.rpc.WireJson;
import dev.heddle.protocol.v2.ThreadReadState;
import dev.heddle.protocol.v2.ThreadReadStateOperation;
import dev.heddle.protocol.v2.ThreadReadStateUpdateParams;
import dev.heddle.protocol.v2.ThreadReadStateUpdateResponse;
import dev.heddle.server.dispatch.Handler;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.ThreadEvents;
import dev.heddle.server.turn.ReadStateViews;

/** {@code thread/readState/update}: marks a thread read or unread, if nobody else did meanwhile. */
public final class ReadStateHandler
    implements Handler<ThreadReadStateUpdateParams, ThreadReadStateUpdateResponse> {
  private final ThreadStore store;
  private final ThreadAccess threads;
  private final MetadataWriter metadata;
  private final ThreadEvents events;

  ReadStateHandler(
      ThreadStore store, ThreadAccess threads, MetadataWriter metadata, ThreadEvents events) {
    this.store = store;
    this.threads = threads;
    this.metadata = metadata;
    this.events = events;
  }

  @Override
  public Reply<ThreadReadStateUpdateResponse> handle(
      ThreadReadStateUpdateParams params, RequestContext context) {
    String threadId = ThreadIds.parseOrNull(params.threadId());
    if (threadId == null) {
      throw RpcException.invalidParams(
          "invalid thread id: " + ThreadIds.problem(params.threadId()));
    }
    ThreadReadState current = ReadStateViews.of(thread(threadId).readState());
    if (!current.revision().equals(params.expectedRevision())) {
      throw conflict(current).onThread(threadId);
    }
    boolean read = params.operation() instanceof ThreadReadStateOperation.Read;
    ThreadReadState next =
        ReadStateViews.of(metadata.update(threadId, ThreadPatch.read(read), true).readState());
    // Before the answer, as the peer does; clients take the state of either.
    events.readStateChanged(threadId, next);
    return Reply.of(new ThreadReadStateUpdateResponse(next));
  }

  private StoredThread thread(String threadId) {
    LiveThread live = threads.find(threadId);
    if (live == null) {
      return StoreErrors.orMissing(
          () -> store.read(threadId, true), StoreErrors.notLoaded(threadId));
    }
    if (live.ephemeral()) {
      throw RpcException.invalidRequest("thread read state unavailable").onThread(threadId);
    }
    return live.facts();
  }

  private static RpcException conflict(ThreadReadState current) {
    JsonObject data = new JsonObject();
    data.addProperty("reason", "readStateConflict");
    data.add("readState", WireJson.toTree(current));
    return RpcException.invalidRequest(ErrorKind.CONFLICT, "read state changed").withDetails(data);
  }
}
