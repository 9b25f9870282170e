package dev.heddle.server.store.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A queue of what happens in directories, filled by the kernel; {@link Inotify} outside of tests.
 *
 * <p><b>Thread-safety:</b> one call at a time.
 */
interface DirectoryEvents extends AutoCloseable {
  /** Watches a directory for these kinds of events; answers the watch's number. */
  int add(Path directory, int kinds) throws IOException;

  /** Hands on everything that happened since the last time. Never waits. */
  void drain(Consumer<Inotify.Event> events) throws IOException;

  @Override
  void close();
}
