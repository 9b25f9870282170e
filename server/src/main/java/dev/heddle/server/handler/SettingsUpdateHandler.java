package dev.heddle.server.handler;

import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadSettingsUpdateParams;
import dev.heddle.protocol.v2.ThreadSettingsUpdateResponse;
import dev.heddle.protocol.v2.ThreadSettingsUpdatedNotification;
import dev.heddle.server.dispatch.Handler;
import dev.heddle.server.dispatch.Reply;
import dev.heddle.server.dispatch.RequestContext;
import dev.heddle.server.thread.LiveThread;
import dev.heddle.server.thread.SettingsRecords;
import dev.heddle.server.thread.ThreadEvents;
import dev.heddle.server.thread.TurnSettings;
import java.time.Clock;

/** {@code thread/settings/update}: changes what the next turn of a loaded thread runs with. */
public final class SettingsUpdateHandler
    implements Handler<ThreadSettingsUpdateParams, ThreadSettingsUpdateResponse> {
  private final ThreadAccess threads;
  private final ThreadEvents events;
  private final SettingsResolver settings;
  private final Clock clock;

  SettingsUpdateHandler(
      ThreadAccess threads, ThreadEvents events, SettingsResolver settings, Clock clock) {
    this.threads = threads;
    this.events = events;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Reply<ThreadSettingsUpdateResponse> handle(
      ThreadSettingsUpdateParams params, RequestContext context) {
    LiveThread live = threads.loaded(params.threadId());
    TurnSettings before = live.settings();
    TurnSettings next = settings.turn(before, params);
    Reply<ThreadSettingsUpdateResponse> reply = Reply.of(new ThreadSettingsUpdateResponse());
    if (next.equals(before)) {
      return reply;
    }
    RecordedChanges.make(live, () -> apply(live, next), () -> apply(live, before));
    return reply.andThen(() ->
        events.toSubscribers(
            live.threadId(),
            ServerNotifications.THREAD_SETTINGS_UPDATED,
            new ThreadSettingsUpdatedNotification(live.threadId(), ThreadViews.settings(next))));
  }

  private void apply(LiveThread live, TurnSettings next) {
    live.settings(next);
    if (live.log().materialized()) { // a fresh thread records them with its first record
      live.record(SettingsRecords.applied(clock.instant(), live.threadId(), next));
    }
  }
}
