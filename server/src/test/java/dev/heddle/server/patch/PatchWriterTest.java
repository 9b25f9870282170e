package dev.heddle.server.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.heddle.server.testkit.OtherOwner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What patches do to files, also when somebody or something works against them. */
class PatchWriterTest {
  private static final long MAX_BYTES = 1 << 16;

  @TempDir Path temp;
  private Path work;
  private Path outside;

  @BeforeEach
  void makeFolders() throws IOException {
    work = Files.createDirectory(temp.toRealPath().resolve("work"));
    outside = Files.createDirectory(temp.toRealPath().resolve("outside"));
  }

  @Test
  void aFileKeepsItsMode() throws Exception {
    Path script = Files.writeString(work.resolve("run.sh"), "echo 1\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));

    apply("*** Update File: run.sh\n*** Move to: bin/run\n@@\n-echo 1\n+echo 2\n");

    assertThat(Files.readString(work.resolve("bin/run"))).isEqualTo("echo 2\n");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(work.resolve("bin/run"))))
        .isEqualTo("rwxr-x---");
    assertThat(script).doesNotExist();
  }

  @Test
  void aFileKeepsItsOwnerAndGroup() throws Exception {
    Path file = Files.writeString(work.resolve("f"), "old\n");
    Path moved = Files.writeString(work.resolve("m"), "old\n");
    OtherOwner.give(file);
    OtherOwner.give(moved);

    String patch =
        "*** Update File: f\n@@\n-old\n+new\n"
            + "*** Update File: m\n*** Move to: n\n@@\n-old\n+new\n";
    PatchWriter failing =
        new PatchWriter(
            MAX_BYTES,
            PatchJournal.none(),
            () ->
                new FaultyFolders(
                    "rename",
                    2,
                    () -> {
                      throw new IOException("broken");
                    }));
    PatchPlan plan = plan(patch);
    assertThat(catchThrowableOfType(PatchException.class, () -> failing.apply(plan, () -> false)))
        .isNotNull();
    assertThat(file).hasContent("old\n");
    assertThat(OtherOwner.has(file)).as("of what was put back").isTrue();

    apply(patch);
    assertThat(file).hasContent("new\n");
    assertThat(OtherOwner.has(file)).isTrue();
    assertThat(OtherOwner.has(work.resolve("n"))).isTrue();
  }

  @Test
  void aLongNameMayHaveAPictureAnywhere() throws Exception {
    for (int before = 36; before <= 42; before++) {
      String name = "n".repeat(before) + "🧵🧵.txt";
      apply("*** Add File: " + name + "\n+text\n");
      assertThat(work.resolve(name)).content().isEqualTo("text\n");
    }
  }

  @Test
  void aLinkIsWrittenThrough() throws Exception {
    Files.writeString(outside.resolve("f"), "old\n");
    Files.createSymbolicLink(work.resolve("link"), outside.resolve("f"));

    PatchPlan plan = plan("*** Update File: link\n@@\n-old\n+new\n");

    // What has to be allowed is the target, what people see the link.
    assertThat(plan.targets()).containsExactly(outside.resolve("f"));
    assertThat(plan.edits().getFirst().path()).isEqualTo(work.resolve("link"));
    writer().apply(plan, () -> false);
    assertThat(work.resolve("link")).isSymbolicLink();
    assertThat(Files.readString(outside.resolve("f"))).isEqualTo("new\n");
  }

  @Test
  void aLinkThatIsDeletedLeavesItsTarget() throws Exception {
    Files.writeString(outside.resolve("f"), "old\n");
    Files.createSymbolicLink(work.resolve("link"), outside.resolve("f"));

    PatchPlan plan = plan("*** Delete File: link\n");

    assertThat(plan.targets()).containsExactly(work.resolve("link"));
    writer().apply(plan, () -> false);
    assertThat(work).isEmptyDirectory();
    assertThat(Files.readString(outside.resolve("f"))).isEqualTo("old\n");
  }

  @Test
  void aPathThroughLinksOrUpwardsNamesItsRealTarget() throws Exception {
    Files.createSymbolicLink(work.resolve("out"), outside);

    assertThat(plan("*** Add File: out/n\n+x\n").targets()).containsExactly(outside.resolve("n"));
    assertThat(plan("*** Add File: ../outside/n\n+x\n").targets())
        .containsExactly(outside.resolve("n"));
    assertThat(plan("*** Add File: a/../../outside/b/n\n+x\n").targets())
        .containsExactly(outside.resolve("b/n"));
    assertThat(plan("*** Add File: /etc/nothing-here\n+x\n").targets())
        .containsExactly(Path.of("/etc/nothing-here"));
  }

  @Test
  void aLinkToNothingIsRefused() throws Exception {
    Files.createSymbolicLink(work.resolve("link"), outside.resolve("not-there"));

    assertThat(refusal("*** Add File: link\n+x\n")).isEqualTo(PatchException.Kind.MISMATCH);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aFolderThatBecomesALinkIsNotFollowed() throws Exception {
    Files.createDirectory(work.resolve("d"));
    Files.writeString(work.resolve("d/f"), "old\n");
    Files.writeString(outside.resolve("f"), "old\n");
    PatchPlan plan = plan("*** Update File: d/f\n@@\n-old\n+new\n");
    assertThat(plan.targets()).containsExactly(work.resolve("d/f"));

    Files.move(work.resolve("d"), work.resolve("d2"));
    Files.createSymbolicLink(work.resolve("d"), outside);

    refused(plan);
    assertThat(PatchCases.read(outside)).isEqualTo(Map.of("f", "old\n"));
    assertThat(PatchCases.read(work.resolve("d2"))).isEqualTo(Map.of("f", "old\n"));
  }

  @Test
  void aFolderHigherUpThatBecomesALinkIsNotFollowed() throws Exception {
    Files.createDirectories(work.resolve("d/e"));
    Files.createDirectory(outside.resolve("e"));
    PatchPlan plan = plan("*** Add File: d/e/new/f\n+x\n");

    Files.move(work.resolve("d"), work.resolve("d2"));
    Files.createSymbolicLink(work.resolve("d"), outside);

    refused(plan);
    assertThat(PatchCases.read(outside)).isEmpty();
    assertThat(outside.resolve("e")).isEmptyDirectory();
  }

  @Test
  void aFileThatBecomesALinkIsNotFollowed() throws Exception {
    Files.writeString(work.resolve("f"), "old\n");
    Files.writeString(outside.resolve("f"), "old\n");
    PatchPlan plan = plan("*** Update File: f\n@@\n-old\n+new\n");

    Files.delete(work.resolve("f"));
    Files.createSymbolicLink(work.resolve("f"), outside.resolve("f"));

    refused(plan);
    assertThat(Files.readString(outside.resolve("f"))).isEqualTo("old\n");
    assertThat(work.resolve("f")).isSymbolicLink();
  }

  @Test
  void aFolderThatIsReplacedWhileThePatchRunsChangesNothingOutside() throws Exception {
    Files.createDirectory(work.resolve("d"));
    Files.writeString(work.resolve("d/f"), "old\n");
    Files.writeString(outside.resolve("f"), "old\n");
    PatchPlan plan = plan("*** Update File: d/f\n@@\n-old\n+new\n");
    FaultyFolders swapping =
        new FaultyFolders(
            "rename",
            1,
            () -> {
              Files.move(work.resolve("d"), work.resolve("d2"));
              Files.createSymbolicLink(work.resolve("d"), outside);
            });

    new PatchWriter(MAX_BYTES, PatchJournal.none(), () -> swapping).apply(plan, () -> false);

    // The folder was held: the change went to where it had been allowed.
    assertThat(PatchCases.read(outside)).isEqualTo(Map.of("f", "old\n"));
    assertThat(PatchCases.read(work.resolve("d2"))).isEqualTo(Map.of("f", "new\n"));
  }

  @Test
  void aFileThatChangedSinceThePlanIsLeft() throws Exception {
    Files.writeString(work.resolve("f"), "old\n");
    Files.writeString(work.resolve("g"), "old\n");
    PatchPlan plan =
        plan("*** Update File: f\n@@\n-old\n+new\n*** Update File: g\n@@\n-old\n+new\n");

    Files.writeString(work.resolve("g"), "other\n");

    assertThat(refused(plan).kind()).isEqualTo(PatchException.Kind.CHANGED);
    assertThat(PatchCases.read(work)).isEqualTo(Map.of("f", "old\n", "g", "other\n"));
  }

  @Test
  void aFileThatAppearedSinceThePlanIsLeft() throws Exception {
    PatchPlan plan = plan("*** Add File: n\n+new\n");

    Files.writeString(work.resolve("n"), "somebody's\n");

    assertThat(refused(plan).kind()).isEqualTo(PatchException.Kind.CHANGED);
    assertThat(PatchCases.read(work)).isEqualTo(Map.of("n", "somebody's\n"));
  }

  @Test
  void aFileThatChangesWhileThePatchRunsIsLeftAndTheOthersAreAsTheyWere() throws Exception {
    Files.writeString(work.resolve("f"), "old\n");
    Files.writeString(work.resolve("g"), "old\n");
    PatchPlan plan =
        plan("*** Update File: f\n@@\n-old\n+new\n*** Update File: g\n@@\n-old\n+new\n");
    FaultyFolders meddling =
        new FaultyFolders("rename", 1, () -> Files.writeString(work.resolve("g"), "other\n"));

    PatchException refused =
        catchThrowableOfType(
            PatchException.class,
            () ->
                new PatchWriter(MAX_BYTES, PatchJournal.none(), () -> meddling)
                    .apply(plan, () -> false));

    assertThat(refused.kind()).isEqualTo(PatchException.Kind.CHANGED);
    assertThat(PatchCases.read(work)).isEqualTo(Map.of("f", "old\n", "g", "other\n"));
  }

  @Test
  void afterAFailureAtAnyStepAllFilesAreAsTheyWere() throws Exception {
    Map<String, String> before = Map.of("f", "old\n", "g", "old\n", "h", "old\n", "m", "old\n");
    String patch =
        "*** Add File: new/deep/n\n+x\n"
            + "*** Update File: f\n@@\n-old\n+new\n"
            + "*** Delete File: g\n"
            + "*** Update File: m\n*** Move to: h\n@@\n-old\n+new\n";
    for (String operation : new String[] {"open", "create", "rename"}) {
      boolean failed = true;
      for (int nth = 1; failed; nth++) {
        PatchCases.write(work, before);
        PatchPlan plan = plan(patch);
        FaultyFolders faulty =
            new FaultyFolders(
                operation,
                nth,
                () -> {
                  throw new IOException("the disk is full");
                });
        PatchException refused =
            catchThrowableOfType(
                PatchException.class,
                () ->
                    new PatchWriter(MAX_BYTES, PatchJournal.none(), () -> faulty)
                        .apply(plan, () -> false));
        failed = refused != null;
        if (failed) {
          assertThat(refused.kind()).isEqualTo(PatchException.Kind.FAILED);
          assertThat(refused.reason()).contains("the disk is full").doesNotContain("undone");
          assertThat(PatchCases.read(work)).as("%s %d", operation, nth).isEqualTo(before);
          assertThat(work.resolve("new")).doesNotExist();
        } else {
          assertThat(nth).as("%s was counted", operation).isGreaterThan(3);
          assertThat(PatchCases.read(work))
              .isEqualTo(Map.of("f", "new\n", "h", "new\n", "new/deep/n", "x\n"));
          Files.delete(work.resolve("new/deep/n"));
          Files.delete(work.resolve("new/deep"));
          Files.delete(work.resolve("new"));
        }
      }
    }
  }

  @Test
  void aPatchThatIsStoppedBeforeFilesGetTheirContentsChangesNothing() throws Exception {
    Map<String, String> before = Map.of("f", "old\n", "g", "old\n");
    PatchCases.write(work, before);
    PatchPlan plan =
        plan(
            "*** Add File: new/n\n+x\n*** Update File: f\n@@\n-old\n+new\n"
                + "*** Update File: g\n@@\n-old\n+new\n");
    AtomicInteger asked = new AtomicInteger();
    int files = 3;
    for (int nth = 1; nth <= files + 1; nth++) {
      int stop = nth;
      asked.set(0);
      PatchException stopped =
          catchThrowableOfType(
              PatchException.class,
              () -> writer().apply(plan, () -> asked.incrementAndGet() == stop));
      assertThat(stopped.kind()).isEqualTo(PatchException.Kind.STOPPED);
      assertThat(PatchCases.read(work)).isEqualTo(before);
      assertThat(work.resolve("new")).doesNotExist();
    }
    writer().apply(plan, () -> false);
    assertThat(work.resolve("new/n")).exists();
  }

  @Test
  void whatCannotBePutBackIsNamed() throws Exception {
    PatchCases.write(work, Map.of("f", "old\n", "g", "old\n"));
    PatchPlan plan =
        plan("*** Update File: f\n@@\n-old\n+new\n*** Update File: g\n@@\n-old\n+new\n");
    FaultyFolders failing =
        new FaultyFolders(
            "rename",
            2,
            () -> {
              Files.writeString(work.resolve("f"), "somebody's\n");
              throw new IOException("the disk is full");
            });

    PatchException refused =
        catchThrowableOfType(
            PatchException.class,
            () ->
                new PatchWriter(MAX_BYTES, PatchJournal.none(), () -> failing)
                    .apply(plan, () -> false));

    assertThat(refused.reason()).contains("the disk is full", "`" + work.resolve("f") + "`");
    assertThat(PatchCases.read(work)).isEqualTo(Map.of("f", "somebody's\n", "g", "old\n"));
  }

  @Test
  void whatIsNoTextIsNotEdited() throws Exception {
    Files.write(work.resolve("b"), new byte[] {(byte) 0xff, 'a', '\n'});

    assertThat(refusal("*** Update File: b\n@@\n-a\n+b\n")).isEqualTo(PatchException.Kind.MISMATCH);
    assertThat(refusal("*** Delete File: b\n")).isEqualTo(PatchException.Kind.MISMATCH);
    assertThat(Files.size(work.resolve("b"))).isEqualTo(3);
  }

  @Test
  void whatIsTooLargeIsNotRead() throws Exception {
    Files.writeString(work.resolve("big"), "x\n".repeat((int) MAX_BYTES));

    assertThat(refusal("*** Update File: big\n@@\n-x\n+y\n"))
        .isEqualTo(PatchException.Kind.MISMATCH);
  }

  @Test
  void whatIsNoFileIsNotOpened() throws Exception {
    Path pipe = work.resolve("pipe");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    Files.createDirectory(work.resolve("folder"));

    // Reading the pipe would never end.
    assertThat(refusal("*** Update File: pipe\n@@\n-x\n+y\n"))
        .isEqualTo(PatchException.Kind.MISMATCH);
    assertThat(refusal("*** Add File: pipe\n+y\n")).isEqualTo(PatchException.Kind.MISMATCH);
    assertThat(refusal("*** Delete File: folder\n")).isEqualTo(PatchException.Kind.MISMATCH);
    assertThat(refusal("*** Add File: folder\n+y\n")).isEqualTo(PatchException.Kind.MISMATCH);
    assertThat(refusal("*** Add File: /\n+y\n")).isEqualTo(PatchException.Kind.MISMATCH);
  }

  @Test
  void nothingIsLeftBesideTheFiles() throws Exception {
    PatchCases.write(work, Map.of("f", "old\n", "g", "old\n"));

    apply("*** Update File: f\n@@\n-old\n+new\n*** Delete File: g\n*** Add File: n\n+x\n");

    try (Stream<Path> left = Files.list(work)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("f", "n");
    }
  }

  private PatchWriter writer() {
    return new PatchWriter(MAX_BYTES, PatchJournal.none());
  }

  private PatchPlan plan(String body) throws PatchException {
    return new PatchPlanner(MAX_BYTES)
        .plan("*** Begin Patch\n" + body + "*** End Patch\n", work, () -> false);
  }

  private void apply(String body) throws PatchException {
    writer().apply(plan(body), () -> false);
  }

  private PatchException refused(PatchPlan plan) {
    PatchException refused =
        catchThrowableOfType(PatchException.class, () -> writer().apply(plan, () -> false));
    assertThat(refused).isNotNull();
    return refused;
  }

  private PatchException.Kind refusal(String body) {
    PatchException refused = catchThrowableOfType(PatchException.class, () -> plan(body));
    assertThat(refused).isNotNull();
    assertThat(refused.reason()).isNotBlank();
    return refused.kind();
  }
}
