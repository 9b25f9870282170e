package dev.heddle.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonParser;
import dev.heddle.server.store.ThreadStoreException.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Queues: what waits stays, in its order, until it is sent, taken back, or its thread is gone. */
interface QueueContract extends StoreOnTrial {
  private ThreadQueues queues() {
    return Capabilities.require("queues", store().queues());
  }

  private static QueuedMessage message(String id, String text) {
    return message(id, text, null);
  }

  private static QueuedMessage message(
      String id, String text, @Nullable Map<String, String> metadata) {
    return new QueuedMessage(
        id,
        "client-" + id,
        JsonParser.parseString("[{\"type\":\"text\",\"text\":\"" + text + "\"}]").getAsJsonArray(),
        metadata);
  }

  private List<String> waiting(String threadId) {
    return queues().list(threadId).stream().map(QueuedMessage::id).toList();
  }

  @Test
  default void messagesWaitInOrderAndThroughARestart() {
    String id = SampleThread.stored(store(), SampleThread.of(store(), 0), "a");
    QueuedMessage first =
        message("m1", "one \\u2028 \\ud800 \uD83D\uDE00", Map.of("k", "v", "l", ""));
    QueuedMessage second = message("m0", "two");
    queues().add(id, first);
    queues().add(id, second);
    assertThat(queues().list(id)).as("at once").containsExactly(first, second);
    restart();
    assertThat(queues().list(id)).as("after a restart").containsExactly(first, second);
    assertThat(SampleThread.turnIds(store(), id)).as("no turn of them").hasSize(1);
    assertThat(waiting(Uuid7.next())).as("of another thread").isEmpty();
  }

  @Test
  default void aMessageIsChangedInItsPlaceAndTakenBack() {
    String id = Uuid7.next(); // the thread need not be stored yet
    for (int i = 1; i <= 3; i++) {
      queues().add(id, message("m" + i, "text " + i));
    }
    QueuedMessage changed = message("m2", "changed", Map.of("k", "v"));
    assertThat(queues().replace(id, changed)).isTrue();
    assertThat(queues().replace(id, message("m4", "no"))).as("one that does not wait").isFalse();
    assertThat(queues().remove(id, "m1")).isTrue();
    assertThat(queues().remove(id, "m1")).as("a second time").isFalse();
    restart();
    assertThat(queues().list(id)).containsExactly(changed, message("m3", "text 3"));
    queues().add(id, message("m1", "again"));
    assertThat(waiting(id)).as("behind the others").containsExactly("m2", "m3", "m1");
  }

