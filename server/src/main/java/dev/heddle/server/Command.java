package dev.heddle.server;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A command of the program: how it is called, and what runs it. Immutable.
 *
 * @param name its first argument
 * @param summary what it does, in a few words, for the list of commands
 * @param options what may follow the name, for its help; a line that begins with the option
 *     explains it. Shell completion reads the options off this text
 * @param action runs it
 */
record Command(String name, String summary, String options, Action action) {
  private static final Pattern LONG_OPTION = Pattern.compile("(?m)(?<![\\w-])--[a-z][a-z-]*");

  /** What a command does. */
  @FunctionalInterface
  interface Action {
    /**
     * Runs the command.
     *
     * @param arguments what follows the command's name
     * @param stdout the process's standard output; {@code System.out} is standard error here
     * @throws UsageException when the arguments cannot be understood
     */
    ExitCode run(List<String> arguments, OutputStream stdout)
        throws UsageException, IOException, InterruptedException;
  }

  /** Its long options, each once, in the order of the help. */
  List<String> longOptions() {
    return LONG_OPTION.matcher(options).results().map(MatchResult::group).distinct().toList();
  }

  /** Its help. */
  String help() {
    return "usage: heddle "
        + name
        + (options.isEmpty() ? "" : " [option...]")
        + "\n\n  "
        + summary
        + '\n'
        + (options.isEmpty() ? "" : "\n" + options.indent(2));
  }
}
