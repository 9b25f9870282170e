package dev.heddle.server;

import dev.heddle.server.chat.Chat;
import dev.heddle.server.chat.ChatOptions;
import dev.heddle.server.conform.Conform;
import dev.heddle.server.conform.ConformOptions;
import dev.heddle.server.demo.Demo;
import dev.heddle.server.demo.DemoOptions;
import dev.heddle.server.process.SessionLeader;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table of commands, one line each. {@code app-server} is in it for the help only: {@link Main}
 * starts it without loading this class.
 */
final class Commands {
  private static final List<Command> ALL =
      List.of(
          new Command(
              "app-server",
              "serve one client on standard input and output",
              CommandLine.OPTIONS,
              Commands::never),
          new Command(
              SchemaCommand.JSON_SCHEMA,
              "write the protocol as JSON Schema",
              SchemaCommand.OPTIONS,
              SchemaCommand::writeJsonSchema),
          new Command(
              SchemaCommand.TYPESCRIPT,
              "write the protocol as TypeScript",
              SchemaCommand.OPTIONS,
              SchemaCommand::writeTypeScript),
          new Command(
              "demo",
              "show and explain a conversation on the wire",
              DemoOptions.HELP,
              Commands::demo),
          new Command(
              "chat", "talk with an agent in the terminal", ChatOptions.HELP, Commands::chat),
          new Command(
              "conform",
              "try a server against the rules of the protocol",
              ConformOptions.HELP,
              Commands::conform),
          new Command(
              "fsck",
              "look at every journal of a home, and repair",
              FsckCommand.OPTIONS,
              FsckCommand::run),
          new Command(
              "doctor",
              "look at all that a server needs, and say how it is",
              Doctor.OPTIONS,
              Doctor::run),
          new Command(
              "completion",
              "print a script that completes commands in a shell",
              Completion.OPTIONS,
              Completion::run));

  private Commands() {}

  /** All commands, in the order of the help. */
  static List<Command> all() {
    return ALL;
  }

  /**
   * Runs what {@code arguments} ask for. A misunderstanding is told on standard error, and so is
   * output that nobody takes, such as that of {@code heddle conform | head}.
   */
  static ExitCode run(List<String> arguments, OutputStream stdout)
      throws IOException, InterruptedException {
    Output output = new Output(stdout);
    try {
      return choose(arguments, output);
    } catch (IOException | UncheckedIOException e) {
      IOException failure = output.failure;
      if (failure == null) {
        throw e;
      }
      System.err.print("heddle: standard output: " + failure.getMessage() + "\n");
      return ExitCode.CANNOT_START;
    }
  }

  /** Standard output, and how it failed. */
  private static final class Output extends FilterOutputStream {
    private volatile @Nullable IOException failure;

    Output(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length); // not byte by byte, as it would be else
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }

  private static ExitCode choose(List<String> arguments, OutputStream stdout)
      throws IOException, InterruptedException {
    if (arguments.isEmpty()) {
      return misunderstood("a command is missing", usage());
    }
    int words = hasTwoWords(arguments) ? 2 : 1;
    String name = String.join(" ", arguments.subList(0, words));
    List<String> rest = arguments.subList(words, arguments.size());
    switch (name) {
      case "help", "--help", "-h" -> {
        return print(
            stdout,
            rest.isEmpty()
                ? usage()
                : find(String.join(" ", rest)).map(Command::help).orElseGet(Commands::usage));
      }
      case "--version", "-V", "version" -> {
        return print(stdout, Version.text() + "\n");
      }
      default -> {
        return run(name, rest, stdout);
      }
    }
  }

  private static ExitCode run(String name, List<String> arguments, OutputStream stdout)
      throws IOException, InterruptedException {
    Optional<Command> command = find(name);
    if (command.isEmpty()) {
      return misunderstood("there is no command '" + name + "'", usage());
    }
    if (!arguments.isEmpty() && List.of("--help", "-h").contains(arguments.get(0))) {
      return print(stdout, command.get().help());
    }
    try {
      return command.get().action().run(words(arguments), stdout);
    } catch (UsageException e) {
      return misunderstood(String.valueOf(e.getMessage()), command.get().help());
    }
  }

  /** {@code --option=value} as two words, which all commands understand; not behind {@code --}. */
  private static List<String> words(List<String> arguments) {
    List<String> words = new ArrayList<>();
    int end = arguments.contains("--") ? arguments.indexOf("--") : arguments.size();
    for (String argument : arguments.subList(0, end)) {
      CommandLine.Option option = CommandLine.Option.of(argument);
      words.add(option.name());
      if (option.value() != null) {
        words.add(option.value());
      }
    }
    words.addAll(arguments.subList(end, arguments.size()));
    return words;
  }

  /** Whether the first two arguments name a command, rather than the first alone. */
  private static boolean hasTwoWords(List<String> arguments) {
    return arguments.size() > 1
        && arguments.get(0).equals("app-server")
        && arguments.get(1).startsWith("generate-");
  }

  private static Optional<Command> find(String name) {
    return ALL.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** The list of commands. */
  static String usage() {
    StringBuilder text = new StringBuilder("usage: heddle COMMAND [option...]\n\n");
    for (Command each : ALL) {
      text.append(String.format("  %-32s %s%n", each.name(), each.summary()));
    }
    return text.append(
            String.format("  %-32s %s%n", "help [COMMAND]", "this, or the options of a command"))
        .append(String.format("  %-32s %s%n", "--version", "which version and build this is"))
        .toString();
  }

  static ExitCode misunderstood(String reason, String usage) {
    System.err.print("heddle: " + reason + "\n" + usage);
    return ExitCode.USAGE;
  }

  static ExitCode print(OutputStream stdout, String text) throws IOException {
    stdout.write(text.getBytes(StandardCharsets.UTF_8));
    stdout.flush();
    return ExitCode.OK;
  }

  private static ExitCode never(List<String> arguments, OutputStream stdout) {
    throw new IllegalStateException("app-server is not run from the table");
  }

  private static ExitCode demo(List<String> arguments, OutputStream stdout)
      throws UsageException, IOException, InterruptedException {
    DemoOptions options;
    try {
      options = DemoOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return Demo.run(options, Installation.command(), stdout, System.getenv())
        ? ExitCode.OK
        : ExitCode.NOT_AS_EXPECTED;
  }

  private static ExitCode chat(List<String> arguments, OutputStream stdout)
      throws UsageException, IOException, InterruptedException {
    ChatOptions options;
    try {
      options = ChatOptions.parse(arguments, System.getenv());
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    ShippedLibraries.ofThisProcess().use();
    // In a session of its own: Ctrl-C in the terminal is for the chat.
    List<String> server = new ArrayList<>(Installation.command());
    server.add("app-server");
    server.addAll(options.server());
    return Chat.run(SessionLeader.wrap(server), options.thread())
        ? ExitCode.OK
        : ExitCode.NOT_AS_EXPECTED;
  }

  private static ExitCode conform(List<String> arguments, OutputStream stdout)
      throws UsageException, IOException, InterruptedException {
    ConformOptions options;
    try {
      options = ConformOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return Conform.run(options, Installation.command(), stdout)
        ? ExitCode.OK
        : ExitCode.NOT_AS_EXPECTED;
  }
}
