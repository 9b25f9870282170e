package dev.heddle.server.search;

import java.util.List;

/**
 * A file or folder that fits a query.
 *
 * @param root the searched folder, as it was named
 * @param path below the root, with slashes
 * @param directory whether it is a folder
 * @param score how well it fits
 * @param indices the characters (code points) of the path that matched, ascending
 */
public record FoundFile(
    String root, String path, boolean directory, int score, List<Integer> indices) {
  /** The last name of the path. */
  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
