package dev.heddle.server.patch;

import java.util.ArrayList;
import java.util.List;

/**
 * One text edited by chunks. Each is looked for behind the one before it, in the text as it was;
 * chunks that only add go to the end. Lines that stay are the text's own, also where the patch
 * spells them otherwise. New lines end as the text's first line does, and a text whose last line
 * has no end keeps that.
 *
 * <p><b>Thread-safety:</b> one thread; used once.
 */
final class ChunkedEdit {
  private final String name;
  private final TextLines text;
  private final LineSearch search;
  private final StringBuilder edited = new StringBuilder();
  private final List<String> appended = new ArrayList<>();
  private int copied;

  private ChunkedEdit(String name, String text) {
    this.name = name;
    this.text = TextLines.of(text);
    this.search = new LineSearch(this.text.lines());
  }

  /**
   * The edited text.
   *
   * @param name whose text it is, for errors
   * @throws PatchException when a chunk's lines are not in the text
   */
  static String apply(String name, String text, List<Chunk> chunks) throws PatchException {
    ChunkedEdit edit = new ChunkedEdit(name, text);
    int from = 0;
    for (Chunk chunk : chunks) {
      from = edit.apply(chunk, from);
    }
    return edit.finish();
  }

  /** Returns from where the next chunk is looked for. */
  private int apply(Chunk chunk, int from) throws PatchException {
    int start = from;
    if (chunk.header() != null) {
      int header = search.find(List.of(chunk.header()), from, false);
      if (header < 0) {
        throw mismatch("`" + name + "` has no line `" + chunk.header() + "`" + behind(from));
      }
      start = header + 1;
    }
    for (Chunk form : forms(chunk)) {
      if (form.oldLines().isEmpty()) {
        form.lines().forEach(line -> appended.add(line.text()));
        return start;
      }
      int at = search.find(form.oldLines(), start, chunk.atEnd());
      if (at >= 0) {
        return replace(form, at);
      }
    }
    throw mismatch(
        "these lines are not in `"
            + name
            + "`"
            + (chunk.atEnd() ? " at its end" : behind(start))
            + ":\n"
            + String.join("\n", chunk.oldLines()));
  }

  /** The chunk, and if it has a blank line at its end, the same without that. */
  private static List<Chunk> forms(Chunk chunk) {
    Chunk shorter = chunk.withoutLastBlank();
    return shorter == null ? List.of(chunk) : List.of(chunk, shorter);
  }

  private int replace(Chunk chunk, int at) {
    copyTo(at);
    for (ChunkLine line : chunk.lines()) {
      switch (line.kind()) {
        case CONTEXT -> copyTo(copied + 1);
        case REMOVED -> copied++;
        case ADDED -> add(line.text());
      }
    }
    return copied;
  }

  private void copyTo(int line) {
    for (; copied < line; copied++) {
      String end = text.ends().get(copied);
      // The last line may become one of many; finish() takes off what is too much.
      edited.append(text.lines().get(copied)).append(end.isEmpty() ? text.end() : end);
    }
  }

  private void add(String line) {
    edited.append(line).append(text.end());
  }

  private String finish() {
    copyTo(text.lines().size());
    appended.forEach(this::add);
    if (text.lacksLastEnd()) {
      trimLastEnd();
    }
    return edited.toString();
  }

  private void trimLastEnd() {
    int length = edited.length();
    if (length > 0) {
      boolean two = length > 1 && edited.substring(length - 2).equals("\r\n");
      edited.setLength(length - (two ? 2 : 1));
    }
  }

  private static String behind(int from) {
    return from == 0 ? "" : " behind line " + from;
  }

  private static PatchException mismatch(String what) {
    return new PatchException(PatchException.Kind.MISMATCH, what);
  }
}
