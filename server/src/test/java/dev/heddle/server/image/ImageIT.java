package dev.heddle.server.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.heddle.server.store.postgres.EmbeddedDatabase;
import dev.heddle.server.testkit.AppServerProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The program as it is installed, in circumstances that an installation meets: it works, and
 * standard output has nothing but messages on it.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ImageIT {
  private static final Image IMAGE = Image.underTest();

  @TempDir Path temporary;

  @Test
  void theBuildIdIsTheSameInTheClassesTheJarAndTheLauncher() throws Exception {
    String id = IMAGE.launcherId();
    assertThat(id).hasSize(12);
    if (Files.exists(IMAGE.jar())) {
      try (JarFile jar = new JarFile(IMAGE.jar().toFile())) {
        assertThat(jar.getManifest().getMainAttributes().getValue("Heddle-Build")).isEqualTo(id);
      }
    }
    try (Run run = Run.of(List.of(IMAGE.launcher().toString(), "--version"), Map.of())) {
      assertThat(run.end()).isZero();
      assertThat(run.lines()).singleElement().asString().endsWith("(build " + id + ")");
    }
  }

  @Test
  void aCopyInAFolderWithBlanksAndLettersOfAllKindsWorks() throws Exception {
    Image copy = IMAGE.copyTo(temporary.resolve("my tools/ヘドル é/heddle"), false);
    works(copy, Map.of());
  }

  @Test
  void aLinkedAndMovedImageWorksAndIsNotWrittenTo() throws Exception {
    Image copy = IMAGE.copyTo(temporary.resolve("first"), true);
    Files.move(copy.root(), temporary.resolve("second"));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), Path.of("second"));
    Image moved = new Image(link);
    List<String> before = new Image(temporary.resolve("second")).listing();
    works(moved, Map.of());
    assertThat(new Image(temporary.resolve("second")).listing()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCopyStartsFromBothPartsOfItsCacheWhetherOrNotTimesWereKept(boolean exactly)
      throws Exception {
    assumeThat(IMAGE.cache()).exists();
    Image moved = IMAGE.copyTo(temporary.resolve("elsewhere"), exactly);
    try (Run run = server(moved, Map.of("HEDDLE_JAVA_OPTS", "-Xlog:class+load:stderr"))) {
      run.works();
      run.send("{\"id\":3,\"method\":\"config/read\",\"params\":{}}");
      run.awaitAnswer(3);
      run.end();
      run.assertPure();
      assertThat(run.errors())
          .contains("dev.heddle.server.AppServer source: shared objects file\n")
          .contains("source: shared objects file (top)");
    }
  }

  /** Its driver wants more of Java when there is a password. */
  @Test
  void theImageReachesADatabaseWithAPassword() throws Exception {
    String url = EmbeddedDatabase.newSchema();
    EmbeddedDatabase.newRole(url, "somebody", "secret");
    Path home = Files.createDirectory(temporary.resolve("home"));
    Files.writeString(
        home.resolve("config.toml"),
        "heddle.store = \"postgres\"\nheddle.postgres.user = \"somebody\"\n"
            + "heddle.postgres.url = \""
            + url.replace("user=postgres", "loggerLevel=OFF")
            + "\"\n");
    List<String> doctor = List.of(IMAGE.launcher().toString(), "doctor", "--home", home.toString());
    try (Run run = Run.of(doctor, Map.of("PGPASSWORD", "secret"))) {
      assertThat(run.end()).as(String.join("\n", run.lines())).isZero();
      assertThat(run.lines()).anyMatch(line -> line.startsWith("ok     database  "));
    }
    try (Run run = Run.of(doctor, Map.of("PGPASSWORD", "wrong"))) {
      assertThat(run.end()).isNotZero();
      assertThat(run.lines()).anyMatch(line -> line.startsWith("FAULT  database  "));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "aot,0,64",
    "aot,5000000,20000",
    "aot,0,-1",
    "jsa,0,64",
    "jsa,2000000,20000",
    "jsa,0,-1"
  })
  void aDamagedCacheLeavesOutputPureAndTheServerWorking(String part, long from, int bytes)
      throws Exception {
    assumeThat(IMAGE.cache()).exists();
    Image copy = IMAGE.copyTo(temporary.resolve("image"), true);
    Path damaged = part.equals("aot") ? copy.cache() : copy.restOfCache();
    try (RandomAccessFile cache = new RandomAccessFile(damaged.toFile(), "rw")) {
      if (bytes < 0) {
        cache.setLength(100);
      } else {
        // Zeros: what a disk that ran full in the middle of a copy leaves.
        cache.seek(from);
        cache.write(new byte[bytes]);
      }
    }
    works(copy, Map.of());
  }

  @Test
  void aCacheIsCheckedOnceAndAgainWhenItHasChanged() throws Exception {
    assumeThat(IMAGE.cache()).exists();
    Image copy = IMAGE.copyTo(temporary.resolve("image"), true);
    Path marks = temporary.resolve("marks");
    Map<String, String> environment = Map.of("XDG_CACHE_HOME", marks.toString());
    try (Run run = server(copy, environment)) {
      assertThat(run.end()).as("a server that ends at once").isZero();
    }
    Path mark = marks.resolve("heddle/checked-" + copy.launcherId());
    try (Stream<Path> left = Files.list(mark.getParent())) {
      assertThat(left).containsExactly(mark);
    }
    assertThat(mark).content().isEqualTo(copy.cache() + "\n");
    Object first = Files.getLastModifiedTime(mark);
    works(copy, environment);
    assertThat(Files.getLastModifiedTime(mark)).as("not checked again").isEqualTo(first);

    try (RandomAccessFile cache = new RandomAccessFile(copy.cache().toFile(), "rw")) {
      cache.seek(5_000_000);
      cache.write(new byte[20_000]);
    }
    works(copy, environment);
    assertThat(Files.getLastModifiedTime(mark)).as("not found sound").isEqualTo(first);
  }

  @Test
  void aThreadDumpGoesToStandardError() throws Exception {
    try (Run run = server(IMAGE, Map.of()).works()) {
      AppServerProcess.signal(run.pid(), "QUIT");
      run.send("{\"id\":3,\"method\":\"thread/list\",\"params\":{}}");
      assertThat(run.awaitAnswer(3).has("result")).isTrue();
      assertThat(run.end()).isZero();
      run.assertPure();
      assertThat(run.errors()).contains("Full thread dump");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:+NoSuchOption",
        "-Xmx1k",
        "-XX:+UseG1GC",
        "-javaagent:/no/such/agent.jar",
        "-agentlib:nosuchagent",
        "-verbose:gc",
        "-Xlog:gc*=debug",
        "-XX:+PrintFlagsFinal",
        "-showversion"
      })
  void whatIsInJavaToolOptionsDoesNoHarm(String options) throws Exception {
    works(IMAGE, Map.of("JAVA_TOOL_OPTIONS", options, "_JAVA_OPTIONS", options));
  }

  @Test
  void whatIsInJdkJavaOptionsDoesNoHarm() throws Exception {
    works(IMAGE, Map.of("JDK_JAVA_OPTIONS", "--show-version"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-XX:+UseG1GC", "-Xmx1k", "-Xms1t", "-agentlib:nosuchagent"})
  void anOptionThatNoJvmStartsWithLeavesStandardOutputEmpty(String option) throws Exception {
    try (Run run = server(IMAGE, Map.of("HEDDLE_JAVA_OPTS", option))) {
      assertThat(run.end()).isNotZero();
      assertThat(run.lines()).isEmpty();
      assertThat(run.errors()).isNotBlank();
    }
  }

  @Test
  void aJvmThatGetsNoMemoryLeavesStandardOutputEmpty() throws Exception {
    try (Run run = limited("ulimit -v 200000", Map.of())) {
      assertThat(run.end()).isNotZero();
      assertThat(run.lines()).isEmpty();
    }
  }

  @Test
  void aSmallHeapThatOverflowsLeavesOutputPureAndTheServerWorking() throws Exception {
    try (Run run = server(IMAGE, Map.of("HEDDLE_JAVA_OPTS", "-Xms16m -Xmn4m -Xmx24m")).works()) {
      String long1 = "x".repeat(2_000_000);
      for (int id = 10; id < 15; id++) {
        run.send(
            "{\"id\":" + id + ",\"method\":\"thread/list\",\"params\":{\"x\":\"" + long1 + "\"}}");
        run.awaitAnswer(id);
      }
      run.send("{\"id\":20,\"method\":\"thread/list\",\"params\":{}}");
      assertThat(run.awaitAnswer(20).has("result")).isTrue();
      run.end();
      run.assertPure();
    }
  }

  @Test
  void aFullDiskAtTheStartLeavesOutputPureAndTheServerAnswering() throws Exception {
    // No file may grow: every write to one fails, as on a full disk.
    try (Run run = limited("ulimit -f 0", Map.of())) {
      run.send(Run.INITIALIZE);
      assertThat(run.awaitAnswer(1).has("result")).isTrue();
      run.send(Run.LIST);
      assertThat(run.awaitAnswer(2).has("result")).isTrue();
      run.send("{\"id\":3,\"method\":\"thread/start\",\"params\":{}}");
      run.awaitAnswer(3);
      run.end();
      run.assertPure();
    }
  }

  @Test
  void aKilledServerLeavesNothingInTheTemporaryFolder() throws Exception {
    Path scratch = Files.createDirectory(temporary.resolve("tmp"));
    try (Run run =
        server(IMAGE, Map.of("HEDDLE_JAVA_OPTS", "-Djava.io.tmpdir=" + scratch)).works()) {
      run.send(
          "{\"id\":3,\"method\":\"command/exec\",\"params\":"
              + "{\"command\":[\"true\"],\"processId\":\"terminal\",\"tty\":true}}");
      assertThat(run.awaitAnswer(3).has("result")).isTrue();
      run.kill();
    }
    try (Stream<Path> left = Files.list(scratch)) {
      assertThat(left).isEmpty();
    }
  }

  private void works(Image image, Map<String, String> environment) throws Exception {
    try (Run run = server(image, environment).works()) {
      assertThat(run.end()).isZero();
      run.assertPure();
    }
  }

  private Run server(Image image, Map<String, String> environment) throws IOException {
    return Run.server(image, temporary.resolve("home"), withTestJava(environment));
  }

  /** A server under a limit of the shell. */
  private Run limited(String limit, Map<String, String> environment) throws IOException {
    return Run.watched(
        List.of(
            "sh",
            "-c",
            limit + "; exec \"$@\"",
            "sh",
            IMAGE.launcher().toString(),
            "app-server",
            "--home",
            temporary.resolve("home").toString()),
        withTestJava(environment));
  }

  // A layout without a runtime finds a Java by itself; this makes it the one of the tests.
  private static Map<String, String> withTestJava(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    if (!Files.exists(IMAGE.root().resolve("runtime"))) {
      all.put("HEDDLE_JAVA", System.getProperty("java.home"));
    }
    return all;
  }
}
