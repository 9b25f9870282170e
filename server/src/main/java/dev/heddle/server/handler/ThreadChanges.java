package dev.heddle.server.handler;

import dev.heddle.protocol.rpc.RpcException;
import dev.heddle.protocol.rpc.Settable;
import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadMemoryMode;
import dev.heddle.protocol.v2.ThreadMemoryModeSetParams;
import dev.heddle.protocol.v2.ThreadMemoryModeSetResponse;
import dev.heddle.protocol.v2.ThreadMetadataGitInfoUpdateParams;
import dev.heddle.protocol.v2.ThreadMetadataUpdateParams;
import dev.heddle.protocol.v2.ThreadMetadataUpdateResponse;
import dev.heddle.protocol.v2.ThreadNameUpdatedNotification;
import dev.heddle.protocol.v2.ThreadSetNameParams;
import dev.heddle.protocol.v2.ThreadSetNameResponse;
import dev.heddle.protocol.v2.ThreadUnsubscribeParams;
import dev.heddle.protocol.v2.ThreadUnsubscribeResponse;
import dev.heddle.protocol.v2.ThreadUnsubscribeStatus;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.store.StoredThread;
import dev.heddle.server.store.ThreadPatch;
import dev.heddle.server.store.ThreadStore;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.ThreadEvents;
import java.util.Locale;

/** The requests that change what is known of a thread beside its history. */
public final class ThreadChanges {
  private final ThreadStore store;
  private final ThreadAccess threads;
  private final MetadataWriter metadata;
  private final ThreadEvents events;

  ThreadChanges(
      ThreadStore store, ThreadAccess threads, MetadataWriter metadata, ThreadEvents events) {
    this.store = store;
    this.threads = threads;
    this.metadata = metadata;
    this.events = events;
  }

  /** {@code thread/name/set}. */
  public Reply<ThreadSetNameResponse> setName(ThreadSetNameParams params, RequestContext context) {
    String threadId = ThreadIds.thread(params.threadId());
    String name = params.name().strip();
    if (name.isEmpty()) {
      throw RpcException.invalidRequest("thread name must not be empty");
    }
    refuseEphemeral(threadId);
    metadata.materialize(threadId);
    metadata.update(threadId, ThreadPatch.rename(name), false);
    return Reply.of(new ThreadSetNameResponse())
        .andThen(() ->
            events.toAll(
                threadId,
                ServerNotifications.THREAD_NAME_UPDATED,
                new ThreadNameUpdatedNotification(threadId, name)));
  }

  /** {@code thread/metadata/update}. */
  public Reply<ThreadMetadataUpdateResponse> updateMetadata(
      ThreadMetadataUpdateParams params, RequestContext context) {
    String threadId = ThreadIds.thread(params.threadId());
    ThreadMetadataGitInfoUpdateParams git = params.gitInfo();
    String project = params.projectId();
    if (git == null && project == null && params.daybreakEnabled() == null) {
      throw RpcException.invalidRequest("thread metadata update must include at least one field");
    }
    if (project != null && !project.isEmpty()) {
      Projects.check(store, project);
    }
    ThreadPatch patch = git == null ? null : gitPatch(git);
    refuseEphemeral(threadId);
    metadata.materialize(threadId);
    StoredThread updated =
        patch == null ? metadata.unchanged(threadId) : metadata.update(threadId, patch, true);
    if (project != null) {
      Projects.assign(store, threadId, project.isEmpty() ? null : project, events);
    }
    return Reply.of(
        new ThreadMetadataUpdateResponse(
            ThreadViews.row(updated, threads.find(threadId), ThreadPlaces.of(store))));
  }

  private static ThreadPatch gitPatch(ThreadMetadataGitInfoUpdateParams git) {
    if (!git.sha().isPresent() && !git.branch().isPresent() && !git.originUrl().isPresent()) {
      throw RpcException.invalidRequest("gitInfo must include at least one field");
    }
    return ThreadPatch.git(
        change(git.sha(), "sha"),
        change(git.branch(), "branch"),
        change(git.originUrl(), "originUrl"));
  }

  private static ThreadPatch.Change<String> change(Settable<String> given, String member) {
    if (!given.isPresent()) {
      return ThreadPatch.Change.keep();
    }
    String value = given.value();
    if (value != null && value.isBlank()) {
      throw RpcException.invalidRequest("gitInfo." + member + " must not be empty");
    }
    return ThreadPatch.Change.to(value == null ? null : value.strip());
  }

  /** {@code thread/memoryMode/set}. */
  public Reply<ThreadMemoryModeSetResponse> setMemoryMode(
      ThreadMemoryModeSetParams params, RequestContext context) {
    String threadId = ThreadIds.thread(params.threadId());
    refuseEphemeral(threadId);
    ThreadMemoryMode mode = params.mode();
    metadata.materialize(threadId);
    metadata.update(threadId, ThreadPatch.memoryMode(mode.name().toLowerCase(Locale.ROOT)), false);
    return Reply.of(new ThreadMemoryModeSetResponse());
  }

  /** {@code thread/unsubscribe}. */
  public Reply<ThreadUnsubscribeResponse> unsubscribe(
      ThreadUnsubscribeParams params, RequestContext context) {
    String threadId = ThreadIds.thread(params.threadId());
    if (threads.find(threadId) == null) {
      return Reply.of(new ThreadUnsubscribeResponse(ThreadUnsubscribeStatus.NOT_LOADED));
    }
    return Reply.of(
        new ThreadUnsubscribeResponse(
            events.unsubscribe(threadId, context.connection())
                ? ThreadUnsubscribeStatus.UNSUBSCRIBED
                : ThreadUnsubscribeStatus.NOT_SUBSCRIBED));
  }

  private void refuseEphemeral(String threadId) {
    LiveThread live = threads.find(threadId);
    if (live != null && live.ephemeral()) {
      throw RpcException.invalidRequest(
              "ephemeral thread does not support metadata updates: " + threadId)
          .onThread(threadId);
    }
  }
}
