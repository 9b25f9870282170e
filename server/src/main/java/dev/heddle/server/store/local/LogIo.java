package dev.heddle.server.store.local;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The few file operations of a rollout writer, so that a test can make any of them fail.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
interface LogIo {
  /** Opens for reading and appending; creates the file, and its directories, when missing. */
  LogFile open(Path path) throws IOException;

  /** Which file is at the path now, or null when there is none. */
  @Nullable FileStamp stamp(Path path) throws IOException;

  /** Makes the directory's entries durable. */
  void forceDirectory(Path directory) throws IOException;

  /** Removes a file in which nothing was ever stored. */
  void delete(Path path) throws IOException;

  /** Copies all of {@code from} into a new file at {@code to}, atomically. */
  void recreate(LogFile from, Path to) throws IOException;
}
