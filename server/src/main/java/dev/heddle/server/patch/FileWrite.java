package dev.heddle.server.patch;

import org.jspecify.annotations.Nullable;

/**
 * What happens to one file.
 *
 * @param before what is there, or null when there is no file
 * @param after what shall be there, or null when the file goes
 * @param link whether it is a link that goes; {@code before} is what it leads to
 */
record FileWrite(
    FileLocation location,
    @Nullable FileContent before,
    @Nullable FileContent after,
    boolean link) {
  FileWrite(FileLocation location, @Nullable FileContent before, @Nullable FileContent after) {
    this(location, before, after, false);
  }
}
