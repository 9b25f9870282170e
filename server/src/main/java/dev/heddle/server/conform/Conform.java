package dev.heddle.server.conform;

import dev.heddle.server.conform.Outcome.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The conformance suite as a command. It needs no network and no key, and leaves nothing behind but
 * its reports.
 */
public final class Conform {
  private Conform() {}

  /**
   * Runs it.
   *
   * @param program the beginning of a command line that starts this program
   * @param out where to report, in UTF-8
   * @return whether no rule was broken
   * @throws IOException if the server cannot be started, or a report cannot be written
   */
  public static boolean run(ConformOptions options, List<String> program, OutputStream out)
      throws IOException, InterruptedException {
    ReportText report = new ReportText(options.everyRule());
    if (options.list()) {
      for (Section section : Suite.sections()) {
        for (Rule rule : section.rules()) {
          print(out, section.name() + "/" + rule.name() + "  " + rule.sentence() + "\n");
        }
      }
      return true;
    }
    List<String> command = server(options, program);
    print(out, "heddle conform: " + String.join(" ", command) + "\n\n");
    long begunNanos = System.nanoTime();
    List<SectionOutcome> outcomes =
        outcomes(command, options, outcome -> print(out, report.of(outcome)));
    print(out, report.summary(outcomes, (System.nanoTime() - begunNanos) / 1e9));
    if (options.junit() != null) {
      ReportXml.write(options.junit(), outcomes);
    }
    return ReportText.count(outcomes, Verdict.BROKEN) == 0;
  }

  /** Tries a server in folders that are removed afterwards. */
  static List<SectionOutcome> outcomes(
      List<String> command, ConformOptions options, Consumer<SectionOutcome> told)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("heddle-conform");
    try {
      return new Suite(command, folder, options.traces()).run(options.only(), told);
    } finally {
      delete(folder);
    }
  }

  private static List<String> server(ConformOptions options, List<String> program) {
    if (!options.server().isEmpty()) {
      return options.server();
    }
    List<String> command = new ArrayList<>(program);
    command.add("app-server");
    return command;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static void print(OutputStream out, String text) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
