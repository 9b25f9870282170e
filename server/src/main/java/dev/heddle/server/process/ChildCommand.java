package dev.heddle.server.process;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be run, and how.
 *
 * @param argv the program and its arguments; not read by any shell
 * @param cwd absolute working directory
 * @param environment the whole environment
 * @param terminal size of its pseudo terminal, or null for pipes
 * @param takesInput whether it gets standard input that can be written to; else that is empty
 * @param mergeErrors whether what it prints to standard error comes as standard output; a terminal
 *     knows no difference
 * @param afterwards is run once: when it has ended, or could not be started
 */
public record ChildCommand(
    List<String> argv,
    String cwd,
    Map<String, String> environment,
    @Nullable TerminalSize terminal,
    boolean takesInput,
    boolean mergeErrors,
    Runnable afterwards) {
  /** One after which nothing is to be done. */
  public ChildCommand(
      List<String> argv,
      String cwd,
      Map<String, String> environment,
      @Nullable TerminalSize terminal,
      boolean takesInput,
      boolean mergeErrors) {
    this(argv, cwd, environment, terminal, takesInput, mergeErrors, () -> {});
  }
}
