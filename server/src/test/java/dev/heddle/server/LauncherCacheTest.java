package dev.heddle.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which ahead-of-time cache the launcher takes. The JVM would run the classes of any, so a stale
 * one must never be taken. The Java here is a script that says what it was called with.
 */
class LauncherCacheTest {
  private static final Instant BUILT = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path temporary;
  private Path lib;

  @BeforeEach
  void layOut() throws IOException {
    lib = Files.createDirectories(temporary.resolve("server/target/heddle/lib"));
    Path launcher = Path.of(System.getProperty("heddle.root", ".."), "heddle");
    Files.copy(launcher, temporary.resolve("heddle")).toFile().setExecutable(true);
    file("gson.jar", BUILT.minusSeconds(1_000));
    file("heddle-server.jar", BUILT);
    Path bin = Files.createDirectories(temporary.resolve("java/bin"));
    Files.writeString(temporary.resolve("java/release"), "JAVA_VERSION=\"25\"\n");
    Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void aServerWithoutACacheStartsWithoutOne() throws Exception {
    assertThat(arguments()).contains("dev.heddle.server.Main").doesNotContain("AOTCache");
  }

  @Test
  void theCacheThatWasMadeFromTheJarsIsTaken() throws Exception {
    Path cache = file("heddle-1.aot", BUILT.plusSeconds(5));

    assertThat(arguments()).contains("-XX:AOTCache=" + cache);
  }

  @Test
  void aCacheThatIsOlderThanAnyJarIsNotTaken() throws Exception {
    file("heddle-1.aot", BUILT.plusSeconds(5));
    file("gson.jar", BUILT.plusSeconds(6));

    assertThat(arguments()).contains("dev.heddle.server.Main").doesNotContain("AOTCache");
  }

  @Test
  void aCacheAsOldAsAJarIsNotTaken() throws Exception {
    file("heddle-1.aot", BUILT);

    assertThat(arguments()).contains("dev.heddle.server.Main").doesNotContain("AOTCache");
  }

  private Path file(String name, Instant modified) throws IOException {
    Path file = Files.writeString(lib.resolve(name), name);
    return Files.setLastModifiedTime(file, FileTime.from(modified));
  }

  private String arguments() throws Exception {
    Path output = temporary.resolve("arguments");
    ProcessBuilder builder =
        new ProcessBuilder(temporary.resolve("heddle").toString(), "app-server")
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("HEDDLE_SKIP_BUILD", "1");
    builder.environment().put("HEDDLE_JAVA", temporary.resolve("java").toString());
    builder.environment().remove("HEDDLE_JAVA_OPTS");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output);
  }
}
