package dev.heddle.server.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.heddle.server.patch.FaultyFolders.Killed;
import dev.heddle.server.testkit.OtherOwner;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patches whose process dies, and the next process. */
class PatchJournalTest {
  private static final long MAX_BYTES = 1 << 16;
  private static final String PATCH =
      """
      *** Begin Patch
      *** Add File: new/deep/n
      +x
      *** Update File: f
      @@
      -old
      +new
      *** Delete File: g
      *** Update File: m
      *** Move to: h
      @@
      -old
      +new
      *** End Patch
      """;
  private static final Map<String, String> BEFORE =
      Map.of("f", "old\n", "g", "old\n", "h", "old\n", "m", "old\n");

  private static final Map<String, String> AFTER =
      Map.of("f", "new\n", "h", "new\n", "new/deep/n", "x\n");

  @TempDir Path temp;
  private Path work;

  @BeforeEach
  void makeFolder() throws IOException {
    work = temp.toRealPath().resolve("work");
    begin();
  }

  private void begin() throws IOException {
    if (Files.exists(work)) {
      try (Stream<Path> files = Files.walk(work)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectory(work);
    PatchCases.write(work, BEFORE);
    Files.setPosixFilePermissions(work.resolve("f"), PosixFilePermissions.fromString("rwxr-x---"));
  }

  /** Dies before the nth change; returns what the next process finds, null if it did not die. */
  private PatchJournal killed(int nth) throws Exception {
    Path directory = temp.resolve("journal-" + nth);
    PatchPlan plan = new PatchPlanner(MAX_BYTES).plan(PATCH, work, () -> false);
    PatchWriter writer =
        new PatchWriter(MAX_BYTES, PatchJournal.in(directory), () -> FaultyFolders.killedAt(nth));
    try {
      writer.apply(plan, () -> false);
      assertThat(directory).isEmptyDirectory();
      return null;
    } catch (Killed e) {
      // The dead process holds no lock: entries under other names are as good as unlocked.
      Path found = Files.createDirectory(temp.resolve("found-" + nth));
      if (Files.exists(directory)) {
        for (Path entry : entries(directory)) {
          Files.copy(entry, found.resolve(entry.getFileName()));
        }
      }
      return PatchJournal.in(found);
    }
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Test
  void whatADeadProcessHadBegunIsTakenBack() throws Exception {
    int begun = 0;
    int nth = 1;
    for (PatchJournal next = killed(nth); next != null; next = killed(++nth)) {
      boolean writtenDown = !entries(temp.resolve("found-" + nth)).isEmpty();
      if (writtenDown) {
        begun++;
        next.takeBack();
        assertThat(PatchCases.read(work)).as("killed at %d", nth).isEqualTo(BEFORE);
        assertThat(work.resolve("new")).doesNotExist();
        assertThat(Files.getPosixFilePermissions(work.resolve("f")))
            .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
        assertThat(entries(temp.resolve("found-" + nth))).isEmpty();
      } else {
        Map<String, String> files = new HashMap<>(PatchCases.read(work));
        files.keySet().removeIf(name -> name.contains(".heddle-")); // left beside them
        assertThat(files).as("killed at %d", nth).isIn(BEFORE, AFTER);
      }
      begin();
    }
    assertThat(begun).as("deaths between two files").isGreaterThan(3);
    assertThat(PatchCases.read(work)).isEqualTo(AFTER);
  }

  @Test
  void whatIsBroughtBackHasItsOwnerAndGroup() throws Exception {
    OtherOwner.give(work.resolve("f"));
    PatchJournal next = killed(8);
    assertThat(work.resolve("f")).hasContent("new\n");
    next.takeBack();
    assertThat(work.resolve("f")).hasContent("old\n");
    assertThat(OtherOwner.has(work.resolve("f"))).isTrue();
  }

  @Test
  void whatSomebodyHasChangedSinceStays() throws Exception {
    PatchJournal next = killed(8); // one of the files has its new content
    List<String> changed =
        Stream.of("f", "g", "h", "m", "new/deep/n")
            .filter(name -> !"old\n".equals(text(name)))
            .toList();
    assertThat(changed).contains("f");
    Files.writeString(work.resolve("f"), "somebody's\n");
    next.takeBack();
    assertThat(work.resolve("f")).hasContent("somebody's\n");
    assertThat(work.resolve("g")).hasContent("old\n");
  }

  @Test
  void whatCannotBeReachedIsTakenBackLater() throws Exception {
    PatchJournal next = killed(8);
    Path directory = temp.resolve("found-8");
    List<Path> entry = entries(directory);
    Path elsewhere = Files.move(work, temp.resolve("elsewhere"));
    next.takeBack();
    assertThat(entries(directory)).isEqualTo(entry).hasSize(1);
    assertThat(work).doesNotExist();
    Files.move(elsewhere, work);
    next.takeBack();
    assertThat(PatchCases.read(work)).isEqualTo(BEFORE);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aTakingBackThatWasBrokenOffIsDoneAgain() throws Exception {
    PatchJournal next = killed(8);
    assertThat(work.resolve("f")).hasContent("new\n");
    Path entry = entries(temp.resolve("found-8")).getFirst();
    for (JsonElement write :
        JsonParser.parseString(Files.readString(entry))
            .getAsJsonObject()
            .getAsJsonArray("writes")) {
      if (write.getAsJsonObject().get("path").getAsString().equals(work.resolve("f").toString())) {
        Files.writeString(work.resolve(write.getAsJsonObject().get("beside").getAsString()), "ol");
      }
    }
    next.takeBack();
    assertThat(PatchCases.read(work)).isEqualTo(BEFORE);
  }

  private String text(String name) {
    try {
      return Files.readString(work.resolve(name));
    } catch (IOException e) {
      return null;
    }
  }

  @Test
  void aPatchThatIsBeingAppliedIsLeftAlone() throws Exception {
    Path directory = temp.resolve("journal");
    PatchPlan plan = new PatchPlanner(MAX_BYTES).plan(PATCH, work, () -> false);
    PatchJournal journal = PatchJournal.in(directory);
    new PatchWriter(
            MAX_BYTES,
            journal,
            () -> new FaultyFolders("rename", 2, () -> PatchJournal.in(directory).takeBack()))
        .apply(plan, () -> false);
    assertThat(work.resolve("f")).hasContent("new\n");
    assertThat(work.resolve("g")).doesNotExist();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void anEntryIsNobodyElsesToRead() throws Exception {
    Path directory = temp.resolve("journal");
    Map<Path, String> permissions = new HashMap<>();
    PatchPlan plan = new PatchPlanner(MAX_BYTES).plan(PATCH, work, () -> false);
    new PatchWriter(
            MAX_BYTES,
            PatchJournal.in(directory),
            () ->
                new FaultyFolders(
                    "rename",
                    1,
                    () -> {
                      for (Path entry : entries(directory)) {
                        permissions.put(
                            entry,
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(entry)));
                      }
                    }))
        .apply(plan, () -> false);
    assertThat(permissions.values()).containsExactly("rw-------");
  }

  @Test
  void anEntryThatWasNotWrittenToItsEndGoesUnlessItIsBeingWritten() throws Exception {
    Path directory = Files.createDirectory(temp.resolve("journal"));
    Files.writeString(directory.resolve("left.tmp"), "{\"writes\":[{");
    Path locked = Files.writeString(directory.resolve("locked.tmp"), "{\"wri");
    try (FileChannel writer = FileChannel.open(locked, StandardOpenOption.WRITE);
        FileLock lock = writer.lock()) {
      PatchJournal.in(directory).takeBack();
      assertThat(lock.isValid()).isTrue();
      assertThat(entries(directory)).containsExactly(locked);
    }
    PatchJournal.in(directory).takeBack();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aDamagedEntryHoldsUpNobody() throws Exception {
    Path directory = Files.createDirectory(temp.resolve("journal"));
    Files.writeString(directory.resolve("a.json"), "{\"writes\":[{");
    PatchJournal.in(directory).takeBack();
    assertThat(PatchCases.read(work)).isEqualTo(BEFORE);
  }
}
