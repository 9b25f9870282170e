package dev.heddle.server.search;

/**
 * A file or folder that may be searched for.
 *
 * @param root the searched folder, as it was named
 * @param path below the root, with slashes
 */
record SearchEntry(String root, String path, boolean directory) {
  /** Where the last name of the path begins. */
  int nameStart() {
    return path.lastIndexOf('/') + 1;
  }
}
