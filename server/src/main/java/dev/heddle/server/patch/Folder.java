package dev.heddle.server.patch;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A folder that is held open while files in it are changed. What it was opened as it stays,
 * whatever becomes of the path meanwhile; links in it are never followed.
 *
 * <p><b>Thread-safety:</b> one thread.
 */
interface Folder extends Closeable {
  /**
   * What is in a file, or null when there is nothing of this name.
   *
   * @throws IOException also when it is no regular file, or larger than {@code maxBytes}
   */
  @Nullable FileContent read(String name, long maxBytes) throws IOException;

  boolean isLink(String name) throws IOException;

  /** Makes a file that was not there, forced to the disk. */
  void create(String name, FileContent content) throws IOException;

  /** Gives a file or link another name, replacing what has it. */
  void rename(String from, String to) throws IOException;

  void remove(String name) throws IOException;
}
