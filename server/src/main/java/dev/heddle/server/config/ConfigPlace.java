package dev.heddle.server.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in the configuration's file. Lines and columns count from 1; the last column is the one
 * of the last character.
 */
public record ConfigPlace(Path file, int line, int column, int lastLine, int lastColumn) {
  /**
   * What a problem of the configuration is about: the line that does not parse, or the value that
   * does not fit.
   *
   * @param home the home directory
   * @param overrides as for {@link ConfigLoader#load}
   * @return null when it is not in the file
   */
  public static @Nullable ConfigPlace of(
      ConfigException problem, Path home, List<String> overrides) {
    Path file = home.resolve(ConfigLoader.FILE_NAME);
    Integer line = problem.line();
    if (line != null) {
      return new ConfigPlace(file, line, 1, line, 1);
    }
    String key = problem.key();
    if (key == null || overrides.stream().anyMatch(given -> given.startsWith(key + "="))) {
      return null;
    }
    try {
      return value(file, ConfigLoader.readText(file), TomlScanner.key(key));
    } catch (ConfigException e) {
      return null; // it was there a moment ago
    }
  }

  private static @Nullable ConfigPlace value(Path file, String text, List<String> path) {
    for (TomlStatement statement : TomlScanner.scan(text)) {
      if (statement.kind() == TomlStatement.Kind.VALUE && statement.path().equals(path)) {
        int start = statement.valueStart();
        int last = Math.max(start, statement.valueEnd() - 1);
        return new ConfigPlace(
            file, line(text, start), column(text, start), line(text, last), column(text, last));
      }
    }
    return null;
  }

  private static int line(String text, int at) {
    return 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
  }

  private static int column(String text, int at) {
    int lineStart = text.lastIndexOf('\n', at - 1) + 1;
    return 1 + text.codePointCount(lineStart, at);
  }
}
