package dev.heddle.server.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.heddle.server.patch.PatchCases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Codex makes of every patch of the table what the table says it makes; {@code PatchCasesTest}
 * holds us against the same table.
 */
class PatchComparisonIT {
  /** How its program is told to be {@code apply_patch}. */
  private static final String AS_APPLY_PATCH = "--codex-run-as-apply-patch";

  @TempDir Path temp;

  @TestFactory
  Stream<DynamicTest> patchesOfTheTable() throws IOException, InterruptedException {
    String program = Peer.findOrSkip().command().getFirst();
    return PatchCases.all().stream()
        .map(each -> DynamicTest.dynamicTest(each.name(), () -> compare(program, each)));
  }

  private void compare(String program, PatchCases.Case each)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(temp, "case");
    PatchCases.write(folder, each.before());
    Process process =
        new ProcessBuilder(program, AS_APPLY_PATCH, each.patch())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor() == 0).as(said).isEqualTo(each.peer().ok());
    assertThat(PatchCases.read(folder)).as(said).isEqualTo(each.peer().after());
  }
}