  @Test
  default void anyOrderCanBeGivenAndOnlyOfAll() {
    String id = Uuid7.next();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add("m" + i);
      queues().add(id, message("m" + i, "text"));
    }
    for (List<String> wrong :
        List.of(
            List.<String>of(),
            ids.subList(0, 4),
            List.of("m0", "m1", "m2", "m3", "m3"),
            List.of("m0", "m1", "m2", "m3", "m4", "m4"),
            List.of("m0", "m1", "m2", "m3", "other"))) {
      assertThat(queues().reorder(id, wrong)).as("%s", wrong).isFalse();
      assertThat(waiting(id)).isEqualTo(ids);
    }
    Collections.reverse(ids);
    assertThat(queues().reorder(id, ids)).isTrue();
    assertThat(waiting(id)).isEqualTo(ids);
    Collections.swap(ids, 1, 3);
    assertThat(queues().reorder(id, ids)).isTrue();
    restart();
    assertThat(waiting(id)).as("after a restart").isEqualTo(ids);
    assertThat(queues().reorder(Uuid7.next(), List.of())).as("of nothing").isTrue();
  }

  @Test
  default void aQueueTakesNoMoreThanItMay() {
    String id = Uuid7.next();
    for (int i = 0; i < ThreadQueues.MAX_WAITING; i++) {
      queues().add(id, message("m" + i, "text"));
    }
    Failures.assertRefused(
            "one too many", Kind.INVALID_REQUEST, () -> queues().add(id, message("more", "text")))
        .hasMessage("queue cannot contain more than 100 submissions");
    assertThat(waiting(id)).hasSize(ThreadQueues.MAX_WAITING).doesNotContain("more");
    queues().remove(id, "m7");
    queues().add(id, message("more", "text"));
    assertThat(waiting(id)).hasSize(ThreadQueues.MAX_WAITING).endsWith("m99", "more");
  }

  @Test
  default void aMessageLeavesTheQueueWhenItIsRecordedAndNotBefore() {
    NewThread thread = SampleThread.of(store(), 0);
    String id = SampleThread.stored(store(), thread, "a");
    queues().add(id, message("m1", "text"));
    assertThat(queues().send(id, "m1", sending -> false)).as("not recorded").isFalse();
    assertThat(waiting(id)).containsExactly("m1");
    assertThat(
            assertThrows(
                IllegalStateException.class,
                () ->
                    queues()
                        .send(
                            id,
                            "m1",
                            sending -> {
                              throw new IllegalStateException("no");
                            })))
        .hasMessage("no");
    assertThat(waiting(id)).as("after a failure").containsExactly("m1");
    try (LiveLog log = store().resume(id)) {
      boolean sent =
          queues()
              .send(
                  id,
                  "m1",
                  sending -> {
                    assertThat(sending).isEqualTo(message("m1", "text"));
                    log.append(SampleThread.turn(thread.historyMode(), "turn-2", 9, "text"));
                    log.flush();
                    return true;
                  });
      assertThat(sent).isTrue();
    }
    assertThat(waiting(id)).as("when it is recorded").isEmpty();
    assertThat(queues().send(id, "m1", sending -> true)).as("once more").isFalse();
    assertThat(SampleThread.turnIds(restart(), id)).containsExactly("turn-1", "turn-2");
  }

  @Test
  default void ofTwoProcessesThatSendAMessageOneDoes() throws Exception {
    String id = SampleThread.stored(store(), SampleThread.of(store(), 0), "a");
    queues().add(id, message("m1", "text"));
    ThreadQueues other = secondProcess().queues().orElseThrow();
    assertThat(other.list(id)).as("what the other process sees").hasSize(1);
    AtomicInteger sent = new AtomicInteger();
    CountDownLatch started = new CountDownLatch(2);
    List<Thread> senders = new ArrayList<>();
    for (ThreadQueues each : List.of(queues(), other)) {
      senders.add(
          Thread.ofPlatform()
              .start(() -> {
                started.countDown();
                try {
                  started.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                each.send(
                    id,
                    "m1",
                    message -> {
                      sent.incrementAndGet();
                      return true;
                    });
              }));
    }
    for (Thread sender : senders) {
      sender.join();
    }
    assertThat(sent).hasValue(1);
    assertThat(other.remove(id, "m1")).as("taken back after it was sent").isFalse();
  }

  @Test
  default void aQueueGoesWithItsThreadAndStaysThroughAllElse() {
    String id = SampleThread.stored(store(), SampleThread.of(store(), 0), "a");
    String kept = SampleThread.stored(store(), SampleThread.of(store(), 1), "b");
    queues().add(id, message("m1", "text"));
    queues().add(kept, message("m1", "text"));
    store().archive(id);
    assertThat(waiting(id)).as("archived").containsExactly("m1");
    store().unarchive(id);
    assertThat(waiting(id)).as("brought back").containsExactly("m1");
    store().delete(id);
    assertThat(waiting(id)).as("deleted").isEmpty();
    assertThat(waiting(kept)).as("another thread's").containsExactly("m1");
  }

  @Test
  default void aMessageThatMeansNothingHoldsUpNoOther() {
    String id = Uuid7.next();
    queues().add(id, message("m1", "text"));
    queues().add(id, message("m2", "text"));
    queues().putAside(id, "m1");
    queues().putAside(id, "m1");
    assertThat(waiting(id)).containsExactly("m2");
    restart();
    assertThat(waiting(id)).as("after a restart").containsExactly("m2");
  }
}
