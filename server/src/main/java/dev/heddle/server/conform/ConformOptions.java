package dev.heddle.server.conform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the command line of the suite says. Immutable.
 *
 * @param server the command of the server to try, in words; empty for this one
 * @param only the sections to try; empty for all
 * @param junit where to write a report in XML, or null
 * @param traces the folder for files of all that is said to servers and by them, or null
 * @param everyRule whether rules that hold are shown, too
 * @param list whether to list the rules instead of trying them
 */
public record ConformOptions(
    List<String> server,
    Set<String> only,
    @Nullable Path junit,
    @Nullable Path traces,
    boolean everyRule,
    boolean list) {
  /** The options, as the help shows them. */
  public static final String HELP =
      """
      --server "COMMAND..."  the server to try, instead of this one; it finds its home in
                             $CODEX_HOME, or where {home} stands in the command. It runs in
                             another folder; a file of this one needs a slash: ./my-server
      --only SECTION         this section alone; may be repeated
      --junit FILE           write a report in JUnit's XML, too
      --traces FOLDER        keep all that is said to the servers and by them, a file for each
      --verbose              show the rules that hold, too
      --list                 list the rules and try nothing
      """;

  /**
   * Understands {@code arguments}.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static ConformOptions parse(List<String> arguments) {
    List<String> server = List.of();
    Set<String> only = new HashSet<>();
    Path junit = null;
    Path traces = null;
    boolean everyRule = false;
    boolean list = false;
    for (int i = 0; i < arguments.size(); i++) {
      String option = arguments.get(i);
      switch (option) {
        case "--server" ->
            server =
                words(value(arguments, ++i, option)).stream().map(ConformOptions::located).toList();
        case "--only" -> only.add(section(value(arguments, ++i, option)));
        case "--junit" -> junit = Path.of(value(arguments, ++i, option));
        case "--traces" -> traces = Path.of(value(arguments, ++i, option));
        case "--verbose" -> everyRule = true;
        case "--list" -> list = true;
        default -> throw new IllegalArgumentException("conform has no option '" + option + "'");
      }
    }
    return new ConformOptions(server, Set.copyOf(only), junit, traces, everyRule, list);
  }

  private static String value(List<String> arguments, int index, String option) {
    if (index >= arguments.size() || arguments.get(index).isBlank()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return arguments.get(index);
  }

  private static String section(String name) {
    List<String> names = Suite.sections().stream().map(Section::name).toList();
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "there is no section '" + name + "', but " + String.join(", ", names));
    }
    return name;
  }

  /** A word that names a file from here by a path, so that it does from anywhere. */
  private static String located(String word) {
    return word.contains("/") && Files.exists(Path.of(word))
        ? Path.of(word).toAbsolutePath().normalize().toString()
        : word;
  }

  /** Splits a command at blanks; quotation marks of both kinds keep them. */
  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (char c : command.toCharArray()) {
      if (quote != 0 ? c == quote : c == '"' || c == '\'') {
        quote = quote == 0 ? c : 0;
        begun = true;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("a quotation mark is not closed: " + command);
    }
    if (begun) {
      words.add(word.toString());
    }
    return List.copyOf(words);
  }
}
