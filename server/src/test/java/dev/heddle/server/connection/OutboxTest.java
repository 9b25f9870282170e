package dev.heddle.server.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.heddle.protocol.rpc.NotificationSpec;
import dev.heddle.server.testkit.BytePipe;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutboxTest {
  private static final NotificationSpec<Delta> DELTA =
      new NotificationSpec<>("item/agentMessage/delta", Delta.class, false);

  /** Smaller than any line, so the writer waits in the middle of the first. */
  private final BytePipe pipe = new BytePipe(16);

  private final CountDownLatch broken = new CountDownLatch(1);
  private final Outbox outbox = Outbox.open(pipe.sink(), 10_000, () -> 7L, broken::countDown);
  private final BufferedReader lines =
      new BufferedReader(new InputStreamReader(pipe.source(), StandardCharsets.UTF_8));

  @Test
  void linesComeInTheOrderInWhichTheyWereQueued() throws Exception {
    for (int i = 0; i < 500; i++) {
      outbox.send(notification("n" + i));
    }
    for (int i = 0; i < 500; i++) {
      assertThat(method(next())).isEqualTo("n" + i);
    }
  }

  @Test
  void notificationsCarryTheTime() throws Exception {
    outbox.send(notification("n"));
    assertThat(next().get("emittedAtMs").getAsLong()).isEqualTo(7);
  }

  @Test
  void deltasOfOneItemMergeWhileTheClientIsSlow() throws Exception {
    holdWriter();
    DeltaChannel item = deltas("t1", "i1");
    item.append("a");
    item.append("b");
    item.append("c");
    outbox.send("t1", notification("end"));
    next();
    assertThat(texts(2)).containsExactly("i1:abc", "end");
  }

  @Test
  void deltasAreNotMovedAcrossOtherLinesOfTheirThread() throws Exception {
    holdWriter();
    DeltaChannel first = deltas("t1", "i1");
    DeltaChannel second = deltas("t1", "i2");
    first.append("a");
    second.append("x");
    first.append("b");
    outbox.send("t1", notification("started"));
    first.append("c");
    next();
    assertThat(texts(5)).containsExactly("i1:a", "i2:x", "i1:b", "started", "i1:c");
  }

  @Test
  void linesThatMayConcernAnyThreadKeepEveryDeltaInPlace() throws Exception {
    holdWriter();
    DeltaChannel item = deltas("t1", "i1");
    item.append("a");
    outbox.send(notification("answer"));
    item.append("b");
    next();
    assertThat(texts(3)).containsExactly("i1:a", "answer", "i1:b");
  }

  @Test
  void deltasMergeAcrossLinesOfOtherThreads() throws Exception {
    holdWriter();
    DeltaChannel one = deltas("t1", "i1");
    DeltaChannel other = deltas("t2", "i2");
    one.append("a");
    other.append("x");
    one.append("b");
    outbox.send("t2", notification("end"));
    one.append("c");
    next();
    assertThat(texts(3)).containsExactly("i1:abc", "i2:x", "end");
  }

  @Test
  void mergedDeltasStayShortEnoughForClientsWithSmallLineBuffers() throws Exception {
    holdWriter();
    DeltaChannel item = deltas("t1", "i1");
    String piece = "x".repeat(DeltaText.MAX_MERGED_CHARS / 2);
    for (int i = 0; i < 5; i++) {
      item.append(piece);
    }
    next();
    List<String> got = texts(3);
    assertThat(got.get(0)).hasSize("i1:".length() + DeltaText.MAX_MERGED_CHARS);
    assertThat(got.get(2)).hasSize("i1:".length() + DeltaText.MAX_MERGED_CHARS / 2);
  }

  @Test
  void noTextIsLostOrReorderedWhileManyThreadsStream() throws Exception {
    int threads = 4;
    int pieces = 3_000;
    List<Thread> producers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      String name = "t" + t;
      producers.add(
          Thread.ofVirtual()
              .start(() -> {
                DeltaChannel item = deltas(name, name);
                for (int i = 0; i < pieces; i++) {
                  item.append(i + ",");
                }
                outbox.send(name, notification("end/" + name));
              }));
    }
    StringBuilder[] texts = new StringBuilder[threads];
    for (int t = 0; t < threads; t++) {
      texts[t] = new StringBuilder();
    }
    int ended = 0;
    int lineCount = 0;
    while (ended < threads) {
      JsonObject line = next();
      lineCount++;
      if (method(line).startsWith("end/")) {
        ended++;
      } else {
        JsonObject params = line.getAsJsonObject("params");
        int t = Integer.parseInt(params.get("itemId").getAsString().substring(1));
        texts[t].append(params.get("delta").getAsString());
      }
    }
    StringBuilder whole = new StringBuilder();
    for (int i = 0; i < pieces; i++) {
      whole.append(i).append(',');
    }
    for (StringBuilder each : texts) {
      assertThat(each.toString()).isEqualTo(whole.toString());
    }
    assertThat(lineCount).as("some were merged").isLessThan(threads * pieces);
    for (Thread each : producers) {
      each.join();
    }
  }

  @Test
  void whatAThreadGathersIsWrittenTogetherWhenItLetsGo() throws Exception {
    List<String> writes = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch written = new CountDownLatch(1);
    Outbox direct = Outbox.open(noting(writes, written), 10_000, () -> 7L, () -> {});
    direct.gather();
    DeltaChannel item =
        direct.openDeltas("t1", new DeltaText.Form<>(DELTA, text -> new Delta("i1", text)));
    item.append("a");
    item.append("b");
    direct.send("t1", notification("end"));
    assertThat(awaits(written, 100)).as("it was written before it was let go").isFalse();
    direct.letGo();
    assertThat(awaits(written, 30_000)).isTrue();
    assertThat(writes).singleElement().asString().contains("\"ab\"").contains("\"end\"");
  }

  @Test
  void anotherThreadsLineGoesOutAtOnceBehindWhatIsGathered() throws Exception {
    outbox.gather();
    outbox.send("t1", notification("gathered"));
    Thread other = Thread.ofVirtual().start(() -> outbox.send("t2", notification("answer")));
    assertThat(method(next())).isEqualTo("gathered");
    assertThat(method(next())).isEqualTo("answer");
    other.join();
    outbox.letGo();
  }

  @Test
  void whoGathersMoreThanThereIsRoomForIsNotStuck() throws Exception {
    outbox.gather();
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              next();
            });
    outbox.send("t1", notification("x".repeat(10_000)));
    outbox.awaitRoom();
    reader.join();
    outbox.letGo();
  }

  /** Notes each write as text; {@code written} is counted down at the first. */
  private static OutputStream noting(List<String> writes, CountDownLatch written) {
    return new OutputStream() {
      @Override
      public void write(int b) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        writes.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
        written.countDown();
      }
    };
  }

  @Test
  void whoCanWaitWaitsWhileTooMuchIsQueued() throws Exception {
    holdWriter();
    outbox.send(notification("x".repeat(10_000)));
    assertThat(outbox.hasRoom()).isFalse();
    CountDownLatch through = new CountDownLatch(1);
    Thread producer =
        Thread.ofVirtual()
            .start(() -> {
              try {
                outbox.awaitRoom();
                through.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    next();
    assertThat(through.getCount()).as("the long line is still to be read").isEqualTo(1);
    next();
    assertThat(through.await(30, TimeUnit.SECONDS)).isTrue();
    producer.join();
  }

  @Test
  void aDeltaThatMergesCountsAsQueuedToo() throws Exception {
    holdWriter();
    DeltaChannel item = deltas("t1", "i1");
    while (outbox.hasRoom()) {
      item.append("x".repeat(100));
    }
    assertThat(outbox.hasRoom()).isFalse();
  }

  @Test
  void theActionRunsAfterTheLineIsWritten() throws Exception {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch flushed = new CountDownLatch(1);
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new UnsupportedOperationException();
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            order.add("written");
          }
        };
    Outbox direct = Outbox.open(out, 10_000, () -> 7L, () -> {});
    direct.send(
        notification("n"),
        () -> {
          order.add("flushed");
          flushed.countDown();
        });
    assertThat(flushed.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(order).containsExactly("written", "flushed");
  }

  @Test
  void anAnswerThatIsFollowedGoesOutOnlyWhenWhatFollowsIsQueued() throws Exception {
    CountDownLatch written = new CountDownLatch(1);
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            written.countDown();
          }
        };
    Outbox followed = Outbox.open(out, 10_000, () -> 7L, broken::countDown);
    AtomicBoolean early = new AtomicBoolean();
    followed.sendFollowed(notification("answer"), () -> early.set(awaits(written, 100)), () -> {});
    assertThat(early).as("it was written before what follows was queued").isFalse();
    assertThat(awaits(written, 30_000)).isTrue();
  }

  @Test
  void aFollowUpThatFailsLetsTheAnswerGo() throws Exception {
    assertThatThrownBy(() ->
            outbox.sendFollowed(
                notification("answer"),
                () -> {
                  throw new IllegalStateException("for the test");
                },
                () -> {}))
        .isInstanceOf(IllegalStateException.class);
    assertThat(method(next())).isEqualTo("answer");
  }

  private static boolean awaits(CountDownLatch latch, long timeoutMs) {
    try {
      return latch.await(timeoutMs, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFailingActionDoesNotStopTheWriter() throws Exception {
    outbox.send(
        notification("one"),
        () -> {
          throw new IllegalStateException("planted");
        });
    outbox.send(notification("two"));
    assertThat(method(next())).isEqualTo("one");
    assertThat(method(next())).isEqualTo("two");
  }

  @Test
  void closingWritesWhatIsQueuedAndTakesNoMore() throws Exception {
    for (int i = 0; i < 10; i++) {
      outbox.send(notification("n" + i));
    }
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; i < 10; i++) {
                next();
              }
            });
    assertThat(outbox.close(Duration.ofSeconds(30))).isTrue();
    reader.join();
    AtomicInteger flushed = new AtomicInteger();
    outbox.send(notification("late"), flushed::incrementAndGet);
    assertThat(flushed).as("given up, but not forgotten").hasValue(1);
  }

  @Test
  void closingDoesNotWaitForeverForAClientThatDoesNotRead() throws Exception {
    holdWriter();
    assertThat(outbox.close(Duration.ofMillis(10))).isFalse();
    assertThat(outbox.hasRoom()).as("nobody is kept waiting").isTrue();
  }

  @Test
  void aBrokenOutputIsToldOnceAndEverythingIsDiscarded() throws Exception {
    CountDownLatch flushed = new CountDownLatch(3);
    holdWriter();
    outbox.send(notification("a"), flushed::countDown);
    outbox.send(notification("b"), flushed::countDown);
    lines.close();
    assertThat(broken.await(30, TimeUnit.SECONDS)).isTrue();
    outbox.send(notification("c"), flushed::countDown);
    assertThat(flushed.await(30, TimeUnit.SECONDS)).isTrue();
    outbox.awaitRoom();
    assertThat(outbox.close(Duration.ofSeconds(30))).isFalse();
  }

  /** After this the writer is in the middle of a line, and everything else waits in the queue. */
  private void holdWriter() throws InterruptedException {
    outbox.send(notification("held-" + "x".repeat(64)));
    pipe.awaitBlockedWriter();
  }

  private DeltaChannel deltas(String threadId, String itemId) {
    return outbox.openDeltas(
        threadId, new DeltaText.Form<>(DELTA, text -> new Delta(itemId, text)));
  }

  private static NotificationMessage notification(String method) {
    NotificationMessage message = new NotificationMessage();
    message.setMethod(method);
    return message;
  }

  private JsonObject next() {
    try {
      return JsonParser.parseString(lines.readLine()).getAsJsonObject();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String method(JsonObject message) {
    return message.get("method").getAsString();
  }

  private List<String> texts(int count) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      JsonObject line = next();
      if (method(line).equals(DELTA.name())) {
        JsonObject params = line.getAsJsonObject("params");
        texts.add(params.get("itemId").getAsString() + ":" + params.get("delta").getAsString());
      } else {
        texts.add(method(line));
      }
    }
    return texts;
  }

  /** A delta as the wire has it, less what does not matter here. */
  record Delta(String itemId, String delta) {}
}
