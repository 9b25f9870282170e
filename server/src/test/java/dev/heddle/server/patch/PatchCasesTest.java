package dev.heddle.server.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every patch of the table does here what the table says. */
class PatchCasesTest {
  private static final long MAX_BYTES = 1 << 20;

  @TempDir Path temp;

  @TestFactory
  Stream<DynamicTest> patchesOfTheTable() throws IOException {
    return PatchCases.all().stream()
        .map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each)));
  }

  private void check(PatchCases.Case each) throws IOException {
    Path folder = Files.createTempDirectory(temp, "case").toRealPath();
    PatchCases.write(folder, each.before());
    boolean ok = true;
    String reason = "";
    try {
      new PatchWriter(MAX_BYTES, PatchJournal.none())
          .apply(new PatchPlanner(MAX_BYTES).plan(each.patch(), folder, () -> false), () -> false);
    } catch (PatchException e) {
      ok = false;
      reason = e.reason();
    }
    assertThat(PatchCases.read(folder)).as(reason).isEqualTo(each.expected().after());
    assertThat(ok).as(reason).isEqualTo(each.expected().ok());
    if (!ok) {
      assertThat(reason).isNotBlank();
      assertThat(each.expected().after())
          .as("a refused patch changes nothing")
          .isEqualTo(each.before());
    }
  }
}
