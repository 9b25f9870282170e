package dev.heddle.server.patch;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * What a patch would do to the files as they are.
 *
 * @param edits in the order of the patch
 */
public record PatchPlan(List<FileEdit> edits) {
  public PatchPlan {
    edits = List.copyOf(edits);
  }

  /** The files it writes to or removes, links resolved; what has to be allowed. */
  public List<Path> targets() {
    return writes().stream().map(write -> write.location().real()).distinct().sorted().toList();
  }

  /**
   * A line for each file: what became of it (A, M or D, in this order) and its path.
   *
   * @param cwd what paths below it are shown relative to
   */
  public String summary(Path cwd) {
    StringBuilder lines = new StringBuilder();
    edits.stream()
        .sorted(Comparator.comparing(edit -> "AMD".indexOf(letter(edit.kind()))))
        .forEach(edit -> {
          Path path = edit.movedTo() == null ? edit.path() : edit.movedTo();
          lines.append(letter(edit.kind())).append(' ');
          lines.append(path.startsWith(cwd) ? cwd.relativize(path) : path).append('\n');
        });
    return lines.toString();
  }

  List<FileWrite> writes() {
    return edits.stream().flatMap(edit -> edit.writes().stream()).toList();
  }

  private static String letter(FileEdit.Kind kind) {
    return switch (kind) {
      case ADD -> "A";
      case UPDATE -> "M";
      case DELETE -> "D";
    };
  }
}
