package dev.heddle.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherConstants;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * The census of {@code fixtures/store-acceptance.md}: every promise has the proof it names, and
 * every test that claims to prove one names one that is there.
 */
class StoreAcceptanceTest {
  /** What follows is of other lists: imports, the end of the process, stores elsewhere. */
  private static final int LAST = 70;

  private static final Pattern LABEL = Pattern.compile("SA-\\d+|[RFSD]\\d");

  /** A test may also say it in its name: {@code SA 14, 15: turns go on …}. */
  private static final Pattern NAMED = Pattern.compile("SA (\\d+(?:, \\d+)*): ");

  private static final Map<String, List<String>> promised = new LinkedHashMap<>();
  private static final Map<String, String> judgedWrong = new LinkedHashMap<>();

  /** Label to the classes that declare a test with that tag. */
  private static final Map<String, Set<String>> proved = new TreeMap<>();

  @BeforeAll
  static void readTheListAndFindTheTests() throws IOException {
    Path list = Path.of(System.getProperty("heddle.root"), "fixtures", "store-acceptance.md");
    boolean wrong = false;
    for (String line : Files.readAllLines(list)) {
      wrong |= line.startsWith("## Judged wrong");
      String[] cells = line.split("\\|", -1);
      if (cells.length == 5 && LABEL.matcher(cells[1].strip()).matches()) {
        String label = cells[1].strip();
        assertThat(promised.containsKey(label) || judgedWrong.containsKey(label))
            .as("a second row of %s", label)
            .isFalse();
        if (wrong) {
          judgedWrong.put(label, cells[3].strip());
        } else {
          promised.put(label, List.of(cells[3].strip().split(",\\s*")));
        }
      }
    }
    TestPlan plan =
        LauncherFactory.create()
            .discover(
                LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectPackage("dev.heddle"))
                    // The plan of this very run must not listen to another's discovery.
                    .configurationParameter(
                        LauncherConstants.DEACTIVATE_LISTENERS_PATTERN_PROPERTY_NAME, "*")
                    .build());
    plan.getRoots().forEach(root -> plan.getDescendants(root).forEach(StoreAcceptanceTest::note));
    if (Boolean.getBoolean("heddle.updateFixtures")) {
      update(list);
    }
  }

  private static void note(TestIdentifier test) {
    if (test.getSource().orElse(null) instanceof MethodSource method) {
      String className = method.getJavaMethod().getDeclaringClass().getName();
      String simpleName = className.substring(className.lastIndexOf('.') + 1);
      for (TestTag tag : test.getTags()) {
        if (LABEL.matcher(tag.getName()).matches()) {
          prove(tag.getName(), simpleName);
        }
      }
      Matcher named = NAMED.matcher(test.getDisplayName());
      if (named.lookingAt()) {
        for (String number : named.group(1).split(", ")) {
          if (Integer.parseInt(number) <= LAST) {
            prove("SA-" + number, simpleName);
          }
        }
      }
    }
  }

  private static void prove(String label, String className) {
    proved.computeIfAbsent(label, key -> new TreeSet<>()).add(className);
  }

  /** Fills the third cells, when asked to, with the classes there are. */
  private static void update(Path list) throws IOException {
    List<String> lines = new ArrayList<>();
    boolean wrong = false;
    for (String line : Files.readAllLines(list)) {
      wrong |= line.startsWith("## Judged wrong");
      String[] cells = line.split("\\|", -1);
      boolean row = !wrong && cells.length == 5 && LABEL.matcher(cells[1].strip()).matches();
      String label = row ? cells[1].strip() : "";
      lines.add(
          row && proved.containsKey(label)
              ? "|" + cells[1] + "|" + cells[2] + "| " + String.join(", ", proved.get(label)) + " |"
              : line);
    }
    Files.writeString(list, String.join("\n", lines) + "\n");
  }

  @Test
  void everyNumberOfTheListIsThere() {
    List<String> numbers = new ArrayList<>();
    for (int n = 7; n <= LAST; n++) {
      if (n != 61) {
        numbers.add("SA-" + n);
      }
    }
    for (String label : "R1 R2 R3 R4 F1 F2 F3 F4 F5 S1 S2 S3 S4 S5 S6 S7 S8".split(" ")) {
      numbers.add(label);
    }
    for (int n = 1; n <= 8; n++) {
      numbers.add("D" + n);
    }
    Set<String> listed = new TreeSet<>(promised.keySet());
    listed.addAll(judgedWrong.keySet());
    assertThat(listed).containsAll(numbers);
  }

  @Test
  void everyPromiseNamesProofsAndTheyExist() {
    promised.forEach((label, classes) -> {
      assertThat(classes).as("proofs of %s", label).doesNotContain("");
      assertThat(proved.getOrDefault(label, Set.of()))
          .as("classes with a test tagged %s", label)
          .containsAll(classes);
    });
  }

  @Test
  void everyTagNamesAPromise() {
    assertThat(promised.keySet()).containsAll(proved.keySet());
  }

  @Test
  void whatIsJudgedWrongHasAReason() {
    assertThat(judgedWrong.values()).doesNotContain("");
  }
}
