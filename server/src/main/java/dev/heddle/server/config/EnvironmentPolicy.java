package dev.heddle.server.config;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which environment variables commands get: the table {@code shell_environment_policy}. Names are
 * compared without regard to case; in patterns {@code *} stands for any characters and {@code ?}
 * for one.
 *
 * <p><b>Thread-safety:</b> immutable.
 *
 * @param inherit what they get of the server's own environment
 * @param excludeSecrets whether to leave out what seems to be a secret by its name
 * @param exclude patterns of names to leave out
 * @param set what they get besides, whatever was left out
 * @param includeOnly patterns of names that alone remain at last; empty for all
 */
public record EnvironmentPolicy(
    Inherit inherit,
    boolean excludeSecrets,
    List<String> exclude,
    Map<String, String> set,
    List<String> includeOnly) {
  /** Everything, unchanged. */
  public static final EnvironmentPolicy DEFAULT =
      new EnvironmentPolicy(Inherit.ALL, false, List.of(), Map.of(), List.of());

  private static final List<String> SECRETS = List.of("*KEY*", "*SECRET*", "*TOKEN*");

  /** What few programs can do without; the last four are Windows'. */
  private static final Set<String> CORE =
      Set.of(
          "HOME",
          "LANG",
          "LC_ALL",
          "LC_CTYPE",
          "LOGNAME",
          "PATH",
          "SHELL",
          "TEMP",
          "TMP",
          "TMPDIR",
          "USER",
          "COMSPEC",
          "PATHEXT",
          "SYSTEMROOT",
          "WINDIR");

  /** How much of the server's environment commands get. */
  public enum Inherit implements ConfigWord {
    /** What nearly every program needs. */
    CORE("core"),
    /** All of it. */
    ALL("all"),
    /** Nothing. */
    NONE("none");

    private final String word;

    Inherit(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  /** A copy of {@code environment} as commands get it; it may be changed. */
  public Map<String, String> of(Map<String, String> environment) {
    Map<String, String> result = new HashMap<>(environment);
    result
        .keySet()
        .removeIf(name ->
            switch (inherit) {
              case ALL -> false;
              case NONE -> true;
              case CORE -> !CORE.contains(name.toUpperCase(Locale.ROOT));
            });
    result
        .keySet()
        .removeIf(name -> (excludeSecrets && matches(SECRETS, name)) || matches(exclude, name));
    result.putAll(set);
    result.keySet().removeIf(name -> !includeOnly.isEmpty() && !matches(includeOnly, name));
    return result;
  }

  private static boolean matches(List<String> patterns, String name) {
    return patterns.stream().anyMatch(pattern -> regex(pattern).matcher(name).matches());
  }

  private static Pattern regex(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char sign = pattern.charAt(i);
      regex.append(sign == '*' ? ".*" : sign == '?' ? "." : Pattern.quote(String.valueOf(sign)));
    }
    return Pattern.compile(
        regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
  }
}
