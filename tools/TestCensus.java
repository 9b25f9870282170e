import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The count after the tests: every test class of a module must have a report, or the build fails.
 *
 * <p>{@code java TestCensus.java TEST_SOURCES BUILD_FOLDER [only=PATTERN…]}. A class named {@code
 * *Test} must appear in Surefire's reports, one named {@code *IT} in Failsafe's; any other class
 * that declares tests is one no runner looks for. Abstract classes are contracts, run by those that
 * extend them. An {@code only} with a value says that the developer asked for a part: nothing is
 * counted then.
 *
 * <p>Exits with 0 when all ran, with 1 otherwise, naming each class that did not.
 */
final class TestCensus {
  private static final Pattern DECLARES_TESTS =
      Pattern.compile(
          "^\\s*@(Test|ParameterizedTest|RepeatedTest|TestFactory|Property)\\b", Pattern.MULTILINE);
  private static final Pattern TEST_COUNT =
      Pattern.compile("<testsuite\\b[^>]*\\btests=\"(\\d+)\"");

  private final Path buildFolder;
  private final List<String> missing = new ArrayList<>();

  private TestCensus(Path buildFolder) {
    this.buildFolder = buildFolder;
  }

  public static void main(String[] args) throws IOException {
    Path sources = Path.of(args[0]);
    for (int i = 2; i < args.length; i++) {
      // Maven leaves a property that nobody set as it was written: only=${it.test}.
      if (!args[i].startsWith("only=${") && !args[i].equals("only=")) {
        return;
      }
    }
    if (!Files.isDirectory(sources)) {
      return;
    }
    TestCensus census = new TestCensus(Path.of(args[1]));
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        census.count(sources, file);
      }
    }
    if (!census.missing.isEmpty()) {
      System.err.println("These test classes did not run:");
      census.missing.forEach(line -> System.err.println("  " + line));
      System.exit(1);
    }
  }

  private void count(Path sources, Path file) throws IOException {
    String simpleName = file.getFileName().toString().replaceFirst("\\.java$", "");
    String source = Files.readString(file);
    if (Pattern.compile("\\babstract\\s+class\\s+" + simpleName + "\\b").matcher(source).find()) {
      return;
    }
    String className =
        sources.relativize(file).toString().replaceFirst("\\.java$", "").replaceAll("[/\\\\]", ".");
    if (simpleName.endsWith("IT")) {
      require(className, "failsafe-reports");
    } else if (simpleName.endsWith("Test")) {
      require(className, "surefire-reports");
    } else if (DECLARES_TESTS.matcher(source).find()
        && !Pattern.compile("\\binterface\\s+" + simpleName + "\\b").matcher(source).find()) {
      missing.add(className + " (its name ends neither with Test nor with IT)");
    }
  }

  private void require(String className, String reports) throws IOException {
    Path folder = buildFolder.resolve(reports);
    if (!Files.isDirectory(folder)) {
      missing.add(className + " (no " + reports + ")");
      return;
    }
    // Nested classes have reports of their own, and an outer class may hold nothing else.
    String prefix = "TEST-" + className;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path report : files.toList()) {
        String name = report.getFileName().toString();
        boolean ofThisClass = name.equals(prefix + ".xml") || name.startsWith(prefix + "$");
        if (ofThisClass && testsIn(report) > 0) {
          return;
        }
      }
    }
    missing.add(className + " (not in " + reports + ")");
  }

  private static int testsIn(Path report) throws IOException {
    Matcher tests = TEST_COUNT.matcher(Files.readString(report));
    return tests.find() ? Integer.parseInt(tests.group(1)) : 0;
  }
}
