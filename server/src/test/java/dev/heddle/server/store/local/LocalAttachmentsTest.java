package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonPrimitive;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.AttachmentIdentity;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.StoredAttachment;
import dev.heddle.server.store.ThreadAttachments;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import dev.heddle.server.store.journal.Backlog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of attachments: what is in them, and what comes of damaged and half-made ones. */
@Timeout(60)
class LocalAttachmentsTest {
  private static final String ID = Journal.threadId(1);
  private static final AttachmentIdentity PR = new AttachmentIdentity("pr", "1");
  private static final AttachmentIdentity DOC = new AttachmentIdentity("doc", "1");

  @TempDir Path root;

  private LocalThreadStore open() {
    return new LocalThreadStore(root, Durability.DEFAULT);
  }

  private static ThreadAttachments attachments(LocalThreadStore store) {
    return store.attachments().orElseThrow();
  }

  private static StoredAttachment add(LocalThreadStore store, AttachmentIdentity identity) {
    return attachments(store).add(ID, identity, new JsonPrimitive("text")).attachment();
  }

  private static List<StoredAttachment> listed(LocalThreadStore store) {
    return attachments(store).list(ID, null, 100).attachments();
  }

  private static void write(LocalThreadStore store) {
    try (LiveLog log = store.create(Journal.newThread(ID, HistoryMode.PAGINATED))) {
      log.append(Journal.turn(ID, "t1", "question"));
      log.flush();
    }
  }

  private List<Path> files() throws IOException {
    Path attachments = root.resolve("heddle/attachments");
    if (!Files.isDirectory(attachments)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(attachments)) {
      return files.filter(Files::isRegularFile).map(root::relativize).sorted().toList();
    }
  }

  private Path onlyFile() throws IOException {
    return root.resolve(
        files().stream()
            .filter(file -> file.toString().endsWith(".json"))
            .findFirst()
            .orElseThrow());
  }

  @Test
  void anAttachmentIsAFileThatPeopleCanReadAndAMark() throws IOException {
    try (LocalThreadStore store = open()) {
      write(store);
      assertThat(listed(store)).isEmpty();
      assertThat(attachments(store).remove(ID, PR)).isNull();
      assertThat(attachments(store).owners(PR, null, 1).threadIds()).isEmpty();
      assertThat(files()).as("before anything is attached").isEmpty();
      StoredAttachment made = add(store, PR);
      assertThat(Files.readString(onlyFile()))
          .isEqualTo("{\"attachmentType\":\"pr\",\"identityKey\":\"1\",\"payload\":\"text\"}");
      assertThat(onlyFile().getFileName().toString()).startsWith(made.id() + "-");
      assertThat(files()).hasSize(3).contains(Path.of("heddle/attachments", ID + ".lock"));
      assertThat(attachments(store).remove(ID, PR)).isEqualTo(made.id());
      assertThat(files()).containsExactly(Path.of("heddle/attachments", ID + ".lock"));
      add(store, PR);
      store.delete(ID);
      assertThat(files()).as("after the thread is deleted").isEmpty();
      assertThat(root.resolve("heddle/tmp")).isEmptyDirectory();
    }
  }

  @Test
  void theLossOfEveryIndexLosesNoAttachment() throws IOException {
    StoredAttachment made;
    try (LocalThreadStore store = open()) {
      write(store);
      made = add(store, PR);
    }
    for (String index : List.of("index.sqlite", "history.sqlite", "search.sqlite")) {
      Files.deleteIfExists(root.resolve("heddle").resolve(index));
    }
    try (LocalThreadStore store = open()) {
      assertThat(listed(store)).containsExactly(made);
      assertThat(attachments(store).owners(PR, null, 9).threadIds()).containsExactly(ID);
    }
  }

  @Test
  void aPowerCutRightAfterAnAnswerLosesNothing() {
    PowerLossFiles files = new PowerLossFiles();
    String fork = Journal.threadId(2);
    try (LocalThreadStore store = open(files)) {
      add(store, PR);
      add(store, DOC);
      assertThat(attachments(store).remove(ID, PR)).isNotNull();
      attachments(store).copy(ID, fork);
      files.cutPower();
    }
    try (LocalThreadStore store = open(new DiskLogIo())) {
      assertThat(listed(store)).extracting(StoredAttachment::identity).containsExactly(DOC);
      assertThat(attachments(store).owners(DOC, null, 9).threadIds()).containsExactly(ID, fork);
      assertThat(attachments(store).owners(PR, null, 9).threadIds()).isEmpty();
    }
  }

  private LocalThreadStore open(LogIo io) {
    return new LocalThreadStore(
        CodexHome.of(root), Durability.DEFAULT, Backlog.DEFAULT, io, Clock.systemUTC());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"attachmentType\":\"pr\",",
        "[]",
        "{\"attachmentType\":\"pr\",\"identityKey\":\"1\"}",
        "{\"attachmentType\":\"pr\",\"identityKey\":\"2\",\"payload\":1}",
        "{\"attachmentType\":null,\"identityKey\":\"1\",\"payload\":1}",
      })
  void aDamagedOneIsRefusedAndLeftAsItIsAndCanBeRemoved(String damaged) throws IOException {
    try (LocalThreadStore store = open()) {
      write(store);
      add(store, PR);
      Path file = onlyFile();
      Files.writeString(file, damaged);
      StoredAttachment sound = add(store, DOC);
      assertCorrupt(() -> listed(store));
      assertCorrupt(() -> add(store, PR));
      assertThat(Files.readString(file)).isEqualTo(damaged);
      assertThat(attachments(store).owners(PR, null, 9).threadIds()).containsExactly(ID);
      String fork = Journal.threadId(2);
      attachments(store).copy(ID, fork);
      assertThat(attachments(store).list(fork, null, 9).attachments())
          .as("what a fork has")
          .extracting(StoredAttachment::identity)
          .containsExactly(DOC);
      assertThat(attachments(store).remove(ID, PR)).isNotNull();
      assertThat(listed(store)).containsExactly(sound);
    }
  }

  /** A crash leaves a mark without a file, and at worst a file of somebody else's making. */
  @Test
  void aMarkAloneIsNoAttachment() throws IOException {
    try (LocalThreadStore store = open()) {
      write(store);
      add(store, PR);
      Files.delete(onlyFile());
      Files.writeString(root.resolve("heddle/attachments/" + ID + "/stranger.json"), "{}");
      assertThat(listed(store)).isEmpty();
      assertThat(attachments(store).owners(PR, null, 9).threadIds()).isEmpty();
      StoredAttachment again = add(store, PR);
      assertThat(listed(store)).containsExactly(again);
      assertThat(attachments(store).owners(PR, null, 9).threadIds()).containsExactly(ID);
    }
  }

  private static void assertCorrupt(Runnable request) {
    assertThatExceptionOfType(ThreadStoreException.class)
        .isThrownBy(request::run)
        .satisfies(e -> {
          assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
          assertThat(e.threadId()).isEqualTo(ID);
          assertThat(e.message())
              .startsWith("an attachment is damaged (heddle/attachments/" + ID + "/");
        });
  }
}
