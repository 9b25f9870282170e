package dev.heddle.server.store.local;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The few operations by which the files of a home change, so that a test can make any of them fail.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 */
interface LogIo {
  /** Opens for reading and writing; creates the file, and its directories, when missing. */
  LogFile open(Path path) throws IOException;

  /** Which file is at the path now, or null when there is none. */
  @Nullable FileStamp stamp(Path path) throws IOException;

  /** Makes the directory's entries durable. */
  void forceDirectory(Path directory) throws IOException;

  /** Gives a file another name in one step, in place of whatever had that name. */
  void rename(Path from, Path to) throws IOException;

  /** Removes the file if there is one. */
  void delete(Path path) throws IOException;
}
