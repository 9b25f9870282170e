package dev.heddle.server.demo;

import java.util.List;

/**
 * What the command line of the demonstration says. Immutable.
 *
 * @param plain no colours, whatever the output is
 * @param raw the lines as they are on the wire
 * @param fast no pauses
 * @param server the command of another server to show, in its own environment; empty for this one
 *     in a home of its own
 */
public record DemoOptions(boolean plain, boolean raw, boolean fast, List<String> server) {
  /** What the options mean, for the help. */
  public static final String HELP =
      """
      --plain                no colours ($NO_COLOR and output that is no terminal do the same)
      --raw                  each line as it is on the wire
      --fast                 no pauses
      -- COMMAND...          show another server, in its own home, instead of this one
      """;

  /**
   * Understands {@code arguments}.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static DemoOptions parse(List<String> arguments) {
    boolean plain = false;
    boolean raw = false;
    boolean fast = false;
    for (int i = 0; i < arguments.size(); i++) {
      switch (arguments.get(i)) {
        case "--plain" -> plain = true;
        case "--raw" -> raw = true;
        case "--fast" -> fast = true;
        case "--" -> {
          List<String> server = List.copyOf(arguments.subList(i + 1, arguments.size()));
          if (server.isEmpty()) {
            throw new IllegalArgumentException("-- needs the command of a server after it");
          }
          return new DemoOptions(plain, raw, fast, server);
        }
        default ->
            throw new IllegalArgumentException("demo has no option '" + arguments.get(i) + "'");
      }
    }
    return new DemoOptions(plain, raw, fast, List.of());
  }
}
