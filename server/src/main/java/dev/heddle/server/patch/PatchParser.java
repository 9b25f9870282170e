package dev.heddle.server.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a patch.
 *
 * <pre>
 * *** Begin Patch
 * *** Add File: PATH          then lines with +
 * *** Delete File: PATH
 * *** Update File: PATH       then, if it moves, *** Move to: PATH, then chunks:
 * &#64;&#64; LINE ABOVE                 or just &#64;&#64;; the first chunk needs neither
 *  context, -removed, +added  an empty line is empty context
 * *** End of File             when the chunk is at the end of the file
 * *** End Patch
 * </pre>
 *
 * <p>White space around the first, the last and the lines with paths is passed over, as are
 * carriage returns at the ends of lines, and a here-document the model has put around the whole.
 *
 * <p><b>Thread-safety:</b> one thread; used once.
 */
final class PatchParser {
  private static final String BEGIN = "*** Begin Patch";
  private static final String END = "*** End Patch";
  private static final String ENVIRONMENT = "*** Environment ID:";
  private static final String ADD = "*** Add File: ";
  private static final String DELETE = "*** Delete File: ";
  private static final String UPDATE = "*** Update File: ";
  private static final String MOVE = "*** Move to: ";
  private static final String END_OF_FILE = "*** End of File";
  private static final String AT = "@@";
  private static final Pattern HERE_DOCUMENT =
      Pattern.compile("<<(['\"]?)EOF\\1\n(.*)\nEOF", Pattern.DOTALL);

  private final List<String> lines;
  private int at;

  private PatchParser(List<String> lines) {
    this.lines = lines;
  }

  /**
   * What the patch says, in its order.
   *
   * @throws PatchException when the text is no patch, with the number of the line
   */
  static List<FileOperation> parse(String text) throws PatchException {
    String patch = text.replace("\r\n", "\n").strip();
    Matcher wrapped = HERE_DOCUMENT.matcher(patch);
    if (wrapped.matches()) {
      patch = wrapped.group(2).strip();
    }
    return new PatchParser(List.of(patch.split("\n", -1))).operations();
  }

  private List<FileOperation> operations() throws PatchException {
    if (!lines.getFirst().strip().equals(BEGIN)) {
      throw malformed("a patch begins with the line `" + BEGIN + "`");
    }
    if (lines.size() < 2 || !lines.getLast().strip().equals(END)) {
      throw malformed("a patch ends with the line `" + END + "`");
    }
    at = 1;
    if (line().strip().startsWith(ENVIRONMENT)) {
      at++; // there is one environment: this machine
    }
    List<FileOperation> operations = new ArrayList<>();
    while (more()) {
      operations.add(operation());
    }
    return operations;
  }

  private FileOperation operation() throws PatchException {
    String header = line().strip();
    String added = after(ADD, header);
    if (added != null) {
      at++;
      return new FileOperation.Add(added, addedText());
    }
    String deleted = after(DELETE, header);
    if (deleted != null) {
      at++;
      return new FileOperation.Delete(deleted);
    }
    String updated = after(UPDATE, header);
    if (updated != null) {
      at++;
      String movedTo = more() ? after(MOVE, line().stripTrailing()) : null;
      if (movedTo != null) {
        at++;
      }
      return new FileOperation.Update(updated, movedTo, chunks(updated));
    }
    throw malformed(
        at,
        "expected `"
            + ADD
            + "PATH`, `"
            + DELETE
            + "PATH` or `"
            + UPDATE
            + "PATH` instead of `"
            + line()
            + "`");
  }

  private String addedText() {
    StringBuilder text = new StringBuilder();
    for (; more() && line().startsWith("+"); at++) {
      text.append(line(), 1, line().length()).append('\n');
    }
    return text.toString();
  }

  private List<Chunk> chunks(String path) throws PatchException {
    int start = at;
    List<Chunk> chunks = new ArrayList<>();
    passBlanks();
    while (more() && !line().startsWith("***")) {
      chunks.add(chunk(chunks.isEmpty()));
      passBlanks();
    }
    if (chunks.isEmpty()) {
      throw malformed(start, "the update of `" + path + "` changes nothing");
    }
    if (more() && !isHeader(line())) {
      throw malformed(at, "unexpected `" + line() + "` in the update of `" + path + "`");
    }
    return chunks;
  }

  /** Passes over empty lines in front of a mark; others are context. */
  private void passBlanks() {
    int next = at;
    while (next < lines.size() - 1 && lines.get(next).isEmpty()) {
      next++;
    }
    if (lines.get(next).startsWith(AT) || lines.get(next).startsWith("***")) {
      at = next;
    }
  }

  private Chunk chunk(boolean first) throws PatchException {
    String header = null;
    String opening = line();
    if (opening.startsWith(AT + " ") || opening.strip().equals(AT) && opening.startsWith(AT)) {
      String named = opening.substring(AT.length());
      // One blank belongs to the mark; the others are the line's own.
      header = named.isBlank() ? null : named.substring(1);
      at++;
    } else if (!first) {
      throw malformed(at, "expected `" + AT + "` instead of `" + opening + "`");
    }
    List<ChunkLine> content = new ArrayList<>();
    for (; more() && isChunkLine(line()); at++) {
      content.add(chunkLine(line()));
    }
    boolean atEnd = more() && line().stripTrailing().equals(END_OF_FILE);
    if (content.isEmpty()) {
      throw malformed(
          at,
          "expected a line with ` `, `+` or `-` in front"
              + (more() ? " instead of `" + line() + "`" : ""));
    }
    if (atEnd) {
      at++;
    }
    return new Chunk(header, content, atEnd);
  }

  private static boolean isChunkLine(String line) {
    return line.isEmpty() || " +-".indexOf(line.charAt(0)) >= 0;
  }

  private static ChunkLine chunkLine(String line) {
    if (line.isEmpty()) {
      return new ChunkLine(ChunkLine.Kind.CONTEXT, "");
    }
    ChunkLine.Kind kind =
        switch (line.charAt(0)) {
          case '+' -> ChunkLine.Kind.ADDED;
          case '-' -> ChunkLine.Kind.REMOVED;
          default -> ChunkLine.Kind.CONTEXT;
        };
    return new ChunkLine(kind, line.substring(1));
  }

  private static boolean isHeader(String line) {
    return line.startsWith(ADD) || line.startsWith(DELETE) || line.startsWith(UPDATE);
  }

  private static @Nullable String after(String prefix, String line) {
    return line.startsWith(prefix) && line.length() > prefix.length()
        ? line.substring(prefix.length())
        : null;
  }

  /** Whether a line is left before the last one. */
  private boolean more() {
    return at < lines.size() - 1;
  }

  private String line() {
    return lines.get(at);
  }

  private static PatchException malformed(String what) {
    return new PatchException(PatchException.Kind.MALFORMED, "not a patch: " + what);
  }

  private static PatchException malformed(int index, String what) {
    return new PatchException(
        PatchException.Kind.MALFORMED, "not a patch: line " + (index + 1) + ": " + what);
  }
}
