package dev.heddle.server.thread;

import dev.heddle.protocol.v2.ServerNotifications;
import dev.heddle.protocol.v2.ThreadClosedNotification;
import dev.heddle.protocol.v2.ThreadStatus;
import dev.heddle.server.log.Log;
import dev.heddle.server.store.ThreadStoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;

/**
 * Takes threads out of memory that nobody listens to and that have done nothing for a while.
 *
 * <p><b>Thread-safety:</b> thread-safe. A thread is unloaded in its own lane, so no request on it
 * runs meanwhile.
 */
public final class IdleUnloader {
  private static final Log LOG = Log.of(IdleUnloader.class);

  private final LoadedThreads loaded;
  private final ThreadLoader loader;
  private final ThreadEvents events;
  private final Duration idle;
  private final Clock clock;
  private final BiConsumer<String, Runnable> lanes;

  /**
   * @param idle how long a thread may do nothing
   * @param lanes runs work in the lane of the thread with this id
   */
  public IdleUnloader(
      LoadedThreads loaded,
      ThreadLoader loader,
      ThreadEvents events,
      Duration idle,
      Clock clock,
      BiConsumer<String, Runnable> lanes) {
    this.loaded = loaded;
    this.loader = loader;
    this.events = events;
    this.idle = idle;
    this.clock = clock;
    this.lanes = lanes;
  }

  /** Looks at every loaded thread once. */
  public void sweep() {
    for (LiveThread thread : loaded.all()) {
      if (idle(thread)) {
        lanes.accept(thread.threadId(), () -> unload(thread));
      }
    }
  }

  private boolean idle(LiveThread thread) {
    Instant then = clock.instant().minus(idle);
    return !events.hasSubscribers(thread.threadId()) && thread.idleSince(then);
  }

  private void unload(LiveThread thread) {
    if (!idle(thread) || loaded.get(thread.threadId()) != thread) {
      return;
    }
    try {
      thread.log().flush();
    } catch (ThreadStoreException e) {
      LOG.warn("thread " + thread.threadId() + " stays loaded, it is not stored: " + e.message());
      return;
    }
    if (!thread.startClosing()) {
      return;
    }
    try {
      loader.unload(thread);
    } catch (ThreadStoreException e) {
      LOG.error("thread " + thread.threadId() + " was closed with a failure", e);
    }
    events.statusChanged(thread.threadId(), new ThreadStatus.NotLoaded());
    events.toAll(
        thread.threadId(),
        ServerNotifications.THREAD_CLOSED,
        new ThreadClosedNotification(thread.threadId()));
  }
}
