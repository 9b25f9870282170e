package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.ThreadStoreException.Kind;
import dev.heddle.server.store.journal.Backlog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What replaces a file or shortens a history, beside those who append to it. */
@Timeout(60)
class RewriteTest {
  private static final String ID = Journal.threadId(1);

  @TempDir Path home;
  private final FaultyFiles files = new FaultyFiles();

  private LocalThreadStore open() {
    return new LocalThreadStore(
        new CodexHome(home, ZoneOffset.UTC),
        Durability.DEFAULT,
        Backlog.DEFAULT,
        files,
        Clock.systemUTC());
  }

  private static void write(LocalThreadStore store) {
    try (LiveLog log = store.create(Journal.newThread(ID, HistoryMode.PAGINATED))) {
      log.append(Journal.turn(ID, "t1", "one"));
      log.append(Journal.turn(ID, "t2", "two"));
    }
  }

  /** The bytes of every journal of the home. */
  private Map<String, String> journals() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(home.resolve("sessions"))) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        found.put(path.toString(), Files.readString(path));
      }
    }
    return found;
  }

  @Test
  @Tag("SA-50")
  void contentThatCannotBeEncodedChangesNothing() throws IOException {
    Path file = home.resolve("rollout-of-something.jsonl");
    Files.writeString(file, "as it was\n");
    WholeFiles whole = new WholeFiles(new CodexHome(home, ZoneOffset.UTC), files);
    assertThatIllegalStateException()
        .isThrownBy(() ->
            whole.write(
                file,
                out -> {
                  out.write("half of".getBytes(StandardCharsets.UTF_8));
                  throw new IllegalStateException("cannot be encoded");
                }));
    assertThat(file).hasContent("as it was\n");
    assertThat(home.resolve("heddle/tmp")).isEmptyDirectory();
    whole.write(file, out -> out.write("new\n".getBytes(StandardCharsets.UTF_8)));
    assertThat(file).as("after a rewrite that succeeds").hasContent("new\n");
  }

  @Test
  @Tag("SA-51")
  void appendsAroundACutLandOnceAndInOrder() throws Exception {
    try (LocalThreadStore store = open()) {
      write(store);
      CountDownLatch disk = new CountDownLatch(1);
      try (LiveLog log = store.resume(ID)) {
        files.hold(disk);
        log.append(Journal.turn(ID, "t3", "three"));
        files.awaitHeld();
        FutureTask<?> cut =
            new FutureTask<>(() -> store.reverts().orElseThrow().revertBefore(ID, "t2"), null);
        Thread.ofPlatform().daemon().start(cut);
        log.append(Journal.turn(ID, "t4", "four"));
        files.hold(null);
        disk.countDown();
        assertThatExceptionOfType(ExecutionException.class)
            .as("a cut while the log is open")
            .isThrownBy(cut::get)
            .havingCause()
            .isInstanceOfSatisfying(
                ThreadStoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
        log.append(Journal.turn(ID, "t5", "five"));
      }
      assertThat(Journal.questions(store, ID))
          .containsExactly("one", "two", "three", "four", "five");
      store.reverts().orElseThrow().revertBefore(ID, "t4");
      try (LiveLog log = store.resume(ID)) {
        log.append(Journal.turn(ID, "t6", "six"));
      }
    }
    try (LocalThreadStore after = open()) {
      assertThat(Journal.questions(after, ID)).containsExactly("one", "two", "three", "six");
    }
  }

  @Test
  @Tag("SA-52")
  void onlyACutThatFitsTheHistoryMakesItShorterAndNoneShortensAFile() throws IOException {
    try (LocalThreadStore store = open();
        LocalThreadStore other = open()) {
      write(store);
      Map<String, String> before = journals();
      try (LiveLog log = other.resume(ID)) {
        assertThatExceptionOfType(ThreadStoreException.class)
            .as("while another process writes")
            .isThrownBy(() -> store.reverts().orElseThrow().revertBefore(ID, "t2"))
            .matches(e -> e.kind() == Kind.CONFLICT);
      }
      assertThat(journals()).isEqualTo(before);
      store.reverts().orElseThrow().revertBefore(ID, "t2");
      assertThat(Journal.questions(store, ID)).containsExactly("one");
      Map<String, String> cut = journals();
      assertThat(cut).containsAllEntriesOf(before).hasSize(before.size() + 1);
      assertThatExceptionOfType(ThreadStoreException.class)
          .as("of a turn that is no more")
          .isThrownBy(() -> other.reverts().orElseThrow().revertBefore(ID, "t2"))
          .matches(e -> e.kind() == Kind.INVALID_REQUEST);
      assertThat(journals()).isEqualTo(cut);
    }
  }

  @Test
  @Tag("SA-52")
  void aCutCountsThoughTheClockWentBackSinceTheLast() throws IOException {
    try (LocalThreadStore store = open()) {
      write(store);
      store.reverts().orElseThrow().revertBefore(ID, "t2");
      try (LiveLog log = store.resume(ID)) {
        log.append(Journal.turn(ID, "t3", "three"));
      }
    }
    String ahead = "fedcba98-7654-7000-8000-000000000001";
    try (Stream<Path> paths = Files.walk(home.resolve("sessions"))) {
      Path segment = paths.filter(path -> path.toString().contains("_")).findFirst().orElseThrow();
      String name = segment.getFileName().toString();
      Files.move(
          segment,
          segment.resolveSibling(name.substring(0, name.indexOf('_') + 1) + ahead + ".jsonl"));
    }
    try (LocalThreadStore store = open()) {
      assertThat(Journal.questions(store, ID)).containsExactly("one", "three");
      store.reverts().orElseThrow().revertBefore(ID, "t3");
      assertThat(Journal.questions(store, ID)).containsExactly("one");
      store.reverts().orElseThrow().revertBefore(ID, "t1");
      assertThat(Journal.questions(store, ID)).isEmpty();
    }
  }
}
