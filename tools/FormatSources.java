import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The formatter's command line: checks or rewrites every Java file below a folder.
 *
 * <p>{@code java FormatSources.java check|apply ROOT}, with google-java-format on the class path.
 * Exits with 0 when every file is as it should be, with 1 when one is not or cannot be parsed.
 * {@code apply} leaves a file that cannot be parsed as it was.
 */
final class FormatSources {
  /** Folders that hold no sources of ours. */
  private static final Set<String> SKIPPED = Set.of(".git", "target", "fixtures", "node_modules");

  private enum Verdict {
    CLEAN,
    UNFORMATTED,
    BROKEN
  }

  private record Outcome(Path file, Verdict verdict, String detail) {}

  public static void main(String[] args) throws IOException {
    if (args.length != 2 || !Set.of("check", "apply").contains(args[0])) {
      System.err.println("usage: FormatSources check|apply ROOT");
      System.exit(2);
    }
    boolean apply = args[0].equals("apply");
    Path root = Path.of(args[1]).toRealPath();
    List<Path> files = javaFiles(root);
    List<Outcome> outcomes = files.parallelStream().map(file -> format(file, apply)).toList();

    boolean failed = false;
    boolean unformatted = false;
    for (Outcome outcome : outcomes) {
      Path file = root.relativize(outcome.file());
      switch (outcome.verdict()) {
        case CLEAN -> {}
        case UNFORMATTED -> {
          System.err.println((apply ? "formatted " : "not formatted: ") + file);
          unformatted |= !apply;
        }
        case BROKEN -> {
          System.err.println("cannot be parsed: " + file + ": " + outcome.detail());
          failed = true;
        }
      }
    }
    if (unformatted) {
      System.err.println("Run ./heddle fmt to format the files above.");
    }
    if (failed || unformatted) {
      System.exit(1);
    }
    System.err.println(files.size() + " Java files are formatted.");
  }

  private static Outcome format(Path file, boolean apply) {
    try {
      String before = Files.readString(file);
      String after = new Formatter().formatSourceAndFixImports(before);
      if (after.equals(before)) {
        return new Outcome(file, Verdict.CLEAN, "");
      }
      if (apply) {
        Files.writeString(file, after);
      }
      return new Outcome(file, Verdict.UNFORMATTED, "");
    } catch (FormatterException | IOException e) {
      return new Outcome(file, Verdict.BROKEN, String.valueOf(e.getMessage()));
    }
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return SKIPPED.contains(String.valueOf(folder.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java") && attributes.isRegularFile()) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }

  private FormatSources() {}
}
