package dev.heddle.server.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnDiffTest {
  private static final long MAX_BYTES = 1 << 20;

  @TempDir Path temp;
  private Path root;
  private Path work;
  private TurnDiff diff;

  @BeforeEach
  void makeRepository() throws IOException {
    root = temp.toRealPath().resolve("repo");
    work = Files.createDirectories(root.resolve("sub"));
    Files.writeString(root.resolve(".git"), "gitdir: elsewhere");
    diff = TurnDiff.in(work);
  }

  @Test
  void filesAreNamedFromTheRootOfTheRepository() throws Exception {
    Files.writeString(work.resolve("f.txt"), "alpha\nbeta\ngamma\n");

    apply("*** Update File: f.txt\n@@\n-beta\n+B\n");

    assertThat(diff.text())
        .isEqualTo(
            """
            diff --git a/sub/f.txt b/sub/f.txt
            index 85c30401ce288f253613cb07ee32e62128089caa..7dd19c97015a71af3752ab11c9d8fb13ea165e1e
            --- a/sub/f.txt
            +++ b/sub/f.txt
            @@ -1,3 +1,3 @@
             alpha
            -beta
            +B
             gamma
            """);
  }

  @Test
  void withoutARepositoryTheyAreNamedFromTheWorkingDirectory() throws Exception {
    Files.delete(root.resolve(".git"));
    diff = TurnDiff.in(work);

    apply("*** Add File: n\n+x\n*** Add File: ../out\n+x\n");

    assertThat(diff.text())
        .contains("diff --git a/n b/n\n")
        .contains("+++ b/" + root.resolve("out") + "\n");
  }

  @Test
  void newAndDeletedFilesSaySo() throws Exception {
    Files.writeString(work.resolve("g"), "x\n");

    apply("*** Add File: a\n+n\n*** Add File: e\n*** Delete File: g\n");

    String none = "0".repeat(40);
    assertThat(diff.text())
        .isEqualTo(
            """
            diff --git a/sub/a b/sub/a
            new file mode 100644
            index %s..8ba3a16384aacc37d01564b28401755ce8053f51
            --- /dev/null
            +++ b/sub/a
            @@ -0,0 +1 @@
            +n
            diff --git a/sub/e b/sub/e
            new file mode 100644
            index %s..e69de29bb2d1d6434b8b29ae775ad8c2e48c5391
            diff --git a/sub/g b/sub/g
            deleted file mode 100644
            index 587be6b4c3f93f93c489c0111bba5596147a26cb..%s
            --- a/sub/g
            +++ /dev/null
            @@ -1 +0,0 @@
            -x
            """
                .formatted(none, none, none));
  }

  @Test
  void patchesOfATurnAddUpToOneDiff() throws Exception {
    apply("*** Add File: a\n+1\n");
    apply("*** Update File: a\n@@\n-1\n+2\n");

    assertThat(diff.text()).contains("new file mode").endsWith("@@ -0,0 +1 @@\n+2\n");

    apply("*** Delete File: a\n");
    assertThat(diff.text()).isEmpty();
  }

  @Test
  void whatIsChangedBackIsNoChange() throws Exception {
    Files.writeString(work.resolve("f"), "1\n");
    apply("*** Update File: f\n@@\n-1\n+2\n");
    apply("*** Update File: f\n@@\n-2\n+1\n");
    assertThat(diff.text()).isEmpty();
  }

  @Test
  void aMovedFileIsFollowed() throws Exception {
    Files.writeString(work.resolve("a"), "y\n");
    apply("*** Update File: a\n*** Move to: b\n@@\n-y\n+z\n");
    apply("*** Update File: b\n*** Move to: c\n@@\n-z\n+zz\n");

    assertThat(diff.text())
        .isEqualTo(
            """
            diff --git a/sub/a b/sub/c
            rename from sub/a
            rename to sub/c
            index 975fbec8256d3e8a3797e7a3611380f27c49f4ac..d7f758cf571d30112a2690ffd7083c860afc9b02
            --- a/sub/a
            +++ b/sub/c
            @@ -1 +1 @@
            -y
            +zz
            """);
  }

  @Test
  void aMoveAloneIsARename() throws Exception {
    Files.writeString(work.resolve("a"), "y\n");
    apply("*** Update File: a\n*** Move to: b\n@@\n y\n");
    assertThat(diff.text())
        .isEqualTo("diff --git a/sub/a b/sub/b\nrename from sub/a\nrename to sub/b\n");

    apply("*** Update File: b\n*** Move to: a\n@@\n y\n");
    assertThat(diff.text()).isEmpty();
  }

  @Test
  void aMoveOverAFileIsARemovalAndAChange() throws Exception {
    Files.writeString(work.resolve("a"), "a\n");
    Files.writeString(work.resolve("b"), "b\n");
    apply("*** Update File: a\n*** Move to: b\n@@\n a\n");
    assertThat(diff.text())
        .contains("diff --git a/sub/a b/sub/a\ndeleted file mode 100644\n")
        .contains("--- a/sub/b\n+++ b/sub/b\n@@ -1 +1 @@\n-b\n+a\n");
  }

  @Test
  void theOldPlaceOfAMovedFileMayBeTakenAgain() throws Exception {
    Files.writeString(work.resolve("a"), "a\n");
    apply("*** Update File: a\n*** Move to: b\n@@\n a\n");
    apply("*** Add File: a\n+new\n");
    assertThat(diff.text())
        .contains("--- a/sub/a\n+++ b/sub/a\n@@ -1 +1 @@\n-a\n+new\n")
        .contains("new file mode 100644\n")
        .contains("+++ b/sub/b\n@@ -0,0 +1 @@\n+a\n");
  }

  @Test
  void aMovedFileThatIsDeletedIsADeletedFile() throws Exception {
    Files.writeString(work.resolve("a"), "a\n");
    apply("*** Update File: a\n*** Move to: b\n@@\n a\n");
    apply("*** Delete File: b\n");
    assertThat(diff.text()).startsWith("diff --git a/sub/a b/sub/a\ndeleted file mode 100644\n");
  }

  @Test
  void whatIsNoTextIsOnlyNamed() throws Exception {
    Files.write(work.resolve("b"), new byte[] {(byte) 0xff});
    apply("*** Add File: b\n+x\n");
    assertThat(diff.text()).startsWith("diff --git a/sub/b b/sub/b\nindex ").endsWith("differ\n");
  }

  @Test
  void gitAppliesTheDiff() throws Exception {
    PatchCases.write(
        work, Map.of("f", "1\n2\n3", "g", "x\r\ny\r\n", "gone", "bye\n", "old", "a\nb\n"));
    Map<String, String> before = PatchCases.read(work);
    apply(
        "*** Update File: f\n@@\n-2\n+two\n"
            + "*** Update File: g\n@@\n-y\n+Y\n"
            + "*** Delete File: gone\n"
            + "*** Update File: old\n*** Move to: dir/new\n@@\n-b\n+B\n"
            + "*** Add File: n\n+n\n");
    Map<String, String> after = PatchCases.read(work);

    Path copy = Files.createDirectories(temp.resolve("copy/sub"));
    PatchCases.write(copy, before);
    Process git =
        new ProcessBuilder("git", "apply", "-")
            .directory(copy.getParent().toFile())
            .redirectErrorStream(true)
            .start();
    try (var in = git.getOutputStream()) {
      in.write(diff.text().getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(git.waitFor()).as(said).isZero();
    assertThat(PatchCases.read(copy)).isEqualTo(after);
  }

  @Test
  void textsWithNothingInCommonAreComparedInTime() {
    StringBuilder one = new StringBuilder();
    StringBuilder other = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      one.append("a").append(i).append('\n');
      other.append("b").append(i).append('\n');
    }
    String hunks = UnifiedDiff.hunks("same\n" + one, "same\n" + other, 3);
    assertThat(hunks).startsWith("@@ -1,100001 +1,100001 @@\n same\n-a0\n");
    assertThat(hunks.lines()).hasSize(200_002);
  }

  private void apply(String body) throws PatchException {
    PatchPlan plan =
        new PatchPlanner(MAX_BYTES)
            .plan("*** Begin Patch\n" + body + "*** End Patch\n", work, () -> false);
    new PatchWriter(MAX_BYTES, PatchJournal.none()).apply(plan, () -> false);
    diff.add(plan);
  }
}
