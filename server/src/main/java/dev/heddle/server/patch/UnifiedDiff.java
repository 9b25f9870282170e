package dev.heddle.server.patch;

import com.github.difflib.DiffUtils;
import com.github.difflib.algorithm.DiffAlgorithmListener;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.List;

/** Hunks of a unified diff between two texts, as {@code diff -u} and Git write them. */
final class UnifiedDiff {
  /**
   * Differing lines up to which the shortest diff is looked for; its cost grows with their square.
   * Behind that everything between the first and the last difference is replaced.
   */
  private static final int MAX_DIFFERENCES = 1_000;

  /** After this the search is given up in the same way. */
  private static final long MAX_NANOS = 300_000_000;

  private static final String NO_END = "\n\\ No newline at end of file\n";

  private UnifiedDiff() {}

  /** Lines {@code [from, to)} of the old text become lines {@code [newFrom, newTo)} of the new. */
  private record Change(int from, int to, int newFrom, int newTo) {}

  /**
   * The hunks, without a header for the file; empty when the texts are the same.
   *
   * @param context how many lines around a change are shown
   */
  static String hunks(String before, String after, int context) {
    List<String> old = lines(before);
    List<String> fresh = lines(after);
    StringBuilder out = new StringBuilder();
    List<Change> hunk = new ArrayList<>();
    for (Change change : changes(old, fresh)) {
      if (!hunk.isEmpty() && change.from() - hunk.getLast().to() > 2 * context) {
        write(hunk, old, fresh, context, out);
        hunk.clear();
      }
      hunk.add(change);
    }
    if (!hunk.isEmpty()) {
      write(hunk, old, fresh, context, out);
    }
    return out.toString();
  }

  /** With their ends, so that a line without one differs from the same line with one. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      lines.add(text.substring(start, end + 1));
      start = end + 1;
    }
    if (start < text.length()) {
      lines.add(text.substring(start));
    }
    return lines;
  }

  private static List<Change> changes(List<String> old, List<String> fresh) {
    int shorter = Math.min(old.size(), fresh.size());
    int start = 0;
    while (start < shorter && old.get(start).equals(fresh.get(start))) {
      start++;
    }
    int same = 0;
    while (same < shorter - start
        && old.get(old.size() - 1 - same).equals(fresh.get(fresh.size() - 1 - same))) {
      same++;
    }
    int end = old.size() - same;
    int newEnd = fresh.size() - same;
    if (start == end && start == newEnd) {
      return List.of();
    }
    List<Change> changes = new ArrayList<>();
    try {
      for (AbstractDelta<String> delta :
          DiffUtils.diff(old.subList(start, end), fresh.subList(start, newEnd), new Budget())
              .getDeltas()) {
        changes.add(
            new Change(
                start + delta.getSource().getPosition(),
                start + delta.getSource().last() + 1,
                start + delta.getTarget().getPosition(),
                start + delta.getTarget().last() + 1));
      }
    } catch (TooDifferentException e) {
      return List.of(new Change(start, end, start, newEnd));
    }
    return changes;
  }

  private static void write(
      List<Change> hunk, List<String> old, List<String> fresh, int context, StringBuilder out) {
    Change first = hunk.getFirst();
    Change last = hunk.getLast();
    int before = Math.min(context, first.from());
    int behind = Math.min(context, old.size() - last.to());
    int from = first.from() - before;
    int to = last.to() + behind;
    out.append("@@ -").append(range(from, to));
    out.append(" +").append(range(first.newFrom() - before, last.newTo() + behind));
    out.append(" @@\n");
    int at = from;
    for (Change change : hunk) {
      append(' ', old.subList(at, change.from()), out);
      append('-', old.subList(change.from(), change.to()), out);
      append('+', fresh.subList(change.newFrom(), change.newTo()), out);
      at = change.to();
    }
    append(' ', old.subList(at, to), out);
  }

  /** Counted from 1; nothing is where it would be behind; one line needs no count. */
  private static String range(int from, int to) {
    int count = to - from;
    return count == 1 ? String.valueOf(to) : (count == 0 ? from : from + 1) + "," + count;
  }

  private static void append(char sign, List<String> lines, StringBuilder out) {
    for (String line : lines) {
      out.append(sign);
      if (line.endsWith("\n")) {
        out.append(line);
      } else {
        out.append(line).append(NO_END);
      }
    }
  }

  /** Ends a search that has taken too many steps. */
  private static final class Budget implements DiffAlgorithmListener {
    private final long startedAt = System.nanoTime();

    @Override
    public void diffStart() {}

    @Override
    public void diffStep(int value, int max) {
      if (value > MAX_DIFFERENCES || System.nanoTime() - startedAt > MAX_NANOS) {
        throw new TooDifferentException();
      }
    }

    @Override
    public void diffEnd() {}
  }

  private static final class TooDifferentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooDifferentException() {
      super(null, null, false, false);
    }
  }
}
