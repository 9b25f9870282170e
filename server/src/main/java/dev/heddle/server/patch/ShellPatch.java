package dev.heddle.server.patch;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A patch that a model wrote as a shell script: {@code apply_patch} (or {@code applypatch}) with a
 * here-document and nothing else, perhaps behind {@code cd DIRECTORY &&}. The document is taken as
 * it stands; a shell would replace variables in it when its tag is not quoted.
 *
 * @param patch the text of the document
 * @param directory where to go first, or null
 */
public record ShellPatch(String patch, @Nullable String directory) {
  private static final Pattern FIRST_LINE =
      Pattern.compile(
          "(?:cd[ \\t]+('[^']*'|\"[^\"$`\\\\]*\"|[^\\s'\"$`\\\\&;|<>()*?~#]+)[ \\t]*&&[ \\t]*)?"
              + "apply_?patch(?:[ \\t]+-)?[ \\t]*"
              + "<<(-?)[ \\t]*('\\w+'|\"\\w+\"|\\\\?\\w+)[ \\t]*");

  /** The patch in a script, or null when the script is something else. */
  public static @Nullable ShellPatch of(String script) {
    List<String> lines = script.strip().lines().toList();
    Matcher first = FIRST_LINE.matcher(lines.isEmpty() ? "" : lines.getFirst());
    if (!first.matches()) {
      return null;
    }
    boolean tabsGo = !first.group(2).isEmpty();
    String tag = first.group(3).replaceAll("\\W", "");
    StringBuilder patch = new StringBuilder();
    for (int i = 1; i < lines.size(); i++) {
      String line = tabsGo ? lines.get(i).replaceFirst("^\\t+", "") : lines.get(i);
      if (line.equals(tag)) {
        return i == lines.size() - 1 ? new ShellPatch(patch.toString(), directory(first)) : null;
      }
      patch.append(line).append('\n');
    }
    return new ShellPatch(patch.toString(), directory(first)); // a shell takes it to the end, too
  }

  /** Whether the script is a patch without the command that would apply it. */
  public static boolean isBare(String script) {
    return script.stripLeading().startsWith("*** Begin Patch");
  }

  private static @Nullable String directory(Matcher first) {
    String word = first.group(1);
    return word == null ? null : word.replaceAll("^['\"]|['\"]$", "");
  }
}
