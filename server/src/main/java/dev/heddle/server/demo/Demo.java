package dev.heddle.server.demo;

import java.io.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The demonstration as a command. It needs no network and no key, leaves nothing behind, and
 * succeeds only if everything that it expects happened.
 */
public final class Demo {
  private final DemoOptions options;
  private final List<String> program;
  private final Narrator narrator;

  private Demo(DemoOptions options, List<String> program, Narrator narrator) {
    this.options = options;
    this.program = program;
    this.narrator = narrator;
  }

  /**
   * Runs it.
   *
   * @param program the beginning of a command line that starts this program
   * @param out where to show it, in UTF-8
   * @param environment the process environment
   * @return whether everything happened as expected
   * @throws IOException if there is no place for temporary files
   */
  public static boolean run(
      DemoOptions options, List<String> program, OutputStream out, Map<String, String> environment)
      throws IOException, InterruptedException {
    boolean terminal = isTerminal();
    boolean coloured =
        terminal
            && !options.plain()
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM"));
    Narrator narrator =
        new Narrator(new Screen(out, coloured), options.raw(), terminal && !options.fast());
    return new Demo(options, program, narrator).play();
  }

  private boolean play() throws IOException, InterruptedException {
    long begunNanos = System.nanoTime();
    int messages;
    try (Place place = Place.create()) {
      messages =
          new Story(command(place), options.server().isEmpty(), place.work(), narrator).tell();
    } catch (DemoFailure e) {
      narrator.failed(String.valueOf(e.getMessage()));
      narrator.close(
          "This is not as it should be.", "What the server logged is on standard error.");
      return false;
    }
    double seconds = (System.nanoTime() - begunNanos) / 1e9;
    narrator.close(
        String.format(
            Locale.ROOT,
            "Done: 2 processes, 2 threads, %d messages, all as expected, in %.1f seconds.",
            messages,
            seconds),
        "Next: README.md to point your own client here, ARCHITECTURE.md for the code,"
            + " fixtures/scenarios to script the agent.");
    return true;
  }

  private List<String> command(Place place) {
    if (!options.server().isEmpty()) {
      return options.server();
    }
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("app-server", "--home", place.home().toString()));
    return command;
  }

  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}
