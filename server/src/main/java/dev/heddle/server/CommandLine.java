package dev.heddle.server;

import dev.heddle.server.connection.Limits;
import dev.heddle.server.demo.DemoOptions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of the program, understood. A parser by hand: a library for this costs more time
 * than the rest of the start.
 */
sealed interface CommandLine {
  /** What {@code help} prints. */
  String USAGE =
      """
      usage: heddle app-server [option...]   serve one client on standard input and output
             heddle demo [option...]         show and explain a conversation on the wire
             heddle --version
             heddle help

      app-server:
        --home DIR             directory of threads and configuration
                               (otherwise $HEDDLE_HOME, $CODEX_HOME or ~/.heddle)
        -c, --config KEY=VALUE override a key of the configuration file; may be repeated
        --enable FEATURE       the same as -c features.FEATURE=true
        --disable FEATURE      the same as -c features.FEATURE=false
        --listen stdio://      serve standard input and output, the only transport
        --stdio                the same
        --strict-config, --analytics-default-enabled
                               accepted for clients that pass them; without effect

      demo:
        --plain                no colours ($NO_COLOR and output that is no terminal do the same)
        --raw                  each line as it is on the wire
        --fast                 no pauses
        -- COMMAND...          show another server, in its own home, instead of this one
      """;

  /** Serve a client. */
  record Serve(ServerOptions options) implements CommandLine {}

  /** Show a conversation. */
  record Demonstrate(DemoOptions options) implements CommandLine {}

  /** Print the version. */
  record Version() implements CommandLine {}

  /** Print the usage. */
  record Help() implements CommandLine {}

  /** Not understood; {@code reason} says what. */
  record Wrong(String reason) implements CommandLine {}

  /**
   * Understands {@code arguments}; never throws.
   *
   * @param environment the process environment
   * @param userHome the user's home directory
   */
  static CommandLine parse(
      List<String> arguments, Map<String, String> environment, String userHome) {
    if (arguments.isEmpty()) {
      return new Wrong("a command is missing");
    }
    String command = arguments.get(0);
    return switch (command) {
      case "app-server" ->
          serve(arguments.subList(1, arguments.size()).iterator(), environment, userHome);
      case "demo" -> demonstrate(arguments.subList(1, arguments.size()));
      case "--version", "-V" -> new Version();
      case "help", "--help", "-h" -> new Help();
      default -> new Wrong("there is no command '" + command + "'");
    };
  }

  private static CommandLine demonstrate(List<String> rest) {
    if (!rest.isEmpty() && List.of("--help", "-h").contains(rest.get(0))) {
      return new Help();
    }
    try {
      return new Demonstrate(DemoOptions.parse(rest));
    } catch (IllegalArgumentException e) {
      return new Wrong(String.valueOf(e.getMessage()));
    }
  }

  private static CommandLine serve(
      Iterator<String> rest, Map<String, String> environment, String userHome) {
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
