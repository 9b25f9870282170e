package dev.heddle.server.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The differences that are meant: the tables of {@code fixtures/known-differences.md}.
 *
 * <p>A row has three cells: keys in backquotes, where they occur in backquotes ({@code session} or
 * {@code session / section}), and the reason. {@code *} stands for any text, in both. A place
 * without a section means all of the session. A reason that begins with {@value #AT_TIMES} says
 * that the difference depends on timing: it need not occur.
 */
record KnownDifferences(List<Row> rows) {
  private static final String AT_TIMES = "At times:";

  /** One pattern of one row. */
  record Row(String key, String where, String reason) {
    boolean covers(Difference difference) {
      return glob(key).matcher(difference.key()).matches()
          && (glob(where).matcher(difference.where()).matches()
              || glob(where).matcher(difference.session()).matches());
    }

    /** Whether it may tell of something in that session, or in a section of it. */
    boolean isAbout(String session) {
      return glob(where.replaceFirst(" / .*", "")).matcher(session).matches();
    }

    private static Pattern glob(String text) {
      return Pattern.compile(
          Stream.of(text.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
          Pattern.DOTALL);
    }
  }

  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  static KnownDifferences read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  /** Reads all tables; what is not a table row is prose. */
  static KnownDifferences parse(String markdown) {
    List<Row> rows = new ArrayList<>();
    for (String line : markdown.split("\n")) {
      String[] cells = line.strip().split("(?<!\\\\)\\|", -1);
      if (cells.length < 5 || !cells[1].contains("`")) {
        continue;
      }
      String reason = cells[3].strip();
      if (reason.isEmpty()) {
        throw new IllegalArgumentException("a known difference needs a reason: " + line);
      }
      for (String key : quoted(cells[1])) {
        for (String where : quoted(cells[2])) {
          rows.add(new Row(key, where, reason));
        }
      }
    }
    return new KnownDifferences(List.copyOf(rows));
  }

  private static List<String> quoted(String cell) {
    Matcher matcher = QUOTED.matcher(cell);
    return matcher.results().map(found -> found.group(1).replace("\\|", "|")).toList();
  }

  /** The rows of one place only, which is no session but a comparison of another kind. */
  KnownDifferences in(String place) {
    return new KnownDifferences(rows.stream().filter(row -> row.where().equals(place)).toList());
  }

  /** The rows of all other places. */
  KnownDifferences except(String place) {
    return new KnownDifferences(rows.stream().filter(row -> !row.where().equals(place)).toList());
  }

  boolean covers(Difference difference) {
    return rows.stream().anyMatch(row -> row.covers(difference));
  }

  /** The rows that none of the differences belongs to. */
  List<Row> vanished(List<Difference> differences) {
    return rows.stream()
        .filter(row -> !row.reason().startsWith(AT_TIMES))
        .filter(row -> differences.stream().noneMatch(row::covers))
        .toList();
  }
}
