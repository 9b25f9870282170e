package dev.heddle.server.approval;

import com.google.gson.JsonArray;
import dev.heddle.server.log.Log;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules a user has agreed to: which commands run without being asked about, which never.
 *
 * <p><b>Thread-safety:</b> thread-safe.
 *
 * <p><b>Files:</b> reads {@code rules/*.rules} in the home whenever asked, since another program
 * may have added to them; appends to {@code rules/default.rules}.
 */
public final class ExecRules {
  private static final Log LOG = Log.of(ExecRules.class);
  private final Path folder;

  /** What rules say of a command; the strictest counts. */
  public enum Decision {
    NONE,
    ALLOW,
    PROMPT,
    FORBIDDEN
  }

  /** Those of this home, which need not exist. */
  public ExecRules(Path home) {
    this.folder = home.resolve("rules");
  }

  /**
   * What is said of a command with these words. What rules say of a program's name goes for its
   * path, too, unless one speaks of the path itself; only, it allows nothing, since whoever can
   * write a file can give it that name.
   */
  public Decision decide(List<String> words) {
    List<ExecRule> rules = rules();
    Decision literal = strictest(rules, words);
    String program = words.isEmpty() ? "" : words.getFirst();
    int slash = program.lastIndexOf('/');
    if (literal != Decision.NONE || slash < 0) {
      return literal;
    }
    List<String> named = new ArrayList<>(words);
    named.set(0, program.substring(slash + 1));
    Decision ofName = strictest(rules, named);
    return ofName == Decision.ALLOW ? Decision.NONE : ofName;
  }

  private static Decision strictest(List<ExecRule> rules, List<String> words) {
    Decision strictest = Decision.NONE;
    for (ExecRule rule : rules) {
      if (rule.matches(words) && rule.decision().compareTo(strictest) > 0) {
        strictest = rule.decision();
      }
    }
    return strictest;
  }

  /** From now on commands that begin with {@code prefix} run unasked. */
  public synchronized void allow(List<String> prefix) throws IOException {
    JsonArray words = new JsonArray();
    prefix.forEach(words::add);
    String list = words.toString().replace("\",\"", "\", \"");
    String line = "prefix_rule(pattern=" + list + ", decision=\"allow\")\n";
    Files.createDirectories(folder);
    Path file = folder.resolve("default.rules");
    String before = Files.exists(file) ? Files.readString(file) : "";
    if (before.contains(line)) {
      return;
    }
    String gap = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
    Files.writeString(
        file,
        gap + line,
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private List<ExecRule> rules() {
    List<ExecRule> rules = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.rules")) {
      for (Path file : files) {
        read(file, rules);
      }
    } catch (NoSuchFileException e) {
      // No rules.
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("the rules for commands cannot be listed; all count as missing", e);
    }
    return rules;
  }

  private static void read(Path file, List<ExecRule> rules) {
    try {
      rules.addAll(
          RuleReader.read(
              Files.readString(file),
              why -> LOG.warn("a rule in " + file + " is not understood and is skipped: " + why)));
    } catch (IOException e) {
      LOG.warn("the rules in " + file + " cannot be read and count as missing", e);
    }
  }
}
