package dev.heddle.server.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import dev.heddle.server.rollout.HistoryMode;
import dev.heddle.server.store.LiveLog;
import dev.heddle.server.store.QueuedMessage;
import dev.heddle.server.store.ThreadQueues;
import dev.heddle.server.store.ThreadStoreException;
import dev.heddle.server.store.journal.Backlog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues as files: what a power cut leaves of them, and what is in the folder. */
class LocalQueuesTest {
  private static final String ID = Journal.threadId(1);
  private static final String OTHER_ID = Journal.threadId(2);

  @TempDir Path home;

  private LocalThreadStore open(LogIo io) {
    return new LocalThreadStore(
        new CodexHome(home, ZoneOffset.UTC),
        Durability.DEFAULT,
        Backlog.DEFAULT,
        io,
        Clock.systemUTC());
  }

  private static ThreadQueues queues(LocalThreadStore store) {
    return store.queues().orElseThrow();
  }

  private static QueuedMessage message(String id) {
    JsonArray input = new JsonArray();
    input.add("text of " + id);
    return new QueuedMessage(id, "client-" + id, input, Map.of());
  }

  private static List<String> ids(LocalThreadStore store) {
    return queues(store).list(ID).stream().map(QueuedMessage::id).toList();
  }

  private List<String> files() throws IOException {
    Path directory = home.resolve("heddle/queue").resolve(ID);
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aPowerCutTakesNothingThatWasAdded() {
    PowerLossFiles files = new PowerLossFiles();
    try (LocalThreadStore store = open(files)) {
      queues(store).add(ID, message("m1"));
      queues(store).add(ID, message("m2"));
      queues(store).replace(ID, message("m1"));
      files.cutPower();
    }
    try (LocalThreadStore store = open(new DiskLogIo())) {
      assertThat(queues(store).list(ID)).containsExactly(message("m1"), message("m2"));
    }
  }

  @Test
  void aPowerCutRightAfterAMessageWasSentLeavesItsRecord() {
    PowerLossFiles files = new PowerLossFiles();
    try (LocalThreadStore store = open(files)) {
      queues(store).add(ID, message("m1"));
      LiveLog log = store.create(Journal.newThread(ID, HistoryMode.PAGINATED));
      boolean sent =
          queues(store)
              .send(
                  ID,
                  "m1",
                  message -> {
                    log.append(Journal.turn(ID, "t1", "one"));
                    log.flush();
                    return true;
                  });
      assertThat(sent).isTrue();
      files.cutPower();
    } catch (ThreadStoreException afterTheCut) {
      // The store notices at its end that its file is not what it wrote; the test is about the
      // disk.
    }
    try (LocalThreadStore store = open(new DiskLogIo())) {
      assertThat(ids(store)).isEmpty();
      assertThat(Journal.questions(store, ID)).containsExactly("one");
    }
  }

  @Test
  void aQueueWhoseLockCannotBeOpenedIsListed() throws IOException {
    try (LocalThreadStore store = open(new DiskLogIo())) {
      queues(store).add(ID, message("m1"));
      Path odd = home.resolve("heddle/queue").resolve(ID).resolve("notes.json");
      Files.writeString(odd, "no message");
      Path lock = home.resolve("heddle/queue/" + ID + ".lock");
      Files.delete(lock);
      Files.createDirectory(lock); // as in a home that is only read
      assertThat(ids(store)).containsExactly("m1");
      assertThat(odd).as("nothing is changed").exists();
    }
  }

  @Test
  void aQueueIsAFolderWhileSomethingWaits() throws IOException {
    try (LocalThreadStore store = open(new DiskLogIo())) {
      assertThat(ids(store)).isEmpty();
      assertThat(home.resolve("heddle/queue")).as("looking creates nothing").doesNotExist();
      queues(store).add(ID, message("m1"));
      queues(store).add(ID, message("m2"));
      assertThat(files()).containsExactly("0000000001-m1.json", "0000000002-m2.json");
      queues(store).reorder(ID, List.of("m2", "m1"));
      assertThat(files()).containsExactly("0000000003-m2.json", "0000000004-m1.json");
      queues(store).add(ID, message("m3"));
      assertThat(ids(store)).containsExactly("m2", "m1", "m3");
      for (String id : List.of("m1", "m2", "m3")) {
        queues(store).remove(ID, id);
      }
      assertThat(home.resolve("heddle/queue").resolve(ID)).doesNotExist();
    }
    try (Stream<Path> left = Files.list(home.resolve("heddle/tmp"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void whileAMessageIsSentTheQueuesOfOtherThreadsMoveOn() throws Exception {
    try (LocalThreadStore store = open(new DiskLogIo());
        LocalThreadStore otherProcess = open(new DiskLogIo());
        ExecutorService others = Executors.newSingleThreadExecutor()) {
      queues(store).add(ID, message("m1"));
      queues(store).add(OTHER_ID, message("m1"));
      boolean sent =
          queues(store)
              .send(
                  ID,
                  "m1",
                  message -> {
                    assertThat(inTime(others, () -> changeOther(store, "m2"))).isEqualTo(2);
                    assertThat(inTime(others, () -> changeOther(otherProcess, "m3"))).isEqualTo(3);
                    return true;
                  });
      assertThat(sent).isTrue();
    }
  }

  private static int changeOther(LocalThreadStore store, String id) {
    queues(store).add(OTHER_ID, message(id));
    return queues(store).list(OTHER_ID).size();
  }

  private static int inTime(ExecutorService executor, Callable<Integer> work) {
    try {
      return executor.submit(work).get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aDeletedThreadLeavesNothingAmongTheQueues() throws IOException {
    try (LocalThreadStore store = open(new DiskLogIo())) {
      for (String id : List.of(ID, OTHER_ID)) {
        try (LiveLog log = store.create(Journal.newThread(id, HistoryMode.PAGINATED))) {
          log.append(Journal.turn(id, "t1", "one"));
          log.flush();
        }
        queues(store).add(id, message("m1"));
      }
      queues(store).remove(OTHER_ID, "m1");
      store.delete(ID);
      store.delete(OTHER_ID);
    }
    assertThat(home.resolve("heddle/queue")).isEmptyDirectory();
  }

  @Test
  void whatIsNoMessageIsPutAsideAndWhatCannotBeReadIsLeft() throws IOException {
    try (LocalThreadStore store = open(new DiskLogIo())) {
      queues(store).add(ID, message("good"));
      Path directory = home.resolve("heddle/queue").resolve(ID);
      Files.writeString(directory.resolve("notes.json"), "{}");
      Files.writeString(directory.resolve("0000000007-torn.json"), "{\"id\":\"to");
      Files.writeString(
          directory.resolve("0000000008-other.json"),
          "{\"id\":\"good\",\"clientUserMessageId\":\"k\",\"input\":[]}");
      Files.writeString(
          directory.resolve("0000000009-odd.json"),
          "{\"id\":\"odd\",\"clientUserMessageId\":\"k\",\"input\":[],"
              + "\"responsesapiClientMetadata\":{\"k\":[1,2]}}");
      Files.createDirectory(directory.resolve("0000000010-folder.json"));
      assertThat(ids(store)).containsExactly("good");
      assertThat(files())
          .containsExactly(
              "0000000001-good.json",
              "0000000007-torn.json.damaged",
              "0000000008-other.json.damaged",
              "0000000009-odd.json.damaged",
              "0000000010-folder.json",
              "notes.json.damaged");
      queues(store).add(ID, message("next"));
      assertThat(ids(store)).containsExactly("good", "next");
    }
  }
}
