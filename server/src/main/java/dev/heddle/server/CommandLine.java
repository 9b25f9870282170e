package dev.heddle.server;

import dev.heddle.server.connection.Limits;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code app-server}, understood. A parser by hand: a library for this costs more
 * time than the rest of the start.
 */
sealed interface CommandLine {
  /** What the options mean, for the help. */
  String OPTIONS =
      """
      --home DIR             directory of threads and configuration
                             (otherwise $HEDDLE_HOME, $CODEX_HOME or ~/.heddle)
      -c, --config KEY=VALUE override a key of the configuration file; may be repeated
      --enable FEATURE       the same as -c features.FEATURE=true
      --disable FEATURE      the same as -c features.FEATURE=false
      --listen stdio://      serve standard input and output, the only transport
      --stdio                the same
      --strict-config, --analytics-default-enabled
                             accepted for clients that pass them; without effect
      """;

  /** Serve a client. */
  record Serve(ServerOptions options) implements CommandLine {}

  /** Print the help. */
  record Help() implements CommandLine {}

  /** Not understood; {@code reason} says what. */
  record Wrong(String reason) implements CommandLine {}

  /**
   * Understands {@code arguments}; never throws.
   *
   * @param arguments what follows {@code app-server}
   * @param environment the process environment
   * @param userHome the user's home directory, where {@code HOME} does not name it
   */
  static CommandLine parse(
      List<String> arguments, Map<String, String> environment, String userHome) {
    Iterator<String> rest = arguments.iterator();
    String home = null;
    List<String> overrides = new ArrayList<>();
    while (rest.hasNext()) {
      Option option = Option.of(rest.next());
      switch (option.name()) {
        case "--help", "-h" -> {
          return new Help();
        }
        case "--stdio", "--strict-config", "--analytics-default-enabled" -> {
          if (option.value() != null) {
            return new Wrong(option.name() + " takes no value");
          }
        }
        case "--home", "-c", "--config", "--enable", "--disable", "--listen" -> {
          String value = option.valueOr(rest);
          if (value == null) {
            return new Wrong(option.name() + " needs a value");
          }
          switch (option.name()) {
            case "--home" -> home = value;
            case "--enable" -> overrides.add("features." + value + "=true");
            case "--disable" -> overrides.add("features." + value + "=false");
            case "--listen" -> {
              if (!value.equals("stdio://")) {
                return new Wrong("cannot listen on '" + value + "'; only stdio:// is supported");
              }
            }
            default -> {
              if (value.indexOf('=') <= 0) {
                return new Wrong(option.name() + " needs KEY=VALUE, not '" + value + "'");
              }
              overrides.add(value);
            }
          }
        }
        default -> {
          return new Wrong("there is no option '" + option.name() + "'");
        }
      }
    }
    try {
      return new Serve(
          new ServerOptions(
              ServerOptions.homeOf(home, environment, userHome),
              overrides,
              Limits.forHeap(Runtime.getRuntime().maxMemory())));
    } catch (IllegalArgumentException e) {
      return new Wrong("not a directory's name: " + e.getMessage());
    }
  }

  /**
   * One argument, split at the equals sign that a long option may have.
   *
   * @param name what comes before it
   * @param value what comes after it, or null
   */
  record Option(String name, @Nullable String value) {
    static Option of(String argument) {
      int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
      return equals < 0
          ? new Option(argument, null)
          : new Option(argument.substring(0, equals), argument.substring(equals + 1));
    }

    @Nullable String valueOr(Iterator<String> rest) {
      return value != null ? value : rest.hasNext() ? rest.next() : null;
    }
  }
}
