package dev.heddle.server.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heddle.protocol.rpc.SerializationScope;
import dev.heddle.server.testkit.ManualWorkers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RequestLanesTest {
  private static final SerializationScope A = SerializationScope.thread("a");
  private static final SerializationScope B = SerializationScope.thread("b");
  private static final SerializationScope READ = SerializationScope.globalShared("sections");
  private static final SerializationScope WRITE = SerializationScope.global("sections");

  private final ManualWorkers workers = new ManualWorkers();
  private final RequestLanes lanes = new RequestLanes(workers);
  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());

  @Test
  void oneScopeKeepsArrivalOrderAndOthersDoNotWait() {
    submit(A, "a1");
    submit(A, "a2");
    submit(B, "b1");
    assertThat(workers.waiting()).as("one worker per busy lane").isEqualTo(2);
    workers.runNewest();
    workers.runAll();
    assertThat(ran).containsExactly("b1", "a1", "a2");
  }

  @Test
  void aBusyLaneLeavesItsWorkerAfterEachTask() {
    submit(A, "a1");
    submit(A, "a2");
    submit(B, "b1");
    workers.runOldest();
    workers.runOldest();
    assertThat(ran).containsExactly("a1", "b1");
  }

  @Test
  void requestsWithoutScopeRunAtOnce() {
    submit(A, "a1");
    submit(SerializationScope.NONE, "n1");
    submit(SerializationScope.NONE, "n2");
    assertThat(workers.waiting()).isEqualTo(3);
    assertThat(lanes.busyLanes()).isEqualTo(1);
  }

  @Test
  void aThreadAndAPathOfTheSameNameAreTwoScopes() {
    submit(SerializationScope.thread("x"), "thread");
    submit(SerializationScope.path("x"), "path");
    assertThat(workers.waiting()).isEqualTo(2);
  }

  @Test
  void sharedRequestsRunTogetherAndAnExclusiveOneAlone() {
    submit(READ, "r1");
    submit(READ, "r2");
    submit(WRITE, "w1");
    submit(READ, "r3");
    assertThat(workers.waiting()).as("r3 does not overtake w1").isEqualTo(2);
    workers.runOldest();
    assertThat(workers.waiting()).as("w1 waits for r2").isEqualTo(1);
    workers.runOldest();
    assertThat(workers.waiting()).as("w1 alone").isEqualTo(1);
    workers.runOldest();
    assertThat(workers.waiting()).isEqualTo(1);
    workers.runAll();
    assertThat(ran).containsExactly("r1", "r2", "w1", "r3");
  }

  @Test
  void sharedRequestsBehindAnExclusiveOneStartTogether() {
    submit(WRITE, "w1");
    submit(READ, "r1");
    submit(READ, "r2");
    submit(WRITE, "w2");
    assertThat(workers.waiting()).isEqualTo(1);
    workers.runOldest();
    assertThat(workers.waiting()).isEqualTo(2);
  }

  @Test
  void aDrainedLaneIsForgotten() {
    submit(A, "a1");
    submit(READ, "r1");
    submit(READ, "r2");
    assertThat(lanes.busyLanes()).isEqualTo(2);
    workers.runAll();
    assertThat(lanes.busyLanes()).isZero();
  }

  @Test
  void aTaskThatThrowsDoesNotStopItsLane() {
    lanes.submit(
        A,
        () -> {
          throw new IllegalStateException("planted");
        });
    submit(A, "a2");
    assertThatThrownBy(workers::runOldest).hasMessage("planted");
    workers.runAll();
    assertThat(ran).containsExactly("a2");
    assertThat(lanes.busyLanes()).isZero();
  }

  @Test
  void aTaskMaySubmitToItsOwnLane() {
    lanes.submit(A, () -> submit(A, "inner"));
    submit(A, "a2");
    workers.runAll();
    assertThat(ran).containsExactly("a2", "inner");
  }

  @Test
  void withoutAWorkerTheCallerLearnsThatTheTaskWillNotRun() {
    workers.reject(true);
    assertThatThrownBy(() -> submit(A, "a1")).isInstanceOf(RejectedExecutionException.class);
    workers.reject(false);
    submit(A, "a2");
    workers.runAll();
    assertThat(ran).containsExactly("a2");
    assertThat(lanes.busyLanes()).isZero();
  }

  @Test
  void whatWasAcceptedRunsEvenIfNoFurtherWorkerCanBeHad() {
    submit(A, "a1");
    submit(A, "a2");
    submit(A, "a3");
    workers.reject(true);
    workers.runOldest();
    assertThat(ran).containsExactly("a1", "a2", "a3");
    assertThat(lanes.busyLanes()).isZero();
  }

  @Test
  void underLoadNoLaneOverlapsOrReorders() throws InterruptedException {
    RequestLanes busy = new RequestLanes(task -> Thread.ofVirtual().start(task));
    int perLane = 2_000;
    int laneCount = 8;
    CountDownLatch done = new CountDownLatch(perLane * laneCount);
    Map<Integer, AtomicInteger> next = new ConcurrentHashMap<>();
    Map<Integer, AtomicInteger> running = new ConcurrentHashMap<>();
    AtomicInteger violations = new AtomicInteger();
    for (int i = 0; i < perLane; i++) {
      for (int lane = 0; lane < laneCount; lane++) {
        int number = i;
        int name = lane;
        busy.submit(
            SerializationScope.thread("t" + lane),
            () -> {
              AtomicInteger inside = running.computeIfAbsent(name, k -> new AtomicInteger());
              if (inside.incrementAndGet() != 1
                  || next.computeIfAbsent(name, k -> new AtomicInteger()).getAndIncrement()
                      != number) {
                violations.incrementAndGet();
              }
              Thread.yield();
              inside.decrementAndGet();
              done.countDown();
            });
      }
    }
    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(violations).hasValue(0);
  }

  private void submit(SerializationScope scope, String name) {
    lanes.submit(scope, () -> ran.add(name));
  }
}
