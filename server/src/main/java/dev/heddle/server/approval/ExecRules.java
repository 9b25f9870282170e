package dev.heddle.server.approval;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.heddle.server.log.Log;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  private static final Pattern RULE =
      Pattern.compile(
          "^\\s*prefix_rule\\(\\s*pattern\\s*=\\s*(?<pattern>\\[.*\\])\\s*,\\s*"
              + "decision\\s*=\\s*\"(?<decision>allow|prompt|forbidden)\"\\s*,?.*\\)\\s*$");

  private final Path folder;

  /** What rules say of a command; the strictest counts. */
  public enum Decision {
    NONE,
    ALLOW,
    PROMPT,
    FORBIDDEN
  }

  private record Rule(List<List<String>> pattern, Decision decision) {
    boolean matches(List<String> words) {
      if (words.size() < pattern.size()) {
        return false;
      }
      for (int i = 0; i < pattern.size(); i++) {
        if (!pattern.get(i).contains(words.get(i))) {
          return false;
        }
      }
      return true;
    }
  }

  /** Those of this home, which need not exist. */
  public ExecRules(Path home) {
    this.folder = home.resolve("rules");
  }

  /** What is said of a command with these words. */
  public Decision decide(List<String> words) {
    Decision strictest = Decision.NONE;
    for (Rule rule : rules()) {
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

  private List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.rules")) {
      for (Path file : files) {
        for (String line : Files.readAllLines(file)) {
          add(line, rules);
        }
      }
    } catch (NoSuchFileException e) {
      // No rules.
    } catch (IOException e) {
      LOG.warn("the rules for commands cannot be read; all count as missing", e);
    }
    return rules;
  }

  private static void add(String line, List<Rule> rules) {
    Matcher matcher = RULE.matcher(line);
    if (!matcher.matches()) {
      return;
    }
    try {
      List<List<String>> pattern = new ArrayList<>();
      for (JsonElement word : JsonParser.parseString(matcher.group("pattern")).getAsJsonArray()) {
        pattern.add(alternatives(word));
      }
      if (!pattern.isEmpty()) {
        rules.add(
            new Rule(
                pattern,
                switch (matcher.group("decision")) {
                  case "allow" -> Decision.ALLOW;
                  case "prompt" -> Decision.PROMPT;
                  default -> Decision.FORBIDDEN;
                }));
      }
    } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
      LOG.warn("a rule for commands is not understood and is skipped");
    }
  }

  private static List<String> alternatives(JsonElement word) {
    if (!(word instanceof JsonArray several)) {
      return List.of(word.getAsString());
    }
    List<String> alternatives = new ArrayList<>();
    several.forEach(each -> alternatives.add(each.getAsString()));
    return alternatives;
  }
}
