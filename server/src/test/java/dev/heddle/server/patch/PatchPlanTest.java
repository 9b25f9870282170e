package dev.heddle.server.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchPlanTest {
  @TempDir Path temp;

  @Test
  void editsAreWhatClientsShow() throws Exception {
    Path work = temp.toRealPath();
    Files.writeString(work.resolve("f"), "alpha\nbeta\ngamma\ndelta\n");
    Files.writeString(work.resolve("g"), "bye");

    PatchPlan plan =
        plan(
            "*** Update File: f\n*** Move to: h\n@@\n-gamma\n+G\n"
                + "*** Delete File: g\n*** Add File: n\n+1\n");

    assertThat(plan.edits()).hasSize(3);
    FileEdit moved = plan.edits().get(0);
    assertThat(moved.kind()).isEqualTo(FileEdit.Kind.UPDATE);
    assertThat(moved.path()).isEqualTo(work.resolve("f"));
    assertThat(moved.movedTo()).isEqualTo(work.resolve("h"));
    assertThat(moved.diff()).isEqualTo("@@ -2,3 +2,3 @@\n beta\n-gamma\n+G\n delta\n");
    assertThat(plan.edits().get(1).diff()).isEqualTo("bye");
    assertThat(plan.edits().get(2).diff()).isEqualTo("1\n");
    assertThat(plan.summary(work)).isEqualTo("A n\nM h\nD g\n");
    assertThat(Files.readString(work.resolve("f"))).startsWith("alpha");
  }

  @Test
  void errorsSayWhereAndWhat() throws Exception {
    Files.writeString(temp.resolve("f"), "a\nb\n");
    assertThat(reason("*** Update File: f\n@@\n-x\n+y\n")).contains("`f`").endsWith("\nx");
    assertThat(reason("*** Update File: f\n@@ q\n-x\n+y\n")).contains("`q`");
    assertThat(reason("*** Update File: f\n@@\ngarbage\n")).contains("line 4").contains("garbage");
    assertThat(reason("*** Rename File: f\n")).contains("line 2").contains("*** Rename File: f");
    assertThat(reason("*** Update File: none\n@@\n-x\n")).contains("does not exist");
    assertThat(reason("*** Delete File: f\n*** Add File: f\n+x\n")).contains("more than one");
    assertThat(reason("")).contains("empty");
    assertThat(reason("*** Add File: a\0b\n+x\n")).contains("no path");
  }

  @Test
  void aSearchThatTakesTooLongIsGivenUp() throws Exception {
    Files.writeString(temp.resolve("f"), "x\n".repeat(1_000_000));
    String body = "*** Update File: f\n@@\n" + " x\n".repeat(1_000) + "-y\n";
    PatchPlanner planner = new PatchPlanner(1 << 30);
    PatchException refused =
        catchThrowableOfType(
            PatchException.class,
            () -> planner.plan("*** Begin Patch\n" + body + "*** End Patch\n", temp, () -> false));
    assertThat(refused.reason()).contains("too long");
  }

  private PatchPlan plan(String body) throws Exception {
    return new PatchPlanner(1000)
        .plan("*** Begin Patch\n" + body + "*** End Patch\n", temp.toRealPath(), () -> false);
  }

  private String reason(String body) {
    return catchThrowableOfType(PatchException.class, () -> plan(body)).reason();
  }
}
