package dev.heddle.server.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the npm package's scripts make of the platform that it is installed on. */
@Timeout(60)
class NpmPackageIT {
  @TempDir Path temporary;
  private Path bin;
  private Path runtime;
  private Path lib;

  @BeforeEach
  void unpack() throws Exception {
    assumeThat(node("", "0").end()).as("node").isZero();
    bin = Files.createDirectories(temporary.resolve("bin"));
    for (String script : List.of("heddle.js", "postinstall.js", "runtime.js")) {
      Files.copy(
          Path.of(System.getProperty("heddle.root"), "server/src/npm", script),
          bin.resolve(script));
    }
    runtime = Files.createDirectories(temporary.resolve("image/runtime/bin")).getParent();
    lib = Files.createDirectories(temporary.resolve("image/lib"));
    for (String file : List.of("heddle.jar", "heddle-b1.aot", "heddle-b1.jsa")) {
      Files.createFile(lib.resolve(file));
    }
    Path launcher = Files.createDirectories(temporary.resolve("image/bin")).resolve("heddle");
    Files.writeString(launcher, "#!/bin/sh\necho \"launched $1\"\n").toFile().setExecutable(true);
  }

  @Test
  void onLinuxTheRuntimeStaysAndTheCommandNeedsNoNode() throws Exception {
    assumeThat(Path.of("/lib64/ld-linux-x86-64.so.2")).exists();
    run("", "require('./postinstall.js')");

    assertThat(runtime).exists();
    assertThat(lib.resolve("heddle-b1.aot")).exists();
    assertThat(bin.resolve("heddle.js")).content().startsWith("#!/bin/sh\n");
    String script = bin.resolve("heddle.js").toString();
    assertLaunches(script);
    assertLaunches("sh", script);
    assertLaunches("sh", "-c", "cd '" + bin + "' && exec sh heddle.js \"$1\"", "sh");
    assertLaunches(
        Files.createSymbolicLink(temporary.resolve("link"), Path.of("bin/heddle.js")) + "");
  }

  @Test
  void whoStartsTheScriptByNodeMayDoSoBeforeAndAfterwards() throws Exception {
    String script = bin.resolve("heddle.js").toString();
    assertLaunches("node", script);
    run("", "require('./postinstall.js')");
    assertLaunches("node", script);
    run("", "require('./postinstall.js')");
    assertLaunches("node", script);
  }

  private static void assertLaunches(String... command) throws Exception {
    List<String> line = new ArrayList<>(List.of(command));
    line.add("x");
    try (Run run = Run.of(line, Map.of())) {
      assertThat(run.end()).as(run.errors()).isZero();
      assertThat(run.lines()).containsExactly("launched x");
    }
  }

  @ParameterizedTest
  @CsvSource({"darwin, arm64, true", "linux, arm64, true", "linux, x64, false"})
  void whereTheRuntimeDoesNotRunItGoes(String platform, String arch, boolean glibc)
      throws Exception {
    run(elsewhere(platform, arch, glibc), "require('./postinstall.js')");

    assertThat(runtime).doesNotExist();
    assertThat(lib).as("without its caches").isDirectoryNotContaining("glob:**.{aot,jsa}");
    assertThat(lib.resolve("heddle.jar")).exists();
  }

  @Test
  void whereScriptsOfPackagesAreNotRunTheCommandSeesToIt() throws Exception {
    run(elsewhere("darwin", "arm64", true), "require('./heddle.js')");

    assertThat(runtime).doesNotExist();
  }

  private static String elsewhere(String platform, String arch, boolean glibc) {
    return "Object.defineProperty(process, 'platform', { value: '%s' });".formatted(platform)
        + "Object.defineProperty(process, 'arch', { value: '%s' });".formatted(arch)
        + (glibc ? "" : "require('node:fs').existsSync = () => false;");
  }

  private void run(String before, String script) throws Exception {
    try (Run run =
        node("process.chdir('" + bin + "');" + before, script.replace("./", bin + "/"))) {
      assertThat(run.end()).as(run.errors()).isZero();
    }
  }

  private static Run node(String before, String script) throws IOException {
    return Run.of(List.of("sh", "-c", "exec node -e \"$1\"", "sh", before + script), Map.of());
  }
}
