package dev.heddle.server.patch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One place of a file that changes.
 *
 * @param header a line above it, from which on the place is looked for, or null
 * @param lines what is there and what shall be; never empty
 * @param atEnd whether the place is the end of the file
 */
record Chunk(@Nullable String header, List<ChunkLine> lines, boolean atEnd) {
  Chunk {
    lines = List.copyOf(lines);
  }

  List<String> oldLines() {
    return lines.stream().filter(ChunkLine::isOld).map(ChunkLine::text).toList();
  }

  /**
   * The same without the blank line at the end of what is there, or null when it has none. Models
   * leave a blank line behind a chunk that is none of the file's.
   */
  @Nullable Chunk withoutLastBlank() {
    List<ChunkLine> fewer = new ArrayList<>(lines);
    int last = fewer.size() - 1;
    while (last >= 0 && !fewer.get(last).isOld()) {
      last--;
    }
    if (last < 0 || !fewer.get(last).text().isEmpty()) {
      return null;
    }
    boolean removed = fewer.remove(last).kind() == ChunkLine.Kind.REMOVED;
    int end = fewer.size() - 1;
    if (removed && end >= last && fewer.get(end).text().isEmpty()) {
      fewer.remove(end); // it stood for the same line
    }
    return new Chunk(header, fewer, atEnd);
  }
}
